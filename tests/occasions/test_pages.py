"""The pages of occasions, as people use them."""

from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from eichhorn.occasions.models import Entry, Region, Settled, Source
from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from tests import make

pytestmark = pytest.mark.django_db
ZURICH = "Name;Von;Bis\nSommerferien;13.7.2026;14.8.2026\nHerbstferien;5.10.2026;17.10.2026\n"


@pytest.fixture
def manager(house: Organisation):
    return make.people.client_of(make.people.person("Miriam Aydın", role=RoleKind.MANAGER))


@pytest.fixture
def reader(house: Organisation):
    return make.people.client_of(make.people.person(role=RoleKind.READER))


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_page_says_what_is_shown_and_until_when_school_holidays_are_known(manager) -> None:
    make.occasions.region("DE-NW", school=True)
    make.occasions.region("CH-ZH")
    page = words(manager.get(reverse("occasions:all")))
    assert "so weit sie beschlossen sind, bis" in page
    assert "Schulferien sind hier nicht bekannt" in page


def test_a_region_is_shown_and_hidden_again(manager) -> None:
    assert manager.post(reverse("occasions:show_region"), {"of": "de-nw", "school": "on"}).status_code == 303
    region = Region.objects.get(of="DE-NW")
    assert region.school
    manager.post(reverse("occasions:hide_region", args=[region.pk]))
    assert not Region.objects.filter(of="DE-NW").exists()


def test_what_is_not_known_gets_a_sentence_at_its_field(manager) -> None:
    answer = manager.post(reverse("occasions:show_region"), {"of": "CH-ZH", "school": "on"})
    assert answer.status_code == 422
    assert "Wir kennen hier keine Schulferien" in words(answer)


def test_an_occasion_is_kept_and_changed_and_its_last_day_is_the_last(manager) -> None:
    given = {
        "name": "Woche des Wassers",
        "begins_on": "15.6.2026",
        "last_day": "19.6.2026",
        "lead_days": "14",
        "yearly": "on",
    }
    assert manager.post(reverse("occasions:new_own"), given).status_code == 303
    entry = Entry.objects.get()
    assert (entry.ends_on, entry.yearly, entry.lead_days) == (date(2026, 6, 20), True, 14)
    page = words(manager.get(reverse("occasions:entry", args=[entry.pk])))
    assert "19. Juni 2026" in page or "19.6.2026" in page
    manager.post(reverse("occasions:entry", args=[entry.pk]), given | {"name": "Wasserwoche"})
    assert Entry.objects.get().name == "Wasserwoche"


def test_a_last_day_before_the_first_is_said_at_its_field(manager) -> None:
    answer = manager.post(
        reverse("occasions:new_election"),
        {"name": "Wahl", "begins_on": "15.6.2026", "last_day": "14.6.2026", "level": "local"},
    )
    assert answer.status_code == 422
    assert "Der letzte Tag liegt vor dem ersten." in words(answer)
    assert not Entry.objects.exists()


def test_a_file_is_looked_at_first_and_taken_in_afterwards(manager) -> None:
    file = SimpleUploadedFile("zuerich.csv", ZURICH.encode("cp1252"), "text/csv")
    looked = manager.post(reverse("occasions:read_file"), {"name": "Zürich", "kind": "school", "file": file})
    assert looked.status_code == 200
    assert "2 Termine wurden verstanden" in words(looked)
    assert "Herbstferien;5.10.2026;17.10.2026" in looked.content.decode(), "the text waits in its field"
    assert not Source.objects.exists()
    taken = {"name": "Zürich", "kind": "school", "content": ZURICH, "take": "1"}
    assert manager.post(reverse("occasions:read_file"), taken).status_code == 303
    assert Source.objects.get().entries.count() == 2


def test_a_file_with_one_wrong_line_is_taken_in_by_nobody(manager) -> None:
    wrong = ZURICH + "Sportferien;31.2.2027\n"
    answer = manager.post(
        reverse("occasions:read_file"), {"name": "Zürich", "kind": "school", "content": wrong, "take": "1"}
    )
    assert answer.status_code == 422
    page = words(answer)
    assert "Zeile 4" in page
    assert "Diesen Tag gibt es nicht" in page
    assert not Source.objects.exists()


def test_no_text_and_no_file_are_said_so(manager) -> None:
    empty = manager.post(reverse("occasions:read_file"), {"name": "Zürich", "kind": "school"})
    assert empty.status_code == 422
    picture = SimpleUploadedFile("bild.png", make.media.png(), "image/png")
    answer = manager.post(reverse("occasions:read_file"), {"name": "Zürich", "kind": "school", "file": picture})
    assert "Das ist kein Text" in words(answer)


def test_an_occasion_that_comes_near_leads_to_a_planned_post_or_is_decided(manager) -> None:
    entry = make.occasions.entry("Tag des Wassers", begins_on=date(2031, 6, 20), lead_days=14)
    page = manager.get(reverse("occasions:decide", args=[entry.pk, "2031-06-20"])).content.decode()
    assert "title=Tag+des+Wassers&amp;when=20.06.2031+10%3A00" in page
    form = manager.get(f"{reverse('planning:new')}?title=Tag+des+Wassers&when=20.06.2031+10:00").content.decode()
    assert "Tag des Wassers" in form
    manager.post(reverse("occasions:leave", args=[entry.pk, "2031-06-20"]))
    assert Settled.objects.get().begins_on == date(2031, 6, 20)


@pytest.mark.parametrize("day", ["2031-06-21", "nonsense", "2031-13-01"])
def test_a_day_on_which_it_does_not_come_has_no_page(manager, day: str) -> None:
    entry = make.occasions.entry(begins_on=date(2031, 6, 20))
    assert manager.get(reverse("occasions:decide", args=[entry.pk, day])).status_code == 404


def test_before_an_election_the_composer_says_one_sentence_and_blocks_nothing(manager) -> None:
    make.occasions.election(begins_on=date(2026, 6, 1), day=date(2026, 9, 13))
    near = make.content.draft(by=make.people.person(role=RoleKind.AUTHOR), local=datetime(2026, 6, 20, 10))
    later = make.content.draft(by=make.people.person(role=RoleKind.AUTHOR), local=datetime(2026, 9, 20, 10))
    sentence = "gilt für amtliche Stellen Zurückhaltung"
    assert sentence in words(manager.get(reverse("composer:draft", args=[near.pk])))
    assert sentence not in words(manager.get(reverse("composer:draft", args=[later.pk])))


def test_whoever_reads_sees_what_is_kept_and_no_buttons(reader) -> None:
    make.occasions.entry("Jubiläum", begins_on=date(2031, 6, 20))
    page = words(reader.get(reverse("occasions:all")))
    assert "Jubiläum" in page
    assert reverse("occasions:new_own") not in page
