"""What people type about people, as typed values. Never saves.

The difficult thing: a password is checked against its owner's name and address, which the form may only just learn.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from eichhorn.people import wording
from eichhorn.people.models import Department, OwnRole, Person, User
from eichhorn.people.rules import RoleKind
from eichhorn.ui.fields import Card, LocalDateField

LANGUAGES = [("de", lazystr("Deutsch")), ("en", lazystr("English"))]
NEAR_ZONES = ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/Luxembourg", "Europe/Vaduz")
PASSWORD_HINT = _("Ten characters at least. Three or four words in a row are easy to remember.")
CLOCK = forms.TimeInput(format="%H:%M", attrs={"inputmode": "numeric"})


def email_field() -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Please enter an address."),
            "invalid": _("This does not look like an address. It needs an @ and an ending."),
        },
    )  # fmt: skip


def new_password_field() -> forms.CharField:
    return forms.CharField(
        label=_("New password"), help_text=PASSWORD_HINT, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Please choose a password.")},
    )  # fmt: skip


class PersonForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Please enter a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    email = email_field()
    salutation = forms.CharField(
        label=_("How letters greet"), help_text=_("For example Ms Pohl or Dr Voss. Left empty, letters use the name."),
        max_length=120, required=False,
    )  # fmt: skip
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), required=False, empty_label=_("No department")
    )
    language = forms.ChoiceField(label=_("Language of letters"), choices=LANGUAGES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = self.fields["department"]
        assert isinstance(departments, forms.ModelChoiceField)
        departments.queryset = Department.objects.order_by("name", "pk")


class RoleForm(forms.Form):
    kind = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    begins_on = LocalDateField(label=_("From which day"))
    ends_on = LocalDateField(
        label=_("Until and including"),
        help_text=_("Left empty, the role stays until somebody ends it."),
        required=False,
    )
    channels = forms.TypedMultipleChoiceField(
        label=_("Only on these channels"), help_text=_("Nothing chosen means all channels, also later ones."),
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, channels: Mapping[int, str], own: Iterable[OwnRole], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = {f"own:{role.pk}": role for role in own}
        kinds, scope = self.fields["kind"], self.fields["channels"]
        assert isinstance(kinds, forms.ChoiceField)
        assert isinstance(scope, forms.TypedMultipleChoiceField)
        kinds.choices = [
            *((k.value, Card(wording.role(k), hint=wording.role_hint(k))) for k in RoleKind),
            *((key, Card(wording.own_role(role), hint=wording.acts_of(role))) for key, role in self.own.items()),
        ]
        scope.choices = list(channels.items())
        if not channels:
            del self.fields["channels"]

    def clean_kind(self) -> RoleKind | OwnRole:
        chosen: str = self.cleaned_data["kind"]
        return self.own.get(chosen) or RoleKind(chosen)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        begins_on, ends_on = cleaned.get("begins_on"), cleaned.get("ends_on")
        if isinstance(begins_on, date) and isinstance(ends_on, date) and ends_on < begins_on:
            self.add_error("ends_on", _("The role would end before it begins."))
        return cleaned


class DayForm(forms.Form):
    """The last day of a role, or of a person in this house."""

    last_day = LocalDateField(label=_("Last day"))


class NameForm(forms.Form):
    """The name of a department or a team."""

    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Please enter a name.")})


class TeamForm(NameForm):
    members = forms.ModelMultipleChoiceField(
        label=_("Members"), queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.fields["members"]
        assert isinstance(members, forms.ModelMultipleChoiceField)
        members.queryset = people


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=forms.RadioSelect)


class PasswordForm(forms.Form):
    """The first password of somebody who was invited."""

    password = new_password_field()

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.person.email, person=self.person))
        return password


class HoursForm(forms.Form):
    """Where and when the house works."""

    name = forms.CharField(
        label=_("What is your organisation called?"), max_length=120,
        error_messages={"required": _("Please enter the name of the organisation.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    zone = forms.ChoiceField(label=_("In which time zone does it work?"), initial=NEAR_ZONES[0])
    service_begins = forms.TimeField(
        label=_("When does the service time begin?"), initial="8:00", widget=CLOCK,
        error_messages={"invalid": _("Please write the time like 8:00.")},
    )  # fmt: skip
    service_ends = forms.TimeField(
        label=_("When does it end?"), initial="17:00", widget=CLOCK,
        help_text=_("Monday to Friday. Promises such as \"within 4 working hours\" are counted in this time."),
        error_messages={"invalid": _("Please write the time like 17:00.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = self.fields["zone"]
        assert isinstance(zones, forms.ChoiceField)
        others = sorted(
            z for z in available_timezones() if "/" in z and not z.startswith(("Etc/", "SystemV/", "posix"))
        )
        zones.choices = [(z, z.replace("_", " ")) for z in (*NEAR_ZONES, *(z for z in others if z not in NEAR_ZONES))]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        begins, ends = cleaned.get("service_begins"), cleaned.get("service_ends")
        if begins is not None and ends is not None and ends <= begins:
            self.add_error("service_ends", _("The service time would end before it begins."))
        return cleaned


class OrganisationForm(HoursForm):
    day_ends = forms.TimeField(
        label=_("When does the team's day end?"), widget=CLOCK,
        help_text=_("The head of every page shows it, so that nobody overlooks it."),
        error_messages={"invalid": _("Please write the time like 17:00.")},
    )  # fmt: skip
    contact = forms.CharField(
        label=_("Whom can guests call?"), help_text=_("It stands at the foot of every page for guests."), required=False,
        max_length=200,
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the house"), choices=LANGUAGES, widget=forms.RadioSelect)


class SetUpForm(HoursForm):
    """What an empty installation has to know before somebody can work."""

    person_name = forms.CharField(
        label=_("What is your name?"), max_length=120, error_messages={"required": _("Please enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = email_field()
    password = new_password_field()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        password = cleaned.get("password")
        if password:
            person = Person(name=cleaned.get("person_name", ""), email=cleaned.get("email", ""))
            try:
                validate_password(password, User(email=person.email, person=person))
            except ValidationError as problem:
                self.add_error("password", problem)
        return cleaned


class SignInForm(allauth.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = email_field()
        self.fields["password"] = forms.CharField(
            label=_("Password"), strip=False, error_messages={"required": _("Please enter your password.")},
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )  # fmt: skip


class ForgottenForm(allauth.ResetPasswordForm):  # type: ignore[misc]
    email = email_field()


class OnePassword:
    """A new password asked once: whoever mistypes it asks for a new one by mail, and managers type it for most."""

    fields: dict[str, forms.Field]

    def ask_once(self) -> None:
        del self.fields["password2"]
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = PASSWORD_HINT


class NewPasswordForm(OnePassword, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_once()


class FirstPasswordForm(OnePassword, allauth.SetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_once()


class ChangePasswordForm(OnePassword, allauth.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_once()
        self.fields["oldpassword"].label = _("Present password")
