"""How every service speaks HTTP: problems, callers, idempotency, versions, pages, uploads."""

from shared.http.app import create_app
from shared.http.callers import Anybody, Door, IfMatch, RequiredIfMatch, SignedIn, System, by
from shared.http.described import Answer, answers, answers_file, refuses
from shared.http.idempotency import Idempotent, IdempotentRequest
from shared.http.paging import Cursor, Limit, decode_cursor, decode_id, encode_cursor, page
from shared.http.representation import Representation, respond
from shared.http.uploads import Upload, receive_kept_upload, receive_upload

__all__ = [
    "Answer",
    "Anybody",
    "Cursor",
    "Door",
    "Idempotent",
    "IdempotentRequest",
    "IfMatch",
    "Limit",
    "Representation",
    "RequiredIfMatch",
    "SignedIn",
    "System",
    "Upload",
    "answers",
    "answers_file",
    "by",
    "create_app",
    "decode_cursor",
    "decode_id",
    "encode_cursor",
    "page",
    "receive_kept_upload",
    "receive_upload",
    "refuses",
    "respond",
]
