"""What a cell of a sheet of answers says: an answer, or a value of the profile."""

import re

from shared.documents.cells import CellFault, is_blank
from survey_service.domain.questionnaire import SCALE, ProfileField, ProfileKind

_ANSWER = re.compile(r"([0-9]{1,3})(?:[.,]0+)?")


def answer(cell: object) -> int:
    """One of 1..4; raises CellFault `missing`, `not_a_number` or `not_in_scale`."""
    if is_blank(cell):
        raise CellFault("missing")
    value = _whole(cell)
    if value is None or value not in SCALE:
        raise CellFault("not_in_scale")
    return value


def _whole(cell: object) -> int | None:
    """The whole number in a cell, nothing for a broken one; raises CellFault for no number."""
    if isinstance(cell, bool):
        raise CellFault("not_a_number")
    if isinstance(cell, int | float):
        return int(cell) if float(cell).is_integer() else None
    text = str(cell).strip()
    found = _ANSWER.fullmatch(text)
    if found is not None:
        return int(found[1])
    if re.fullmatch(r"-?[0-9]+(?:[.,][0-9]+)?", text):
        return None
    raise CellFault("not_a_number")


def profile_value(cell: object, field: ProfileField) -> str | int:
    """A value of a profile field; raises CellFault `not_valid`."""
    value: object = cell.strip() if isinstance(cell, str) else cell
    if field.kind is ProfileKind.AGE:
        try:
            value = _whole(value)
        except CellFault:
            raise CellFault("not_valid") from None
    elif isinstance(value, str):
        value = value.upper() if field.is_valid(value.upper()) else value
    if not field.is_valid(value):
        raise CellFault("not_valid")
    assert isinstance(value, str | int)
    return value
