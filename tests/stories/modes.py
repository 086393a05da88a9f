"""On which deployment a story is told, and beside what."""

import re

import pytest
from xdist.scheduler import LoadScopeScheduling

from stories.deployment import COMMANDS

# Enough where the services answer by the same code however they are hosted.
one_deployment = pytest.mark.parametrize("door", ["embedded"], indirect=True)


class OneWorkerPerMode(LoadScopeScheduling):
    """What shares a deployment runs on one worker, one after the other; beside it, on another, what
    shares the other deployment."""

    def _split_scope(self, nodeid: str) -> str:
        parameters = re.split(r"[\[\]-]", nodeid)
        return next((one for one in COMMANDS if one in parameters), "")
