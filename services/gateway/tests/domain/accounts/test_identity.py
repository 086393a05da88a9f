"""NIK, passwords, names, roles, delegations, offices and calendars: the rules alone."""

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from gateway.domain.accounts.account import Account, AccountKind, check_staff_roles, username_of
from gateway.domain.accounts.delegation import Delegation, DelegationKind
from gateway.domain.accounts.nik import check_nik
from gateway.domain.accounts.password import check_password
from gateway.domain.accounts.session import REFRESH_LIFETIME, SESSION_LIFETIME, Session
from gateway.domain.errors import NikNotValid, PasswordNotAccepted
from gateway.domain.offices.calendar import OfficeCalendar, OwnDay
from gateway.domain.offices.office import Office, SurveyGate, office_id
from shared.errors import InvalidRequest
from shared.identity import Role

TODAY = date(2026, 6, 15)
NOW = datetime(2026, 6, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "nik",
    [
        "8102011506900001",  # 15 June 1990
        "8102015506900001",  # a woman, the same day
        "8102012902000001",  # 29 February 2000
        "8102011506260001",  # today, in 2026
        "8102011606260001",  # tomorrow of 2026 is a day of 1926
        "9999011506900001",  # an unknown region is nobody's fault
    ],
)
def test_a_nik_that_can_be(nik: str) -> None:
    check_nik(nik, today=TODAY)


@pytest.mark.parametrize(
    ("nik", "reason"),
    [
        ("", "format"),
        ("810201150690000", "format"),
        ("81020115069000011", "format"),
        ("810201150690000a", "format"),
        ("８102011506900001", "format"),
        ("8102013206900001", "impossible_date"),
        ("8102010006900001", "impossible_date"),
        ("8102014006900001", "impossible_date"),
        ("8102017206900001", "impossible_date"),
        ("8102013102900001", "impossible_date"),
        ("8102012902010001", "impossible_date"),
        ("8102011513900001", "impossible_date"),
        ("8102011506900000", "impossible_sequence"),
    ],
)
def test_a_nik_that_cannot_be(nik: str, reason: str) -> None:
    with pytest.raises(NikNotValid) as refused:
        check_nik(nik, today=TODAY)

    assert refused.value.pointers == (("/nik", reason),)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("1234567", "too_short"),
        ("x" * 129, "too_long"),
        ("Password123", "easily_guessed"),
        ("pemohon-satu", "easily_guessed"),
    ],
)
def test_a_password_that_others_would_guess(password: str, reason: str) -> None:
    with pytest.raises(PasswordNotAccepted) as refused:
        check_password(password, username="pemohon-satu")

    assert refused.value.pointers == (("/password", reason),)


@pytest.mark.parametrize("password", ["kudalaut", "x y z x y z", "ünïcödé-wörter", "x" * 128])
def test_a_password_needs_no_special_characters(password: str) -> None:
    check_password(password, username="pemohon")


@pytest.mark.parametrize("name", ["ab", "-abc", "abc-", "a b c", "", "x" * 101, "a\nbc", "ábc"])
def test_a_name_nobody_could_type(name: str) -> None:
    with pytest.raises(InvalidRequest):
        username_of(name)


def test_a_name_is_kept_in_small_letters() -> None:
    assert username_of(" Pemohon.Satu@Contoh ") == "pemohon.satu@contoh"


@pytest.mark.parametrize("role", list(Role))
def test_an_office_gives_the_roles_of_staff_and_no_others(role: Role) -> None:
    agency = "bapenda" if role is Role.AGENCY_OFFICER else None
    if role in {Role.APPLICANT, Role.INTEGRATION, Role.SYSTEM}:
        with pytest.raises(InvalidRequest):
            check_staff_roles(frozenset({role}), agency)
    else:
        check_staff_roles(frozenset({role}), agency)


def delegation(first: str, last: str) -> Delegation:
    return Delegation(
        id=UUID(int=1),
        office_code="81.02",
        account_id=UUID(int=2),
        kind=DelegationKind.PLT,
        valid_from=date.fromisoformat(first),
        valid_until=date.fromisoformat(last),
        legal_basis="SK",
    )


@pytest.mark.parametrize(
    ("day", "is_covered"),
    [("2026-06-09", False), ("2026-06-10", True), ("2026-06-12", True), ("2026-06-13", False)],
)
def test_a_delegation_covers_its_first_and_its_last_day(day: str, is_covered: bool) -> None:
    one = delegation("2026-06-10", "2026-06-12")
    account = Account(
        id=UUID(int=2),
        kind=AccountKind.STAFF,
        username="petugas",
        roles=frozenset({Role.BACK_OFFICE}),
        offices=("81.02",),
        created_at=NOW,
    )
    on = date.fromisoformat(day)

    assert one.covers(on) is is_covered
    assert account.caller((one,), on=on).has(Role.HEAD) is is_covered
    assert account.caller((one,), on=on).has(Role.BACK_OFFICE)


def test_a_delegation_ends_at_the_offices_midnight() -> None:
    ends = delegation("2026-06-10", "2026-06-12").ends_at(ZoneInfo("Asia/Jayapura"))

    assert ends.astimezone(UTC) == datetime(2026, 6, 12, 15, 0, tzinfo=UTC)


def test_a_delegation_does_not_end_before_it_begins() -> None:
    with pytest.raises(InvalidRequest):
        delegation("2026-06-10", "2026-06-09")


def test_a_session_ends_however_often_it_is_renewed() -> None:
    session = Session(
        id=UUID(int=1), account_id=UUID(int=2), began_at=NOW, ends_at=NOW + SESSION_LIFETIME
    )
    late = NOW + SESSION_LIFETIME - REFRESH_LIFETIME / 2

    assert session.refresh_until(NOW) == NOW + REFRESH_LIFETIME
    assert session.refresh_until(late) == session.ends_at
    assert not session.is_open(session.ends_at)


def office(**changes: str) -> Office:
    values = {"code": "81.02", "time_zone": "Asia/Jayapura"} | changes
    return Office(
        **values,
        name="DPMPTSP",
        regency="Kabupaten",
        survey_gate=SurveyGate.REQUIRED,
        survey_gate_source="Ps 7",
        number_code="X",
    )


@pytest.mark.parametrize("changes", [{"code": "8102"}, {"code": ""}, {"time_zone": "UTC"}])
def test_an_office_has_a_code_and_an_indonesian_time(changes: dict[str, str]) -> None:
    with pytest.raises(InvalidRequest):
        office(**changes)


def test_an_offices_id_follows_from_its_code() -> None:
    assert office().id == office_id("81.02") != office_id("62.02")


@pytest.mark.parametrize("days", [["2025-12-31"], ["2026-10-12", "2026-10-12"]])
def test_a_calendar_names_each_day_of_its_year_once(days: list[str]) -> None:
    own = tuple(OwnDay(day=date.fromisoformat(day), name="x", is_working=False) for day in days)
    with pytest.raises(InvalidRequest):
        OfficeCalendar(office_code="81.02", year=2026, days=own)
