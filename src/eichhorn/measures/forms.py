"""Input to a measure."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from eichhorn.measures.models import Measure
from eichhorn.measures.rules import MOST_DAYS_BEFORE, MOST_POSTS, How, Rhythm, days
from eichhorn.measures.services import Wanted
from eichhorn.planning import queries as planning
from eichhorn.planning.fields import ChannelsField
from eichhorn.planning.models import KindOfWork
from eichhorn.planning.words import WEEKDAYS
from eichhorn.strategy.models import Campaign
from eichhorn.topics.models import Topic
from eichhorn.ui.fields import Card, LineField, LocalDateField


class MeasureForm(forms.Form):
    """What is posted together, where, and on which days."""

    title = LineField(
        label=_("What is it about?"), max_length=150, help_text=_("For example: invitation to the open day.")
    )
    channels = ChannelsField(label=_("Channels"))
    kind = forms.ModelChoiceField(
        label=_("Kind of work"), queryset=KindOfWork.objects.none(), required=False, empty_label=None
    )
    how = forms.ChoiceField(label=_("On which days?"), widget=forms.RadioSelect, initial=How.BEFORE)
    until = LocalDateField(label=_("The day it leads to, or the last one"))
    days_before = LineField(
        label=_("So many days before"),
        max_length=80,
        required=False,
        help_text=_("With commas between them, for example: 14, 7, 1."),
    )
    weekday = forms.TypedChoiceField(
        label=_("Weekday"), choices=list(enumerate(WEEKDAYS)), coerce=int, required=False,
        help_text=_("Only for those that come each week."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, of: Topic | Campaign, today: date, standing: Measure | None = None) -> None:
        super().__init__(data, initial={"until": of.last_day} if standing is None else _of_measure(standing))
        self.of, self.today, self.standing = of, today, standing
        chosen: Any = self.fields
        chosen["channels"].offer()
        chosen["kind"].queryset = planning.kinds()
        chosen["how"].choices = [
            (
                How.BEFORE.value,
                Card(gettext("Before a day"), hint=gettext("For example two weeks, one week and one day before.")),
            ),
            (How.WEEKLY.value, Card(gettext("Each week"), hint=gettext("On one weekday, until the last day."))),
        ]

    def clean_days_before(self) -> tuple[int, ...]:
        parts = [part.strip() for part in self.cleaned_data["days_before"].split(",") if part.strip()]
        if any(
            not (part.isascii() and part.isdigit() and len(part) <= 3 and int(part) <= MOST_DAYS_BEFORE)
            for part in parts
        ):
            raise forms.ValidationError(
                gettext("Write whole numbers up to %(most)s with commas between them.") % {"most": MOST_DAYS_BEFORE}
            )
        return tuple(sorted({int(part) for part in parts}, reverse=True))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        number = len(days(self._rhythm(cleaned)))
        field = "days_before" if cleaned["how"] == How.BEFORE else "until"
        if not number and (self.standing is None or self.standing.planned_at is None):
            self.add_error(field, _("None of these days is still to come."))
        elif number > MOST_POSTS:
            self.add_error(
                field, gettext("More than %(most)s posts are too many for one measure.") % {"most": MOST_POSTS}
            )
        return cleaned

    @property
    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(
            given["title"], tuple(given["channels"]), given["kind"], How(given["how"]), given["until"], int(given["weekday"] or 0),
            given["days_before"],
        )  # fmt: skip

    def _rhythm(self, given: dict[str, Any]) -> Rhythm:
        begins = max(self.today, self.of.begins_on)
        return Rhythm(How(given["how"]), begins, given["until"], int(given["weekday"] or 0), given["days_before"])


def _of_measure(standing: Measure) -> dict[str, object]:
    return {
        "title": standing.title, "channels": [channel.pk for channel in standing.channels.all()], "kind": standing.kind_id,
        "how": standing.how, "until": standing.until, "weekday": standing.weekday,
        "days_before": ", ".join(str(number) for number in standing.days_before),
    }  # fmt: skip
