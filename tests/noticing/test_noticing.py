"""What is noticed in the words of a request: days, gaps, pictures; and what becomes of it on the card and in the letter."""

import json
import os
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.desk import queries
from eichhorn.desk.rules import AnswerKind
from eichhorn.noticing.rules import LONGEST, MOST_WORDS, Kind, Notice, Words, notices
from eichhorn.noticing.rules.days import Day, days, vague
from eichhorn.people.rules import RoleKind
from tests import make
from tests.make.people import NOW

REAL = os.environ.get("EICHHORN_REAL_DATA", "")
TUESDAY = date(2026, 6, 9)
GOOD = "Ab Donnerstag, 11. Juni 2026, ist die Brücke offen. Anwohner sollen es vorher wissen."


def seen(text: str = GOOD, title: str = "Die Brücke ist offen", **more: object) -> dict[Kind, tuple[str, ...]]:
    known = {"came_on": TUESDAY, "zone": "Europe/Berlin", **more}
    return {one.kind: one.words for one in notices(Words(title=title, text=text, **known))}  # type: ignore[arg-type]


def test_in_a_good_request_nothing_is_noticed() -> None:
    assert seen() == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("am 5. Oktober 2015 um 19:30", (10, 5, 2015)), ("am 3.10. geht es los", (10, 3, None)), ("bis 05.10.26", (10, 5, 2026)),
        ("2026-06-11", (6, 11, 2026)), ("May 15th, 2025", (5, 15, 2025)), ("on June 1 we open", (6, 1, None)),
        ("the 2nd of March", (3, 2, None)), ("3/17", (3, 17, None)), ("17/3", (3, 17, None)), ("am 1. Jänner", (1, 1, None)),
        ("17th-18th June", (6, 18, None)), ("18th June 2 Day event", (6, 18, None)), ("in der Nacht zum 1.1.2027.", (1, 1, 2027)),
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(text: str, expected: tuple[int, int, int | None]) -> None:
    assert [(one.month, one.day, one.year) for one in days(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "24/7 erreichbar", "Version 1.2.3 und 10.20.30.40", "1/2 Stunde", "https://news.example/2026/06/11/x", "Tel. 0711/123",
        "am 41.10.", "am 3.13.", "Kapitel 3.1", "im Mai", "Zimmer 12, 4. Stock", "13.30 Uhr", "5-10-20 Menschen", "a@3.10.example",
    ],
)  # fmt: skip
def test_what_is_no_day_is_not_taken_for_one(text: str) -> None:
    assert days(text) == ()


def test_a_date_with_strokes_that_has_two_readings_is_never_guessed() -> None:
    assert days("2/9/21") == (Day("2/9/21", 2, 9, 2021, (9, 2)),)
    assert seen(GOOD + " Bis 2/9/26.")[Kind.TWO_READINGS] == ("2/9/26",)
    assert Kind.TWO_READINGS not in seen("Bis 17/9/26 oder am 9/9/26.")


def test_the_same_day_named_twice_is_one() -> None:
    assert [one.words for one in days("Am 5. Oktober, also am 05.10.2015")] == ["05.10.2015"]
    assert seen("Am 5. Oktober 2026, das ist der 5.10.") == {}
    assert seen("Am 5. Oktober 2026 oder am 6.10.2026")[Kind.SEVERAL_DATES] == ("5. Oktober 2026", "6.10.2026")


def test_a_day_that_only_they_know_is_none() -> None:
    assert vague("Guten Morgen, bitte bis morgen, ASAP") == ("morgen", "asap")
    assert seen("Bitte am Wochenende bringen, danke.") == {Kind.VAGUE_DATE: ("am wochenende",)}
    assert seen("Bitte am Wochenende bringen, danke.", has_wish=True) == {}


def test_no_date_is_noticed_only_where_nobody_said_that_any_is_welcome() -> None:
    assert seen("Wir haben eine neue Brücke.") == {Kind.NO_DATE: ()}
    assert seen("Wir haben eine neue Brücke.", any_date=True) == {}


def test_a_year_and_a_day_that_has_passed() -> None:
    assert seen("Am 11. Juni öffnet sie.") == {Kind.NO_YEAR: ("11. Juni",)}
    assert seen("Am 8.6.2026 öffnete sie.") == {Kind.PAST_DATE: ("8.6.2026",)}
    assert seen("Am 9.6.2026 öffnet sie.") == {}


def test_times_of_other_zones_and_of_the_wrong_half_of_the_year() -> None:
    assert seen("On 4 October 2026, 11:00 ET / 17:00 CET.") == {
        Kind.OTHER_ZONE: ("11:00 ET",), Kind.WRONG_SEASON: ("17:00 CET",),
    }  # fmt: skip
    assert seen("Am 4. Oktober 2026, 17 Uhr MESZ.") == {}
    assert seen("Am 4. Dezember 2026, 17 Uhr MESZ.") == {Kind.WRONG_SEASON: ("17 Uhr MESZ",)}


@pytest.mark.parametrize(
    "text", ["", "Beschreibung:\n\nWann?\n\nTexte:\n", "(kommt noch)", "<!-- A clear description -->\n- [x] Ja", "…"]
)
def test_headings_and_ticks_alone_say_nothing(text: str) -> None:
    assert Kind.EMPTY in seen(text)


def test_a_line_of_two_sentences_is_no_heading_of_a_form_even_where_it_ends_with_a_question() -> None:
    assert Kind.EMPTY not in seen("Am Markt steht unsere neue Ladesäule. Können Sie sie zeigen?")
    assert Kind.EMPTY in seen("Was soll gezeigt werden?")


@pytest.mark.parametrize("title", ["[REQUEST]", "[ANFRAGE] - ", "Titel", "[X]: Title", "–"])
def test_a_title_of_a_form_says_nothing(title: str) -> None:
    assert Kind.TITLE in seen(title=title)
    assert Kind.TITLE not in seen(title=f"{title} Brücke")


def test_what_still_has_to_be_put_in_is_shown() -> None:
    assert seen(f"{GOOD} [LINK EINFÜGEN ZUR SEITE] und (link)")[Kind.PLACEHOLDER] == (
        "[LINK EINFÜGEN ZUR SEITE]",
        "(link)",
    )
    assert seen(f"{GOOD} A clear and concise description of what it is.")[Kind.TEMPLATE]
    assert seen(f"[Impro] {GOOD} [sic] (wirklich)") == {}


def test_a_picture_that_is_spoken_of_is_missed_until_it_is_there() -> None:
    assert seen(f"{GOOD} Das Foto hat Jonas.") == {Kind.PICTURE: ("Foto",)}
    assert seen(f"{GOOD} Das Foto hat Jonas.", has_picture=True) == {}


def test_passing_on_what_others_said_is_noticed() -> None:
    assert seen(f"{GOOD} Bitte retweeten, danke.") == {Kind.AMPLIFY: ("retweeten",)}
    assert seen(f"{GOOD} Wir teilen uns die Arbeit.") == {}


PIECES = st.sampled_from(
    ["3.10.", "5. Oktober", "[", "]", "(link)", "\n", ": ", "Bild", "17 Uhr MEZ", "2/9/21", "://", "ü", "9" * 30]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join))
def test_whatever_is_written_is_read_and_every_passage_stands_in_it(text: str) -> None:
    found = notices(Words(title=text[:160], text=text, came_on=TUESDAY, zone="Europe/Berlin"))
    assert len({one.kind for one in found}) == len(found)
    for one in found:
        assert len(one.words) <= MOST_WORDS
        plain = re.sub(r"\s+", " ", f"{text[:160]}\n{text}").casefold()
        assert all(re.sub(r"\s+", " ", words).casefold() in plain for words in one.words), one


def test_a_text_without_end_is_read_up_to_a_length() -> None:
    assert seen("ä" * LONGEST + " 3.10.2026", any_date=True) == {}
    assert seen("ä" * (LONGEST - 11) + " 3.10.2020")[Kind.PAST_DATE] == ("3.10.2020",)
    for hard in (
        "[" * LONGEST,
        "1/" * LONGEST,
        "(" * LONGEST,
        "<!--" * LONGEST,
        "3." * LONGEST,
        "am " * LONGEST,
        "www." * LONGEST,
    ):
        assert isinstance(notices(Words(hard[:160], hard, TUESDAY, "Europe/Berlin")), tuple)


NOTED = {
    "dotnet-foundation/content#10": {Kind.TITLE, Kind.EMPTY, Kind.TEMPLATE, Kind.NO_DATE},
    "dotnet-foundation/content#62": {Kind.TEMPLATE, Kind.NO_YEAR, Kind.PICTURE, Kind.AMPLIFY},
    "dotnet-foundation/content#179": {Kind.SEVERAL_DATES, Kind.PICTURE},
    "kubernetes/community#5467": {Kind.TWO_READINGS, Kind.OTHER_ZONE},
    "joomla/socialmedia#60": {Kind.TITLE, Kind.EMPTY},
    "joomla/socialmedia#27": {Kind.NO_DATE},
    "Giveth/giveth-planning#1561": {Kind.OTHER_ZONE, Kind.WRONG_SEASON},
    "AGVM/www.agv-muenchen.de#312": {Kind.SEVERAL_DATES, Kind.PLACEHOLDER, Kind.PICTURE},
    "AGVM/www.agv-muenchen.de#306": {Kind.NO_DATE, Kind.PICTURE},
}
"""What people noted beside real requests, and only somebody who read them attentively knew."""


@pytest.mark.skipif(
    not REAL, reason="needs the folder of real texts that EICHHORN_REAL_DATA names; it belongs to no repository"
)
def test_what_people_noticed_in_real_requests_is_noticed() -> None:
    lines = (Path(REAL) / "requests_real_issues" / "requests.jsonl").read_text().splitlines()
    read = {one["id"]: one for one in map(json.loads, lines)}
    for ident, kinds in NOTED.items():
        one = read[ident]
        found = seen(one["request"], one["title"], came_on=date.fromisoformat(one["created"]))
        assert kinds <= set(found), ident
    for one in read.values():
        for text in (one["request"], "\n".join(one["handling"])):
            assert all(isinstance(notice, Notice) for notice in notices(Words(one["title"], text, TUESDAY, "UTC")))


@pytest.mark.django_db
def test_the_card_says_what_was_noticed_and_the_letter_asks_for_it() -> None:
    text = "Am 5. Oktober 2026 spielt die Gruppe, am 3.10.2026 beginnt das Semester. Bild: [hier einfügen] <b>"
    request = make.desk.request(title="Improtheater", text=text, wish=datetime(2026, 10, 1, 10))
    sheet = queries.triage(queries.whole_request(request.pk), now=NOW)
    letter = sheet.letters[AnswerKind.ASK_BACK]
    assert "Darin stehen mehrere Termine („5. Oktober 2026“, „3.10.2026“): Welcher gilt wofür?" in letter
    assert "Können Sie uns das Bild schicken" in letter
    browser = make.people.client_of(make.people.person(role=RoleKind.MANAGER))
    page = browser.get(reverse("desk:decide", args=[request.pk]), headers={"accept-language": "de"}).content.decode()
    assert "mehrere Termine: „5. Oktober 2026“, „3.10.2026“" in page
    assert "hier fehlt noch etwas: „[hier einfügen]“" in page


@pytest.mark.django_db
def test_one_question_is_asked_as_one() -> None:
    request = make.desk.request(title="Improtheater", text="Die Gruppe spielt. Das Plakat hängt im Foyer.")
    letter = queries.triage(queries.whole_request(request.pk), now=NOW).letters[AnswerKind.ASK_BACK]
    assert "fehlt uns noch eines: Können Sie uns das Bild schicken" in letter
