"""Input to what a picture or a video may be used for, and to how they are looked for."""

from collections.abc import Mapping
from typing import Self

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from eichhorn.media.finding import LONGEST_SEARCH, Rights, Use, Wanted
from eichhorn.media.models import Showable
from eichhorn.media.rules import LANGUAGES, LONGEST_TAG, MOST_TAGS, Known, Licence, tags
from eichhorn.media.words import LICENCES, RIGHTS
from eichhorn.ui.fields import LineField, LocalDateField


class KnownForm(forms.Form):
    """What is known of a picture or a film; each room has its own words for the descriptions and for who made it."""

    tags = LineField(
        label=_("Tags"), required=False, max_length=MOST_TAGS * (LONGEST_TAG + 2),
        help_text=_("Parted by commas, for example: construction site, Nordring, excavator."),
    )  # fmt: skip
    licence = forms.ChoiceField(
        label=_("Licence"), required=False, choices=[(one.value, word) for one, word in LICENCES.items()]
    )
    licence_note = LineField(
        label=_("What the licence asks for"), required=False, max_length=300,
        help_text=_("How the author has to be named, or where the contract lies."),
    )  # fmt: skip
    last_day = LocalDateField(
        label=_("Last day"), required=False,
        help_text=_("On this day it may still appear, from the next one on no more. Empty means without end."),
    )  # fmt: skip

    @classmethod
    def of(cls, thing: Showable, descriptions: Mapping[str, str]) -> Self:
        """Return the form with what is known; `descriptions` by language."""
        return cls(initial={
            **{f"alt_{one}": descriptions.get(one, "") for one in LANGUAGES}, "tags": ", ".join(thing.tags), "source": thing.source,
            "licence": thing.licence, "licence_note": thing.licence_note, "last_day": thing.last_day,
        })  # fmt: skip

    def clean_tags(self) -> tuple[str, ...]:
        found = tags(self.cleaned_data["tags"])
        if len(found) > MOST_TAGS:
            raise ValidationError(_("At most %(most)s tags.") % {"most": MOST_TAGS})
        if any(len(tag) > LONGEST_TAG for tag in found):
            raise ValidationError(_("A tag has at most %(most)s characters.") % {"most": LONGEST_TAG})
        return found

    def known(self) -> Known:
        """Return what was said."""
        given = self.cleaned_data
        return Known(
            descriptions={one: " ".join(given[f"alt_{one}"].split()) for one in LANGUAGES}, tags=given["tags"],
            source=given["source"], licence=Licence(given["licence"]), licence_note=given["licence_note"],
            last_day=given["last_day"],
        )  # fmt: skip


class SearchForm(forms.Form):
    """What is looked for; whatever is no answer counts as none."""

    q = forms.CharField(required=False, max_length=LONGEST_SEARCH)
    tag = forms.CharField(required=False, max_length=LONGEST_TAG)
    rights = forms.ChoiceField(required=False, choices=[(one.value, word) for one, word in RIGHTS.items()])
    use = forms.ChoiceField(required=False, choices=[(Use.UNUSED.value, "")])

    def wanted(self) -> Wanted:
        """Return what is looked for."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            words=given.get("q", ""), tag=given.get("tag", ""), rights=Rights(given.get("rights", "")),
            use=Use(given.get("use", "")),
        )  # fmt: skip

    @classmethod
    def asked(cls, query: QueryDict) -> QueryDict:
        """Return what of the query is looked for, for the addresses of other pages of the list."""
        said = QueryDict(mutable=True)
        said.update({name: str(value) for name, value in query.items() if name in cls.base_fields and value})
        return said
