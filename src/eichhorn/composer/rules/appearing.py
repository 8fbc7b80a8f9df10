"""How words look on a network: links shortened as it shortens them, names and hashtags marked, a card where it makes one.

What leaves is never shortened; this is what readers see of it. The browser does the same at each key
(assets/ts/appearing.ts), and tests/vectors/counting.json holds both to it.
"""

from dataclasses import dataclass
from enum import StrEnum

import regex

from eichhorn.networks.wordpress import writing

MARKED = regex.compile(
    r"(?P<link>https?://[^\s<>\"']+)|(?<![\w@./])@(?P<name>\w[\w.\-]*(?:@\w[\w.\-]*)?)|(?<![\w&/])#(?P<tag>\w+)",
    regex.IGNORECASE,
)
AFTER_LINK = ".,;:!?…“”„‚‘’«»›‹*_"
SCHEME = regex.compile(r"^https?://", regex.IGNORECASE)
BARE = regex.compile(r"^(?:https?://)?(?:www\.)?", regex.IGNORECASE)


class Kind(StrEnum):
    """What a run of words is."""

    PLAIN = "plain"
    LINK = "link"
    NAME = "name"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike."""

    kind: Kind
    shown: str


class Bareness(StrEnum):
    """What a network leaves away before a link."""

    NOTHING = "nothing"
    SCHEME = "scheme"
    WWW = "www"
    """Scheme and www."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a network shows what is written there."""

    frame: str
    """Which template frames it."""
    bare: Bareness = Bareness.NOTHING
    most: int | None = None
    """So many characters of a link are shown, then an ellipsis."""
    path_most: int | None = None
    """A path that is longer is cut two characters earlier, with three points."""
    instead: str = ""
    """What stands in place of a link that is longer than `most`."""
    makes_card: bool = False
    """Whether the network itself makes a card of the first link, where there is no picture."""
    titled: bool = False
    """Whether a short first line stands above the text as its title."""


STYLES = {
    style.frame: style
    for style in (
        Style("mastodon", Bareness.WWW, most=30, makes_card=True),
        Style("bluesky", Bareness.SCHEME, path_most=15),
        Style("x", Bareness.WWW, most=27),
        Style("linkedin", most=26, instead="https://lnkd.in/…"),
        Style("telegram", makes_card=True),
        Style("matrix"),
        Style("wordpress", titled=True),
        Style("by_hand"),
    )
}
OTHER = Style("other")


def style(network: str) -> Style:
    """Return how the network shows its posts; one of somebody else's shows them as they are written."""
    return STYLES.get(network, OTHER)


def runs(words: str, how: Style) -> tuple[Run, ...]:
    """Return the words in runs; together they are what readers see."""
    found: list[Run] = []
    place = 0
    for mark in MARKED.finditer(words):
        begin, end = mark.start(), mark.end()
        if mark["link"] is not None:
            end = begin + len(trimmed(mark["link"]))
            run = Run(Kind.LINK, shortened(words[begin:end], how))
        elif mark["name"] is not None:
            end = begin + len(mark[0].rstrip(".-"))
            run = Run(Kind.NAME, words[begin:end])
        else:
            run = Run(Kind.TAG, mark[0])
        if begin > place:
            found.append(Run(Kind.PLAIN, words[place:begin]))
        found.append(run)
        place = end
    if place < len(words):
        found.append(Run(Kind.PLAIN, words[place:]))
    return tuple(found)


def titled(words: str, how: Style) -> tuple[str, str]:
    """Return the title as readers see it there, empty where the network has none, and what stands below it."""
    return writing.split(words) if how.titled else ("", words)


def links(words: str) -> tuple[tuple[int, int], ...]:
    """Return where links that begin with a scheme begin and end."""
    return tuple(
        (mark.start(), mark.start() + len(trimmed(mark["link"])))
        for mark in MARKED.finditer(words)
        if mark["link"] is not None
    )


def trimmed(link: str) -> str:
    """Return the link without the sentence's own signs at its end."""
    while link:
        last = link[-1]
        unopened = (last == ")" and link.count("(") < link.count(")")) or (
            last == "]" and link.count("[") < link.count("]")
        )
        if last not in AFTER_LINK and not unopened:
            return link
        link = link[:-1]
    return link


def shortened(link: str, how: Style) -> str:
    """Return the link as readers see it."""
    if how.instead:
        return how.instead if how.most is not None and len(link) > how.most else link
    if how.bare is Bareness.NOTHING:
        return link
    shown = (BARE if how.bare is Bareness.WWW else SCHEME).sub("", link, count=1)
    if how.path_most is not None:
        host, slash, path = shown.partition("/")
        path = slash + path if path else ""
        return host + (path[: how.path_most - 2] + "..." if len(path) > how.path_most else path)
    return shown[: how.most] + "…" if how.most is not None and len(shown) > how.most else shown


def card(words: str, how: Style) -> str:
    """Return of which address the network makes a card, empty where it makes none."""
    if not how.makes_card or not (found := links(words)):
        return ""
    begin, end = found[0]
    return BARE.sub("", words[begin:end], count=1).partition("/")[0]
