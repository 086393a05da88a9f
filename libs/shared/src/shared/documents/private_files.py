"""Files with keys: whole or not there, for their owner's eyes only, and written once."""

import os
import tempfile
from pathlib import Path


def write_once(path: Path, content: bytes, *, mode: int) -> None:
    """Write a file whole, unless somebody else has done so."""
    draft = draft_beside(path, content, mode=mode)
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def draft_beside(path: Path, content: bytes, *, mode: int) -> Path:
    """The content in a file beside `path`, safely on disk."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as file:
        os.fchmod(handle, mode)
        file.write(content)
        file.flush()
        os.fsync(handle)
    return Path(name)
