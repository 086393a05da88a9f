"""What is true about accounts, offices, sessions and notifications."""
