"""Input to regions, occasions, elections and files."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from eichhorn.foundation import table
from eichhorn.occasions import rules
from eichhorn.occasions.models import Entry
from eichhorn.occasions.rules import LONGEST_NAME, LONGEST_PERIOD, MOST_LINES, Kind, Level, Line
from eichhorn.occasions.services import Wording
from eichhorn.occasions.words import LEVELS
from eichhorn.people.models import Team
from eichhorn.strategy.models import Pillar
from eichhorn.ui.fields import Card, LineField, LocalDateField, WordsField

LARGEST_FILE = 256_000


class RegionForm(forms.Form):
    """A country or a part of one."""

    of = forms.CharField(
        label=_("Country or part"), max_length=10,
        help_text=_("As ISO 3166-2 writes it: DE-NW, AT-9, CH-ZH, or only the country: DE."),
    )  # fmt: skip
    school = forms.BooleanField(
        label=_("School holidays too"), required=False,
        help_text=_("Known for the states of Germany and Austria. Others come from a file."),
    )  # fmt: skip

    def clean_of(self) -> str:
        of: str = self.cleaned_data["of"].strip().upper()
        if not rules.knows(of):
            raise ValidationError(_("We know no public holidays for this. Write it like DE or DE-NW."))
        return of

    def clean(self) -> dict[str, Any]:
        of = self.cleaned_data.get("of")
        if of and self.cleaned_data.get("school") and not rules.has_school(of):
            self.add_error("school", _("We know no school holidays for this. Please read them from a file."))
        return self.cleaned_data


class _PeriodForm(forms.Form):
    """A name in both languages and a period."""

    name = LineField(label=_("Name"), max_length=LONGEST_NAME)
    name_en = LineField(label=_("The same in English"), max_length=LONGEST_NAME, required=False)
    begins_on = LocalDateField(label=_("First day"))
    last_day = LocalDateField(label=_("Last day"), required=False, help_text=_("Empty: it is one day."))

    def clean(self) -> dict[str, Any]:
        begins, last = self.cleaned_data.get("begins_on"), self.cleaned_data.get("last_day")
        if begins and last and last < begins:
            self.add_error("last_day", _("The last day lies before the first."))
        elif begins and last and last - begins >= LONGEST_PERIOD:
            self.add_error("last_day", _("It lasts longer than a year."))
        return self.cleaned_data

    @property
    def period(self) -> tuple[date, date]:
        """Return the half-open period."""
        begins: date = self.cleaned_data["begins_on"]
        last: date = self.cleaned_data["last_day"] or begins
        return begins, last + timedelta(days=1)


class OwnForm(_PeriodForm):
    """An occasion of the house."""

    yearly = forms.BooleanField(label=_("Comes every year"), required=False)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("of no team")
    )
    pillar = forms.ModelChoiceField(
        label=_("Pillar"), queryset=Pillar.objects.none(), required=False, empty_label=_("of no pillar")
    )
    lead_days = forms.IntegerField(
        label=_("Days before, to think of it"), min_value=0, max_value=365, required=False,
        help_text=_("From then on it stands on Today for whoever plans. Empty: never."),
    )  # fmt: skip

    def __init__(self, *args: Any, entry: Entry | None = None, **kwargs: Any) -> None:
        if entry is not None:
            kwargs.setdefault("initial", {
                **_period_of(entry), "yearly": entry.yearly, "team": entry.team_id, "pillar": entry.pillar_id,
                "lead_days": entry.lead_days,
            })  # fmt: skip
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields
        chosen["team"].queryset = Team.objects.order_by("name", "pk")
        chosen["pillar"].queryset = Pillar.objects.order_by("name", "pk")

    @property
    def wording(self) -> Wording:
        given, (begins, ends) = self.cleaned_data, self.period
        return Wording(
            name=given["name"], name_en=given["name_en"], begins_on=begins, ends_on=ends, yearly=given["yearly"],
            team=given["team"], pillar=given["pillar"], lead_days=given["lead_days"],
        )  # fmt: skip


class ElectionForm(_PeriodForm):
    """The time before an election."""

    level = forms.ChoiceField(label=_("Who is elected"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, entry: Entry | None = None, **kwargs: Any) -> None:
        if entry is not None:
            kwargs.setdefault("initial", {**_period_of(entry), "level": entry.level})
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields
        chosen["level"].choices = [(level.value, Card(word)) for level, word in LEVELS.items()]
        chosen["last_day"].required = True
        chosen["last_day"].help_text = _("The day of the election.")

    @property
    def wording(self) -> Wording:
        given, (begins, ends) = self.cleaned_data, self.period
        return Wording(
            name=given["name"], name_en=given["name_en"], begins_on=begins, ends_on=ends, kind=Kind.ELECTION,
            level=Level(given["level"]),
        )  # fmt: skip


class FileForm(forms.Form):
    """A file with dates, or its text: looked at first, taken in afterwards."""

    name = LineField(
        label=_("What these dates are"), max_length=LONGEST_NAME,
        help_text=_("For example: School holidays Zürich. The same name later takes the place of what stands there."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect, initial=Kind.SCHOOL)
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("A calendar (.ics) or a table (.csv), up to 250 kB.")
    )
    content = WordsField(
        label=_("Or its text"), required=False, strip=False, max_length=LARGEST_FILE,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("Table: name; first day; last day; name in English. One occasion on each line."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields
        chosen["kind"].choices = [
            (Kind.SCHOOL.value, Card(_("School holidays"))), (Kind.OWN.value, Card(_("Occasions"))),
        ]  # fmt: skip
        self.lines: tuple[Line, ...] = ()

    def clean_file(self) -> str:
        given: UploadedFile[Any] | None = self.cleaned_data["file"]
        if given is None:
            return ""
        if given.size is None or given.size > LARGEST_FILE:
            raise ValidationError(_("This file is larger than 250 kB."))
        return _decoded(given.read())

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        text = given.get("file") or given.get("content") or ""
        if self.errors:
            return given
        if not text.strip():
            self.add_error("file", _("Please choose a file, or paste its text below."))
            return given
        given["text"], self.lines = text, rules.read(text)
        if not self.lines:
            self.add_error("content", _("No dates stand in it."))
        elif len(self.lines) > MOST_LINES:
            sentence = gettext("It holds %(count)s dates; at most %(most)s can be read at once.")
            self.add_error("content", sentence % {"count": len(self.lines), "most": MOST_LINES})
        return given

    @property
    def wrong(self) -> int:
        """Return how many lines were not understood."""
        return sum(line.wrong is not None for line in self.lines)

    @property
    def right(self) -> int:
        """Return how many lines were understood."""
        return len(self.lines) - self.wrong


def _decoded(content: bytes) -> str:
    """Return the text of a file: UTF-8 as today's programs write it, else what older tables are written in."""
    try:
        return table.decoded(content)
    except table.Unreadable as problem:
        raise ValidationError(
            _("This is no text. Please choose a calendar (.ics) or a table (.csv)."), code="no_text"
        ) from problem


def _period_of(entry: Entry) -> dict[str, Any]:
    last = entry.ends_on - timedelta(days=1)
    return {
        "name": entry.name, "name_en": entry.name_en, "begins_on": entry.begins_on,
        "last_day": last if last != entry.begins_on else None,
    }  # fmt: skip
