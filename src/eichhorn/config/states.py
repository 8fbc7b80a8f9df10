"""Writes docs/reference/states.md from the tables of states themselves, or says that it is out of date.

    python -m eichhorn.config.states [--write]

The difficult thing: a page that lists the tables would forget the next one. So each room's rules are searched for
tables, and what a state means is the sentence that stands below it in the code.
"""

import argparse
import ast
import importlib
import importlib.util
import inspect
import itertools
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import eichhorn
from eichhorn.foundation.states import States

PLACE = Path("docs/reference/states.md")
WAY = ("planning", "desk", "review", "delivery")
"""The rooms in the order in which work walks through them; others follow by name."""
HEAD = """# States

What a post, a request, an approval and a delivery can be, and what each may become. A move that is not in these tables is
refused, by whatever way it comes. This page is written from the tables in the code by
`python -m eichhorn.config.states --write`; a test compares the two.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or return 1 where it is out of date."""
    parser = argparse.ArgumentParser(prog="python -m eichhorn.config.states")
    parser.add_argument("--write", action="store_true", help=f"write {PLACE}; without it only compare")
    if parser.parse_args(arguments).write:
        PLACE.write_text(page())
    elif not PLACE.exists() or PLACE.read_text() != page():
        sys.stderr.write(f"{PLACE} is out of date; run: python -m eichhorn.config.states --write\n")
        return 1
    return 0


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *(_section(room, table) for room, table in tables())])


def tables() -> list[tuple[str, States[Any]]]:
    """Return the room and each table of states in it, in the order of the way through the house."""
    found = {id(table): (room, table) for room in _rooms() for table in _tables_of(room)}
    return sorted(found.values(), key=lambda pair: (WAY.index(pair[0]) if pair[0] in WAY else len(WAY), pair[0]))


def _rooms() -> Iterator[str]:
    return (found.name for found in pkgutil.iter_modules(eichhorn.__path__) if found.ispkg)


def _tables_of(room: str) -> Iterator[States[Any]]:
    """Yield the tables in the rules of a room, which are one module or a package."""
    name = f"eichhorn.{room}.rules"
    if importlib.util.find_spec(name) is None:
        return
    rules = importlib.import_module(name)
    parts = [
        importlib.import_module(f"{name}.{part.name}") for part in pkgutil.iter_modules(getattr(rules, "__path__", ()))
    ]
    for module in (rules, *parts):
        yield from (value for value in vars(module).values() if isinstance(value, States))


def _section(room: str, table: States[Any]) -> str:
    says, room_said = meanings(table.kind), importlib.import_module(f"eichhorn.{room}").__doc__ or ""
    lines = [f"## {room.capitalize()}: {_words(table.kind.__name__)}", ""]
    lines += [line for words in (room_said, table.kind.__doc__ or "") if words for line in (_one_line(words), "")]
    lines += [f"Begins as {_names(table, table.starts)}.", "", "| state | means | may become |", "|---|---|---|"]
    lines += [f"| `{state}` | {says.get(state, '')} | {_names(table, table.moves[state])} |" for state in table.kind]
    return "\n".join([*lines, ""])


def _names(table: States[Any], states: frozenset[Any]) -> str:
    return ", ".join(f"`{state}`" for state in table.kind if state in states) or "nothing else"


def meanings(kind: type[StrEnum]) -> dict[StrEnum, str]:
    """Return the sentence that stands below each state in the code, where one does."""
    (body,) = [node.body for node in ast.parse(inspect.getsource(kind)).body if isinstance(node, ast.ClassDef)]
    said: dict[StrEnum, str] = {}
    for state, below in itertools.pairwise(body):
        if isinstance(state, ast.Assign) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            (name,) = [target.id for target in state.targets if isinstance(target, ast.Name)]
            said[kind[name]] = _one_line(str(below.value.value))
    return said


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _words(name: str) -> str:
    """Return the name of a class as people write it: "RouteKind" is "route kind"."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


if __name__ == "__main__":
    sys.exit(main())
