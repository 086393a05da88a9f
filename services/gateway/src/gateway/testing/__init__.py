"""What the tests of the gateway stand on."""
