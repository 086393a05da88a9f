"""What OSS tells, what it must be told, and in which words (PIA 4.3.22)."""
