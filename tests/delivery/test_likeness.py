"""Whether two texts are one post: what networks do to a text changes nothing, and what nobody wrote is like nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eichhorn.delivery.likeness import ALIKE, ENOUGH, SAME, Planned, best, certain, essence, like, links

TEXT = (
    "Ab Montag, 15. Juni, erneuern wir am Nordring die Trinkwasserleitung. Danke @ada@erlengrund.social!\n\n"
    "Mehr: https://www.erlengrund.example/baustellen/nordring?a=1&b=2 #Nordring"
)
SAID_AT = datetime(2026, 6, 9, 7, 0, tzinfo=UTC)
word = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüßéñ", min_size=5, max_size=12)
words = st.lists(word, min_size=12, max_size=30).map(" ".join)
"""Long enough to be known again: 60 letters at least."""


@pytest.mark.parametrize(
    "as_shown",
    [
        TEXT.replace("@ada@erlengrund.social", "@ada"),
        TEXT.replace("\n\n", " "),
        TEXT.upper().replace("HTTPS://WWW.ERLENGRUND.EXAMPLE", "https://www.erlengrund.example"),
        TEXT.replace("https://www.", ""),
        TEXT.replace(
            "https://www.erlengrund.example/baustellen/nordring?a=1&b=2", "erlengrund.example/baustellen/nor…"
        ),
        TEXT.replace("#", ""),
        "  " + TEXT.replace(" ", "\u00a0") + "\u200b",
    ],
    ids=["mention", "lines", "case", "link without scheme", "cut link", "hashtag", "spaces"],
)
def test_what_networks_do_to_a_text_leaves_it_the_same(as_shown: str) -> None:
    assert like(TEXT, as_shown) == SAME
    assert certain(TEXT, as_shown)


def test_a_link_that_was_replaced_is_the_same_text_but_not_certain() -> None:
    shortened = TEXT.replace("https://www.erlengrund.example/baustellen/nordring?a=1&b=2", "https://t.co/Xy12")
    assert like(TEXT, shortened) == SAME
    assert not certain(TEXT, shortened)


def test_another_date_is_alike_and_never_certain() -> None:
    moved = TEXT.replace("15. Juni", "22. Juni")
    assert ALIKE <= like(TEXT, moved) < SAME
    assert not certain(TEXT, moved)


def test_a_text_with_a_sentence_more_is_alike() -> None:
    assert like(TEXT, TEXT + " Wir bitten um Verständnis. " * 12) >= ALIKE


@pytest.mark.parametrize("short", ["Guten Morgen", "Danke!", "🎉", "https://erlengrund.example/a", ""])
def test_a_short_text_is_alike_only_what_says_the_same(short: str) -> None:
    assert like(short, f"{short} x") < ALIKE
    assert not certain(short, short)


def test_texts_about_different_things_are_not_alike() -> None:
    other = "Unsere Ausbildungsplätze ab September: Anlagenmechanik, Elektronik und Büro. Bewerbungen bis Ende Juli."
    assert like(TEXT, other) < ALIKE


@given(words)
@example("a" * ENOUGH)
def test_a_text_is_the_same_as_itself_however_it_is_spaced_and_written(text: str) -> None:
    assert like(text, "\n".join(text.upper().split())) == (SAME if essence(text) else 0)


@given(words, words)
def test_it_does_not_matter_which_text_comes_first(one: str, other: str) -> None:
    assert like(one, other) == like(other, one)
    assert certain(one, other) == certain(other, one)
    assert not certain(one, other) or like(one, other) == SAME


@given(words, st.integers(min_value=0, max_value=59))
def test_one_letter_more_or_less_stays_alike(text: str, at: int) -> None:
    if len(essence(text)) > ENOUGH:
        assert like(text, text[:at] + text[at + 1 :]) >= ALIKE


@given(st.text())
def test_any_text_is_read_without_harm(text: str) -> None:
    assert 0 <= like(text, TEXT) <= SAME
    assert essence(essence(text)) == essence(text) or links(essence(text))


def test_of_two_plans_the_one_that_is_due_nearer_is_meant() -> None:
    plans = [Planned(1, (TEXT,), SAID_AT + timedelta(days=9)), Planned(2, (TEXT,), SAID_AT + timedelta(days=2))]
    found = best(TEXT, SAID_AT, plans)
    assert found is not None
    assert (found.slot_id, found.likeness, found.certain) == (2, SAME, True)


@pytest.mark.parametrize(
    ("due_in", "meant"),
    [(timedelta(days=-3), True), (timedelta(days=-3, seconds=-1), False), (timedelta(days=30), True),
     (timedelta(days=30, seconds=1), False)],
)  # fmt: skip
def test_only_what_is_due_about_then_is_meant(due_in: timedelta, *, meant: bool) -> None:
    assert (best(TEXT, SAID_AT, [Planned(1, (TEXT,), SAID_AT + due_in)]) is not None) is meant


def test_an_idea_without_a_date_may_be_meant() -> None:
    assert best(TEXT, SAID_AT, [Planned(1, ("Ganz anderes", TEXT), None)]) is not None
    assert best(TEXT, SAID_AT, [Planned(1, (), None)]) is None
