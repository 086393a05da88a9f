"""What tests need of this service: memory stores under the adapters' suite, and the service."""
