"""What differs between two versions of an entry, and where."""

from permit_service.domain.catalogue_change import Change, ChangeKind, changes_of

KTP = {"no": 1, "name": "KTP", "mandatory": True}
NPWP = {"no": 2, "name": "NPWP", "mandatory": True}
PHOTO = {"no": 3, "name": "Foto", "mandatory": False}


def test_equal_entries_differ_in_nothing() -> None:
    assert changes_of({"sla": {"value": 5}, "x": [1, 2]}, {"x": [1, 2], "sla": {"value": 5}}) == ()


def test_each_place_is_named_with_both_values() -> None:
    found = changes_of({"a": 1, "b": {"c": True}, "d": [1]}, {"b": {"c": 1}, "d": [1, 2], "e": 0})

    assert found == (
        Change(pointer="/a", kind=ChangeKind.REMOVED, before=1),
        Change(pointer="/b/c", kind=ChangeKind.CHANGED, before=True, after=1),
        Change(pointer="/d", kind=ChangeKind.CHANGED, before=[1], after=[1, 2]),
        Change(pointer="/e", kind=ChangeKind.ADDED, after=0),
    )


def test_a_requirement_that_is_taken_out_leaves_the_others_alone() -> None:
    optional = NPWP | {"mandatory": False}

    found = changes_of({"requirements": [KTP, NPWP]}, {"requirements": [optional, PHOTO]})

    assert set(found_at(found)) == {
        ("/requirements/0", ChangeKind.REMOVED),
        ("/requirements/0/mandatory", ChangeKind.CHANGED),
        ("/requirements/1", ChangeKind.ADDED),
    }


def found_at(changes: tuple[Change, ...]) -> list[tuple[str, ChangeKind]]:
    return [(one.pointer, one.kind) for one in changes]
