"""What is lawful, written down by hand from Perbup Malra 23/2021 and never computed from the code:
who there is, what each of them sees, and for each step who may take it and from which status."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .problems import SECRET

STATUSES = (
    "draft",
    "submitted",
    "returned",
    "verified",
    "validated",
    "signed",
    "delivered",
    "rejected",
    "withdrawn",
)
AFTER_DRAFT = frozenset(STATUSES) - {"draft"}
# The statuses in which the rows of the matrix have been with the agencies.
ROUTED = frozenset({"verified", "validated", "signed", "delivered"})
NEVER: frozenset[str] = frozenset()

OTHER_OFFICE = "62.02"
Seat = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One who tries, and the statuses in which an online application exists for them."""

    role: str
    seat: Seat = field(default_factory=dict)
    sees: frozenset[str] = NEVER


def _staff(role: str) -> Person:
    return Person(role=role, sees=AFTER_DRAFT)


def _elsewhere(role: str, **seat: str) -> Person:
    return Person(role=role, seat={"office": OTHER_OFFICE, **seat})


PEOPLE: Mapping[str, Person] = {
    "nobody": Person(role="nobody"),
    "the owner": Person(role="applicant", sees=frozenset(STATUSES)),
    "another applicant": Person(role="applicant", seat={"name": "another"}),
    "front office": _staff("front_office"),
    "back office": _staff("back_office"),
    "licensing official": _staff("licensing_official"),
    "head": _staff("head"),
    "inspector": _staff("inspector"),
    "administrator": _staff("administrator"),
    "province": _staff("province"),
    "bapenda": Person(role="agency_officer", seat={"agency": "bapenda"}, sees=ROUTED),
    "dinas-putr": Person(role="agency_officer", seat={"agency": "dinas-putr"}, sees=ROUTED),
    "an agency that was not asked": Person(role="agency_officer", seat={"agency": "dinkes"}),
    "integration": Person(role="integration"),
    "front office elsewhere": _elsewhere("front_office"),
    "back office elsewhere": _elsewhere("back_office"),
    "licensing official elsewhere": _elsewhere("licensing_official"),
    "head elsewhere": _elsewhere("head"),
    "bapenda elsewhere": _elsewhere("agency_officer", agency="bapenda"),
}
ELSEWHERE = {
    "front office": ("front office elsewhere",),
    "back office": ("back office elsewhere",),
    "licensing official": ("licensing official elsewhere",),
    "head": ("head elsewhere",),
    "bapenda": ("bapenda elsewhere",),
}
STAFF = frozenset(
    {
        "front office",
        "back office",
        "licensing official",
        "head",
        "inspector",
        "administrator",
        "bapenda",
        "dinas-putr",
        "an agency that was not asked",
    }
)
VALIDATORS = frozenset({"back office", "licensing official"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`by`: who may take it. `lawful`: from which status, and where it leads. Elsewhere it is
    `refused`. Who `hides` first is told that nothing is there before their role is looked at.
    `stands` says how the rows are prepared. What is a step of no path amends the application."""

    path: str
    by: frozenset[str]
    lawful: Mapping[str, str]
    body: Mapping[str, Any] | None = None
    refused: str = "transition_not_allowed"
    hides: bool = False
    by_when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    admits: frozenset[str] = NEVER
    stands: str = ""
    service: str = "REKLAME"

    @property
    def names_who(self) -> bool:
        """Whether who may take it stands in the body: which step is to be held."""
        return bool(self.admits)

    def may(self, status: str) -> frozenset[str]:
        """Who may take it in a status."""
        return self.by_when.get(status, self.by)


def _one(*names: str) -> frozenset[str]:
    return frozenset(names)


def _clock(move: str, reason: str, *statuses: str, stands: str) -> Step:
    return Step(
        path=f"clock/{move}",
        body={"reason": reason, "notes": "Ukuran reklame?"},
        by=_one("front office"),
        by_when={"verified": VALIDATORS},
        lawful={one: one for one in statuses},
        hides=True,
        stands=stands,
    )


def _hold(step: str, by: frozenset[str], status: str) -> Step:
    return Step(
        path="claim-step",
        body={"step": step},
        by=by,
        admits=STAFF,
        lawful={status: status},
    )


OWNER = _one("the owner")
VERIFY = _one("front office")
WITH_FEE_AND_VISIT = "SKPL-BC"

STEPS: Mapping[str, Step] = {
    "submission": Step(
        path="submission", by=OWNER, lawful={"draft": "submitted"}, hides=True, stands="documented"
    ),
    "resubmission": Step(
        path="resubmission",
        by=OWNER,
        lawful={"returned": "submitted"},
        hides=True,
        stands="documented",
    ),
    "amendment": Step(
        path="",
        body={"form": {"ukuran": "4 x 4 m"}},
        by=OWNER,
        lawful={"draft": "draft", "returned": "returned"},
        hides=True,
    ),
    "withdrawal": Step(
        path="withdrawal",
        by=OWNER,
        lawful={
            "draft": "withdrawn",
            "submitted": "withdrawn",
            "returned": "withdrawn",
            "verified": "withdrawn",
            "validated": "withdrawn",
        },
        hides=True,
    ),
    "verification, complete": Step(
        path="verification",
        body={"outcome": "complete"},
        by=VERIFY,
        lawful={"submitted": "verified"},
        stands="documented",
    ),
    "verification, returned": Step(
        path="verification",
        body={"outcome": "returned", "corrections": [{"requirement_no": 1, "question": "Mana?"}]},
        by=VERIFY,
        lawful={"submitted": "returned"},
    ),
    "verification, rejected": Step(
        path="verification",
        body={"outcome": "rejected", "notes": "Tidak sesuai.", "legal_basis": "Perda 1/2020 Ps 2"},
        by=VERIFY,
        lawful={"submitted": "rejected"},
    ),
    "recommendation of bapenda": Step(
        path="recommendations/bapenda",
        body={"outcome": "approve"},
        by=_one("bapenda"),
        # An agency that was not waited for may answer until the signature.
        lawful={"verified": "verified", "validated": "validated"},
        stands="asked",
    ),
    "recommendation of dinas-putr, negative": Step(
        path="recommendations/dinas-putr",
        body={"outcome": "reject", "notes": "Di sempadan jalan."},
        by=_one("dinas-putr"),
        # An agency that was not waited for may answer until the signature.
        lawful={"verified": "verified", "validated": "validated"},
        stands="asked",
    ),
    "a second recommendation": Step(
        path="recommendations/bapenda", body={"outcome": "reject"}, by=_one("bapenda"), lawful={}
    ),
    "validation": Step(
        path="validation",
        body={"outcome": "valid"},
        by=VALIDATORS,
        lawful={"verified": "validated"},
    ),
    "validation, sent back": Step(
        path="validation",
        body={"outcome": "sent_back", "notes": "Ukuran berbeda."},
        by=VALIDATORS,
        lawful={"verified": "submitted"},
    ),
    "signature": Step(
        path="signature",
        body={"passphrase": SECRET},
        by=_one("head"),
        lawful={"validated": "signed"},
    ),
    "answer to a correction": Step(
        path="corrections/1/answer",
        body={"answer": "Di Jalan Contoh."},
        by=OWNER,
        lawful={"returned": "returned"},
        hides=True,
    ),
    "a date for a visit": Step(
        path="site-visits",
        body={"scheduled_on": "2026-06-16", "officers": ["petugas.satu"]},
        by=VALIDATORS,
        lawful={"verified": "verified"},
        service=WITH_FEE_AND_VISIT,
    ),
    "assessment of a retribution": Step(
        path="retribution",
        body={"amount": 1000, "basis": "Perda 1/2024"},
        by=VALIDATORS,
        lawful={"verified": "verified", "validated": "validated"},
        service=WITH_FEE_AND_VISIT,
    ),
    "payment of a retribution": Step(
        path="retribution/payments",
        body={
            "receipt_number": "STS-",
            "paid_on": "2026-06-15",
            "amount": 1000,
            "channel": "cash",
        },
        by=VALIDATORS,
        lawful={"verified": "verified", "validated": "validated"},
        stands="assessed",
        service=WITH_FEE_AND_VISIT,
    ),
    "delivery": Step(path="delivery", by=_one("back office"), lawful={"signed": "delivered"}),
    "pause of the clock": _clock(
        "pause", "requirement_confirmation", "submitted", "verified", stands="running"
    ),
    "resumption of the clock": _clock(
        "resume", "confirmation_received", "submitted", "verified", stands="paused"
    ),
    "reset of the clock": _clock(
        "reset", "re_confirmation", "submitted", "verified", "returned", stands="running"
    ),
    "restart of the clock": _clock(
        "restart", "re_confirmation_received", "submitted", "verified", stands="reset"
    ),
    "claim of the verification": _hold("verification", VERIFY, "submitted"),
    "claim of the validation": _hold("validation", VALIDATORS, "verified"),
    "release of what nobody holds": Step(
        path="release-step",
        body={"step": "verification"},
        by=STAFF,
        lawful={},
        refused="not_held",
    ),
    "reassignment": Step(
        path="reassign-step",
        body={"step": "verification", "username": "loket.dua"},
        by=_one("licensing official"),
        lawful={"submitted": "submitted"},
    ),
}


def expected(step: Step, person: str, status: str) -> tuple[int, str]:
    """The status and code of the answer; the code is the new status where it is lawful."""
    somebody = PEOPLE[person]
    is_there = status in somebody.sees
    if somebody.role == "nobody":
        return 401, "unauthenticated"
    if step.hides and not is_there:
        return 404, "not_found"
    if not step.hides and not _is_admitted(step, person, status):
        return 403, "forbidden"
    if not is_there:
        return 404, "not_found"
    if person not in step.may(status):
        return 403, "forbidden"
    if status not in step.lawful:
        return 409, step.refused
    return 200, step.lawful[status]


def _is_admitted(step: Step, person: str, status: str) -> bool:
    """Whether the role alone opens the door; a colleague elsewhere holds the same role."""
    of_the_role = step.admits or step.may(status)
    return person in of_the_role or any(person in ELSEWHERE.get(one, ()) for one in of_the_role)
