"""What tests of this service build on: its stores in memory, itself as a host builds it."""
