"""How X counts characters: examples from its own documentation, and what must hold for every text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.foundation.text import Unit, length, length_with_links

PLAIN = st.text(st.characters(codec="ascii", categories=("L", "N", "Zs")), max_size=80)
ANY = st.text(max_size=60)


def weight(text: str) -> int:
    return length_with_links(text, Unit.WEIGHTED, link_length=23)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This is a test.", 15),
        ("Hello, world! 👋", 16),
        ("👾", 2),
        ("🙋🏽", 2),
        ("👨‍🎤", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("🇩🇪", 2),
        ("1️⃣", 2),
        ("©", 1),
        ("©️", 2),
        ("한국", 4),
        ("café", 4),
        ("cafe\u0301", 4),
        ("„Größe“ – ja", 12),
        ("5 €", 4),
        ("usw…", 5),
    ],
)
def test_characters_weigh_what_x_says(text: str, expected: int) -> None:
    assert weight(text) == length(text, Unit.WEIGHTED) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://test.com", 23),
        ("test.com", 23),
        ("Test https://test.com test https://test.com test.com test", 86),
        ("https://example.com/very/long/path?with=this&and=that#there", 23),
        ("Mehr: https://erlengrund.example/nordring. Danke", 6 + 23 + 7),
        ("(https://de.wikipedia.org/wiki/Nordring_(Erlengrund))", 25),
        ("„https://erlengrund.example/bäder“", 25),
        ("stadtwerke-erlengrund.de/baustellen?ort=nord", 23),
        ("http://пример.example/путь", 23),
        ("HTTPS://WWW.Example.COM/index.html", 23),
        ("http://user:geheim@example.com:8080/", 23),
        ("example.com.nirgendwo", 23 + 10),
    ],
)
def test_every_link_weighs_the_same(text: str, expected: int) -> None:
    assert weight(text) == expected


@pytest.mark.parametrize(
    "text",
    ["info@test.com", "test.com@stadt", "@test.com", "#test.com", "z.B. so", "Halt.Weiter", "3.14", "v1.2.3", "."],
)
def test_what_only_looks_like_a_link_weighs_what_it_is(text: str) -> None:
    assert weight(text) == len(text)


@given(PLAIN)
def test_plain_letters_weigh_one_each(text: str) -> None:
    assert weight(text) == len(text)


@given(ANY)
def test_composed_and_decomposed_letters_weigh_the_same(text: str) -> None:
    assert weight(unicodedata.normalize("NFD", text)) == weight(unicodedata.normalize("NFC", text))


@given(ANY)
def test_no_character_weighs_more_than_two(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert length(text, Unit.WEIGHTED) <= 2 * len(composed)


@given(ANY, ANY)
def test_lines_weigh_what_they_weigh_alone(above: str, below: str) -> None:
    assert weight(f"{above}\n{below}") == weight(above) + 1 + weight(below)


@given(st.from_regex(r"https://[a-z]{1,12}\.(de|com)(/[a-z0-9]{1,30}){0,3}", fullmatch=True), PLAIN)
def test_a_link_of_any_length_weighs_23(link: str, text: str) -> None:
    assert weight(f"{text} {link}") == weight(text) + 1 + 23
