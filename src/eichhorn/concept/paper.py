"""The strategy as a document to hand on: for Word, and as a PDF."""

import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import docx
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx.document import Document
from docx.text.paragraph import Paragraph

from eichhorn.concept import words
from eichhorn.concept.models import Version
from eichhorn.concept.queries import answers
from eichhorn.foundation import press, prose
from eichhorn.foundation.prose import Block, Form
from eichhorn.people import queries as people

SOURCE = Path(__file__).with_name("concept.typ")
DEEPEST = 3
"""Word knows lists of three levels by name."""
SHOWN = {Form.ITEM: "List Bullet", Form.NUMBERED: "List Number"}


@dataclass(frozen=True, slots=True)
class Chapter:
    """One answer."""

    name: str
    question: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the document says, whatever it is made into."""

    language: str
    title: str
    house: str
    facts: tuple[str, ...]
    """Lines below the title: which version, from when, who decided it."""
    chapters: tuple[Chapter, ...]
    changes: tuple[Block, ...]
    changes_name: str
    page: str
    of: str


def sheet(version: Version) -> Sheet:
    """Return the version as a document in the language of whoever asks. Two queries."""
    said = answers(version)
    chapters = tuple(
        Chapter(str(asked.name), str(asked.question), prose.blocks(said[question].text) if question in said else ())
        for question, asked in words.QUESTIONS.items()
    )
    return Sheet(
        language=translation.get_language() or "de", title=_("Social media strategy"), house=people.organisation().name,
        facts=tuple(_facts(version)), chapters=chapters, changes=tuple(_changes(version)),
        changes_name=_("What this version changes"), page=_("Page"), of=_("of"),
    )  # fmt: skip


def pdf(sheet: Sheet) -> bytes:
    """Return the document as a PDF, or raise press.NotInTime."""
    return press.printed(SOURCE, asdict(sheet))


def word(sheet: Sheet) -> bytes:
    """Return the document as a file of Word (Office Open XML), with its own headings, so that a contents page finds them."""
    made: Document = docx.Document()
    made.core_properties.title, made.core_properties.author = sheet.title, sheet.house
    made.core_properties.language = sheet.language
    made.add_heading(sheet.title, 0)
    made.add_paragraph("\n".join((sheet.house, *sheet.facts)))
    for number, chapter in enumerate(sheet.chapters, start=1):
        made.add_heading(f"{number} {chapter.name}", 1)
        made.add_paragraph(chapter.question, style="Subtitle").paragraph_format.keep_with_next = True
        _put(made, chapter.blocks)
    if sheet.changes:
        made.add_heading(sheet.changes_name, 1)
        _put(made, sheet.changes)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _put(made: Document, blocks: Iterable[Block]) -> None:
    for block in blocks:
        if block.form is Form.HEADING:
            _say(made.add_heading(level=min(block.depth + 1, 9)), block)
        else:
            _say(made.add_paragraph(style=_style(block)), block)


def _style(block: Block) -> str:
    if block.form is Form.QUOTE:
        return "Quote"
    if block.form is Form.PARAGRAPH:
        return "Normal"
    depth = min(block.depth, DEEPEST)
    return SHOWN[block.form] + (f" {depth}" if depth > 1 else "")


def _say(paragraph: Paragraph, block: Block) -> None:
    for run in block.runs:
        written = paragraph.add_run(run.text)
        written.bold, written.italic = run.strong or None, run.emphasis or None
    for href in dict.fromkeys(run.href for run in block.runs if run.href and run.href != run.text):
        paragraph.add_run(f" ({href})")


def _facts(version: Version) -> Iterable[str]:
    if version.begins_on is None:
        yield _("Version %(number)s, a draft") % {"number": version.number}
        return
    yield _("Version %(number)s, from %(day)s") % {
        "number": version.number, "day": date_format(version.begins_on, "DATE_FORMAT")
    }  # fmt: skip
    if version.decided_by is not None:
        yield _("Decided by %(name)s") % {"name": version.decided_by.name}
    if version.review_on is not None:
        yield _("To be looked at again on %(day)s") % {"day": date_format(version.review_on, "DATE_FORMAT")}


def _changes(version: Version) -> Iterable[Block]:
    for told in (version.what_changed, version.why):
        if told:
            yield from prose.blocks(told)
