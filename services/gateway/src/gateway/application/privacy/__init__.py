"""What is owed to the people whose data are kept, and to who reads about it."""
