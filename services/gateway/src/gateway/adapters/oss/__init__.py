"""OSS over HTTP, and what came from it and must go to it on PostgreSQL."""
