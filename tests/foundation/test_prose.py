"""Text with headings, lists and emphasis."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as trees

from eichhorn.foundation import prose
from eichhorn.foundation.prose import Block, Form, Run

TEXT = """# Wofür

Wir sprechen **mit** den Leuten,
nicht *über* sie. Mehr: [Leitbild](https://stadtwerke.example/leitbild)

1. Zuhören
2. Antworten
   - am selben Tag
   - freundlich

> Steter Tropfen
"""


def test_a_text_is_read_as_its_headings_paragraphs_lists_and_quotes() -> None:
    assert prose.blocks(TEXT) == (
        Block(Form.HEADING, (Run("Wofür"),), 1),
        Block(
            Form.PARAGRAPH,
            (
                Run("Wir sprechen "), Run("mit", strong=True), Run(" den Leuten,"), Run("\n"), Run("nicht "),
                Run("über", emphasis=True), Run(" sie. Mehr: "), Run("Leitbild", href="https://stadtwerke.example/leitbild"),
            ),
        ),
        Block(Form.NUMBERED, (Run("Zuhören"),), 1, 1),
        Block(Form.NUMBERED, (Run("Antworten"),), 1, 2),
        Block(Form.ITEM, (Run("am selben Tag"),), 2),
        Block(Form.ITEM, (Run("freundlich"),), 2),
        Block(Form.QUOTE, (Run("Steter Tropfen"),)),
    )  # fmt: skip


def test_on_a_page_its_headings_stand_below_those_of_the_page() -> None:
    made = prose.html(TEXT)
    assert "<h3>Wofür</h3>" in made
    assert '<a href="https://stadtwerke.example/leitbild" rel="noopener noreferrer">Leitbild</a>' in made
    assert "<br" in made


def test_a_list_may_begin_with_any_number() -> None:
    assert [block.number for block in prose.blocks("3. drei\n4. vier")] == [3, 4]


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[hier](javascript:alert(1))",
        "[hier](data:text/html,<b>)", "![Bild](https://elsewhere.example/spy.png)", "<javascript:alert(1)>",
        "[a]: javascript:alert(1)\n[a]", "[hier](vbscript:x)", "[hier](file:///etc/passwd)",
    ],
)  # fmt: skip
def test_nothing_that_somebody_typed_acts_on_a_page(typed: str) -> None:
    tree = trees.fragment_fromstring(prose.html(typed), create_parent="div")
    assert {element.tag for element in tree.iter()} <= {"div", "p", "a", "br"}
    assert all(link.get("href", "").startswith("https://") for link in tree.iter("a"))


def test_indented_lines_and_dashes_mean_themselves() -> None:
    assert [block.form for block in prose.blocks("    eingerückt\n\nText\n---\n```\nx\n```")] == [Form.PARAGRAPH] * 2


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400))
def test_whatever_is_typed_is_read_and_only_letters_of_ours_make_the_page(typed: str) -> None:
    prose.blocks(typed)
    tree = trees.fragment_fromstring(prose.html(typed) or "<p></p>", create_parent="div")
    allowed = {
        "div",
        "p",
        "a",
        "br",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "blockquote",
        "code",
    }
    assert {element.tag for element in tree.iter()} <= allowed
