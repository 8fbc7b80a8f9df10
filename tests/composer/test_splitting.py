"""Cutting a long text into a thread: every part fits, nothing is lost, and what belongs together stays together."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.composer.rules.appearing import Kind, runs, style
from eichhorn.composer.rules.splitting import TooMany, Uncuttable, plain_parts, split
from eichhorn.content.rules import MOST_PARTS
from eichhorn.foundation.text import GRAPHEME, Unit, length

PIECES = st.sampled_from(
    [
        "Wir bauen. ", "Das Wasser fließt, z. B. am 15. Juni um 9:30 Uhr! ", "Dr. Voss sagt: „Ja.“ ", "https://erlengrund.example/a/b?c=d#e ",
        "@anna@stadt.social ", "#WirSindErlengrund ", "1.234,56 Euro ", "👨‍👩‍👧‍👦", "🇩🇪", "e\u0301", "\n\n", "Eine Frage? ", "usw. und so weiter. ",
        "Donaudampfschifffahrtsgesellschaft ", "@{Anna Said} ", "x",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def within(most: int, unit: Unit = Unit.GRAPHEMES):  # type: ignore[no-untyped-def]
    return lambda part, _place: length(part, unit) <= most


def squeezed(words: str) -> str:
    return regex.sub(r"\s+", "", words)


def marked(words: str) -> list[str]:
    return [run.shown for run in runs(words, style("matrix")) if run.kind is not Kind.PLAIN]


@given(TEXTS, st.integers(40, 200), st.sampled_from(list(Unit)), st.booleans())
def test_every_part_fits_and_nothing_is_lost_or_cut(words: str, most: int, unit: Unit, numbered: bool) -> None:
    try:
        found = split(words, fits=within(most, unit), numbered=numbered)
    except (Uncuttable, TooMany):
        return
    assert all(length(part, unit) <= most for part in found)
    plain = plain_parts("\n---\n".join(found)) if numbered else found
    assert squeezed("".join(plain)) == squeezed(words)
    assert [mark for part in plain for mark in marked(part)] == marked(words)
    assert sorted(GRAPHEME.findall(squeezed("".join(plain)))) == sorted(GRAPHEME.findall(squeezed(words)))


@given(TEXTS, st.booleans())
def test_splitting_again_changes_nothing(words: str, numbered: bool) -> None:
    try:
        once = split(words, fits=within(80), numbered=numbered)
        again = split("\n---\n".join(once), fits=within(80), numbered=numbered)
    except (Uncuttable, TooMany):
        return
    assert squeezed("".join(plain_parts("\n---\n".join(again)))) == squeezed("".join(plain_parts("\n---\n".join(once))))


@pytest.mark.parametrize(
    ("words", "most", "parts"),
    [
        ("Erster Satz. Zweiter Satz. Dritter.", 26, ("Erster Satz. Zweiter Satz.", "Dritter.")),
        ("Am 15. Juni kommt Dr. Voss. Gern.", 28, ("Am 15. Juni kommt Dr. Voss.", "Gern.")),
        ("Es gibt z. B. Kaffee. Und Tee.", 22, ("Es gibt z. B. Kaffee.", "Und Tee.")),
        ("Built in 1962. Now it is e.g. old. Yes.", 34, ("Built in 1962. Now it is e.g. old.", "Yes.")),
        ("Wirklich?! „Ja.“ Gut.", 16, ("Wirklich?! „Ja.“", "Gut.")),
        ("Ein Absatz\n\nNoch einer", 12, ("Ein Absatz", "Noch einer")),
        ("eins zwei drei vier", 9, ("eins zwei", "drei vier")),
        ("abcdefghij", 4, ("abcd", "efgh", "ij")),
        ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 2, ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦")),
        ("Kurz.", 5, ("Kurz.",)),
        ("", 5, ("",)),
    ],
)
def test_cuts_are_made_where_one_breathes(words: str, most: int, parts: tuple[str, ...]) -> None:
    assert split(words, fits=within(most)) == parts


def test_a_number_counts_with_its_part() -> None:
    found = split("Erster Satz. Zweiter Satz. Dritter.", fits=within(17), numbered=True)
    assert found == ("Erster Satz. 1/3", "Zweiter Satz. 2/3", "Dritter. 3/3")
    assert split("\n---\n".join(found), fits=within(17), numbered=True) == found
    assert split("\n---\n".join(found), fits=within(17)) == ("Erster Satz.", "Zweiter Satz.", "Dritter.")


def test_from_the_tenth_part_on_numbers_are_longer() -> None:
    found = split("Acht Buc. " * 12, fits=within(15), numbered=True)
    assert (found[0], found[-1], len(found)) == ("Acht Buc. 1/12", "Acht Buc. 12/12", 12)


@pytest.mark.parametrize(
    "what", ["https://erlengrund.example/sehr/lang", "#EinSehrLangesSchlagwort", "1.234.567.890,12", "@{Anna Said}"]
)
def test_what_must_not_be_cut_and_does_not_fit_is_named(what: str) -> None:
    with pytest.raises(Uncuttable) as named:
        split(f"Siehe {what} dort", fits=within(9))
    assert named.value.what.startswith(what.split(maxsplit=1)[0])


@pytest.mark.parametrize(("number", "fine"), [(MOST_PARTS, True), (MOST_PARTS + 1, False)])
def test_a_thread_has_an_end(number: int, fine: bool) -> None:
    words = "Ein Satz. " * number
    if fine:
        assert len(split(words, fits=within(9))) == number
    else:
        with pytest.raises(TooMany):
            split(words, fits=within(9))
