"""Plain text from the HTML that networks send: paragraphs and lines stay, links are written out, nothing else."""

import html
from html.parser import HTMLParser

BREAKS = {"p": "\n\n", "br": "\n", "div": "\n", "li": "\n", "blockquote": "\n\n", "pre": "\n\n", "ul": "\n", "ol": "\n"}
SILENT = frozenset({"script", "style", "template"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag == "li":
            self.parts.append("\n– ")
        elif tag in BREAKS:
            self.parts.append(BREAKS[tag])
        elif tag == "img":
            self.parts.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in ("p", "blockquote", "pre"):
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def from_html(content: str) -> str:
    """Return what a person would read, without a tag; text that holds no markup comes back as it is."""
    if "<" not in content and "&" not in content:
        return content.strip()
    reader = _Reader()
    reader.feed(content)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.parts).split("\n")]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip()


def to_html(text: str) -> str:
    """Return the text as markup that says the same."""
    return html.escape(text, quote=False)
