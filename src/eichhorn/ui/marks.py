"""The mark of a form, by which the same form is known again when a bad line sends it twice.

The difficult thing: somebody goes back in the browser and types something else into the form that they sent. So the mark
is taken over what was typed as well: only the same words in the same form are the same sending.
"""

import hashlib
import re

from django.http import HttpRequest

from eichhorn.foundation.crypto import new_token

MARK = re.compile(r"[A-Za-z0-9_-]{20,64}")


def mark_of(request: HttpRequest) -> str:
    """Return the mark of the form that is shown or was sent."""
    sent = request.POST.get("mark", "")
    return sent if MARK.fullmatch(sent) else new_token()


def once(request: HttpRequest, *names: str) -> str:
    """Return by what the same form with the same words in these fields is known again; empty where it has no mark."""
    sent = request.POST.get("mark", "")
    if not MARK.fullmatch(sent):
        return ""
    typed = "\0".join((sent, *(request.POST.get(name, "") for name in names)))
    return hashlib.sha256(typed.encode("utf-8", "surrogatepass")).hexdigest()
