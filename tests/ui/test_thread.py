"""The thread: seven knots, one order."""

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.ui.kit import of_states
from eichhorn.ui.thread import FACT_LENGTH, Knot, KnotName, KnotState, Thread


def shown(tag: str, thread: Thread | None) -> str:
    return Template("{% load eichhorn %}{% " + tag + " thread %}").render(Context({"thread": thread}))


def test_a_thread_has_the_seven_knots_in_their_order() -> None:
    knots = of_states("dddnxxx").knots
    with pytest.raises(ValueError, match="goal, request, draft"):
        Thread(knots[:6])
    with pytest.raises(ValueError, match="goal, request, draft"):
        Thread(tuple(reversed(knots)))


@pytest.mark.parametrize(
    ("states", "here", "step"),
    [
        ("xxxxxxx", KnotName.GOAL, 1),
        ("nxxxxxx", KnotName.GOAL, 1),
        ("dsdnxxx", KnotName.CHECK, 4),
        ("ddddd?n", KnotName.DELIVERY, 6),
        ("dd!dd?n", KnotName.DRAFT, 3),
        ("ddddddd", KnotName.ANSWER, 7),
        ("dddsxxx", KnotName.DRAFT, 3),
    ],
)
def test_trouble_comes_before_the_present_and_the_present_before_the_past(
    states: str, here: KnotName, step: int
) -> None:
    thread = of_states(states)
    assert thread.here.name is here
    assert thread.step == step


@pytest.mark.parametrize(
    ("fact", "cut_fact"),
    [
        ("Vertrauen", "Vertrauen"),
        ("x" * FACT_LENGTH, "x" * FACT_LENGTH),
        ("x" * (FACT_LENGTH + 1), "x" * (FACT_LENGTH - 1) + "…"),
        ("Vertrauen: vorher erklären", "Vertrauen: vorher…"),
        ("Fassung 4, Miriam Aydın", "Fassung 4, Miriam…"),
    ],
)
def test_a_long_fact_is_cut_at_a_word(fact: str, cut_fact: str) -> None:
    assert Knot(KnotName.GOAL, KnotState.DONE, fact).fact == cut_fact


@given(st.text(max_size=80))
def test_no_fact_is_longer_than_allowed(fact: str) -> None:
    assert len(Knot(KnotName.GOAL, KnotState.DONE, fact).fact) <= FACT_LENGTH


def test_the_mini_thread_says_its_step_and_its_trouble() -> None:
    with translation.override("de"):
        page = shown("thread_mini", of_states("ddddd?x"))
    assert 'aria-label="Roter Faden, Schritt 6 von 7"' in page
    assert "Ausgang" in page
    assert "unsicher" in page
    assert page.count("<circle") == 7


def test_the_full_thread_tells_each_state_in_words_and_marks_the_step() -> None:
    with translation.override("en"):
        page = shown("thread_full", of_states("dsdnx!?"))
    assert page.count('aria-current="step"') == 2  # once folded for the phone, once open
    for word in ("done", "not part of this path", "now", "still to come", "stands still", "unsure"):
        assert f": {word}</span>" in page
    assert page.count("<ol") == 2


def test_the_upright_thread_names_seven_knots() -> None:
    with translation.override("de"):
        page = shown("thread_upright", of_states("ddddddn"))
    words = ["Ziel", "Anfrage", "Entwurf", "Prüfung", "Freigabe", "Ausgang", "Antwort"]
    assert [page.index(f"<b>{word}<") for word in words] == sorted(page.index(f"<b>{word}<") for word in words)


@pytest.mark.parametrize("tag", ["thread_full", "thread_mini", "thread_upright"])
def test_without_a_thread_nothing_is_shown(tag: str) -> None:
    assert shown(tag, None).strip() == ""


def test_the_thread_of_a_slot_comes_from_the_hall(settings: pytest.FixtureRequest) -> None:
    settings.EICHHORN_THREAD = "tests.ui.test_thread.of_slot"  # type: ignore[attr-defined]
    page = Template('{% load eichhorn %}{% thread_of 7 size="mini" %}').render(Context())
    assert "mini" in page
    assert Template("{% load eichhorn %}{% thread_of nothing %}").render(Context({"nothing": None})) == ""


def of_slot(slot_id: int, *, size: str) -> Thread:
    assert (slot_id, size) == (7, "mini")
    return of_states("dddnxxx")
