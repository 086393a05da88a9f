"""Messages of OSS are read as they come: what is missing is absent, what is unknown is kept."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.domain.oss.business import ToldBusiness, office_codes_of, read_business
from gateway.domain.oss.codes import Method
from gateway.domain.oss.permit import OssPermit, permit_of
from gateway.domain.oss.token import OssCredentials
from gateway.entrypoints.api.oss.examples import EXAMPLES

NIB = "9120001234567"
MINIMAL = {"nib": NIB, "kd_daerah": "8102011001"}


def read(**fields: Any) -> ToldBusiness:
    told = read_business(Method.RECEIVE_NIB, {"dataNIB": MINIMAL | fields})
    assert told is not None
    return told


def test_a_message_with_nothing_but_nib_and_region_is_a_business() -> None:
    told = read()
    assert (told.nib, told.document_type, told.scale, told.status) == (NIB, "9", None, None)
    assert told.projects == told.permits == ()


@pytest.mark.parametrize("key", ["tipe_dokumen", "tipe_dokumen "])
@pytest.mark.parametrize(("code", "status"), [("3", "revoked"), ("4", "revoked"), ("5", "active")])
def test_the_type_is_read_with_and_without_the_blank_of_the_pia(
    key: str, code: str, status: str
) -> None:
    assert read(**{key: code, "status_nib": "01"}).status == status


def test_codes_in_no_list_are_kept_and_stand_for_nothing() -> None:
    project = {"id_proyek": "R-1", "kbli": "10211", "skala_resiko": "X9"}
    told = read(status_nib="77", skala_usaha="99", tipe_dokumen="8", data_proyek=[project])
    assert (told.status, told.status_code, told.scale) == (None, "77", None)
    assert told.document_type == "8"
    assert (told.projects[0].risk, told.projects[0].risk_code) == (None, "X9")


@pytest.mark.parametrize(
    ("written", "risk"),
    [("R", "low"), ("Menengah Rendah", "medium_low"), ("MT", "medium_high"), ("tinggi", "high")],
)
def test_risks_are_read_by_letter_and_by_word(written: str, risk: str) -> None:
    project = {"id_proyek": "R-1", "kbli": 10211, "skala_resiko": written}
    assert read(data_proyek=[project]).projects[0].risk == risk


@pytest.mark.parametrize(
    "rows",
    [None, "text", {}, [None, 7, "x"], [{"kbli": "10211"}], [{"id_proyek": "R 1", "kbli": "1"}]],
)
def test_rows_of_another_shape_are_passed_over(rows: Any) -> None:
    assert read(data_proyek=rows, data_checklist=rows).projects == ()


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-5", "1e400", "", None, True, [1]])
def test_an_investment_that_is_no_sum_is_unknown(amount: Any) -> None:
    project = {"id_proyek": "R-1", "kbli": "10211", "jumlah_investasi": amount}
    assert read(data_proyek=[project]).projects[0].investment is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"dataNIB": []},
        {"dataNIB": {"nib": NIB}},
        {"dataNIB": MINIMAL | {"nib": "123"}},
        {"dataNIB": MINIMAL | {"kd_daerah": "81.02"}},
    ],
)
def test_without_nib_or_region_it_is_nobodys(body: dict[str, Any]) -> None:
    assert read_business(Method.RECEIVE_NIB, body) is None


def test_the_example_of_the_description_is_read_whole() -> None:
    shown = EXAMPLES[Method.RECEIVE_NIB]["requestBody"]["content"]["application/json"]["example"]
    told = read_business(Method.RECEIVE_NIB, json.loads(json.dumps(shown)))
    assert told is not None
    assert (told.name, told.scale) == ("PT CONTOH USAHA", "small")
    assert told.projects[0].investment == 250_000_000
    assert told.permits[0].id_izin == "I-20260615-000000001"
    assert told.permits[0].missing == ()


@pytest.mark.parametrize(
    ("region", "offices"),
    [("8102011001", ("81.02",)), ("8100000000", ("81",)), ("81", ()), ("81020110xx", ())],
)
def test_a_region_names_its_office(region: str, offices: tuple[str, ...]) -> None:
    assert office_codes_of(region) == offices


def test_projects_and_permits_elsewhere_are_not_the_offices() -> None:
    rows = [
        {"id_proyek": f"R-{region}", "kbli": "10211", "data_lokasi_proyek": [place]}
        for region in ("8102", "6202")
        for place in ({"proyek_daerah_id": f"{region}011001"},)
    ]
    rows.append({"id_proyek": "R-nowhere", "kbli": "10211"})
    permits = [{"id_izin": f"I-{code}", "kd_daerah": f"{code}011001"} for code in ("8102", "6202")]
    told = read(data_proyek=rows, data_checklist=[*permits, {"id_izin": "I-nowhere"}])
    assert [one.id_izin for one in told.permits_in("81.02")] == ["I-8102", "I-nowhere"]
    assert [one.id for one in told.projects_in("81.02")] == ["R-8102", "R-nowhere"]


def test_ids_that_an_application_names_go_before_those_that_oss_told_but_never_the_nib() -> None:
    named = permit_of({"id_izin": "I-1", "id_proyek": "R-own"}, nib=None)
    known = OssPermit(id_izin="I-1", nib=NIB, id_proyek="R-other", oss_id="P", kd_izin="K")
    assert named is not None
    whole = named.completed(known)
    assert (whole.id_proyek, whole.oss_id, whole.nib) == ("R-own", "P", "")
    assert whole.missing == ("nib", "kd_daerah")
    assert permit_of({"id_izin": "I 1; drop"}, nib=NIB) is None


def test_a_token_holds_for_its_day_in_jakarta_and_minutes_beyond() -> None:
    credentials = OssCredentials(username="dpmptsp", password="rahasia contoh")
    # SHA1("dpmptsp" + "rahasia contoh" + NIB + "20260615"), computed by sha1sum.
    token = "95326141cf354996f17c92e5b1726c8d600e1702"
    midnight = datetime(2026, 6, 14, 17, 0, tzinfo=UTC)
    assert credentials.accepts(token.upper(), nib=NIB, at=midnight + timedelta(hours=12))
    assert credentials.accepts(token, nib=NIB, at=midnight - timedelta(minutes=4))
    assert not credentials.accepts(token, nib=NIB, at=midnight - timedelta(minutes=6))
    assert not credentials.accepts(token, nib=NIB, at=midnight + timedelta(hours=24, minutes=6))
    for other in (None, "", "x" * 40):
        assert not credentials.accepts(other, nib=NIB, at=midnight)
    assert not credentials.accepts(token, nib="9120001234568", at=midnight)
    assert "rahasia" not in repr(credentials)
