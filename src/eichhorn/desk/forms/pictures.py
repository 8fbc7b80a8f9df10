"""The pictures of a request: for each a file and a sentence about what it shows, one after the other.

The difficult thing: a browser does not keep files, so whoever has to send a form again may send it without them. A description
whose picture is not there is therefore asked about, and never dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from eichhorn.desk.models import RequestPicture
from eichhorn.desk.rules import MOST_PICTURES
from eichhorn.desk.services import KeptPicture, NewPicture
from eichhorn.ui.fields import WordsField

LARGEST_PICTURE_BYTES = 10_000_000
PICTURE_TYPES = "image/jpeg,image/png,image/gif,image/webp"


class PictureField(forms.FileField):
    """One picture, as far as its size goes; what it is, the library finds out."""

    widget = forms.ClearableFileInput

    def __init__(self, **given: Any) -> None:
        super().__init__(required=False, help_text=_("JPEG, PNG, GIF or WebP, at most 10 MB."), **given)
        self.widget.attrs["accept"] = PICTURE_TYPES

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = super().clean(data, initial)
        if given and given.size > LARGEST_PICTURE_BYTES:
            raise ValidationError(_("The picture is too large: at most 10 MB fit."))
        return given or None


@dataclass(frozen=True, slots=True)
class PictureRow:
    """One picture on the form."""

    number: int
    """From 1."""
    file: BoundField
    alt: BoundField
    without: BoundField | None
    """The tick to leave it out, where it lies with the request already."""
    is_more: bool
    """Whether it unfolds below the one before."""
    is_open: bool


def file_name(number: int) -> str:
    return "picture" if number == 1 else f"picture_{number}"


def alt_name(number: int) -> str:
    return "alt" if number == 1 else f"alt_{number}"


def without_name(number: int) -> str:
    return f"without_{number}"


NAMES = tuple(name for number in range(1, MOST_PICTURES + 1) for name in (file_name(number), alt_name(number), without_name(number)))  # fmt: skip
FILES = ",".join(file_name(number) for number in range(1, MOST_PICTURES + 1))
"""Names of all file fields, as a page lists what it does not send when only questions change."""


def add_to(form: forms.Form, kept: Sequence[RequestPicture], *, before: str) -> None:
    """The form has its rows, those that are kept with their descriptions, before the field of that name."""
    rows: dict[str, forms.Field] = {}
    for number in range(1, MOST_PICTURES + 1):
        is_kept = number <= len(kept)
        rows[file_name(number)] = PictureField(label=_labelled(_("A picture"), _("Picture {number}"), number))
        rows[alt_name(number)] = WordsField(
            label=_labelled(_("What can be seen in the picture?"), _("What can be seen in picture {number}?"), number),
            required=False, max_length=1500, widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("For people who do not see it. Needed as soon as there is a picture."),
        )  # fmt: skip
        if is_kept:
            rows[file_name(number)].help_text = _("Without a new file the present picture stays.")
            rows[without_name(number)] = forms.BooleanField(label=_("Leave this picture out"), required=False)
            form.initial.setdefault(alt_name(number), kept[number - 1].alt)
    names = list(form.fields)
    form.fields.update(rows)
    place = names.index(before)
    form.order_fields([*names[:place], *rows, *names[place:]])


def rows_of(form: forms.Form) -> list[PictureRow]:
    """Return the rows as the page shows them; none where the form asks for no picture."""
    found: list[PictureRow] = []
    later_is_open = False
    for number in range(MOST_PICTURES, 0, -1):
        if file_name(number) not in form.fields:
            continue
        file, alt = form[file_name(number)], form[alt_name(number)]
        without = form[without_name(number)] if without_name(number) in form.fields else None
        later_is_open = later_is_open or bool(file.errors or alt.errors or alt.value())
        found.insert(0, PictureRow(number, file, alt, without, number > 1 and without is None, later_is_open))
    return found


def check(form: forms.Form, kept: Sequence[RequestPicture]) -> None:
    """Every picture has its description, and every description its picture; what is wrong is said at its field."""
    given = form.cleaned_data
    for row in rows_of(form):
        has_picture = bool(given.get(row.file.name)) or (
            row.number <= len(kept) and not given.get(without_name(row.number))
        )
        has_words = bool((given.get(row.alt.name) or "").strip())
        if has_picture and not has_words and row.alt.name not in form.errors:
            form.add_error(
                row.alt.name,
                gettext("Please describe the picture in a sentence, so that everybody can know what it shows."),
            )
        if has_words and not has_picture and row.without is None and row.file.name not in form.errors:
            form.add_error(
                row.file.name, gettext("Please choose the picture that you describe below, or empty its description.")
            )


def given(form: forms.Form, kept: Sequence[RequestPicture]) -> dict[str, NewPicture | KeptPicture]:
    """Return the pictures of a valid form in their order, each by the name of its file field."""
    found: dict[str, NewPicture | KeptPicture] = {}
    for row in rows_of(form):
        upload, alt = form.cleaned_data[row.file.name], form.cleaned_data[row.alt.name]
        if upload:
            found[row.file.name] = NewPicture(upload.read(), upload.name, alt)
        elif row.number <= len(kept) and not form.cleaned_data.get(without_name(row.number)):
            found[row.file.name] = KeptPicture(kept[row.number - 1].picture, alt)
    return found


def _labelled(first: Any, later: Any, number: int) -> Any:
    return first if number == 1 else format_lazy(later, number=number)
