"""Whether a page speaks one language: no word of the other catalogue, and no text that no catalogue knows.

The difficult thing: what people wrote stands on the same page. So a story is told in one language, names aside, and what
is marked with a `lang` of its own (the way to the other language, a post) is left out.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polib
from playwright.sync_api import Page

CATALOGUES = sorted((Path(__file__).resolve().parents[2] / "src" / "eichhorn").glob("**/locale/de/LC_MESSAGES/*.po"))
GAP = re.compile(r"%\(\w+\)\d*[sd]|\{\w*\}|<[^>]+>|&[a-z]+;")
ADDRESS = re.compile(r"https?://\S+")
SMALL_WORDS = {
    "de": {
        "aber", "alle", "auf", "aus", "bei", "bis", "das", "dass", "dem", "den", "der", "des", "die", "diese", "dieser", "ein",
        "eine", "einem", "einen", "einer", "es", "für", "heute", "ich", "ihr", "ihre", "im", "ist", "kein", "keine", "mit",
        "morgen", "nach", "nicht", "noch", "nur", "oder", "sich", "sie", "sind", "uhr", "um", "und", "uns", "unter", "vom",
        "von", "vor", "wann", "wenn", "wer", "werden", "wie", "wir", "wird", "wo", "zu", "zum", "zur", "über",
    },
    "en": {
        "about", "after", "and", "any", "are", "been", "before", "by", "can", "for", "from", "has", "have", "here", "how", "if",
        "is", "it", "its", "make", "may", "nobody", "not", "of", "or", "our", "out", "send", "somebody", "that", "the", "their",
        "there", "they", "this", "to", "today", "tomorrow", "until", "we", "what", "when", "where", "which", "who", "with",
        "without", "you", "your",
    },
}  # fmt: skip
"""Words that stand in nearly every sentence of one language and in none of the other: they betray what was never marked
for translation."""
SHOWN = """() => {
    const here = document.documentElement.lang, found = [document.title];
    const own = (one) => one.closest("[lang]").lang === here && !one.closest("textarea, kbd, template, script, noscript, style, svg");
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (own(node.parentElement)) found.push(node.data);
    for (const one of document.querySelectorAll("body *"))
        if (own(one) || one.id === "words")
            for (const {name, value} of one.attributes)
                if (one.id === "words" || /^(aria-label|alt|title|placeholder|data-busy)$/.test(name)) found.push(value);
    return found.map((text) => text.replace(/\\s+/g, " ").trim()).filter((text) => /\\p{L}{2}/u.test(text));
}"""


@dataclass(frozen=True, slots=True)
class Said:
    """What the catalogues say in one language alone."""

    whole: frozenset[str]
    phrases: tuple[str, ...]
    """Stretches of two words or more between the gaps of a sentence."""


@cache
def said() -> dict[str, Said]:
    """Return what is said in German alone and in English alone."""
    told: dict[str, set[str]] = {"de": set(), "en": set()}
    for catalogue in CATALOGUES:
        for entry in polib.pofile(str(catalogue)):
            told["en"] |= {entry.msgid, entry.msgid_plural} - {""}
            told["de"] |= {entry.msgstr, *entry.msgstr_plural.values()} - {""}
    both = {text.casefold() for text in told["de"]} & {text.casefold() for text in told["en"]}
    return {
        language: Said(
            frozenset(text for text in texts if text.casefold() not in both and not GAP.search(text)),
            tuple(sorted({phrase for text in texts for phrase in _phrases(text)})),
        )
        for language, texts in told.items()
    }  # fmt: skip


def _phrases(text: str) -> list[str]:
    parts = [" ".join(part.split()).strip(" .,:;·“”„()") for part in GAP.split(text)]
    return [part for part in parts if " " in part and len(part) > 8]


def other(language: str) -> str:
    return "en" if language == "de" else "de"


def strange_in(text: str, *, language: str) -> list[str]:
    """Return what in the text belongs to the other language; empty for a text in the language. Addresses speak none."""
    theirs = said()[other(language)]
    text = ADDRESS.sub("", text)
    if text in theirs.whole:
        return [text]
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    found = sorted(words & SMALL_WORDS[other(language)])
    return [f"{text!r}: {', '.join(found)}"] if found else [phrase for phrase in theirs.phrases if phrase in text]


def strange_on(page: Page, *, language: str) -> list[str]:
    """Return what the page says in the other language, and a wrong mark of its own."""
    found = []
    if (marked := page.locator("html").get_attribute("lang")) != language:
        found.append(f"html lang is {marked}")
    for text in dict.fromkeys(page.evaluate(SHOWN)):
        found += strange_in(text, language=language)
    return found
