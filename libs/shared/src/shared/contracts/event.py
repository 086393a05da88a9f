"""What every event is: a frozen fact that knows its name, its subject and its key.

`ApplicationValidatedV1` in `contracts/permit.py` is `permit.application_validated`, version 1.
The key orders: events of one key are applied in the order they were told.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

_NAME = re.compile(r"^(?P<fact>[A-Z]\w*?)V(?P<version>\d+)$")
_registry: dict[tuple[str, int], type["Event"]] = {}


class Event(BaseModel):
    """A fact that one service tells the others. Ids and values only, never personal data."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: ClassVar[str]
    version: ClassVar[int]
    publisher: ClassVar[str]
    subject_type: ClassVar[str]
    tells_actor: ClassVar[bool]
    _subject_field: ClassVar[str]
    _key_field: ClassVar[str]

    office_code: str

    def __init_subclass__(
        cls,
        *,
        subject: str,
        key: str | None = None,
        publisher: str | None = None,
        tells_actor: bool = False,
        **kwargs: object,
    ) -> None:
        """`publisher` where it is not the module's name. `tells_actor`: siblings are told which
        account did it. Nobody outside is."""
        super().__init_subclass__(**kwargs)  # type: ignore[arg-type]
        match = _NAME.match(cls.__name__)
        if match is None:
            raise TypeError(f"{cls.__name__}: a contract is named <Fact>V<version>")
        cls.publisher = publisher or cls.__module__.rpartition(".")[2]
        cls.version = int(match["version"])
        fact = re.sub(r"(?<!^)(?=[A-Z])", "_", match["fact"]).lower()
        cls.type = f"{cls.publisher}.{fact}"
        cls.subject_type = subject.removesuffix("_id")
        cls.tells_actor = tells_actor
        cls._subject_field = subject
        cls._key_field = key or subject
        _registry[cls.type, cls.version] = cls

    @property
    def subject(self) -> UUID:
        """The id of the aggregate whose history this event belongs to."""
        subject: UUID = getattr(self, self._subject_field)
        return subject

    @property
    def key(self) -> str:
        """The stream's owner: events with one key keep their order."""
        return str(getattr(self, self._key_field))


def topic_of(publisher: str) -> str:
    """The topic on which a service tells its facts."""
    return f"{publisher}.events"


def tells_actor(kind: str, version: int) -> bool:
    """Whether an event of that type and version tells siblings who did it."""
    contract = _registry.get((kind, version))
    return contract is not None and contract.tells_actor


def contracts() -> Mapping[tuple[str, int], type[Event]]:
    """Every contract imported so far, by (type, version)."""
    return MappingProxyType(_registry)
