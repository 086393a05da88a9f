"""How a route describes its answer. Routes answer with bytes that were shaped once, so that the
framework does not see the shape: the description is given beside the route, and tests hold the
two together."""

from typing import Any

from pydantic import BaseModel, ConfigDict

_PROBLEM = {"$ref": "#/components/schemas/Problem"}


class Answer(BaseModel):
    """What an answer looks like. It is read by clients and by tests, and never made."""

    model_config = ConfigDict(extra="forbid")


def answers(model: type[BaseModel], status: int = 200) -> dict[int | str, dict[str, Any]]:
    """`responses=` of a route that answers with this."""
    return {status: {"model": model, "description": (model.__doc__ or "").partition("\n")[0]}}


def answers_file(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """`responses=` of a route that answers with a file."""
    schema = {"type": "string", "format": "binary"}
    return {
        200: {
            "description": "The file, as an attachment.",
            "content": {media_type: {"schema": schema} for media_type in media_types},
        }
    }


def refuses(status: int, description: str) -> dict[int | str, dict[str, Any]]:
    """`responses=` of a route with a refusal that few have."""
    content = {"application/problem+json": {"schema": _PROBLEM}}
    return {status: {"description": description, "content": content}}
