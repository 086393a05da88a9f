"""The methods that OSS calls, and what an office and sibling services see of it."""
