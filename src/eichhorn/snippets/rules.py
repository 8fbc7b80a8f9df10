"""How hashtags are written, templates filled in, and links of one's own pages marked with where they are clicked.

The difficult thing: whatever is done to a link must leave it the same link. So what it says already is never said over,
and what follows `#` stays at its end.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlsplit

import regex


class Kind(StrEnum):
    """What a snippet is."""

    HASHTAGS = "hashtags"
    SIGNATURE = "signature"
    """Of one channel."""
    TEMPLATE = "template"
    """A text with places to fill in, each in braces."""


LONGEST_NAME = 80
LONGEST_TEXT = 5_000
LONGEST_HANDLE = 200
MOST_TAGS = 30
PLACE = regex.compile(r"(?<!@)\{([^{}\n]{1,40})\}")
LINK = regex.compile(r"https?://[^\s<>\"']+", regex.IGNORECASE)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
AFTER_LINK = ".,;:!?…“”„‚‘’«»›‹*_)]"
WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
DOMAIN = regex.compile(r"^(?!-)[\p{L}\p{N}\-]+(?<!-)(?:\.(?!-)[\p{L}\p{N}\-]+(?<!-))+$")


NETWORK = "{network}"
"""Stands in a link until it leaves: each channel says there on which network it is."""
PLACES = ("network", "campaign", "goal", "pillar")
"""What a scheme may leave open."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """What links of one's own pages carry, so that one sees later where they were clicked; places stand in braces."""

    domains: tuple[str, ...] = ()
    source: str = ""
    medium: str = ""
    campaign: str = ""


def hashtag(typed: str) -> str:
    """Return the words as one hashtag that screen readers can read: "wir sind erlengrund" becomes #WirSindErlengrund.

    Empty where there is no word; one word is kept as it was written.
    """
    words = WORD.findall(typed)
    if len(words) > 1:
        words = [word[:1].upper() + word[1:] for word in words]
    joined = "".join(words)
    return f"#{joined}" if joined and not joined.isdigit() else ""


def hashtags(typed: str) -> str:
    """Return a line of hashtags: in the text each begins with #, or stands on a line or between commas of its own."""
    pieces = [
        piece for line in regex.split(r"[\n,;]+", typed) for piece in (line.split("#") if "#" in line else [line])
    ]
    found = (hashtag(piece) for piece in pieces)
    return " ".join(list(dict.fromkeys(tag for tag in found if tag))[:MOST_TAGS])


def places(template: str) -> tuple[str, ...]:
    """Return what has to be filled in, each once, in order."""
    return tuple(dict.fromkeys(PLACE.findall(template)))


def filled(template: str, values: Mapping[str, str]) -> str:
    """Return the template with the values; a place without one stays as it is, so that somebody sees it."""
    return PLACE.sub(lambda found: values.get(found[1], "").strip() or found[0], template)


def is_domain(typed: str) -> bool:
    return len(typed) <= 253 and DOMAIN.match(typed) is not None


def unknown_places(typed: str) -> tuple[str, ...]:
    """Return the places of a scheme that nobody fills in."""
    return tuple(place for place in places(typed) if place not in PLACES)


def mark(words: str) -> str:
    """Return the words as one says them in a link: "Wärmeplan für alle" becomes waermeplan-fuer-alle."""
    plain = unicodedata.normalize("NFKD", words.casefold().translate(UMLAUTS))
    return "-".join(WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))


def marked(text: str, scheme: Scheme, values: Mapping[str, str] | None = None) -> str:
    """Return the text in which every link to an own domain carries what the scheme says. Marking twice is marking once.

    `values` fill the places; what has a place that is filled with nothing is left out. The place of the network stays.
    """
    wanted = [
        (name, value)
        for name, said in (
            ("utm_source", scheme.source), ("utm_medium", scheme.medium), ("utm_campaign", scheme.campaign),
        )
        if (value := _said(said, values or {}))
    ]  # fmt: skip

    def carrying(found: regex.Match[str]) -> str:
        link = found[0].rstrip(AFTER_LINK)
        return _with(link, wanted, scheme.domains) + found[0][len(link) :]

    return LINK.sub(carrying, text) if wanted and scheme.domains else text


def _said(value: str, values: Mapping[str, str]) -> str:
    """Return the value as a link carries it, empty where one of its places is."""
    filled_in = {place: NETWORK if place == "network" else mark(values.get(place, "")) for place in places(value)}
    if not all(filled_in.values()):
        return ""
    pieces = PLACE.sub(lambda found: filled_in[found[1]], value).split(NETWORK)
    return NETWORK.join(quote(piece, safe="") for piece in pieces)


def _with(link: str, wanted: Sequence[tuple[str, str]], domains: Sequence[str]) -> str:
    try:
        host = (urlsplit(link).hostname or "").lower()
    except ValueError:
        return link
    if not any(host == domain or host.endswith(f".{domain}") for domain in domains):
        return link
    before, sharp, fragment = link.partition("#")
    said = {pair.partition("=")[0] for pair in before.partition("?")[2].split("&")}
    added = "&".join(f"{name}={value}" for name, value in wanted if name not in said)
    if not added:
        return link
    return before + ("&" if "?" in before else "?") + added + sharp + fragment
