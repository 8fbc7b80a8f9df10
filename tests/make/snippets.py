"""What is kept for later, made as people make it."""

from collections.abc import Mapping

from eichhorn.channels.models import Channel
from eichhorn.snippets import services
from eichhorn.snippets.models import Mentioned, Snippet
from eichhorn.snippets.rules import Kind
from tests.make.people import NOW


def hashtags(name: str = "Baustellen", text: str = "erlengrund baut\nwasser") -> Snippet:
    return services.keep(kind=Kind.HASHTAGS, name=name, text=text, by=None, now=NOW)


def template(name: str = "Sperrung", text: str = "In {Ort} ist ab {Datum} gesperrt.") -> Snippet:
    return services.keep(kind=Kind.TEMPLATE, name=name, text=text, by=None, now=NOW)


def signature(channel: Channel, text: str = "Ihre Stadtwerke") -> Snippet:
    return services.keep(kind=Kind.SIGNATURE, name="", channel=channel, text=text, by=None, now=NOW)


def mentioned(name: str = "Anna Said", handles: Mapping[str, str] | None = None) -> Mentioned:
    return services.know(name=name, handles=handles or {"Mastodon": "@anna@stadt.social"}, by=None, now=NOW)
