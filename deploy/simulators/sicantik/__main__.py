"""Serves the simulator: `python deploy/simulators/sicantik --port 9093 --bearer … --api-key … \\
--salt … --rows 40`."""

import argparse
from datetime import UTC, datetime

import uvicorn
from rows import seeded
from service import Seal, application


def main() -> None:
    """Until it is stopped."""
    parser = argparse.ArgumentParser(prog="sicantik", description="A simulated SiCANTIK Cloud.")
    parser.add_argument("--port", type=int, default=9093)
    parser.add_argument("--bearer", required=True, help="what an office shows; nothing real")
    parser.add_argument("--api-key", required=True, help="what it shows beside")
    parser.add_argument("--salt", required=True, help="what answers are sealed with")
    parser.add_argument("--rows", type=int, default=0, help="how many applications there are")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same rows")
    given = parser.parse_args()
    seal = Seal(bearer=given.bearer, api_key=given.api_key, salt=given.salt)
    rows = seeded(given.rows, seed=given.seed, until=datetime.now(UTC).date())
    app = application(seal, rows)
    uvicorn.run(app, host="127.0.0.1", port=given.port, log_level="critical", access_log=False)


if __name__ == "__main__":
    main()
