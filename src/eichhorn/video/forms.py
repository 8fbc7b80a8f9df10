"""What people say of videos."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eichhorn.foundation import languages
from eichhorn.media.forms import KnownForm
from eichhorn.ui.fields import LineField, WordsField
from eichhorn.video.models import Subtitles
from eichhorn.video.rules.subtitles import LARGEST_CHARACTERS
from eichhorn.video.rules.taking import LONGEST_ALT, clock, seconds_of

LARGEST_SUBTITLES = LARGEST_CHARACTERS * 4


class AddForm(forms.Form):
    """A video that is added."""

    video = forms.FileField(
        label=_("Video"), help_text=_("MP4, MOV, WebM, MKV or AVI, up to ten minutes and 500 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": "video/*"}),
        error_messages={"required": _("Please choose a video."), "empty": _("This file is empty. Please choose another one.")},
    )  # fmt: skip


class AboutForm(KnownForm):
    """What is known of a video."""

    alt_de = WordsField(
        label=_("Description, German"), required=False, max_length=LONGEST_ALT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What somebody has to know who cannot see the video. Posts in German begin with it."),
    )  # fmt: skip
    alt_en = WordsField(
        label=_("Description, English"), required=False, max_length=LONGEST_ALT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Posts in English begin with it."),
    )  # fmt: skip
    source = LineField(label=_("Source"), required=False, max_length=200, help_text=_("Who made the video."))
    field_order = ("alt_de", "alt_en", "tags", "source", "licence", "licence_note", "last_day")


class PosterForm(forms.Form):
    """The moment whose picture stands for the video."""

    at = LineField(label=_("Moment"), max_length=20, help_text=_("Minutes and seconds, for example 0:07 or 0:07,5."))

    def __init__(self, *args: Any, duration_ms: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duration_ms = duration_ms

    def clean_at(self) -> int:
        at_ms = seconds_of(self.cleaned_data["at"])
        if at_ms is None:
            raise ValidationError(_("We do not understand this moment. Write it like 0:07."))
        if at_ms > self.duration_ms:
            raise ValidationError(_("The video ends at %(end)s.") % {"end": clock(self.duration_ms)})
        return at_ms


class SpeechForm(forms.Form):
    """Whether anything is spoken."""

    no_speech = forms.BooleanField(
        label=_("Nothing is spoken in this video"), required=False,
        help_text=_("Only noises or music, or no sound worth hearing. Then it needs no subtitles."),
    )  # fmt: skip


class SubtitlesForm(forms.Form):
    """What is said in the video, as a file or as somebody types it."""

    language = forms.ChoiceField(label=_("Language of the subtitles"), choices=languages.NAMES)
    file = forms.FileField(
        label=_("Subtitles as a file"), required=False, help_text=_("WebVTT or SRT. It replaces what stands below."),
        widget=forms.ClearableFileInput(attrs={"accept": ".vtt,.srt,text/vtt"}),
        error_messages={"empty": _("This file is empty. Please choose another one.")},
    )  # fmt: skip
    typed = WordsField(
        label=_("Subtitles"), required=False, strip=False, max_length=LARGEST_CHARACTERS,
        help_text=_("Two times with an arrow, below them what is said, then an empty line. For example: 0:01 --> 0:04"),
        widget=forms.Textarea(attrs={"rows": 10, "class": "form-control mono"}),
    )  # fmt: skip

    @classmethod
    def of(cls, standing: Subtitles | None, *, language: str) -> "SubtitlesForm":
        """Return the form with what stands there."""
        return cls(initial={"language": language, "typed": standing.text if standing is not None else ""})

    def clean_file(self) -> str:
        """Return the words of the file; empty where there is none."""
        given = self.cleaned_data["file"]
        if given is None:
            return ""
        if (given.size or 0) > LARGEST_SUBTITLES:
            raise ValidationError(_("This file is too large for subtitles."))
        return _decoded(given.read())

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not given.get("file") and not given.get("typed"):
            self.add_error("typed", _("Please choose a file or type the subtitles."))
        return given

    def words(self) -> str:
        """Return what is to be read."""
        return str(self.cleaned_data["file"] or self.cleaned_data["typed"])


def _decoded(content: bytes) -> str:
    """Return the words of a file; older programs write SRT without saying in which signs."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
