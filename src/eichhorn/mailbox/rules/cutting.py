"""What of a letter its writer says now: without the signature, and in an answer without what it quotes.

The difficult thing: who cuts too much loses what was meant. So a letter that is nothing but quotation stays whole, and what is
forwarded in a new letter is its content.
"""

import re
import unicodedata
from html.parser import HTMLParser

ANNOUNCED = re.compile(
    r"^(am|on|le|il|el|op)\s.{0,300}(schrieb|wrote|écrit|scritto|escribió|schreef)\b.{0,200}:\s*$", re.IGNORECASE
)
DIVIDED = re.compile(
    r"^\s*(-{2,}\s*(original|ursprüngliche|urspr\.|forwarded|weitergeleitete)\b.*|_{10,}\s*)$", re.IGNORECASE
)
HEAD = re.compile(r"^\*?(von|from)\*?:\s.{0,300}$", re.IGNORECASE)
HEAD_GOES_ON = re.compile(r"^\*?(gesendet|sent|datum|date|an|to)\*?:\s", re.IGNORECASE)
BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "table"})
HIDDEN = frozenset({"script", "style", "head", "title"})


def said(text: str, *, answers: bool) -> str:
    """Return what is said in it now; all of it where nothing would be left."""
    lines = _unsigned(text.splitlines())
    if answers:
        lines = [line for line in _unquoted(lines) if not line.startswith(">")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip() or text.strip()


def clean(text: str) -> str:
    """Return the text without signs that nobody reads and no database keeps."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"})


def of_html(markup: str) -> str:
    """Return the words of a page, a line for each paragraph."""
    reader = _Words()
    reader.feed(markup)
    reader.close()
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in "".join(reader.found).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _unsigned(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        if line.rstrip() == "--":
            return lines[:number]
    return lines


def _unquoted(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else ""
        announced = ANNOUNCED.match(line) or (ANNOUNCED.match(f"{line} {after}") and not after.startswith(">"))
        if announced or DIVIDED.match(line) or (HEAD.match(line) and HEAD_GOES_ON.match(after)):
            return lines[:number]
    return lines


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in HIDDEN:
            self.hidden += 1
        elif tag in BREAKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        elif tag in BREAKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(data.replace("\n", " "))
