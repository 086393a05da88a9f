"""The permit service, asked what was issued on SiCANTIK's channel and which services there are."""

from collections.abc import Sequence
from datetime import date

from gateway.adapters.siblings import Siblings
from gateway.domain.integrations.reconciliation import IssuedLicence
from shared.errors import NotFound, Unavailable

PERMIT = "permit"
MAX_PAGES = 1_000
_ISSUED_ELSEWHERE = frozenset({"OSS", "MPPD"})


class SiblingPermits:
    """The `Permits` port on the siblings."""

    def __init__(self, siblings: Siblings) -> None:
        self._siblings = siblings

    async def issued(
        self, office_code: str, *, first_day: date, last_day: date
    ) -> Sequence[IssuedLicence]:
        """Every page; raises Unavailable."""
        found: list[IssuedLicence] = []
        after: str | None = None
        for _ in range(MAX_PAGES):
            answer = await self._siblings.ask(
                PERMIT,
                "GET",
                "/internal/issued-licences",
                query={
                    "office_code": office_code,
                    "channel": "SICANTIK",
                    "first_day": first_day.isoformat(),
                    "last_day": last_day.isoformat(),
                    "after": after,
                },
            )
            said = answer.require()
            found.extend(
                IssuedLicence(
                    outside_number=one["outside_number"],
                    number=one["number"],
                    issued_on=date.fromisoformat(one["issued_on"]),
                )
                for one in said["items"]
            )
            after = said["after"]
            if after is None:
                return found
        raise Unavailable

    async def takes(self, office_code: str, service_code: str) -> bool:
        """Whether it is in the catalogue and issued by the office itself."""
        answer = await self._siblings.forward(
            PERMIT,
            f"/v1/services/{service_code}",
            token=None,
            query={"office_code": office_code},
        )
        try:
            entry = answer.require()
        except NotFound:
            return False
        return entry.get("channel") not in _ISSUED_ELSEWHERE
