"""What a password must be: long enough, and not the first guess (ASVS 5, 6.2).

Length and a list of the most guessed, and nothing else: no rules on which characters.
"""

from gateway.domain.errors import PasswordNotAccepted

MIN_LENGTH = 8
# Longer ones are refused, since hashing is paid for by whoever asks.
MAX_LENGTH = 128

_MOST_GUESSED = (
    "password password1 password12 password123 passw0rd 12345678 123456789 1234567890 "
    "87654321 987654321 11111111 00000000 88888888 12341234 11223344 123123123 qwertyui "
    "qwertyuiop qwerty123 1q2w3e4r 1qaz2wsx abcd1234 abc12345 asdfghjk asdf1234 zxcvbnm1 "
    "iloveyou sunshine princess football baseball superman welcome1 letmein1 admin123 "
    "admin1234 administrator indonesia indonesia1 indonesia123 jakarta123 sayangku "
    "sayang123 bismillah bismillah1 bismillah123 katasandi katasandi1 rahasia123 merdeka45 "
    "merdeka123 garuda123 persija1 anjing123 cintaku1 alhamdulillah dpmptsp123 satupintu "
    "satupintu123 perizinan123"
)

_GUESSED_FIRST = frozenset(_MOST_GUESSED.split())


def check_password(password: str, *, username: str) -> None:
    """Raises PasswordNotAccepted with the reason's code."""
    if len(password) < MIN_LENGTH:
        raise PasswordNotAccepted(pointers=(("/password", "too_short"),))
    if len(password) > MAX_LENGTH:
        raise PasswordNotAccepted(pointers=(("/password", "too_long"),))
    if password.lower() in _GUESSED_FIRST or password.lower() == username:
        raise PasswordNotAccepted(pointers=(("/password", "easily_guessed"),))
