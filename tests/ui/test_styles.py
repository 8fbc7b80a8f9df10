"""One name has one style: a class that two files dress differently looks on one page as another page wants it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

CSS = Path(__file__).parents[2] / "assets" / "css"


def alone(words: str) -> Iterator[str]:
    """Return the classes that a rule outside of any condition dresses by their name alone."""
    depth, selector = 0, ""
    for sign in re.sub(r"/\*.*?\*/", "", words, flags=re.DOTALL):
        if sign == "{":
            if depth == 0:
                yield from (one for one in map(str.strip, selector.split(",")) if re.fullmatch(r"\.[\w-]+", one))
            depth, selector = depth + 1, ""
        elif sign == "}":
            depth, selector = depth - 1, ""
        else:
            selector = "" if sign == ";" else selector + sign


def test_rules_are_read_as_browsers_do() -> None:
    assert list(alone("/* .no { } */ .a, .b > .c { x: y } @media print { .d { x: y } } .e { x: y }")) == [".a", ".e"]


def test_no_class_is_dressed_in_two_files() -> None:
    files: dict[str, set[str]] = defaultdict(set)
    for place in CSS.glob("*.css"):
        for name in alone(place.read_text(encoding="utf-8")):
            files[name].add(place.name)
    assert len(files) > 100
    assert {name: sorted(where) for name, where in files.items() if len(where) > 1} == {}
