"""Exactly what was asked for: the request's form with those fields alone.

The difficult thing: what is not on the page must stay as it was. So the answer is the request as it stood, with what was filled
in put in its place.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext

from eichhorn.desk.forms.pictures import NAMES as PICTURES
from eichhorn.desk.forms.requests import RequestForm
from eichhorn.desk.models import RequestVersion
from eichhorn.desk.services import Asked, as_asked
from eichhorn.intake import forms as intake
from eichhorn.intake.answers import Answered
from eichhorn.intake.models import Question

FIELDS = {
    "text": ("text", "text_language"), "picture": PICTURES, "goal": ("goal",),
    "when": ("when", "wish", "fixed_because"),
}  # fmt: skip


class MissingForm(RequestForm):
    """What was asked for, and what is asked after its answers."""

    def __init__(self, *args: Any, asks: Collection[str], version: RequestVersion, **more: Any) -> None:
        self.before: dict[int, Answered] = {one["question"]: Answered(**one) for one in version.answers}
        super().__init__(*args, version=version, **more)
        wanted = {field for name in asks for field in FIELDS.get(name, (name,))}
        once_asked = {one.pk for one in intake.asked(self.every, intake.typed_again(version.answers))}
        wanted |= {intake.name_of(one) for one in self.own if one.pk not in once_asked}
        for name in self.fields.keys() - wanted:
            del self.fields[name]
        self.own = [one for one in self.own if intake.name_of(one) in self.fields]
        if "when" in self.fields:  # nothing is chosen for them: an open question is no "any date suits me"
            self.fields["when"].required = False
            self.initial["when"] = (more.get("initial") or {}).get("when")

    def _given(self) -> dict[str, Any]:
        """Return what was answered before, with what came in now."""
        return intake.typed_again([one.kept() for one in self.before.values()]) | super()._given()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        said = [value for name, value in cleaned.items() if name in self.fields and name != "text_language"]
        if not self.errors and not any(said):
            self.add_error(None, gettext("Please fill in one thing at least, or simply call us."))
        return cleaned

    @property
    def asked(self) -> Asked:
        """Return the whole request with what was filled in, once the form is valid."""
        assert self.version is not None
        given = {name: value for name, value in self.cleaned_data.items() if name in self.fields and value}
        found = as_asked(self.version)
        changed: dict[str, Any] = {name: given[name] for name in ("text", "goal") if name in given}
        if "text" in given:
            changed["text_language"] = given["text_language"]
        if when := given.get("when"):
            changed |= {"wish_local": given.get("wish"), "fixed_because": given.get("fixed_because", "")}
            changed["any_date"] = when == "any"
        if self.pictures:
            changed["pictures"] = list(self.given_pictures.values())
        return replace(found, **changed, answers=tuple(self._answers(given)))

    def _answers(self, given: dict[str, Any]) -> list[Answered]:
        """Return the answers in the order of the form: the new one where there is one, else that of before."""
        new = {one.question: one for one in intake.answered(self.own, given)}
        standing = [one.pk for one in self._standing()]
        return [both for number in standing if (both := new.get(number, self.before.get(number))) is not None]

    def _standing(self) -> list[Question]:
        return intake.asked(self.every, self._given())
