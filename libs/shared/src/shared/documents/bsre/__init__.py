"""BSrE's Esign Client Service (DOMAIN 4): the national authority for electronic signatures.

An office runs the service on a server of its own network; version 1 takes forms, version 2 JSON.
"""

from shared.documents.bsre.signer import BsreSigner, make_signer
from shared.documents.bsre.wire import BsreAddress

__all__ = ["BsreAddress", "BsreSigner", "make_signer"]
