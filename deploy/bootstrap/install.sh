#!/bin/sh
# Finds a Python that will do and lets install.py make .venv what the lock says.
# Nothing but a shell, that Python and a package index is needed; done before means done quickly.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
unset PYTHONHOME PYTHONPATH || true

if "$root/.venv/bin/python" -I -S "$here/install.py" --is-done 2>/dev/null; then
    exit 0
fi

# The versions that the locked packages are built for come first.
for range in "(3, 11) <= sys.version_info < (3, 15)" "sys.version_info >= (3, 15)"; do
    for python in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        case $python in "$root"/.venv/*) continue ;; esac
        if "$python" -I -c "import sys; sys.exit(not ($range))" 2>/dev/null; then
            exec "$python" -I "$here/install.py"
        fi
    done
done

echo "SatuPintu needs Python 3.11 or newer, and there is none on the PATH" >&2
if command -v python3 >/dev/null 2>&1; then
    echo "(python3 is $(python3 --version 2>&1))." >&2
fi
echo "Install one, or name it: make run PYTHON=/path/to/python3" >&2
exit 1
