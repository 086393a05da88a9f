"""Names and addresses as they may stand in a message.

Whatever somebody has entered, it cannot add a line or a header, and an official mail does not
carry a link that its receiver's name brought in.
"""

import re

MAX_NAME_LENGTH = 120
MAX_TEXT_LENGTH = 4_000

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
_LINK = re.compile(r"://|\bwww\.|@", re.IGNORECASE)
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}")
_NUMBER = re.compile(r"\+?[0-9]{8,15}")


def one_line(text: str) -> str:
    """Without line breaks and unseen characters, white space as single spaces."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def some_lines(text: str) -> str:
    """An officer's text: its lines stay, each without unseen characters, up to a bound."""
    lines = [one_line(line) for line in text[:MAX_TEXT_LENGTH].splitlines()]
    return "\n".join(line for line in lines if line)


def presentable_name(name: str) -> str:
    """The name for a greeting; empty when it holds a link or an address."""
    line = one_line(name[: MAX_NAME_LENGTH * 2])[:MAX_NAME_LENGTH]
    return "" if _LINK.search(line) else line


def mail_address(text: str | None) -> str | None:
    """The address, if a mail can go there."""
    address = (text or "").strip(" ")
    return address if _MAIL.fullmatch(address) else None


def mobile_number(text: str | None) -> str | None:
    """The number with its country code (Indonesia's where none was given), if it is one."""
    digits = re.sub(r"[ ().-]", "", text or "")
    if not _NUMBER.fullmatch(digits):
        return None
    if digits.startswith("+"):
        return digits
    if digits.startswith("0"):
        return "+62" + digits[1:]
    return "+" + digits if digits.startswith("62") else None
