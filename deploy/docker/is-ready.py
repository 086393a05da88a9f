"""Asks the process of this container whether it is ready; the answer is the exit code."""

import sys
from http.client import HTTPConnection, HTTPException

ADDRESS = ("127.0.0.1", 8000)
WITHIN_SECONDS = 4


def is_ready() -> bool:
    """Whether /readyz answers 200 in time."""
    connection = HTTPConnection(*ADDRESS, timeout=WITHIN_SECONDS)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_ready() else 1)
