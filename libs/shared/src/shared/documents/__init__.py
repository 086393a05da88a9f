"""Documents: typesetting, electronic signatures, object storage, and a look at what was uploaded.

Nothing here blocks the event loop: CPU-bound work runs in bounded pools of its own.
"""
