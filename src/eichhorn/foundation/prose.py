"""Text with headings, lists and emphasis, as people write it in Markdown: read once, shown as a page, set on paper.

The difficult thing: it was typed by somebody, and ends in a page. So nothing of HTML is ever let through, pictures from
elsewhere are not fetched by whoever reads it, and an address is a link only where it leads to the web or to a mailbox.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from markdown_it.token import Token

HIGHEST = 3
"""Headings of the text stand below those of the page, so the first level becomes this one."""
LOWEST = 6
LEFT_OUT = ("image", "html_block", "html_inline", "fence", "code", "reference", "hr", "lheading")
"""What no letter needs; indented lines and dashes mean themselves."""


class Form(StrEnum):
    """What a block of a text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    NUMBERED = "numbered"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph or item of a list."""

    form: Form
    runs: tuple[Run, ...]
    depth: int = 1
    """Of a heading: 1 is the highest of the text. Of an item: 1 stands outermost."""
    number: int = 0
    """Of a numbered item."""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


class _Reader(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's own name
        """Return whether the address leads to the web or to a mailbox."""
        return url.strip().lower().startswith(("https://", "http://", "mailto:"))


def _reader() -> MarkdownIt:
    return _Reader("commonmark", {"html": False, "breaks": True}).disable(list(LEFT_OUT))


def html(text: str) -> str:
    """Return the text as HTML in which nothing stands that was not made here."""
    reader = _reader()
    tokens = reader.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + HIGHEST - 1, LOWEST)}"
        for within in token.children or ():
            if within.type == "link_open":
                within.attrSet("rel", "noopener noreferrer")
    made: str = reader.renderer.render(tokens, reader.options, {})
    return made


def blocks(text: str) -> tuple[Block, ...]:
    """Return the text as blocks, from top to bottom; an item of several paragraphs is several blocks."""
    return tuple(_blocks(_reader().parse(text)))


def _blocks(tokens: list["Token"]) -> Iterator[Block]:
    lists: list[int | None] = []
    form, depth, quoted = Form.PARAGRAPH, 1, 0
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                lists.append(None)
            case "ordered_list_open":
                lists.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_close" if lists[-1] is not None:
                lists[-1] += 1
            case "blockquote_open" | "blockquote_close":
                quoted += token.nesting
            case "heading_open":
                form, depth = Form.HEADING, int(token.tag[1])
            case "paragraph_open":
                form, depth = _form(lists, quoted), max(1, len(lists))
            case "inline":
                number = lists[-1] if lists and form is Form.NUMBERED else None
                yield Block(form, tuple(_runs(token.children or [])), depth, number or 0)


def _form(lists: list[int | None], quoted: int) -> Form:
    if lists:
        return Form.ITEM if lists[-1] is None else Form.NUMBERED
    return Form.QUOTE if quoted else Form.PARAGRAPH


def _runs(tokens: list["Token"]) -> Iterator[Run]:
    strong = emphasis = 0
    href = ""
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                emphasis += token.nesting
            case "link_open":
                href = str(token.attrs.get("href", ""))
            case "link_close":
                href = ""
            case "softbreak" | "hardbreak":
                yield Run("\n", bool(strong), bool(emphasis))
            case _ if token.content:
                yield Run(token.content, bool(strong), bool(emphasis), href)
