"""What came from SiCANTIK, over HTTP."""
