"""Bringing a table in, as people do it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from eichhorn.content.models import Draft
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import services as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.spreadsheets import queries, services
from eichhorn.spreadsheets.models import Made, Sheet
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.people.NOW
GOOD = (
    "Titel;Datum;Uhrzeit;Kanäle;Text;Ziel;Text Bühne;Bild;Bildbeschreibung\r\n"
    "Baustelle Nordring;11.06.2031;14:00;Amt, Bühne;Ab Montag.;Vertrauen;Ab Montag, kurz.;;\r\n"
    'Wasserwerte;2031-06-12 09:30;;Amt;"Zwei\r\nZeilen";;;bagger.png;Ein Bagger\r\n'
    "Sommerfest;;;;;;;;\r\n"
)


@pytest.fixture
def miriam(house: Organisation) -> Person:
    make.channels.by_hand("Amt")
    make.channels.channel("Bühne")
    make.strategy.goal("Vertrauen", pillar=make.strategy.pillar("Netze"), ends_on=NOW.date() + timedelta(days=5000))
    make.media.picture()
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


@pytest.fixture
def client(miriam: Person):
    return make.people.client_of(miriam)


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def chosen(client, text: str, *, coding: str = "utf-8", name: str = "juni.csv") -> str:
    """Choose a file; return the address of what is said of it."""
    answer = client.post(
        reverse("spreadsheets:bring"), {"file": SimpleUploadedFile(name, text.encode(coding), "text/csv")}
    )
    assert answer.status_code == 303, words(answer)
    return str(answer["Location"])


def made(client, address: str):
    sheet = Sheet.objects.get(pk=int(address.rstrip("/").split("/")[-1]))
    earlier = queries.made_before(sheet.digest)
    return client.post(reverse("spreadsheets:make", args=[sheet.pk]), {"knowing": earlier.pk if earlier else ""})


def test_campaign_and_tags_of_a_line_stand_at_its_post_written_or_not(client, miriam: Person) -> None:
    make.strategy.campaign("Sommerfest", owner=miriam)
    address = chosen(
        client, "Titel;Text;Kampagne;Schlagwörter\nBaustelle;Neu.;sommerfest;Hitze, #Wasser\nIdee;;Sommerfest;hitze\n"
    )
    made(client, address)
    found = Slot.objects.order_by("pk").prefetch_related("tags")
    assert [(slot.campaign.name, {tag.name for tag in slot.tags.all()}) for slot in found] == [
        ("Sommerfest", {"Hitze", "Wasser"}), ("Sommerfest", {"Hitze"}),
    ]  # fmt: skip


def test_an_unknown_campaign_is_a_fault_with_the_name_that_is_near(client, miriam: Person) -> None:
    make.strategy.campaign("Sommerfest", owner=miriam)
    page = words(client.get(chosen(client, "Titel;Kampagne\nBaustelle;Somerfest\n")))
    assert "Eine Kampagne dieses Namens, die läuft oder noch kommt, kennen wir nicht. Ist „Sommerfest“ gemeint?" in page


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_looked_at_and_then_made_as_drafts_and_ideas(client, coding: str) -> None:
    address = chosen(client, GOOD, coding=coding)
    page = words(client.get(address))
    assert "3 Zeilen sind verstanden. Angelegt ist noch nichts." in page
    assert not Slot.objects.exists()
    assert made(client, address).status_code == 303
    assert {slot.title: slot.stage for slot in Slot.objects.all()} == {
        "Baustelle Nordring": Stage.DRAFT, "Wasserwerte": Stage.DRAFT, "Sommerfest": Stage.IDEA,
    }  # fmt: skip
    first = Draft.objects.get(slot__title="Baustelle Nordring")
    assert (first.slot.goal.name, first.slot.pillar.name) == ("Vertrauen", "Netze")
    assert [variant.text for variant in first.latest.variants.all()] == ["Ab Montag, kurz."]
    second = Draft.objects.get(slot__title="Wasserwerte").latest
    assert (second.text, second.attachments.get().alt) == ("Zwei\nZeilen", "Ein Bagger")
    assert "3 Beiträge wurden am" in words(client.get(address))


def test_wrong_lines_are_named_with_column_and_value_and_nothing_is_made(client) -> None:
    head = "Titel;Datum;Uhrzeit;Kanäle;Text\r\n"
    text = head + "Gut;11.06.2031;14:00;Amt;x\r\nTag;31.02.2031;14:00;Amt;x\r\nKanal;11.06.2031;14:00;Ammt;x\r\n"
    address = chosen(client, text)
    page = words(client.get(address))
    assert "2 von 3 Zeilen brauchen noch einen Blick." in page
    assert "Zeile 3: Tag" in page
    assert "<b>Datum</b> <q>31.02.2031</q>: Diesen Tag gibt es nicht." in page
    assert "<b>Kanäle</b> <q>Ammt</q>: Einen Kanal mit diesem Namen kennen wir nicht. Ist „Amt“ gemeint?" in page
    assert "anlegen" not in page
    assert made(client, address).status_code == 200
    assert not Slot.objects.exists()


def test_a_table_can_be_pasted(client) -> None:
    answer = client.post(reverse("spreadsheets:bring"), {"content": "Titel\tKanäle\nBaustelle\tAmt\n"})
    assert "1 Zeile ist verstanden." in words(client.get(answer["Location"]))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.xlsx", b"PK\x03\x04", "Arbeitsmappe"),
        ("bild.csv", b"\x00\x01\x02\x00\x00\x00a\x00\x00", "Das ist kein Text"),
        ("leer.csv", b"", "Bitte eine Datei wählen"),
    ],
)
def test_what_is_no_table_gets_a_sentence_at_its_field(client, name: str, content: bytes, sentence: str) -> None:
    answer = client.post(reverse("spreadsheets:bring"), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert sentence in words(answer)


def test_the_same_file_is_made_twice_only_by_who_knows(client, miriam: Person) -> None:
    address = chosen(client, GOOD)
    made(client, address)
    again = chosen(client, GOOD, name="noch einmal.csv")
    page = words(client.get(again))
    assert "Aus genau dieser Datei wurden schon Beiträge angelegt" in page
    assert "3 Beiträge ein zweites Mal anlegen" in page
    sheet = Sheet.objects.get(made_at__isnull=True)
    with pytest.raises(services.MadeBefore):
        services.make(sheet=sheet, knowing=None, by=miriam, now=NOW)
    assert Slot.objects.count() == 3
    assert "Derselbe Text steht an diesem Tag schon im Plan" in page
    made(client, again)
    assert Slot.objects.count() == 6


def test_two_presses_make_the_posts_once(client, miriam: Person) -> None:
    address = chosen(client, GOOD)
    sheet = Sheet.objects.get()
    made(client, address)
    with pytest.raises(services.MadeBefore):
        services.make(sheet=sheet, knowing=None, by=miriam, now=NOW)
    client.post(reverse("spreadsheets:make", args=[sheet.pk]), {"knowing": ""})
    assert Slot.objects.count() == 3


def test_the_same_file_looked_at_twice_is_one_row(client) -> None:
    assert chosen(client, GOOD) == chosen(client, GOOD)


def test_what_became_wrong_meanwhile_makes_nothing(client, miriam: Person) -> None:
    sheet = make.spreadsheets.sheet("A;11.06.2026;14:00;Amt;x", "B;13.06.2026;14:00;Amt;x", by=miriam)
    with pytest.raises(services.NotRight) as problem:
        services.make(sheet=sheet, knowing=None, by=miriam, now=NOW + timedelta(days=3))
    assert [line.title for line in problem.value.report.wrong] == ["A"]
    assert not Slot.objects.exists()
    assert not Made.objects.exists()


def test_taking_back_spares_what_somebody_worked_on(client, miriam: Person) -> None:
    address = chosen(client, GOOD)
    made(client, address)
    sheet = Sheet.objects.get()
    moved = Slot.objects.get(title="Wasserwerte")
    planning.move(slot=moved, planned_local=moved.planned_local + timedelta(days=1), by=miriam, now=NOW)
    assert "2 Beiträge zurückstellen" in words(client.get(address))
    client.post(reverse("spreadsheets:undo", args=[sheet.pk]))
    assert {slot.title: slot.stage for slot in Slot.objects.all()} == {
        "Baustelle Nordring": Stage.CANCELLED, "Wasserwerte": Stage.DRAFT, "Sommerfest": Stage.CANCELLED,
    }  # fmt: skip
    assert "Zurückgenommen am" in words(client.get(address))
    assert services.undo(sheet=sheet, by=miriam, now=NOW) == 0


def test_after_taking_back_the_file_counts_as_new(client) -> None:
    made(client, chosen(client, GOOD))
    client.post(reverse("spreadsheets:undo", args=[Sheet.objects.get().pk]))
    assert "schon Beiträge angelegt" not in words(client.get(chosen(client, GOOD)))


def test_the_example_can_be_brought_in_as_it_is(client) -> None:
    answer = client.get(reverse("spreadsheets:example"))
    content = b"".join(answer.streaming_content)
    brought = client.post(reverse("spreadsheets:bring"), {"file": SimpleUploadedFile("beitraege.csv", content)})
    page = words(client.get(brought["Location"]))
    assert "3 Zeilen sind verstanden. Angelegt ist noch nichts." in page
    assert "werden nicht verwendet" not in page


def test_whoever_may_not_write_brings_nothing_in(house: Organisation) -> None:
    author = make.people.person(role=RoleKind.AUTHOR)
    with pytest.raises(NotAllowed):
        services.look_at(content=b"Titel\nx", name="x.csv", by=author, now=NOW)
    assert make.people.client_of(author).get(reverse("spreadsheets:bring")).status_code == 403


def test_what_is_not_made_is_seen_by_nobody_else(client, miriam: Person) -> None:
    address = chosen(client, GOOD)
    other = make.people.client_of(make.people.person("Jonas Brandt", role=RoleKind.COMMUNITY))
    assert other.get(address).status_code == 404
    made(client, address)
    assert other.get(address).status_code == 200


def test_a_long_table_costs_no_more_queries_than_a_short_one(miriam: Person, django_assert_max_num_queries) -> None:
    lines = [f"Beitrag {n};11.06.2031;14:00;Amt, Bühne;Text {n}" for n in range(300)]
    sheet = make.spreadsheets.sheet(*lines, by=miriam)
    with django_assert_max_num_queries(12):
        assert queries.looked_at(sheet, by=miriam, now=NOW).is_right


def test_a_file_that_nobody_made_is_thrown_away_after_a_week(miriam: Person) -> None:
    make.spreadsheets.sheet("A;;;;", by=miriam)
    make.spreadsheets.sheet("B;;;;", by=miriam, now=NOW + timedelta(days=7))
    assert Sheet.objects.count() == 2
    make.spreadsheets.sheet("C;;;;", by=miriam, now=NOW + timedelta(days=7, seconds=1))
    assert Sheet.objects.count() == 2


def test_neither_way_of_bringing_a_table_is_called_optional(client) -> None:
    shown = client.get(reverse("spreadsheets:bring")).content.decode()
    assert 'class="optional"' not in shown
    assert 'href="/plan/calendar/" aria-current="page"' in shown
