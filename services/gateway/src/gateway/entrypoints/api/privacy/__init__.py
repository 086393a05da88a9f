"""What is owed to the people whose data are kept, over HTTP."""
