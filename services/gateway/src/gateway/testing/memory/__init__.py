"""The door's state in memory, a file per noun: the same promises as on PostgreSQL."""

from gateway.testing.memory.door import MemoryDoor

__all__ = ["MemoryDoor"]
