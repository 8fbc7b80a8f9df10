"""How LinkedIn reads its "little text format": a reserved character that is not escaped ends what is shown.

https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/little-text-format
"""

import re

ELEMENT = re.compile(
    r"\\(?P<escaped>[\\|{}@\[\]()<>#*_~])"
    r"|\{hashtag\|\\#\|(?P<tag>(?:\\[_]|\w)+)\}"
    r"|@\[(?P<name>(?:\\.|[^\]\\])*)\]\(urn:li:\w+:\d+\)"
    r"|(?P<plain>[^\\|{}@\[\]()<>#*_~])"
)


def shown(commentary: str) -> str:
    """Return what LinkedIn shows of it: all, or what stands before the first mistake."""
    told, place = "", 0
    while found := ELEMENT.match(commentary, place):
        tag = found["tag"]
        told += "#" + tag.replace("\\", "") if tag else found["escaped"] or found["name"] or found["plain"]
        place = found.end()
    return told


def size(text: str) -> int:
    """Return the length in UTF-16 units, in which LinkedIn counts."""
    return len(text.encode("utf-16-le")) // 2
