"""What a copied message proposes for the fields of a request that somebody of the team enters.

The difficult thing: a proposal must never replace what somebody typed. So it stands in empty fields only, the page says which,
and nothing is entered before they send the form themselves.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.desk.forms.requests import LANGUAGES
from eichhorn.desk.rules import LONGEST_PHONE, Origin
from eichhorn.foundation.languages import spoken
from eichhorn.noticing.rules import Notice, Words, notices, pasted
from eichhorn.ui import typed_dates
from eichhorn.ui.fields import WordsField

WORDS = {
    "name": _("the name"), "email": _("the address"), "phone": _("the number"), "title": _("what it is about"),
    "wish": _("the wished date"), "text": _("the text"),
}  # fmt: skip
"""How the fields are called that a message can fill in, in the order of the page."""


class PastedForm(forms.Form):
    """A message as it was copied."""

    pasted = WordsField(
        label=_("The message"), max_length=pasted.LONGEST, widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Please paste the message first.")},
        help_text=_("A mail with the lines above it, or what was written in a chat. Nothing is entered by this alone."),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the form shows after a message was read."""

    values: dict[str, Any]
    filled: tuple[str, ...] = ()
    """Names of the fields that the message filled in."""
    noticed: tuple[Notice, ...] = ()

    @property
    def words(self) -> list[str]:
        """Return how the filled fields are called."""
        return [str(WORDS[name]) for name in self.filled]


def proposed(message: str, *, typed: dict[str, Any], zone: str, today: date) -> Proposed:
    """Return what the message proposes beside what is typed already. Pure."""
    found = pasted.read(message)
    wish = _as_typed(pasted.wish(found.text, today=today))
    read = {
        "name": found.name, "email": found.email, "phone": found.phone[:LONGEST_PHONE], "title": found.title[:160],
        "wish": wish, "text": found.text,
    }  # fmt: skip
    filled = tuple(name for name in WORDS if read[name] and not str(typed.get(name) or "").strip())
    values = typed | {name: read[name] for name in filled} | {"origin": Origin.LETTER.value}
    if "wish" in filled:
        values["when"] = "wish"
    if "text" in filled and (language := spoken(found.text, [code for code, _name in LANGUAGES])):
        values["text_language"] = language
    words = Words(
        title=str(values["title"]), text=found.text, came_on=today, zone=zone, has_wish=bool(values.get("wish"))
    )
    return Proposed(values, filled, notices(words))


def _as_typed(wish: date | datetime | None) -> str:
    if wish is None:
        return ""
    return typed_dates.written(wish) if isinstance(wish, datetime) else typed_dates.written_day(wish)
