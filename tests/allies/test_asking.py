"""Entries that belong to whom they are about, and asks that nobody is asked beyond what they agreed to."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client

from eichhorn.allies import queries, services
from eichhorn.allies.models import Ally, Ask
from eichhorn.allies.rules import Gift, No, Rest, State, Way
from eichhorn.allies.services import AlreadyTheirs, NotNow, Resting, Said
from eichhorn.ideas.models import Idea
from eichhorn.notices.models import Notice
from eichhorn.people.models import Link, Person
from eichhorn.people.rules import LinkPurpose, NotAllowed, RoleKind
from tests import make

NOW = make.people.NOW
TODAY = NOW.date()


def test_what_the_team_wrote_down_waits_for_the_person_who_confirms_it_with_one_press(
    miriam: Person, trainer: Person, phone: Client
) -> None:
    browser = make.people.client_of(miriam)
    found = browser.get("/people/allies/new/?q=kruse").content.decode()
    assert f'href="?person={trainer.pk}"' in found
    said = {"gives": ["photo"], "about": "Lehrwerkstatt", "way": "in_person", "per_quarter": "3", "reminders": "2"}
    answer = browser.post(f"/people/allies/new/?person={trainer.pk}", said)
    assert answer.status_code == 303, answer.content.decode()[:2000]
    entry = Ally.objects.get()
    assert (entry.confirmed_at, entry.entered_by) == (None, miriam)
    own = make.notices.link_to(trainer.email)
    shown = phone.get(own).content.decode()
    assert "Miriam Aydın hat das aufgeschrieben" in shown
    phone.post(own + "confirm/")
    entry.refresh_from_db()
    assert entry.confirmed_at == NOW


def test_nobody_is_asked_before_they_confirmed_and_the_ask_stays_prepared(miriam: Person, trainer: Person) -> None:
    entry = make.allies.ally(trainer, confirmed=False)
    prepared = make.allies.drafted(entry, by=miriam)
    with pytest.raises(Resting) as refused:
        services.ask(ask=prepared, by=miriam, now=NOW)
    assert refused.value.why is Rest.UNCONFIRMED
    answer = make.people.client_of(miriam).post(f"/requests/asks/{prepared.pk}/send/", follow=True)
    assert "Hat noch nicht bestätigt" in answer.content.decode()
    prepared.refresh_from_db()
    assert prepared.state == State.DRAFTED


def test_the_team_changes_an_entry_until_it_is_confirmed_and_not_after(miriam: Person, trainer: Person) -> None:
    entry = make.allies.ally(trainer, confirmed=False)
    services.say(ally=entry, said=Said(gives=(Gift.VOICE,)), by=miriam, now=NOW)
    services.confirm(ally=entry, now=NOW)
    with pytest.raises(AlreadyTheirs):
        services.say(ally=entry, said=Said(gives=(Gift.FIGURES,)), by=miriam, now=NOW)
    answer = make.people.client_of(miriam).get(f"/people/allies/{entry.pk}/change/", follow=True)
    assert "hat diesen Eintrag bestätigt" in answer.content.decode()
    entry.refresh_from_db()
    assert entry.gives == ["voice"]


def test_somebody_changes_their_own_entry_by_link_and_confirms_it_with_that(
    trainer: Person, miriam: Person, phone: Client
) -> None:
    entry = make.allies.ally(trainer, confirmed=False)
    services.invite(ally=entry, by=miriam, now=NOW)
    own = make.notices.link_to(trainer.email)
    said = {"gives": ["voice", "photo"], "way": "phone", "phone": "", "per_quarter": "1", "reminders": "0"}
    refused = phone.post(own, said)
    assert refused.status_code == 422
    assert "Bitte nennen Sie die Nummer" in refused.content.decode()
    assert phone.post(own, said | {"phone": "Durchwahl 88"}).status_code == 303
    entry.refresh_from_db()
    assert (entry.gives, entry.way, entry.phone, entry.per_quarter, entry.reminders) == (
        ["photo", "voice"], "phone", "Durchwahl 88", 1, 0,
    )  # fmt: skip
    assert entry.confirmed_at == NOW


def test_one_press_deletes_an_entry_with_all_that_was_said_and_the_gift_stays_without_a_name(
    trainer: Person, miriam: Person, phone: Client
) -> None:
    entry = make.allies.ally(trainer, per_quarter=6)
    gave = make.allies.asked(entry, by=miriam)
    gift = make.allies.given(gave)
    said_no = make.allies.asked(entry, by=miriam, title="Zweite Bitte")
    services.decline(ask=said_no, no=No.OTHER, because="Familie", by=None, now=NOW)
    prepared = make.allies.drafted(entry, by=miriam, title="Dritte Bitte")
    services.invite(ally=entry, by=miriam, now=NOW)
    own = make.notices.link_to(trainer.email)
    assert "Ihr Eintrag ist gelöscht" in phone.post(own + "remove/").content.decode()
    assert not Ally.objects.exists()
    gave.refresh_from_db()
    said_no.refresh_from_db()
    prepared.refresh_from_db()
    assert (gave.ally, gave.department, gave.state) == (None, trainer.department, State.GIVEN)
    assert (said_no.because, said_no.letter, prepared.state) == ("", "", State.WITHDRAWN)
    idea = Idea.objects.get(pk=gift.idea_id)
    assert (idea.had_by, "kruse" in idea.findable, idea.pictures.count()) == ("", False, 1)
    assert phone.get(own).status_code == 410
    assert not Link.objects.filter(purpose__in=[LinkPurpose.ASK, LinkPurpose.ALLY], revoked_at__isnull=True).exists()


def test_the_letter_has_the_words_a_link_for_the_ask_and_one_for_the_own_entry(miriam: Person, trainer: Person) -> None:
    asked = make.allies.asked(make.allies.ally(trainer), by=miriam, due_on=date(2026, 6, 18))
    body = make.notices.text_to(trainer.email)
    assert body.startswith("Guten Tag Herr Kruse,")
    assert "Mögen Sie uns ein Foto geben?" in body
    assert "bis Donnerstag, 18. Juni" in body or "18. Juni" in body
    assert "/give/" in body
    assert "/my-entry/" in body
    assert asked.state == State.ASKED
    assert asked.next_at is not None


def test_whoever_likes_to_be_asked_in_person_gets_no_mail(miriam: Person, trainer: Person) -> None:
    asked = make.allies.asked(make.allies.ally(trainer, way=Way.IN_PERSON), by=miriam, way=Way.IN_PERSON)
    assert not Notice.objects.filter(to_person=trainer).exists()
    shown = make.people.client_of(miriam).get(f"/requests/asks/{asked.pk}/").content.decode()
    assert "Ich komme gerade vorbei." in shown


def test_one_thing_at_once_and_as_often_as_agreed(miriam: Person, trainer: Person) -> None:
    entry = make.allies.ally(trainer, per_quarter=2)
    first = make.allies.asked(entry, by=miriam)
    with pytest.raises(Resting) as refused:
        make.allies.asked(entry, by=miriam, title="Noch etwas")
    assert refused.value.why is Rest.OPEN
    make.allies.given(first)
    make.allies.given(make.allies.asked(entry, by=miriam, title="Noch etwas"))
    with pytest.raises(Resting) as refused:
        make.allies.asked(entry, by=miriam, title="Und noch etwas")
    assert refused.value.why is Rest.ENOUGH
    assert refused.value.free_on == TODAY + timedelta(weeks=13)
    later = NOW + timedelta(weeks=13)
    make.allies.asked(entry, by=miriam, title="Im Herbst", now=later)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_the_same_person_at_once_one_does(miriam: Person, trainer: Person) -> None:
    entry = make.allies.ally(trainer, per_quarter=6)
    prepared = [make.allies.drafted(entry, by=miriam, title=f"Bitte {number}") for number in range(2)]
    begin, outcomes = threading.Barrier(2), []

    def one(ask: Ask) -> None:
        begin.wait()
        try:
            services.ask(ask=ask, by=miriam, now=NOW)
            outcomes.append("asked")
        except Resting:
            outcomes.append("rests")
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(ask,)) for ask in prepared]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["asked", "rests"]
    assert Ask.objects.filter(state=State.ASKED).count() == 1
    assert Notice.objects.filter(to_person=trainer).count() == 1


def test_an_ask_is_sent_once_however_often_one_presses(miriam: Person, trainer: Person) -> None:
    asked = make.allies.asked(make.allies.ally(trainer), by=miriam)
    with pytest.raises(NotNow):
        services.ask(ask=asked, by=miriam, now=NOW)
    assert Notice.objects.filter(to_person=trainer).count() == 1


def test_a_withdrawn_ask_lets_nobody_in_and_reminds_nobody(miriam: Person, trainer: Person, phone: Client) -> None:
    asked = make.allies.asked(make.allies.ally(trainer), by=miriam)
    link = make.notices.link_to(trainer.email)
    assert phone.get(link).status_code == 200
    make.people.client_of(miriam).post(f"/requests/asks/{asked.pk}/withdraw/")
    asked.refresh_from_db()
    assert (asked.state, asked.next_at) == (State.WITHDRAWN, None)
    assert phone.get(link).status_code == 410


def test_whom_to_ask_is_who_knows_of_it_and_has_waited_longest_with_the_smallest_thing(
    miriam: Person, trainer: Person
) -> None:
    plant = make.people.person("Ayla Demir", department=make.people.department("Klärwerk"))
    knows = make.allies.ally(trainer, about="Auszubildende, Drehbank", way=Way.IN_PERSON, per_quarter=6)
    make.allies.ally(plant, gives=(Gift.VOICE,))
    for _time in range(2):
        make.allies.given(make.allies.asked(knows, by=miriam))
    free, resting = queries.proposals("Auszubildende in der Werkstatt", now=NOW)
    assert [(one.ally.person.name, one.wants) for one in free] == [
        ("Jens Kruse", (Gift.PHOTO, Gift.SENTENCES)), ("Ayla Demir", (Gift.VOICE,)),
    ]  # fmt: skip
    assert resting == []
    shown = make.people.client_of(miriam).get("/requests/asks/new/?about=Auszubildende").content.decode()
    assert "hat 2-mal geholfen" in shown
    assert "wird gern persönlich gefragt" in shown
    assert "ein Foto und drei Sätze" in shown
    knows.rests_until = TODAY + timedelta(days=5)
    knows.save()
    free, resting = queries.proposals("Auszubildende in der Werkstatt", now=NOW)
    assert [one.ally.person.name for one in free] == ["Ayla Demir"]
    assert [one.known.rest for one in resting] == [Rest.RESTS]


def test_an_ask_is_prepared_from_a_proposal_and_sent_with_one_press(miriam: Person, trainer: Person) -> None:
    entry, browser = make.allies.ally(trainer, about="Drehbank"), make.people.client_of(miriam)
    address = f"/requests/asks/new/?ally={entry.pk}&about=Die+neue+Drehbank"
    shown = browser.get(address).content.decode()
    assert "Wir möchten von „Die neue Drehbank“ erzählen" in shown
    sent = {"title": "Die neue Drehbank", "wants": ["photo"], "letter": "Ein Foto?", "way": "mail", "send": "1"}
    assert browser.post(address, sent).status_code == 303
    asked = Ask.objects.get()
    assert (asked.state, asked.ally, asked.wants) == (State.ASKED, entry, ["photo"])
    assert "Ein Foto?" in make.notices.text_to(trainer.email)


def test_a_day_that_is_past_and_nothing_wanted_are_refused_and_what_was_typed_stays(
    miriam: Person, trainer: Person
) -> None:
    entry, browser = make.allies.ally(trainer), make.people.client_of(miriam)
    address = f"/requests/asks/new/?ally={entry.pk}"
    sent = {"title": "Drehbank", "letter": "Ein Foto?", "way": "mail"}
    past = browser.post(address, sent | {"wants": ["photo"], "due_on": "8.6.2026"})
    assert past.status_code == 422
    assert "Dieser Tag ist vorbei" in past.content.decode()
    assert "Ein Foto?" in past.content.decode()
    nothing = browser.post(address, sent)
    assert "Bitte mindestens eins wählen" in nothing.content.decode()
    assert not Ask.objects.exists()
    assert browser.post(address, sent | {"wants": ["photo"], "due_on": "9.6.2026"}).status_code == 303


def test_who_only_reads_sees_no_entry_and_asks_nobody(trainer: Person, miriam: Person) -> None:
    reader = make.people.person("Rita Leser", role=RoleKind.READER)
    entry = make.allies.ally(trainer)
    prepared = make.allies.drafted(entry, by=miriam)
    for act in (
        lambda: services.enter(person=reader, said=Said(), by=reader, now=NOW),
        lambda: services.ask(ask=prepared, by=reader, now=NOW),
        lambda: services.withdraw(ask=prepared, by=reader, now=NOW),
        lambda: services.remove(ally=entry, by=reader, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert make.people.client_of(reader).get("/people/allies/").status_code == 403


def test_what_comes_keeps_the_topic_for_which_it_was_asked(miriam: Person, trainer: Person) -> None:
    topic = make.topics.topic("Ausbildung")
    given = make.allies.given(make.allies.asked(make.allies.ally(trainer), by=miriam, topic=topic))
    assert Idea.objects.get(pk=given.idea_id).topic == topic


def test_a_page_far_behind_the_last_is_empty_and_breaks_nothing(miriam: Person) -> None:
    assert make.people.client_of(miriam).get("/requests/asks/?page=999999999999999999").status_code == 200
