"""The plan on paper: the same as on the page, and whatever somebody typed is set as text."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from eichhorn.calendar import paper, printing, queries
from eichhorn.calendar.paper import Sheet
from eichhorn.calendar.paper.sheets import Cell, Line, Section
from eichhorn.calendar.rules import Filter
from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from eichhorn.planning import services as planning
from eichhorn.planning.rules import Stage
from tests import make

HEAD = paper.Head("Stadtwerke", "Monat", "Alle Kanäle")
NASTY = [
    "# Kein *Titel* $x^2$ [a] {b} \\ #panic(1) <label> @ref // Ende", '#sys.inputs #read("/etc/passwd")', '"]); #let x = 1',
    "\u202egnp.exe \u2066 مرحبا بكم", "👩‍👩‍👧‍👦🎉 und 🏳️‍🌈", "W" * 200, "\x07\x00 unsichtbar", "\U0010ffff\ud7ff",
]  # fmt: skip


def sheet(words: str, kind: str) -> Sheet:
    """Return a sheet on which the words stand wherever words can stand."""
    line = Line("9:00", words, words, words, words)
    return Sheet(
        kind=kind, title=words, head=paper.Head(words, words, words), made=words, summary=(words,), more=words, language="de",
        page="Seite", of="von", weekdays=tuple("MDMDFSS"), columns=("Zeit", "Titel", "Kanäle", "Stand"),
        weeks=((Cell("1", True, words, (line,), (words,), words, words),),) if kind == "month" else (),
        sections=(Section(words, words, (line,), (words,), words, words),) if kind != "month" else (),
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["month", "list"])
def test_what_people_typed_is_set_as_text_whatever_it_looks_like(kind: str) -> None:
    assert paper.printed(sheet(" ".join(NASTY), kind)).startswith(b"%PDF-")


def test_a_word_of_ten_thousand_letters_breaks_where_the_column_ends() -> None:
    assert paper.printed(sheet("W" * 10_000, "list"), deadline_s=300).startswith(b"%PDF-")


def test_the_file_has_a_title_a_language_and_tags_for_screen_readers() -> None:
    pdf = paper.printed(sheet("Wasser", "month"))
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang (de)" in pdf or b"<dc:language>" in pdf
    assert b"<dc:title>" in pdf
    assert "Wasser · Wasser".encode() in pdf


def test_what_is_not_set_in_time_is_given_up() -> None:
    with pytest.raises(paper.NotInTime):
        paper.printed(sheet("Wasser", "month"), deadline_s=0.001)


def test_what_cannot_be_set_is_given_up_too() -> None:
    with pytest.raises(paper.NotInTime):
        paper.printed(replace(sheet("Wasser", "month"), language="no language"))


pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(house: Organisation) -> Client:
    client: Client = make.people.client_of(make.people.person("Miriam Aydın", role=RoleKind.MANAGER))
    return client


def kept_by(monkeypatch: pytest.MonkeyPatch) -> list[Sheet]:
    """Return the sheets that go to the press from now on; they are set all the same."""
    kept: list[Sheet] = []
    press = paper.printed
    monkeypatch.setattr(paper, "printed", lambda sheet: (kept.append(sheet), press(sheet))[1])
    return kept


def name_of(answer: HttpResponse) -> str:
    return answer["Content-Disposition"].partition("filename=")[2].strip('"')


def test_the_month_is_a_grid_of_the_same_posts_and_the_file_says_what_it_is(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = kept_by(monkeypatch)
    make.planning.slot("Baustelle Nordring", at=datetime(2026, 6, 11, 14), stage=Stage.IN_REVIEW)
    answer: HttpResponse = browser.get("/plan/calendar/plan.pdf?view=month&day=2026-06-11")
    assert answer["Content-Type"] == "application/pdf"
    assert name_of(answer) == "plan-monat-2026-06.pdf"
    [month] = kept
    assert month.title == "Juni 2026"
    assert month.head == paper.Head("Stadtwerke Erlengrund", "Monat", "Alle Kanäle")
    [line] = [line for week in month.weeks for cell in week for line in cell.lines]
    assert (line.at, line.title, line.state) == ("14:00", "Baustelle Nordring", "wartet")


def test_week_day_and_list_hold_what_their_pages_hold(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = kept_by(monkeypatch)
    channel = make.planning.channel("Mastodon")
    make.planning.slot("Hier", at=datetime(2090, 6, 15, 14), channels=[channel])
    make.planning.slot("Anderswo", at=datetime(2090, 6, 15, 15))
    names = [
        name_of(browser.get(f"/plan/calendar/plan.pdf?view={view}&day=2090-06-15&channel={channel.pk}"))
        for view in ("week", "day", "list")
    ]
    assert names[:2] == ["plan-woche-2090-24.pdf", "plan-2090-06-15.pdf"]
    assert names[2].startswith("plan-liste-")
    for one in kept:
        assert [line.title for section in one.sections for line in section.lines] == ["Hier"]
        assert one.head.filter == "Mastodon"
        assert [line.places for section in one.sections for line in section.lines] == ["Mastodon"]


@pytest.mark.django_db
def test_a_narrow_screen_shows_days_with_a_name_or_a_free_place_though_nothing_is_planned(house: Organisation) -> None:
    by = make.people.person(role=RoleKind.MANAGER)
    channel = make.planning.channel(places=[(1, time(10))])
    for name, day in (("Jubiläum", 20), ("Vorbei", 4)):
        make.occasions.entry(name, begins_on=date(2026, 6, day))
    asked = queries.Asked(
        person=by, now=make.people.NOW, today=make.people.NOW.date(), zone="Europe/Berlin", filter=Filter(),
        channel_ids=frozenset({channel.pk}),
    )  # fmt: skip
    agenda = queries.month(date(2026, 6, 1), asked=asked, around=queries.around(by)).agenda
    tuesdays = {date(2026, 6, day) for day in (16, 23, 30)}
    assert tuesdays | {date(2026, 6, 20)} <= {day.date for day in agenda.ahead}
    assert date(2026, 6, 18) not in {day.date for day in agenda.ahead}
    assert [day.date for day in agenda.past] == [date(2026, 6, 4)]


@pytest.mark.django_db
def test_every_part_of_a_filter_is_named_on_the_paper(house: Organisation) -> None:
    by = make.people.person(role=RoleKind.MANAGER)
    campaign = make.strategy.campaign("Sommerfest", owner=by)
    slot = make.planning.slot("Wasser")
    planning.tag_many(slot_ids=[slot.pk], add=("Hitze",), by=by, now=make.people.NOW)
    tag, around = slot.tags.get(), queries.around(by)
    with translation.override("en"):
        words = printing.filter_words(Filter(campaign=campaign.pk, tag=tag.pk, only="mine"), around)
    assert words == "All channels · Sommerfest · Hitze · Only what I have in hand"


def test_of_more_posts_than_anybody_reads_the_paper_says_how_many_there_are(
    house: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eichhorn.calendar.queries.days.READABLE_POSTS", 2)
    for hour in (8, 9, 10):
        make.planning.slot(at=datetime(2026, 6, 11, hour))
    asked = queries.Asked(
        person=None, now=make.people.NOW, today=make.people.NOW.date(), zone="Europe/Berlin", filter=Filter(),
        channel_ids=frozenset(),
    )  # fmt: skip
    month = queries.month(datetime(2026, 6, 1).date(), asked=asked, around=queries.Around(holidays_of=""))
    cells = [cell for week in paper.of_month(month, HEAD, asked=asked).weeks for cell in week if cell.totals]
    assert [(cell.number, cell.totals, cell.lines) for cell in cells] == [("11", ("3 Idee",), ())]


def test_an_empty_list_says_so_and_an_ill_written_day_is_not_found(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = kept_by(monkeypatch)
    assert browser.get("/plan/calendar/plan.pdf?view=board").status_code == 200
    assert kept[0].summary == ("Hier ist nichts geplant",)
    assert browser.get("/plan/calendar/plan.pdf?view=month&day=never").status_code == 404


def test_what_is_hidden_is_not_printed(house: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = kept_by(monkeypatch)
    make.planning.slot("Fusion", at=datetime(2026, 6, 11, 14), confidential=True)
    reader = make.people.client_of(make.people.person(role=RoleKind.READER))
    reader.get("/plan/calendar/plan.pdf?view=month&day=2026-06-11")
    assert not [line for week in kept[0].weeks for cell in week for line in cell.lines]


def test_a_press_that_fails_leads_back_to_the_page_with_a_sentence(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck(_sheet: Sheet) -> bytes:
        raise paper.NotInTime

    monkeypatch.setattr(paper, "printed", stuck)
    answer = browser.get("/plan/calendar/plan.pdf?view=week&day=2026-06-11")
    assert (answer.status_code, answer["Location"]) == (303, "/plan/calendar/week/2026/24/")
    assert "nicht rechtzeitig" in browser.get(answer["Location"]).text


def test_nobody_keeps_the_press_busy(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "printed", lambda sheet: b"%PDF-")
    answers = [browser.get("/plan/calendar/plan.pdf?view=list").status_code for _ in range(printing.FILES + 1)]
    assert answers == [200] * printing.FILES + [429]
