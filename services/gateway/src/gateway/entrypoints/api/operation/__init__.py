"""Running the deployment over HTTP."""
