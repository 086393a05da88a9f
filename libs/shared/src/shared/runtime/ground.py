"""What stands under a service in any process: clock, database, and who is trusted."""

import json
from collections.abc import Mapping

from shared.database.engine import Database
from shared.module import ASGIApp, Foundation
from shared.settings import ServiceSettings
from shared.tokens import SystemTokens, TokenVerifier


def foundation_of(
    settings: ServiceSettings, *, name: str, services: Mapping[str, ASGIApp]
) -> Foundation:
    """`services` are its siblings, as the host reaches them."""
    clock = settings.clock()
    return Foundation(
        clock=clock,
        database=Database(
            settings.database_url.get_secret_value(),
            name=name,
            clock=clock,
            keyring=settings.keyring(),
            pool_size=settings.pool_size,
        ),
        verifier=TokenVerifier(json.loads(settings.jwks), issuer=settings.issuer, clock=clock),
        system_tokens=SystemTokens(settings.system_secret.get_secret_value(), clock=clock),
        services=services,
        sealing=settings.sealing(name),
        screening=settings.screening(),
    )
