"""SiCANTIK: read, handed over, compared."""
