"""Pictures for letters as SVG text: the QR code of the verification page, an office's emblem."""

import base64
import io

import segno

from shared.documents.sniffing import MediaType, sniff

QR_ERROR_CORRECTION = "m"  # a stamped or folded letter can still be read
QR_QUIET_ZONE = 2


def qr_svg(url: str) -> str:
    """A QR code that opens the address."""
    drawn = io.BytesIO()
    code = segno.make(url, error=QR_ERROR_CORRECTION, micro=False)
    code.save(drawn, kind="svg", border=QR_QUIET_ZONE, xmldecl=False, svgclass=None, lineclass=None)
    return drawn.getvalue().decode()


def emblem_svg(picture: bytes) -> str:
    """An office's emblem (PNG or JPEG) as an SVG that stands by itself.

    Raises UnsupportedType for anything else. SVG files are not taken: they can point elsewhere.
    """
    media_type = sniff(picture, allowed=frozenset({MediaType.PNG, MediaType.JPEG}))
    encoded = base64.b64encode(picture).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        f'<image width="100" height="100" href="data:{media_type};base64,{encoded}"/></svg>'
    )
