"""Writes counting.json: the picked texts, chance's texts, and what the server says to each."""

import json
import random
from dataclasses import asdict, replace
from typing import Any

from eichhorn.channels.rules import Limits
from eichhorn.composer.rules.appearing import OTHER, STYLES, runs, titled
from eichhorn.composer.rules.counting import fit
from eichhorn.content import rules
from eichhorn.content.filming import Footage
from eichhorn.content.filming import problems as no_film
from eichhorn.content.polling import problems
from eichhorn.foundation.text import Unit, length, length_with_links
from tests.vectors import FILE
from tests.vectors.picked import NAMED, TEXTS, THREADS, TITLED, TYPED

ALPHABET = (
    *"aZé .,:;!?()-_/@#&=+%'\"<>|~*9", "\n", "\t", "\u00a0", "https://", "http://", ".de", ".com", "a.de", "www.", "ß", "ſ", "ж", "한", "日",
    "م", "ש", "👋", "🏽", "\u200d", "\ufe0f", "\ufe0e", "🇩", "🇪", "\u0301", "\u20e3", "1", "©", "\u202e", "\u200b", "\r\n", "…", "„", "“",
)  # fmt: skip
HANDLES = {"{network}": "mastodon", "Anna Said": "@anna@stadt.social", "Ş": "@s", "valueOf": "@v"}
LIMITS = (
    ("code_points", 500, 23, None, None, True, True), ("graphemes", 300, None, 3_000, None, True, False),
    ("weighted", 280, 23, None, None, True, False), ("utf16", 4_096, None, None, 1_024, False, False),
    ("utf16", 3_000, None, None, None, False, True), ("bytes", 40, None, None, 10, True, False),
)  # fmt: skip


def limits(given: tuple[Any, ...]) -> Limits:
    unit, most, link, in_bytes, caption, threads, warnings = given
    return Limits(
        text_limit=most, unit=Unit(unit), link_length=link, pictures=4, alt_limit=1_500, picture_bytes=None, picture_types=(),
        byte_limit=in_bytes, caption_limit=caption, threads=threads, warnings=warnings,
    )  # fmt: skip


def lengths(text: str) -> dict[str, Any]:
    """Return what the text counts in every unit, and with links of one length."""
    return {
        "text": text, **{unit.value: length(text, unit) for unit in Unit},
        "linked": {unit.value: length_with_links(text, unit, link_length=23) for unit in Unit},
    }  # fmt: skip


def fits(words: str, warning: str, pictures: int, given: tuple[Any, ...], label: str) -> dict[str, Any]:
    """Return how the words stand on a channel of those limits."""
    found = asdict(fit(words, warning, pictures, limits(given), label=label))
    return {
        "words": words, "warning": warning, "pictures": pictures, "limits": list(given), "label": label, "fit": found,
    }  # fmt: skip


def seen(text: str) -> dict[str, Any]:
    """Return how the text looks on every network."""
    return {"text": text, "seen": {s.frame: [asdict(run) for run in runs(text, s)] for s in (*STYLES.values(), OTHER)}}


def above(words: str) -> dict[str, Any]:
    """Return what stands above the words as their title where a network has one, and what below it."""
    return {"words": words, "titled": list(titled(words, STYLES["wordpress"]))}


def resolved(words: str) -> dict[str, Any]:
    """Return the words with the names of two people, one of whom is called as every object of JavaScript is."""
    return {"words": words, "resolved": rules.resolved(words, HANDLES)}


POLLS = [
    (options, minutes, several, limits, pictures, own)
    for options, minutes, several in (
        (None, 0, False), (["Ja"], 60, False), (["Ja", "Nein"], 60, True), (["Ja", "JA", "Nein"], 4, False),
        (["👋🏽" * 13, "b"], 10_081, False), (["a"] * 5, 43_200, False), (["Straße", "STRASSE"], 5, False),
    )
    for limits in ((4, 25, (5, 10_080), False), (4, 50, (5, 43_200), True), (0, 0, (5, 43_200), True), (12, 0, (5, 43_200), True))
    for pictures, own in ((0, False), (1, True))
]  # fmt: skip


def asked(
    options: list[str] | None, minutes: int, several: bool, given: tuple[Any, ...], pictures: int, own: bool
) -> dict[str, Any]:  # fmt: skip
    """Return what speaks against a poll on a channel of those limits."""
    most, length, lasts, many = given
    here = replace(
        limits(LIMITS[0]), poll_options=most, poll_option_limit=length, poll_minutes=tuple(lasts), poll_several=many
    )
    found = problems(
        None if options is None else rules.Poll(tuple(options), minutes, several),
        here,
        pictures=pictures,
        has_own_text=own,
    )
    return {
        "poll": None if options is None else {"options": options, "minutes": minutes, "several": several},
        "limits": {"poll_options": most, "poll_option_limit": length, "poll_minutes": list(lasts), "poll_several": many},
        "pictures": pictures, "has_own_text": own, "problems": [problem.value for problem in found],
    }  # fmt: skip


FILMS = [
    (film, limits, *beside)
    for film in (None, (1_000, 140_000), (1_001, 140_001))
    for limits in ((True, 1_000, 140), (True, None, None), (False, None, None))
    for beside in ((0, False, False), (1, False, True), (0, True, False), (2, True, True))
]


def filmed(
    film: tuple[int, int] | None, given: tuple[bool, int | None, int | None], pictures: int, has_poll: bool, own: bool
) -> dict[str, Any]:
    """Return what speaks against a film on a channel of those limits."""
    videos, most, longest = given
    here = replace(limits(LIMITS[0]), videos=videos, video_bytes=most, video_seconds=longest)
    footage = None if film is None else Footage(*film)
    found = no_film(footage, here, pictures=pictures, has_poll=has_poll, has_own_text=own)
    return {
        "film": None if footage is None else asdict(footage),
        "limits": {"videos": videos, "video_bytes": most, "video_seconds": longest}, "pictures": pictures,
        "has_poll": has_poll, "has_own_text": own, "problems": [problem.value for problem in found],
    }  # fmt: skip


def main() -> None:
    chance = random.Random(4)

    def some(most: int) -> str:
        return "".join(chance.choice(ALPHABET) for _ in range(chance.randrange(most)))

    made = [some(40) for _ in range(500)]
    threads = [
        *THREADS,
        *("".join(chance.choice(("a", "\n", "---", "-", " ", "\r\n", "👋")) for _ in range(12)) for _ in range(60)),
    ]
    written = {
        "lengths": [lengths(text) for text in dict.fromkeys([*TEXTS, *made])],
        "tidied": [{"typed": text, "kept": rules.tidy(text)} for text in dict.fromkeys([*TYPED, *made[:60]])],
        "threads": [{"words": words, "parts": list(rules.parts(words))} for words in dict.fromkeys(threads)],
        "fits": [
            fits(rules.tidy("\n---\n".join(some(60) for _ in range(chance.randrange(1, 4)))), chance.choice(("", "Blut")), pictures, given, chance.choice(("", "Mit KI erzeugt.")))
            for given in LIMITS for pictures in (0, 1) for _ in range(12)
        ],
        "seen": [seen(text) for text in dict.fromkeys([*(text for text in TEXTS if len(text) < 200), *made[:60]])],
        "titled": [above(words) for words in dict.fromkeys([*TITLED, *TEXTS, *made[:120], *threads])],
        "resolved": [resolved(words) for words in NAMED],
        "asked": [asked(*one) for one in POLLS],
        "filmed": [filmed(*one) for one in FILMS],
    }  # fmt: skip
    kinds = [
        f'"{kind}": [\n' + ",\n".join(json.dumps(one, separators=(",", ":")) for one in each) + "\n]"
        for kind, each in written.items()
    ]
    FILE.write_text("{\n" + ",\n".join(kinds) + "\n}\n")


if __name__ == "__main__":
    main()
