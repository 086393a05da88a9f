"""Serves the simulator: `python deploy/simulators/bsre --port 9090 --user dpmptsp --secret …`."""

import argparse

import uvicorn
from service import application


def main() -> None:
    """Until it is stopped."""
    parser = argparse.ArgumentParser(prog="bsre", description="A simulated Esign Client Service.")
    parser.add_argument("--port", type=int, default=9090)
    parser.add_argument("--user", required=True, help="as whom an office signs in")
    parser.add_argument("--secret", required=True, help="its secret; nothing real")
    given = parser.parse_args()
    app = application(user=given.user, secret=given.secret)
    uvicorn.run(app, host="127.0.0.1", port=given.port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
