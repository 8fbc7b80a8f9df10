"""The check engine: what it marks, what it leaves alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.guidelines.rules import (
    CheckKind,
    Facts,
    PictureFacts,
    Rule,
    SettingsRefused,
    Severity,
    WordRule,
    check,
    mended,
    read_settings,
)


def rule(kind: CheckKind, *, words: tuple[WordRule, ...] = (), labels: tuple[str, ...] = (), language: str = "") -> Rule:
    return Rule(
        check_id=1, kind=kind, severity=Severity.WARNS, clause_number=4, clause_title="Verständlich schreiben",
        clause_text="Wir schreiben, wie wir am Gartenzaun reden würden.", agreed_by="mit allen Abteilungen",
        language=language, labels=labels, words=words,
    )  # fmt: skip


OFFICIAL = rule(CheckKind.WORDS, words=(WordRule("halbseitig gesperrt", "eine Fahrspur ist gesperrt"), WordRule("zwecks", "")))


def test_a_word_of_the_list_is_found_with_its_passage_and_recommendation() -> None:
    text = "Die Straße ist halbseitig  gesperrt."
    (finding,) = check(Facts(text=text, language="de"), [OFFICIAL])
    assert text[finding.start : finding.end] == finding.found == "halbseitig  gesperrt"
    assert mended(text, finding) == "Die Straße ist eine Fahrspur ist gesperrt."


def test_a_word_inside_another_word_is_left_alone() -> None:
    assert check(Facts(text="Bezwecksel und zwecksam", language="de"), [OFFICIAL]) == ()


def test_umlauts_and_capitals_are_found() -> None:
    straße = rule(CheckKind.WORDS, words=(WordRule("straßenmaßnahme", "bauarbeiten"),))
    (finding,) = check(Facts(text="STRASSE? Straßenmaßnahme!", language="de"), [straße])
    assert finding.instead == "Bauarbeiten"


def test_a_rule_for_german_leaves_english_alone() -> None:
    assert check(Facts(text="zwecks", language="en"), [rule(CheckKind.WORDS, words=(WordRule("zwecks", ""),), language="de")]) == ()


@pytest.mark.parametrize("alt", ["", "  ", "Bild", "foto.", "IMG_2041.jpg", "bagger.png", "DSC 1234", "IMG_2041"])
def test_a_description_that_describes_nothing_is_found(alt: str) -> None:
    assert check(Facts(text="", language="de", pictures=(PictureFacts("a.png", alt),)), [rule(CheckKind.ALT_TEXT)])


@pytest.mark.parametrize("alt", ["Kleiner Bagger an der Ecke Birkenweg", "Ein Bild von Anna"])
def test_a_description_in_words_is_in_order(alt: str) -> None:
    assert not check(Facts(text="", language="de", pictures=(PictureFacts("a.png", alt),)), [rule(CheckKind.ALT_TEXT)])


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("Werbung: drei Wallboxen", True),
        ("#Werbung drei Wallboxen", True),
        ("Anzeige | neu", True),
        ("Drei Wallboxen. Werbung", False),
        ("Werbungskosten absetzen", False),
        ("", False),
    ],
)
def test_with_a_consideration_the_label_stands_first(text: str, fine: bool) -> None:
    findings = check(Facts(text=text, language="de", consideration=True), [rule(CheckKind.AD_LABEL, labels=("Werbung", "Anzeige"))])
    assert (findings == ()) is fine


def test_without_a_consideration_no_label_is_asked_for() -> None:
    assert check(Facts(text="Drei Wallboxen", language="de"), [rule(CheckKind.AD_LABEL)]) == ()


@given(st.text(), st.text(min_size=1).filter(lambda word: word.strip()))
def test_every_passage_lies_in_the_text_and_mending_takes_it_away(text: str, word: str) -> None:
    one = rule(CheckKind.WORDS, words=(WordRule(word, "§§"),))
    for finding in check(Facts(text=text, language="de"), [one]):
        assert text[finding.start : finding.end] == finding.found
        assert mended(text, finding) == text[: finding.start] + "§§" + text[finding.end :]


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        (CheckKind.ALT_TEXT, {"words": []}),
        (CheckKind.AD_LABEL, {}),
        (CheckKind.AD_LABEL, {"labels": [""]}),
        (CheckKind.WORDS, {"words": []}),
        (CheckKind.WORDS, {"words": [{"instead": "x"}]}),
        (CheckKind.WORDS, {"words": ["x"]}),
    ],
)
def test_settings_that_do_not_say_what_to_check_are_refused(kind: CheckKind, settings: dict[str, object]) -> None:
    with pytest.raises(SettingsRefused):
        read_settings(kind, settings)
