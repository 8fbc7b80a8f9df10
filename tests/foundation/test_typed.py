"""What people type: signs that nobody sees make no text, and no name looks like another one because of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.foundation.typed import OVERRIDES, is_blank, one_line, row_number


@pytest.mark.parametrize(
    "text",
    ["", " \t\n", "\u200b", "\u2060\ufeff", "\u202e\u202c", "\u00a0\u3000", "\u2800", "\u3164", "\u0301", "\u00ad"],
)
def test_a_text_of_which_nothing_is_seen_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "\u200ba", "-", "🙂", "👩\u200d🔧", "مرحبا", "7", "\u200f؟", "é"])
def test_a_text_of_which_something_is_seen_is_not(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Baustelle\u00a0 Nordring\r\n", "Baustelle Nordring"),
        ("rechnung\u202egnp.exe", "rechnunggnp.exe"),
        ("Stadt\u200bwerke\ufeff", "Stadtwerke"),
        ("Technik 👩\u200d🔧", "Technik 👩\u200d🔧"),
        ("دانش\u200cنامه", "دانش\u200cنامه"),
    ],
)
def test_one_line_keeps_what_is_seen(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("7", 7),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("-1", None),
        ("²", None),
        ("٣", None),
        ("", None),
        ("1e9", None),
    ],
)
def test_only_the_number_of_a_row_is_one(typed: str, number: int | None) -> None:
    assert row_number(typed) == number


@given(st.text())
def test_one_line_is_one_line_and_done_once(text: str) -> None:
    line = one_line(text)
    assert one_line(line) == line
    assert "\n" not in line
    assert not OVERRIDES & set(line)
