"""The tags and filters of every page: `{% load eichhorn %}`."""

import functools
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from html import escape
from typing import Any, cast

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.forms import BoundField, Form
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe

from eichhorn.foundation import clock as clocks
from eichhorn.foundation import prose as reading
from eichhorn.ui import assets, fields, moments
from eichhorn.ui.states import StateKind
from eichhorn.ui.thread import KnotState, Thread

register = template.Library()

BAD_NEWS = ("error", "warning")

SIZES = {"full": "ui/thread_full.html", "mini": "ui/thread_mini.html", "upright": "ui/thread_upright.html"}
DOTS = {
    KnotState.DONE: ("d", "2.8"),
    KnotState.NOW: ("n", "4.2"),
    KnotState.NEXT: ("o", "2.8"),
    KnotState.SKIP: ("o", "2.8"),
    KnotState.STOP: ("x", "4.2"),
    KnotState.UNSURE: ("u", "4.2"),
}


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Show an icon of the sprite; it never carries a meaning alone, so it is hidden from screen readers."""
    return _drawn(name, css, assets.current().icons)


@functools.lru_cache(maxsize=1_000)
def _drawn(name: str, css: str, sprite: str) -> SafeString:
    """Return the icon; a page draws the same few hundreds of times."""
    return format_html(
        '<svg class="ti{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        f" {css}" if css else "",
        sprite,
        name,
    )


@register.simple_tag
def options(things: Iterable[Any], chosen: int | None) -> SafeString:
    """Offer things with `pk` and `name` in a select; a house may have hundreds of them, so they are escaped without ceremony."""
    return SafeString(
        "".join(
            f'<option value="{escape(str(one.pk))}"{" selected" if one.pk == chosen else ""}>{escape(str(one.name))}</option>'
            for one in things
        )
    )


@register.filter
def prose(text: str) -> SafeString:
    """Show a text of several paragraphs with its headings, lists and emphasis."""
    return mark_safe(reading.html(text))  # noqa: S308 - nothing of what was typed gets through as HTML, see there


@register.inclusion_tag("ui/state.html")
def state(*, kind: str, icon: str, word: str) -> dict[str, Any]:
    """Show a state: icon, word and colour."""
    return {"kind": StateKind(kind), "icon": icon, "word": word}


@register.inclusion_tag("ui/thread_full.html")
def thread_full(thread: Thread | None) -> dict[str, Any]:
    """Show the thread in its full size, for the page of one object."""
    return seen(thread)


@register.inclusion_tag("ui/thread_mini.html")
def thread_mini(thread: Thread | None) -> dict[str, Any]:
    """Show the thread as seven dots and one word, for rows and cards."""
    return seen(thread)


@register.inclusion_tag("ui/thread_upright.html")
def thread_upright(thread: Thread | None) -> dict[str, Any]:
    """Show the thread upright, for an aside."""
    return seen(thread)


@register.simple_tag
def thread_of(slot_id: int | None, *, size: str = "full") -> SafeString:
    """Show the thread of one slot; the hall knows how it is tied together (settings.EICHHORN_THREAD)."""
    path: str = getattr(settings, "EICHHORN_THREAD", "")
    if slot_id is None or not path:
        return SafeString("")
    of_slot = cast(Callable[..., Thread | None], import_string(path))
    return render_to_string(SIZES[size], seen(of_slot(slot_id, size=size)))


@register.simple_tag(takes_context=True)
def beside_draft(context: template.Context, draft: object) -> SafeString:
    """Show what later rooms have to say about a draft; the settings name them (EICHHORN_BESIDE_DRAFT)."""
    return _beside("EICHHORN_BESIDE_DRAFT", draft, context)


@register.simple_tag(takes_context=True)
def beside_slot(context: template.Context, slot: object) -> SafeString:
    """Show what later rooms have to say about a planned post; the settings name them (EICHHORN_BESIDE_SLOT)."""
    return _beside("EICHHORN_BESIDE_SLOT", slot, context)


@register.simple_tag(takes_context=True)
def beside_topic(context: template.Context, topic: object) -> SafeString:
    """Show what later rooms have to say about a topic; the settings name them (EICHHORN_BESIDE_TOPIC)."""
    return _beside("EICHHORN_BESIDE_TOPIC", topic, context)


@register.simple_tag(takes_context=True)
def beside_measure(context: template.Context, measure: object) -> SafeString:
    """Show what later rooms have to say about a measure; the settings name them (EICHHORN_BESIDE_MEASURE)."""
    return _beside("EICHHORN_BESIDE_MEASURE", measure, context)


@register.simple_tag(takes_context=True)
def beside_way(context: template.Context, goal: object) -> SafeString:
    """Show what later rooms have to say about the way to a goal; the settings name them (EICHHORN_BESIDE_WAY)."""
    return _beside("EICHHORN_BESIDE_WAY", goal, context)


def _beside(setting: str, thing: object, context: template.Context) -> SafeString:
    panels = (cast(Callable[..., str], import_string(path)) for path in getattr(settings, setting, ()))
    return SafeString("".join(panel(thing, request=context["request"]) for panel in panels))


def seen(thread: Thread | None) -> dict[str, Any]:
    """Return what the thread templates need; the drawing of the mini thread included."""
    if thread is None:
        return {"thread": None}
    here = 6 + 12 * (thread.step - 1)
    dots = [(6 + 12 * n, *DOTS[knot.state]) for n, knot in enumerate(thread.knots)]
    return {"thread": thread, "dots": dots, "here_x": here}


@register.inclusion_tag("ui/meter.html")
def meter(*, label: str, whole: float, spent: float = 0, added: float = 0, kind: str = "") -> dict[str, Any]:
    """Show how much of a whole is spent, and how much would be added; the text beside it says it in words."""
    scale = 100 / whole if whole > 0 else 0
    first = min(100.0, max(0.0, spent * scale))
    second = min(100.0 - first, max(0.0, added * scale))
    return {"label": label, "spent": f"{first:.2f}", "added": f"{second:.2f}", "kind": kind, "is_added": second > 0}


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, *, label: str = "", hint: str = "", css: str = "") -> dict[str, Any]:
    """Show a form field: label, hint, error, control, in this order."""
    return fields.seen(bound, label=label, hint=hint, css=css)


@register.filter
def wrongs(bound: BoundField) -> list[str]:
    """Return what is wrong with a field that a page lays out itself."""
    return fields.sentences(bound)


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: Form) -> dict[str, Any]:
    """Show what a form still needs, above it, with links to the fields."""
    return {"problems": fields.problems(form), "general": form.non_field_errors()}


@register.simple_tag
def built_assets() -> assets.Assets:
    """Return the addresses of the built style sheets and scripts."""
    return assets.current()


@register.filter
def good_news(told: Iterable[Message] | None) -> list[Message]:
    """Return the messages about what succeeded; they stand in a toast, the others at the top of the page."""
    return [message for message in told or () if message.level_tag not in BAD_NEWS]


@register.filter
def bad_news(told: Iterable[Message] | None) -> list[Message]:
    """Return the messages about what did not work."""
    return [message for message in told or () if message.level_tag in BAD_NEWS]


@register.filter
def day(moment: datetime | date | None) -> str:
    return moments.day(moment) if moment else ""


@register.filter
def date_of(moment: datetime | date | None) -> str:
    return moments.date_of(moment) if moment else ""


@register.filter
def day_time(moment: datetime | date | None) -> str:
    return moments.day_time(moment) if moment else ""


@register.filter
def clock(moment: datetime | time | None) -> str:
    return moments.clock(moment) if moment is not None else ""


@register.filter
def since(moment: datetime | None, now: datetime | None = None) -> str:
    return moments.since(moment, now=now or clocks.now()) if moment else ""


@register.filter
def iso(moment: datetime | date | None) -> str:
    """Return the moment as the attribute `datetime` of <time> wants it."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="minutes")
    return moment.isoformat() if moment else ""
