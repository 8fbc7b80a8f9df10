"""What both forms for ideas share: the files that came, and the words that make the same form the same idea."""

from collections.abc import Callable

from django.http import HttpRequest

from eichhorn.ideas.forms import BriefForm
from eichhorn.ideas.models import Idea
from eichhorn.ideas.rules import MOST_PICTURES
from eichhorn.ideas.services import NewPicture, TooManyPictures
from eichhorn.ideas.words import too_many
from eichhorn.media.rules import LARGEST_BYTES, PictureProblem, PictureRefused
from eichhorn.media.words import refusal
from eichhorn.ui import marks


def once(request: HttpRequest) -> str:
    """Return by what the same form is known again; empty where it has no mark."""
    return marks.once(request, "title", "note", "link")


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
