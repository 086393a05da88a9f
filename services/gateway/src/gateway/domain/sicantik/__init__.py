"""What SiCANTIK tells, and what becomes of it."""
