"""The outgoing directory: what would have gone to a server, readable by its owner only."""

import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Puts a file into place at once; the same name again replaces it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
