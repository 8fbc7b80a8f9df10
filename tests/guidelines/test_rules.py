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
    mended_everywhere,
    read_settings,
)


def rule(
    kind: CheckKind, *, words: tuple[WordRule, ...] = (), labels: tuple[str, ...] = (), language: str = ""
) -> Rule:
    return Rule(
        check_id=1, kind=kind, severity=Severity.WARNS, clause_number=4, clause_title="Verständlich schreiben",
        clause_text="Wir schreiben, wie wir am Gartenzaun reden würden.", agreed_by="mit allen Abteilungen",
        language=language, labels=labels, words=words,
    )  # fmt: skip


OFFICIAL = rule(
    CheckKind.WORDS, words=(WordRule("halbseitig gesperrt", "eine Fahrspur ist gesperrt"), WordRule("zwecks", ""))
)


def test_a_word_of_the_list_is_found_with_its_passage_and_recommendation() -> None:
    text = "Die Straße ist halbseitig  gesperrt."
    (finding,) = check(Facts(text=text, language="de"), [OFFICIAL])
    assert text[finding.start : finding.end] == finding.found == "halbseitig  gesperrt"
    assert mended(text, finding) == "Die Straße ist eine Fahrspur ist gesperrt."


def test_a_word_inside_another_word_is_left_alone() -> None:
    assert check(Facts(text="Bezwecksel und zwecksam", language="de"), [OFFICIAL]) == ()


def test_umlauts_and_capitals_are_found() -> None:
    street = rule(CheckKind.WORDS, words=(WordRule("straßenmaßnahme", "bauarbeiten"),))
    (finding,) = check(Facts(text="STRASSE? Straßenmaßnahme!", language="de"), [street])
    assert finding.instead == "Bauarbeiten"


@pytest.mark.parametrize("word", ["Straßengebühr", "STRASSENGEBÜHR", "Strassengebühr", "Straßengebu\u0308hr"])
def test_sharp_s_and_marks_are_found_however_they_are_written(word: str) -> None:
    fee = rule(CheckKind.WORDS, words=(WordRule("straßengebühr", "Beitrag"),))
    (finding,) = check(Facts(text=f"Die {word} steigt.", language="de"), [fee])
    assert finding.found == word


def test_a_letter_with_a_mark_is_another_letter() -> None:
    assert check(Facts(text="u\u0308", language="de"), [rule(CheckKind.WORDS, words=(WordRule("u", ""),))]) == ()


def test_a_rule_for_german_leaves_english_alone() -> None:
    assert (
        check(
            Facts(text="zwecks", language="en"), [rule(CheckKind.WORDS, words=(WordRule("zwecks", ""),), language="de")]
        )
        == ()
    )


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
    findings = check(
        Facts(text=text, language="de", consideration=True), [rule(CheckKind.AD_LABEL, labels=("Werbung", "Anzeige"))]
    )
    assert (findings == ()) is fine


def test_without_a_consideration_no_label_is_asked_for() -> None:
    assert check(Facts(text="Drei Wallboxen", language="de"), [rule(CheckKind.AD_LABEL)]) == ()


@given(st.text(), st.text(min_size=1).filter(lambda word: word.strip()))
def test_every_passage_lies_in_the_text_and_mending_takes_it_away(text: str, word: str) -> None:
    one = rule(CheckKind.WORDS, words=(WordRule(word, "§§"),))
    for finding in check(Facts(text=text, language="de"), [one]):
        assert text[finding.start : finding.end] == finding.found
        assert mended(text, finding) == text[: finding.start] + "§§" + text[finding.end :]


WORDS = st.sampled_from(
    ["zwecks", "Zwecks", "und", "halbseitig gesperrt", "Straße", "ß", "zweckszwecks", ".", "\n", "ÄRGER"]
)


@given(st.lists(WORDS).map(" ".join))
def test_taking_over_a_recommendation_removes_the_finding_everywhere(text: str) -> None:
    one = rule(CheckKind.WORDS, words=(WordRule("zwecks", "wegen"), WordRule("halbseitig gesperrt", "zur Hälfte zu")))
    facts = Facts(text=text, language="de")
    for finding in check(facts, [one]):
        after = mended_everywhere(facts, [one], finding.key)
        assert finding.key not in {left.key for left in check(Facts(text=after, language="de"), [one])}


@given(st.text(alphabet="abc äß.\n", max_size=40))
def test_a_text_without_words_of_the_list_has_no_finding(text: str) -> None:
    assert check(Facts(text=text, language="de"), [OFFICIAL]) == ()


@given(st.text(max_size=40))
def test_putting_the_label_first_removes_its_finding(text: str) -> None:
    one = rule(CheckKind.AD_LABEL, labels=("Werbung",))
    facts = Facts(text=text, language="de", consideration=True)
    for finding in check(facts, [one]):
        after = mended_everywhere(facts, [one], finding.key)
        assert check(Facts(text=after, language="de", consideration=True), [one]) == ()
        assert after.endswith(text)


@given(st.permutations([OFFICIAL, rule(CheckKind.ALT_TEXT), rule(CheckKind.AD_LABEL)]))
def test_findings_come_in_one_order_however_the_rules_come(rules: list[Rule]) -> None:
    facts = Facts(text="zwecks und zwecks", language="de", pictures=(PictureFacts("a.png", ""),), consideration=True)
    assert [f.start for f in check(facts, rules)] == [0, 0, 0, 11]
    assert [f.found for f in check(facts, rules)][-1] == "zwecks"


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
