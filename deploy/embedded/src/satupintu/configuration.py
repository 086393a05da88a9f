"""What each service of a deployment is told: the same values, whichever way it is hosted.

Names are the fields of the services' settings. The one-process host passes them as arguments, a
host of many processes writes them as variables.
"""

import json
from collections.abc import Mapping
from typing import Any

from satupintu.home import Home

Values = dict[str, Any]


def values_for(
    service: str,
    home: Home,
    *,
    addresses: Mapping[str, str],
    public_base_url: str,
    environment: str = "development",
) -> Values:
    """`addresses` are "app" and "owner", the database's addresses for the service."""
    secrets = home.secrets()
    common: Values = {
        "environment": environment,
        "database_url": addresses["app"],
        "owner_database_url": addresses["owner"],
        "public_base_url": public_base_url,
        "jwks": secrets.jwks,
        "system_secret": secrets.system_secret,
        "data_keys": dict(secrets.data_keys[service]),
        "data_keys_path": str(home.secrets_file),
        "data_keys_member": ["data_keys", service],
        "index_key": secrets.index_keys[service],
        "link_key": secrets.link_key,
        "seal_home": str(home.seals / service),
    }
    return common | _OWN.get(service, lambda _home: {})(home)


def variables(service: str, values: Values) -> dict[str, str]:
    """The values as environment variables with the service's prefix."""
    return {
        f"{service}_{name}".upper(): value if isinstance(value, str) else json.dumps(value)
        for name, value in values.items()
    }


def _permit(home: Home) -> Values:
    return {"storage_url": home.objects.as_uri(), "signing_home": str(home.signing)}


def _inspection(home: Home) -> Values:
    return {"storage_url": home.objects.as_uri(), "signing_home": str(home.signing)}


def _gateway(home: Home) -> Values:
    return {
        "token_key": json.dumps(home.secrets().token_key),
        "outgoing_directory": str(home.outgoing),
    }


_OWN = {"permit": _permit, "inspection": _inspection, "gateway": _gateway}
