"""Goals as a tree: each serves a larger one, or stands on its own.

The difficult thing: a goal that served one of those below it would be a circle, and no page could show it. So every move
of a branch asks here first, and the database refuses what slips through.
"""

from collections.abc import Iterator, Mapping

type Parents = Mapping[int, int | None]
"""For each goal the one above it, by numbers, in the order in which goals of one parent are to stand."""


def branch(parents: Parents, number: int) -> frozenset[int]:
    """Return the goal and all that hang below it."""
    return frozenset({number} | {one for one, _ in _below(_children(parents), number, 0)})


def may_hang(parents: Parents, number: int, *, under: int) -> bool:
    """Say whether the goal may serve the other one: not where that is itself, or hangs below it."""
    return under not in branch(parents, number)


def walk(parents: Parents) -> tuple[tuple[int, int], ...]:
    """Return every goal with its depth, each after the one above it; one whose parent is not among them stands at the top."""
    children = _children(parents)
    return tuple(
        found
        for number, parent in parents.items()
        if parent is None or parent not in parents
        for found in ((number, 0), *_below(children, number, 1))
    )


def _children(parents: Parents) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for number, parent in parents.items():
        if parent is not None:
            found.setdefault(parent, []).append(number)
    return found


def _below(children: Mapping[int, list[int]], number: int, depth: int) -> Iterator[tuple[int, int]]:
    """Yield what hangs below the goal, with its depth. Without recursion: nobody limits how deep a tree is."""
    ahead = [(one, depth) for one in reversed(children.get(number, ()))]
    while ahead:
        one, at = ahead.pop()
        yield one, at
        ahead += [(child, at + 1) for child in reversed(children.get(one, ()))]
