"""What is said about a draft, and about which passage."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from eichhorn.remarks.rules import LONGEST_PASSAGE, LONGEST_REMARK, Unfit
from eichhorn.remarks.words import unfit
from eichhorn.ui.fields import WordsField

AT_FIELD = {
    Unfit.EMPTY: "text", Unfit.NOT_THERE: "passage", Unfit.NO_PASSAGE: "passage", Unfit.TOO_MANY: "text",
}  # fmt: skip


class GuestRemarkForm(forms.Form):
    """A remark, and where it belongs; of somebody who came by a link: everybody who works on the post reads it."""

    text = WordsField(
        label=_("What would you like to remark?"), max_length=LONGEST_REMARK, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("With @ and a name you call somebody."),
    )  # fmt: skip
    passage = WordsField(
        label=_("About which passage?"), max_length=LONGEST_PASSAGE, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Mark it in the text, or copy it from there. Left empty it is about the whole post."),
    )  # fmt: skip
    wording = WordsField(
        label=_("What should stand there instead?"), max_length=LONGEST_REMARK, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Whoever writes the post can take it over by one click."),
    )  # fmt: skip

    def __init__(self, given: QueryDict | None = None) -> None:
        super().__init__(given, auto_id="remark_%s")  # it stands on pages that have fields of these names

    def refuse(self, why: Unfit) -> None:
        """The sentence stands at the field that has to be changed."""
        self.add_error(AT_FIELD.get(why), unfit(why))


class RemarkForm(GuestRemarkForm):
    """A remark of somebody signed in, who says whom it is for."""

    for_guests = forms.BooleanField(
        label=_("Whoever approves by a link may read it too"), required=False,
    )  # fmt: skip


class AnswerForm(forms.Form):
    """An answer to a remark."""

    text = WordsField(
        label=_("Your answer"), max_length=LONGEST_REMARK, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Please write your answer.")},
    )  # fmt: skip
