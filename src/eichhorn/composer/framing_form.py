"""What somebody chooses to be shown of a picture: a format and a point, or four numbers.

The difficult thing: people think in per cent and in formats, the content in thousandths. So a format is worked out here
from the picture's own size, and numbers that are that format already stay as they were drawn.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.media import framing
from eichhorn.media.framing import SMALLEST, WHOLE, Format, Framing, Misframed
from eichhorn.media.models import Picture
from eichhorn.ui.fields import Card

ALL, FREE = "all", "free"


def percent(label: Any, least: int = 0, *, required: bool = False) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=required, min_value=Decimal(least), max_value=Decimal(100), decimal_places=1, max_digits=4,
        localize=False, widget=forms.NumberInput(attrs={"step": "0.1", "class": "form-control short-number", "inputmode": "decimal"}),
    )  # fmt: skip


def shapes() -> list[tuple[str, Card]]:
    """Return the formats in the language of whoever is asked."""
    return [
        (ALL, Card(_("The whole picture"), hint=_("Nothing is cut off."))),
        (FREE, Card(_("Free"), hint=_("As the four numbers say."))),
        (Format.SQUARE, Card("1:1", hint=_("Square: works everywhere."))),
        (Format.PORTRAIT, Card("4:5", hint=_("Upright: fills a phone."))),
        (Format.WIDE, Card("16:9", hint=_("Wide: as most lists show it."))),
        (Format.CARD, Card("1.91:1", hint=_("As links are shown."))),
    ]


class FramingForm(forms.Form):
    """Which part of the picture is shown, and where one looks first."""

    shape = forms.ChoiceField(label=_("Format"), choices=shapes, widget=forms.RadioSelect)
    across = percent(_("Point: per cent from the left"))
    down = percent(_("Point: per cent from the top"))
    left = percent(_("Left edge: per cent from the left"))
    top = percent(_("Upper edge: per cent from the top"))
    width = percent(_("Width in per cent"), SMALLEST // 10)
    height = percent(_("Height in per cent"), SMALLEST // 10)

    def __init__(self, *args: Any, picture: Picture, shown: Framing, **kwargs: Any) -> None:
        self.picture = picture
        kwargs["initial"] = _numbers(shown) | {"shape": _shape(shown, picture)}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                given["framing"] = self._framing(given)
            except Misframed:
                self.add_error(
                    "shape",
                    _("This part reaches over the edge, or the point lies outside of it. Please look at the numbers."),
                )
        return given

    def _framing(self, given: dict[str, Any]) -> Framing:
        point = (_thousandths(given["across"]), _thousandths(given["down"]))
        focus = None if None in point else (point[0] or 0, point[1] or 0)
        if given["shape"] == ALL:
            return Framing(focus=focus)
        drawn = self._drawn(given)
        if given["shape"] == FREE:
            return Framing(*drawn, focus)
        size = self.picture.width_px, self.picture.height_px
        wanted = Format(given["shape"])
        if drawn != (0, 0, WHOLE, WHOLE) and framing.format_of(Framing(*drawn), *size) is wanted:
            return Framing(*drawn, focus)
        made = framing.fitted(wanted, *size, focus or (WHOLE // 2, WHOLE // 2))
        return made if focus is not None else Framing(made.left, made.top, made.width, made.height)

    def _drawn(self, given: dict[str, Any]) -> tuple[int, int, int, int]:
        left, top = _thousandths(given["left"]) or 0, _thousandths(given["top"]) or 0
        wide, tall = _thousandths(given["width"]), _thousandths(given["height"])
        return left, top, WHOLE - left if wide is None else wide, WHOLE - top if tall is None else tall


def _thousandths(given: Decimal | None) -> int | None:
    return None if given is None else int(given * 10)


def _numbers(shown: Framing) -> dict[str, Any]:
    across, down = shown.focus or (None, None)
    said = {
        "left": shown.left,
        "top": shown.top,
        "width": shown.width,
        "height": shown.height,
        "across": across,
        "down": down,
    }
    return {name: None if number is None else Decimal(number) / 10 for name, number in said.items()}


def _shape(shown: Framing, picture: Picture) -> str:
    if not shown.is_cut:
        return ALL
    return framing.format_of(shown, picture.width_px, picture.height_px) or FREE
