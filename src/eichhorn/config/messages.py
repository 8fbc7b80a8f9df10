"""The texts in two languages: found in the code, kept in one catalogue per room, compiled.

    python -m eichhorn.config.messages [room …]   brings the catalogues (all, or those of the rooms) up to date, compiles
    python -m eichhorn.config.messages --check    fails, naming each text that has no right German; changes nothing
    python -m eichhorn.config.messages --compile  compiles alone; needs no developers' packages

The difficult thing: a catalogue is written by people and by this module in turn. So what people wrote is never lost
while its text is in the code, and the file is written in one order, without dates and line numbers, so that two
developers who add texts meet in no conflict but a real one.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib

ROOMS = Path(__file__).resolve().parent.parent
LANGUAGE = "de"
HEADER = {
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDERS = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|%%|%[sdif]|\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the code, as the catalogues key it."""

    msgid: str
    plural: str = ""
    context: str | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="messages", description=(__doc__ or "").partition("\n")[0])
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--check", action="store_true", help="fail where German is missing or wrong")
    only.add_argument("--compile", action="store_true", help="compile the catalogues alone")
    parser.add_argument("rooms", nargs="*", help="rooms to look at; all where none is named")
    chosen = parser.parse_args(arguments)
    rooms = [room for room in all_rooms(ROOMS) if not chosen.rooms or room.name in chosen.rooms]
    if chosen.check:
        faults = [fault for room in rooms for fault in check(room)] + contradictions(all_rooms(ROOMS))
        for fault in faults:
            sys.stdout.write(fault + "\n")
        sys.stdout.write(f"{len(faults)} texts lack right German.\n" if faults else "Both languages are complete.\n")
        return 1 if faults else 0
    if not chosen.compile:
        for room in rooms:
            update(room)
    for room in rooms:
        compile_catalogue(room)
    return 0


def update(room: Path) -> None:
    """The room's catalogue holds exactly the texts of its code, with the German that it had."""
    texts = found_in(room)
    place = catalogue_of(room)
    if not texts and not place.exists():
        return
    written = _written(place)
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = dict(HEADER)
    for text in sorted(texts, key=lambda text: (text.msgid.casefold(), text.msgid, text.context or "")):
        catalogue.append(_entry(text, written.get((text.context, text.msgid))))
    place.parent.mkdir(parents=True, exist_ok=True)
    words = str(catalogue)
    if not place.exists() or place.read_text(encoding="utf-8") != words:
        place.write_text(words, encoding="utf-8")


def check(room: Path) -> list[str]:
    """Return one line for each text of the room whose German is missing, doubtful or does not fit. Changes nothing."""
    written = _written(catalogue_of(room))
    texts = sorted(found_in(room), key=lambda text: (text.msgid, text.context or ""))
    faults = [(text, _fault(text, written.get((text.context, text.msgid)))) for text in texts]
    return [f'{room.name}: {why}: "{text.msgid}"' for text, why in faults if why]


def contradictions(rooms: Iterable[Path]) -> list[str]:
    """Return one line for each text that has another German in another room: pages would show whichever was read first."""
    german: dict[tuple[str | None, str], dict[str, list[str]]] = {}
    for room in rooms:
        for text, entry in _written(catalogue_of(room)).items():
            said = " / ".join([entry.msgstr] if entry.msgstr else map(str, entry.msgstr_plural.values()))
            german.setdefault(text, {}).setdefault(said, []).append(room.name)
    return [
        f'{", ".join(room for rooms in said.values() for room in rooms)}: several Germans ({"; ".join(said)}): "{msgid}"'
        for (_, msgid), said in sorted(german.items(), key=lambda each: each[0][1])
        if len(said) > 1
    ]


def compile_catalogue(room: Path) -> None:
    """The room's compiled catalogue says what the written one says."""
    place = catalogue_of(room)
    if place.exists():
        draft = place.with_suffix(".mo.new")
        polib.pofile(str(place), encoding="utf-8").save_as_mofile(str(draft))
        draft.replace(place.with_suffix(".mo"))


def is_compiled(room: Path) -> bool:
    """Return whether the compiled catalogue is there and not older than the written one."""
    written, compiled = catalogue_of(room), catalogue_of(room).with_suffix(".mo")
    return not written.exists() or (compiled.exists() and compiled.stat().st_mtime >= written.stat().st_mtime)


def catalogue_of(room: Path) -> Path:
    return room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def found_in(room: Path) -> set[Text]:
    """Return every text that the room's code and templates translate."""
    texts = set()
    for file in sorted(room.rglob("*.py")):
        if "migrations" not in file.parts:
            texts |= set(_extract(file.read_bytes(), file))
    for ending in ("*.html", "*.txt"):
        for file in sorted((room / "templates").rglob(ending)):
            texts |= set(_extract(_templatize(file).encode(), file))
    return texts


def all_rooms(rooms: Path) -> list[Path]:
    return sorted(entry for entry in rooms.iterdir() if (entry / "__init__.py").exists())


def _extract(source: bytes, file: Path) -> Iterator[Text]:
    from babel.messages.extract import extract

    try:
        for _line, message, _comments, context in extract("python", io.BytesIO(source), keywords=KEYWORDS):
            parts = message if isinstance(message, tuple) else (message,)
            named = [part for part in parts if part]
            if named:
                yield Text(named[0], named[1] if len(named) > 1 else "", context)
    except (SyntaxError, UnicodeDecodeError) as error:
        raise SystemExit(f"{file} cannot be read for its texts: {error}") from None


def _templatize(file: Path) -> str:
    """Return the template as Python, in which each translation is a call."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)
        django.setup()
    from django.utils.translation.template import templatize

    blanked = templatize(file.read_text(encoding="utf-8"), origin=str(file))
    return "\n".join(line.strip() for line in blanked.splitlines())  # else its indentation were bad Python


def _written(place: Path) -> dict[tuple[str | None, str], polib.POEntry]:
    if not place.exists():
        return {}
    entries = polib.pofile(str(place), encoding="utf-8")
    return {(entry.msgctxt, entry.msgid): entry for entry in entries if not entry.obsolete}


def _entry(text: Text, written: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=text.msgid, msgctxt=text.context)
    if _is_python_format(text):
        entry.flags.append("python-format")
    if text.plural:
        entry.msgid_plural = text.plural
        entry.msgstr_plural = {0: "", 1: ""}
    if written is not None:
        entry.tcomment = written.tcomment
        if written.fuzzy:
            entry.flags.append("fuzzy")
        if text.plural:
            entry.msgstr_plural = {0: written.msgstr or "", 1: ""} | written.msgstr_plural
        else:
            entry.msgstr = written.msgstr or written.msgstr_plural.get(0, "")
    return entry


def _is_python_format(text: Text) -> bool:
    return any(found.group(0).startswith("%") for found in PLACEHOLDERS.finditer(text.msgid + text.plural))


def _fault(text: Text, written: polib.POEntry | None) -> str:
    """Return in a few words what is wrong with the German of the text; "" where nothing is."""
    if written is None:
        return "not in the catalogue"
    if written.fuzzy:
        return "marked as doubtful"
    german = [written.msgstr_plural.get(n, "") for n in (0, 1)] if text.plural else [written.msgstr]
    if not all(words.strip() for words in german):
        return "one of its plural forms has no German" if text.plural and any(german) else "no German"
    wanted = _placeholders(text.msgid) | _placeholders(text.plural)
    for number, words in enumerate(german):
        has = _placeholders(words)
        may_leave_out_count = bool(text.plural) and number == 0
        if has - wanted or (wanted - has and not may_leave_out_count):
            return f"placeholders differ ({', '.join(sorted(has ^ wanted))})"
    return ""


def _placeholders(text: str) -> set[str]:
    return {found.group(0) for found in PLACEHOLDERS.finditer(text)} - {"%%"}


if __name__ == "__main__":
    sys.exit(main())
