"""The door's own API."""

from gateway.domain.errors import RateLimited
from shared.http import problems

problems.STATUS[RateLimited] = 429
