"""What tests of every service build on: fixed time, memory transactions, real servers."""
