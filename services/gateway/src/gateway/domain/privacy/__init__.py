"""What is owed to the people whose data are kept: breaches, deletion, retention, interactions."""
