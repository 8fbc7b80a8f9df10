"""Passages are words, not places; and a wording takes its place only where there is no doubt about which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.remarks.rules import LONGEST_PASSAGE, LONGEST_REMARK, Unfit, UnfitRemark, named, reworded, said

TEXT = "Ab Montag, 15. Juni, erneuern wir die Leitung."
WORDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=60)


def why(text: str = "", passage: str = "", wording: str = "") -> Unfit | None:
    try:
        said(text, passage, wording, texts=[TEXT])
    except UnfitRemark as problem:
        return problem.why
    return None


@pytest.mark.parametrize(
    ("given_", "problem"),
    [
        (("Stimmt das?",), None),
        ((" \n ",), Unfit.EMPTY),
        (("", "15. Juni", "16. Juni"), None),
        (("", "15. Juni", ""), Unfit.EMPTY),
        (("", "", "16. Juni"), Unfit.NO_PASSAGE),
        (("Falsch.", "17. Juni"), Unfit.NOT_THERE),
        (("x" * LONGEST_REMARK,), None),
        (("x" * (LONGEST_REMARK + 1),), Unfit.TOO_LONG),
        (("Falsch.", "x" * (LONGEST_PASSAGE + 1)), Unfit.TOO_LONG),
    ],
)
def test_a_remark_says_something_about_what_stands_there(given_: tuple[str, ...], problem: Unfit | None) -> None:
    assert why(*given_) == problem


def test_a_wording_takes_the_one_place_of_its_passage() -> None:
    texts = {None: TEXT, 7: "Ab Montag wird gebaut.", 0: ""}
    assert reworded(texts, "15. Juni", "16. Juni") == texts | {None: TEXT.replace("15.", "16.")}


@pytest.mark.parametrize(("passage", "problem"), [("Ab Montag", Unfit.SEVERAL), ("am Dienstag", Unfit.NOT_THERE)])
def test_where_there_is_no_place_or_a_choice_of_places_a_person_changes_it(passage: str, problem: Unfit) -> None:
    with pytest.raises(UnfitRemark) as refused:
        reworded({None: TEXT, 7: "Ab Montag wird gebaut."}, passage, "x")
    assert refused.value.why is problem


def test_places_that_overlap_are_a_choice_of_places() -> None:
    with pytest.raises(UnfitRemark):
        reworded({None: "aaa"}, "aa", "b")


@given(WORDS, WORDS, WORDS, WORDS)
def test_everything_outside_the_passage_stays_as_it_was(before: str, passage: str, after: str, wording: str) -> None:
    texts = {None: before + passage + after}
    try:
        found = reworded(texts, passage, wording)
    except UnfitRemark:
        return
    assert found == {None: before + wording + after}


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@Miriam Aydın, stimmt das?", {"Miriam Aydın"}),
        ("@miriam stimmt das?", {"Miriam Aydın"}),
        ("Frag @Jonas.", set()),  # there are two of them
        ("Frag @Jonas Brandt und @Miriam.", {"Jonas Brandt", "Miriam Aydın"}),
        ("@Miriams Vorschlag", set()),
        ("miriam@stadtwerke.example", set()),
        ("@", set()),
    ],
)
def test_an_at_calls_whom_it_surely_means(text: str, called: set[str]) -> None:
    assert named(text, ["Miriam Aydın", "Jonas Brandt", "Jonas Brandtner"]) == called


@given(WORDS)
def test_no_text_calls_somebody_who_is_not_in_the_house(text: str) -> None:
    assert named(text, ["Miriam Aydın", "Jonas Brandt"]) <= {"Miriam Aydın", "Jonas Brandt"}
