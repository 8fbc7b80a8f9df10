"""What both forms for ideas share: the files that came, and the mark by which the same form is known again.

The difficult thing: somebody goes back in the browser and types another idea into the form that they sent. So the mark is
taken over what was typed as well: only the same words in the same form are the same idea.
"""

import hashlib
import re
from collections.abc import Callable

from django.http import HttpRequest

from eichhorn.foundation.crypto import new_token
from eichhorn.ideas.forms import BriefForm
from eichhorn.ideas.models import Idea
from eichhorn.ideas.rules import MOST_PICTURES
from eichhorn.ideas.services import NewPicture, TooManyPictures
from eichhorn.ideas.words import too_many
from eichhorn.media.rules import LARGEST_BYTES, PictureProblem, PictureRefused
from eichhorn.media.words import refusal

MARK = re.compile(r"[A-Za-z0-9_-]{20,64}")


def mark_of(request: HttpRequest) -> str:
    """Return the mark of the form that is shown or was sent."""
    sent = request.POST.get("mark", "")
    return sent if MARK.fullmatch(sent) else new_token()


def once(request: HttpRequest) -> str:
    """Return by what the same form is known again; empty where it has no mark."""
    sent = request.POST.get("mark", "")
    if not MARK.fullmatch(sent):
        return ""
    typed = "\0".join((sent, *(request.POST.get(name, "") for name in ("title", "note", "link"))))
    return hashlib.sha256(typed.encode("utf-8", "surrogatepass")).hexdigest()


def pictures_of(form: BriefForm) -> list[NewPicture]:
    """Return the files that came. Raises PictureRefused, TooManyPictures before anything is read."""
    files = form.cleaned_data["pictures"]
    if len(files) > MOST_PICTURES:
        raise TooManyPictures
    if any((file.size or 0) > LARGEST_BYTES for file in files):
        raise PictureRefused(PictureProblem.TOO_LARGE)
    return [NewPicture(file.read(), file.name or "") for file in files]


def kept(form: BriefForm, keep: Callable[[], Idea]) -> Idea | None:
    """Return the idea as it is kept; where a picture is refused say so at its field and return None."""
    try:
        return keep()
    except PictureRefused as problem:
        form.add_error("pictures", refusal(problem.reason))
    except TooManyPictures:
        form.add_error("pictures", too_many())
    return None
