"""Serves the simulator: `python deploy/simulators/payment --port 9091 --token … --secret … \\
--callback http://127.0.0.1:8000/v1/payment-callbacks --callback-token …`."""

import argparse

import uvicorn
from service import application


def main() -> None:
    """Until it is stopped."""
    parser = argparse.ArgumentParser(prog="payment", description="A simulated payment service.")
    parser.add_argument("--port", type=int, default=9091)
    parser.add_argument("--token", required=True, help="what an office shows; nothing real")
    parser.add_argument("--secret", required=True, help="what callbacks are signed with")
    parser.add_argument("--callback", help="where payments are told")
    parser.add_argument("--callback-token", help="the integration's own token at the office")
    given = parser.parse_args()
    app = application(
        token=given.token,
        secret=given.secret,
        callback=given.callback,
        callback_token=given.callback_token,
    )
    uvicorn.run(app, host="127.0.0.1", port=given.port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
