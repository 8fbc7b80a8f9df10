"""Whether our own mail server recorded that a letter comes from where it says.

The difficult thing: everybody can write such a record into their own letter, and what a sender chooses stands even in the
true one, in quotation marks or brackets. So only the topmost record counts, only under the name of our server, and what is
quoted or a comment is taken out before anything is read.
"""

import re
from collections.abc import Iterator

RESULT = re.compile(r"\s*(dmarc|dkim|spf)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)")
PROPERTY = re.compile(r"\b(header\.from|header\.d|header\.i|smtp\.mailfrom)\s*=\s*([^\s;]+)")
LONGEST = 10_000


def is_confirmed(results: tuple[str, ...], *, server: str, domain: str) -> bool:
    """Return whether the topmost record is our server's and says that the letter comes from this domain."""
    if not results or not server or not domain or len(results[0]) > LONGEST:
        return False
    named, *found = "".join(_plain(results[0])).lower().split(";")
    if (named.split() or [""])[0] != server.lower():
        return False
    passed = False
    for one in found:
        told = RESULT.match(one)
        if told is None:
            continue
        method, result = told.groups()
        if method == "dmarc" and result == "fail":
            return False
        passed = passed or (result == "pass" and domain.lower() in _domains(one))
    return passed


def _domains(result: str) -> set[str]:
    return {value.rpartition("@")[2].rstrip(".") for _name, value in PROPERTY.findall(result)}


def _plain(text: str) -> Iterator[str]:
    """Give the signs that stand outside of comments and quotation marks; one that never ends takes all that follows."""
    depth, quoted, escaped = 0, False, False
    for sign in text:
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif quoted:
            quoted = sign != '"'
        elif sign == '"':
            quoted = True
            yield "_"
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif not depth:
            yield sign
