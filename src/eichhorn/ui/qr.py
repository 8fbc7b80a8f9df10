"""QR codes, drawn by us: a picture in the page itself, which no style of the page changes."""

import qrcode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

QUIET_ZONE = 4
"""Light modules around the code; readers need them."""


def drawn(text: str) -> SafeString:
    """Return the QR code as a picture without any style: dark on white also in the dark look, for readers need it."""
    code = qrcode.QRCode(border=QUIET_ZONE, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, filled in enumerate(row) if filled)
    size = len(rows)
    return mark_safe(  # noqa: S308  only numbers stand in it
        f'<svg class="qr" viewBox="0 0 {size} {size}" width="220" height="220" role="img" '
        f'aria-label="{_("QR code")}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{dark}"/></svg>'
    )
