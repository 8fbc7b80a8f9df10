"""The page of what each network can do, written from the classes themselves, so that it cannot be out of date."""

from collections.abc import Iterable
from datetime import timedelta

from eichhorn.networks.base import Account, Capabilities, Fact, Keys, Network
from eichhorn.networks.by_hand import KNOWN, OWN
from eichhorn.networks.doors import (
    Connects,
    Deletes,
    Edits,
    Exchanges,
    Hides,
    ListsOwn,
    Measures,
    ReadsThreads,
    Renews,
    SignsIn,
    Tells,
)

HEAD = """# Networks

This page is written from the classes in `src/eichhorn/networks/` by `eichhorn manage networks_table --write`; a test
compares the two. What stands here is the floor: where a server tells its own limits, those hold.

"""
BY_HAND = (
    "A channel by hand has the limits of the network that its label names, as far as somebody states them. Of every other"
    " one pages say that its limits are not known; what stands above under `by_hand` is then what this house keeps."
)
UNITS = {
    "code_points": "code points",
    "graphemes": "characters as people see them",
    "utf16": "UTF-16 units",
    "bytes": "bytes",
    "weighted": "characters, an emoji or a sign of most other scripts as two",
}


def page(networks: Iterable[type[Network]]) -> str:
    """Return the whole page."""
    return HEAD + "\n".join([*map(_section, networks), by_hand()])


def by_hand() -> str:
    """Return what is stated about networks on which people post."""
    lines = [
        "## Networks on which people post",
        "",
        BY_HAND,
        "",
        "| | Text | | Pictures | | Without a picture |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {_number(can.text_limit)} {UNITS[can.unit]} | {can.text_limit.source_url} | {_stated(can.pictures)} "
        f"| {_source(can.pictures)} | {'nothing appears' if can.needs_picture else 'yes'} |"
        for name, can in sorted(KNOWN.items())
    ]
    return "\n".join([*lines, ""])


def _stated(fact: Fact[int]) -> str:
    return _number(fact) if _source(fact) else "not stated"


def _source(fact: Fact[int]) -> str:
    return "" if fact.source_url == OWN else fact.source_url


def _section(network: type[Network]) -> str:
    can = network.capabilities
    rows = [
        ("Text", f"{_number(can.text_limit)} {UNITS[can.unit]}", can.text_limit.source_url),
        ("A link counts", str(can.link_length) if can.link_length else "as long as it is", ""),
        ("Pictures", _number(can.pictures), can.pictures.source_url),
        ("Text beside pictures", f"{_number(can.caption_limit)} {UNITS[can.unit]}", can.caption_limit.source_url)
        if can.caption_limit
        else ("", "", ""),
        ("Description of a picture", _described(can.alt_limit), can.alt_limit.source_url),
        ("Text, at the same time", f"{_number(can.byte_limit)} bytes", can.byte_limit.source_url)
        if can.byte_limit
        else ("", "", ""),
        ("Videos", ", ".join(kind.removeprefix("video/") for kind in can.video_types) or "no", ""),
        ("A video at most", f"{_number(can.video_bytes)} bytes", can.video_bytes.source_url)
        if can.video_bytes
        else ("", "", ""),
        ("A video plays at most", f"{_number(can.video_seconds)} s", can.video_seconds.source_url)
        if can.video_seconds
        else ("", "", ""),
        ("Polls", _polls(can), can.poll_options.source_url if can.poll_options else ""),
        ("Card of a link as we say it", "yes" if can.cards else "no", ""),
        ("Kinds of pictures", ", ".join(kind.removeprefix("image/") for kind in can.picture_types), ""),
        *_bounds(can),
        ("Between two posts", f"at least {_number(can.pace)} s", can.pace.source_url) if can.pace else ("", "", ""),
        ("Between two readings", f"at least {_number(can.reads_every)} s", can.reads_every.source_url)
        if can.reads_every
        else ("", "", ""),
        *((word, "yes" if does else "no", "") for word, does in _doors(network)),
        ("Drops repeats by key", _repeats(network), ""),
    ]
    rows = [row for row in rows if row[0]]
    dates = sorted({fact.checked_on for fact in (can.text_limit, can.pictures, can.alt_limit)})
    lines = [f"## {network.label} (`{network.slug}`)", "", "| | | stated at |", "|---|---|---|"]
    lines += [f"| {name} | {value} | {'' if source.endswith('by-hand') else source} |" for name, value, source in rows]
    return "\n".join([*lines, "", f"Read on {', '.join(dates)}.", ""])


def _polls(can: Capabilities) -> str:
    if can.poll_options is None:
        return "no"
    length = f" of {_number(can.poll_option_limit)} characters" if can.poll_option_limit else ""
    return f"{_number(can.poll_options)} answers{length}, {'one or several' if can.poll_several else 'one'} to choose"


def _bounds(can: Capabilities) -> list[tuple[str, str, str]]:
    """Return what one picture may have at most, where the network says so."""
    said = (
        ("A picture at most", can.picture_bytes, "bytes"),
        ("One that moves at most", can.animation_bytes, "bytes"),
        ("Width by height at most", can.picture_pixels, "pixels"),
        ("Width and height together at most", can.picture_sides, "pixels"),
        ("Longer side at most", can.picture_ratio, "times the shorter one"),
    )
    return [(name, f"{_number(fact)} {unit}", fact.source_url) for name, fact, unit in said if fact is not None]


def _doors(network: type[Network]) -> list[tuple[str, bool]]:
    hand = bool(getattr(network, "by_hand", False))
    return [
        ("Posts leave by machine", not hand),
        ("Connected by consent on its server", issubclass(network, Connects)),
        ("Connected by something typed", issubclass(network, SignsIn)),
        ("Keys are renewed", issubclass(network, Renews)),
        ("Its server tells limits", issubclass(network, Tells)),
        ("Several posts make a thread", network.capabilities.threads and not hand),
        ("Told the language", network.capabilities.language and not hand),
        ("Content warning", network.capabilities.content_warning and not hand),
        ("Told where in a picture one looks first", network.capabilities.focus and not hand),
        ("Answers come in", not hand and getattr(network, "listens", True)),
        ("Threads are read", issubclass(network, ReadsThreads)),
        ("Own posts are listed", issubclass(network, ListsOwn)),
        ("Figures of posts", issubclass(network, Measures)),
        ("Edited when out", issubclass(network, Edits)),
        ("Pictures exchanged when out", issubclass(network, Exchanges)),
        ("Deleted when out", issubclass(network, Deletes)),
        ("Answers can be hidden", issubclass(network, Hides)),
    ]


def _described(fact: Fact[int]) -> str:
    return f"{_number(fact)} characters" if fact.value else "no: the network has no place for it, so it does not appear"


def _number(fact: Fact[int]) -> str:
    return f"{fact.value:,}"


def _repeats(network: type[Network]) -> str:
    """Return for which software the network relies on the key, asked of the class itself."""
    kept = {
        name: period
        for name in ("mastodon", "gotosocial", "")
        if (period := network(Account("", Keys(""), software=name)).drops_repeats_for)
    }
    if "" in kept:
        return _lasting(kept[""])
    words = [f"{_lasting(period)} where the software is `{name}`" for name, period in kept.items()]
    return ", ".join(words) or "never relied on"


def _lasting(period: timedelta) -> str:
    return f"{period.days} days" if period.days else f"{int(period.total_seconds() // 60)} min"
