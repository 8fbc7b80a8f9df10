"""The request form.

The difficult thing: a guest types what they like, and nothing they typed may be lost. A picture needs its description,
and what is wrong is said at its field.
"""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from eichhorn.channels.models import Channel
from eichhorn.desk.forms import pictures
from eichhorn.desk.forms.pictures import PictureRow
from eichhorn.desk.forms.wishes import NO_SUCH_TIME, Wish, WishField
from eichhorn.desk.models import RequestVersion
from eichhorn.desk.rules import ENTERED, LONGEST_PHONE, Origin
from eichhorn.desk.services import Asked, EnclosedRefused, KeptPicture, NewPicture
from eichhorn.desk.words import HINTS, ORIGINS
from eichhorn.intake import forms as intake
from eichhorn.intake import queries as types
from eichhorn.intake.models import Question, RequestType
from eichhorn.media.words import refusal
from eichhorn.people.models import Person
from eichhorn.planning import rules
from eichhorn.strategy.models import Goal
from eichhorn.ui.fields import Card, LineField, LocalDateTimeField, WordsField

FEWEST_SECONDS = 1
"""Nobody fills in the form quicker; a program does."""
LONGEST = timedelta(days=2)
FARTHEST = timedelta(days=731)
MOST_CHANNELS = 12
"""With more channels a guest is not asked where; the team decides."""
LANGUAGES = [
    ("de", "Deutsch"), ("en", "English"), ("ar", "العربية"), ("fr", "Français"), ("it", "Italiano"), ("nl", "Nederlands"),
    ("pl", "Polski"), ("ru", "Русский"), ("es", "Español"), ("tr", "Türkçe"), ("uk", "Українська"),
]  # fmt: skip
STAMP = signing.Signer(salt="desk.form")


class NeededLine(LineField):
    """A line that is needed where it is shown."""

    needed_where_shown = True


class RequestForm(forms.Form):
    """What a requester is asked."""

    title = LineField(
        label=_("What is it about?"),
        max_length=160,
        error_messages={"required": _("Please say in a few words what it is about.")},
    )
    type = forms.ChoiceField(
        label=_("What kind of request is it?"), widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what comes nearest.")},
    )  # fmt: skip
    when = forms.ChoiceField(label=_("When should it appear?"), widget=forms.RadioSelect, initial="any")
    wish = WishField(label=_("Wished date"), required=False, help_text=_("For example 12 June or tomorrow 10:00."))
    fixed_because = NeededLine(
        label=_("Why must it be this date?"), required=False, max_length=300,
        help_text=_("For example: the road is closed from that morning on. Then it is not moved."),
    )  # fmt: skip
    embargo = LocalDateTimeField(
        label=_("May nothing be known before a certain moment?"), required=False,
        help_text=_("For example 15 June, 10:00, when it is announced. Until then only the team reads this."),
    )  # fmt: skip
    purpose = WordsField(
        label=_("What should change by it?"), max_length=2000, error_messages={"required": _("Please write one sentence: what is different afterwards?")}, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence is enough. For example: residents know when the water is off."),
    )  # fmt: skip
    text = WordsField(
        label=_("Is there a text already?"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Rough notes are welcome. We take care of the wording."),
    )  # fmt: skip
    text_language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)
    goal = forms.ModelChoiceField(
        label=_("Does it serve one of our goals?"),
        queryset=Goal.objects.none(),
        required=False,
        empty_label=_("I do not know"),
    )
    channels = forms.ModelMultipleChoiceField(
        label=_("Where should it appear?"), queryset=Channel.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Nothing ticked means: the team decides."),
    )  # fmt: skip
    name = LineField(
        label=_("Your name"),
        max_length=120,
        error_messages={"required": _("Please tell us your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Where may we answer?"), max_length=254,
        error_messages={"required": _("Please tell us an address, so that we can answer.")}, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("You will get a link under which you always see how it stands."),
    )  # fmt: skip
    phone = LineField(
        label=_("Rather by phone?"), required=False, max_length=LONGEST_PHONE, widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("A number, if a call is easier for you."),
    )  # fmt: skip
    website = forms.CharField(required=False, label=_("Please leave this field empty"))
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, files: Any = None, *, goals: Any, channels: list[Channel], zone: str, now: datetime, usual_time: Any,
        version: RequestVersion | None = None, person: Person | None = None, initial: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, files, initial={**_first(version, person), **(initial or {})})
        self.zone, self.now, self.usual_time, self.version = zone, now, usual_time, version
        self.kept = list(version.pictures.all()) if version is not None else []
        pictures.add_to(self, self.kept, before="goal")
        chosen: Any = self.fields
        chosen["goal"].queryset = goals
        chosen["channels"].queryset = Channel.objects.filter(pk__in=[c.pk for c in channels]).order_by("name", "pk")
        chosen["when"].choices = [
            ("any", Card(_("Any date suits me"), hint=_("The team looks for the best place"))),
            ("wish", Card(_("I wish for a date"), hint=_("At short notice something else may have to move"))),
            ("fixed", Card(_("It must be one certain date"), hint=_("Because the date is the matter itself"))),
        ]
        if not channels or len(channels) > MOST_CHANNELS:
            del chosen["channels"]
        if version is not None:
            for name in ("title", "name", "email", "phone"):
                del chosen[name]
        self.types = _offered(version)
        self.chosen_type = self._type()
        self.own = self._own_questions()
        chosen["type"].choices = [(str(one.pk), Card(one.name, hint=_about(one))) for one in self.types]
        if not self.types:
            del chosen["type"]

    def _type(self) -> RequestType | None:
        """Return the type that is chosen as the form stands, None where none is."""
        given = self.data.get("type") if self.is_bound and "type" in self.data else self.initial.get("type")
        return next((one for one in self.types if str(one.pk) == str(given)), None)

    def _own_questions(self) -> list[Question]:
        """Make a field of each question that is asked as the form stands, and return them in order."""
        self.every = types.questions(self.chosen_type)
        self.deciding = types.deciding(self.every)
        found = intake.asked(self.every, self._given())
        for one in found:
            self.fields[intake.name_of(one)] = intake.field_of(one)
        return found

    def _given(self) -> dict[str, Any]:
        """Return what stands on the form, as it came in or as it begins."""
        sent: Any = self.data
        return {name: sent.getlist(name) for name in sent} if self.is_bound else dict(self.initial)

    @property
    def questions(self) -> list[tuple[Any, bool]]:
        """Return the fields of the team's own questions, each with whether others hang on its answer."""
        return [(self[intake.name_of(one)], one.pk in self.deciding) for one in self.own]

    @property
    def file_names(self) -> str:
        """Return the names of the fields that hold files, as a page lists what it does not send for questions alone."""
        return pictures.FILES

    @property
    def pictures(self) -> list[PictureRow]:
        """Return the rows of the pictures."""
        return pictures.rows_of(self)

    @cached_property
    def given_pictures(self) -> dict[str, NewPicture | KeptPicture]:
        """Return the pictures, once the form is valid, each by the name of its field."""
        return pictures.given(self, self.kept)

    def refuse(self, refused: EnclosedRefused) -> None:
        """The picture that the library refused is named at its field."""
        self.add_error(list(self.given_pictures)[refused.position - 1], refusal(refused.reason))

    @property
    def set_aside(self) -> list[tuple[str, str]]:
        """Return what was answered to questions that are not asked as the form stands, to come back when they are."""
        found: list[tuple[str, str]] = []
        for name, value in RequestForm._given(self).items():
            if intake.is_name(name) and name not in self.fields:
                several = value if isinstance(value, list) else [value]
                found += [(name, each) for each in several if isinstance(each, str) and each]
        return found

    def clean_stamp(self) -> str:
        """Refuse what was filled in quicker than a person can, and pages that lay open for days."""
        if self.version is not None:
            return ""
        late = ValidationError(_("This page lay open for a long time. Please send it once more."))
        try:
            made = datetime.fromtimestamp(float(STAMP.unsign(self.cleaned_data["stamp"])), tz=self.now.tzinfo)
        except (signing.BadSignature, ValueError) as problem:
            raise late from problem
        if self.now - made > LONGEST:
            raise late
        if (self.now - made).total_seconds() < FEWEST_SECONDS:
            raise ValidationError(_("That was very quick. Please send it once more."))
        return ""

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Please leave this field empty and send it once more."))
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("when") in {"wish", "fixed"}:
            self._clean_wish(cleaned)
        else:
            cleaned["wish"] = None
        if cleaned.get("when") != "fixed":
            cleaned["fixed_because"] = ""
        elif not cleaned.get("fixed_because") and "fixed_because" not in self.errors:
            self.add_error("fixed_because", _("Please say in half a sentence why; else the date is a wish."))
        self._clean_embargo(cleaned)
        pictures.check(self, self.kept)
        for hidden in ("stamp", "website"):  # where a guest cannot see a field, its sentence stands above the form
            for sentence in self.errors.pop(hidden, []):
                self.add_error(None, sentence)
        return cleaned

    def _clean_wish(self, cleaned: dict[str, Any]) -> None:
        wish: Wish | None = cleaned.get("wish")
        field: Any = self.fields["wish"]
        if wish is None:
            if "wish" not in self.errors:
                self.add_error("wish", field.error_messages["required"])
            return
        local = wish.on(self.usual_time(wish.day))
        try:
            moment = rules.instant(local, self.zone)
        except rules.NoSuchTime:
            self.add_error("wish", NO_SUCH_TIME)
            return
        if moment <= self.now and not (self.version and self.version.wish_local == rules.kept(local)):
            self.add_error("wish", field.error_messages["past"])
        elif moment > self.now + FARTHEST:
            self.add_error("wish", field.error_messages["far"])
        cleaned["wish"] = local

    def _clean_embargo(self, cleaned: dict[str, Any]) -> None:
        """Refuse an embargo at a time that the clock skips, one that nobody lives to see, and a wish before its end."""
        embargo: datetime | None = cleaned.get("embargo")
        if embargo is None:
            return
        wish: Any = self.fields["wish"]
        try:
            moment = rules.instant(embargo, self.zone)
        except rules.NoSuchTime:
            self.add_error("embargo", NO_SUCH_TIME)
            return
        if moment > self.now + FARTHEST:
            self.add_error("embargo", wish.error_messages["far"])
        if isinstance(cleaned.get("wish"), datetime) and cleaned["wish"] < embargo:
            self.add_error("embargo", _("The date above lies before this moment. Please check both."))

    @property
    def asked(self) -> Asked:
        """Return what is asked, once the form is valid."""
        given = self.cleaned_data
        return Asked(
            purpose=given["purpose"], goal=given["goal"], text=given["text"], text_language=given["text_language"],
            wish_local=given["wish"], fixed_because=given["fixed_because"], any_date=given["when"] == "any", embargo_local=given["embargo"], zone=self.zone, channels=list(given.get("channels", ())),
            pictures=list(self.given_pictures.values()), type=self.chosen_type,
            answers=intake.answered(self.own, given),
        )  # fmt: skip


class EnteredForm(RequestForm):
    """What somebody of the team enters who was asked by phone or in the corridor."""

    origin = forms.ChoiceField(
        label=_("How did it come?"), widget=forms.RadioSelect, choices=[], initial=Origin.TALK.value
    )

    confidential = forms.BooleanField(
        label=_("Confidential"), required=False,
        help_text=_("Only the team and whoever asked can read it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("stamp", "website"):
            del self.fields[name]
        origin: Any = self.fields["origin"]
        origin.choices = [(one.value, Card(ORIGINS[one], hint=HINTS.get(one, ""))) for one in ENTERED]
        self.fields["name"].label = _("Who is asking?")
        self.fields["email"].label = _("Where may we answer them?")
        self.fields["email"].help_text = _("They get a link there under which they always see how it stands.")


def stamp(now: datetime) -> str:
    """Return the mark of when the form was shown."""
    return STAMP.sign(f"{now.timestamp():.3f}")


def _first(version: RequestVersion | None, person: Person | None) -> dict[str, Any]:
    language = (get_language() or "de")[:2]
    if version is None:
        known = {"name": person.name, "email": person.email} if person is not None else {}
        return {"text_language": language if language in dict(LANGUAGES) else "de", **known}
    wish = rules.wall(version.wish_local) if version.wish_local is not None else None
    return {
        "when": "fixed" if version.fixed_because else "wish" if wish else "any", "wish": wish,
        "fixed_because": version.fixed_because, "embargo": rules.wall(version.embargo_local) if version.embargo_local else None, "purpose": version.purpose, "text": version.text,
        "text_language": version.text_language, "goal": version.goal_id,
        "channels": [channel.pk for channel in version.channels.all()], "type": version.type_id,
        **intake.typed_again(version.answers),
    }  # fmt: skip


def _offered(version: RequestVersion | None) -> list[RequestType]:
    """Return the types that can be chosen: those that are offered, and the one that was chosen before."""
    found = types.types()
    if version is not None and version.type is not None and version.type not in found:
        found.append(version.type)
    return found


def _about(one: RequestType) -> str:
    """Return what stands below the name of a type: its sentence, and how long it usually takes."""
    if one.lead_days is None:
        return one.hint
    lead = ngettext(
        "Usual lead time: %(count)s working day.", "Usual lead time: %(count)s working days.", one.lead_days
    )
    return " ".join(filter(None, (one.hint, lead % {"count": one.lead_days})))
