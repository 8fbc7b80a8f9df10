"""The file that is brought in, or what was copied out of a spreadsheet."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from eichhorn.foundation import table
from eichhorn.spreadsheets.words import no_table
from eichhorn.ui.fields import WordsField

LARGEST_FILE = 8 * 1024 * 1024
LONGEST_PASTED = 1_000_000


class SheetForm(forms.Form):
    """A file with a table of posts, or the table itself."""

    file = forms.FileField(
        label=_("File"), required=False, allow_empty_file=True,
        help_text=_("A table (.csv), as Excel, LibreOffice and Numbers write it, up to 10,000 lines."),
    )  # fmt: skip
    content = WordsField(
        label=_("Or paste it here"), required=False, strip=False, max_length=LONGEST_PASTED,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=_("Mark the lines in your spreadsheet together with the names of the columns, copy, and paste."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        each: Any = self.fields
        each["file"].needed_where_shown = each["content"].needed_where_shown = True  # one of the two

    def clean_file(self) -> "UploadedFile[Any] | None":
        given: UploadedFile[Any] | None = self.cleaned_data["file"]
        if given is not None and (given.size or 0) > LARGEST_FILE:
            raise ValidationError(_("This file is larger than 8 MB. Please divide it."))
        return given

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        upload = given.get("file")
        bytes_ = upload.read() if upload is not None else (given.get("content") or "").encode()
        given["bytes"], given["name"] = bytes_, (upload.name if upload is not None else "") or gettext("Pasted table")
        if self.errors:
            return given
        if not bytes_.strip():
            self.add_error("file", gettext("Please choose a file, or paste the table below."))
            return given
        try:
            table.decoded(bytes_)
        except table.Unreadable as problem:
            self.add_error("file" if upload is not None else "content", no_table(problem.why))
        return given
