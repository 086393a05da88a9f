"""Serves the simulator: `python deploy/simulators/oss --port 9092 --user-key … --office \\
http://127.0.0.1:8000 --client oss --client-secret … --user … --password …`."""

import argparse

import uvicorn
from adapters.office import OfficeDoor
from service import application


def main() -> None:
    """Until it is stopped."""
    parser = argparse.ArgumentParser(prog="oss", description="A simulated OSS-RBA (PIA 4.3.22).")
    parser.add_argument("--port", type=int, default=9092)
    parser.add_argument("--user-key", required=True, help="what an office shows; nothing real")
    parser.add_argument("--office", help="where an office listens, without /v1")
    parser.add_argument("--client", default="oss", help="as which integration OSS signs in there")
    parser.add_argument("--client-secret", default="", help="its secret")
    parser.add_argument("--user", default="", help="the USERNAME in the PIA's Token header")
    parser.add_argument("--password", default="", help="the PASSWORD in it")
    given = parser.parse_args()
    office = OfficeDoor(
        address=given.office,
        client=given.client,
        client_secret=given.client_secret,
        user=given.user,
        password=given.password,
    )
    app = application(user_key=given.user_key, office=office)
    uvicorn.run(app, host="127.0.0.1", port=given.port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
