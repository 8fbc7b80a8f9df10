"""After a restore or a move nothing leaves until a person says that no other installation does, and each doubt is shown."""

from datetime import timedelta

import pytest
from django.urls import reverse

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.foundation import standstill
from eichhorn.foundation.models import AuditEvent
from eichhorn.notices import services as notices
from eichhorn.notices.models import Notice
from eichhorn.people.models import Organisation
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.situation import queries, services
from tests import make
from tests.make.people import NOW

MINUTE = timedelta(minutes=1)


def test_no_mail_leaves_but_letters_about_signing_in_that_were_asked_for_here(house: Organisation) -> None:
    def told(about: str, made_at: timedelta) -> Notice:
        return notices.tell(
            to_email="a@erlengrund.example", language="de", subject="x", body="y", about=(about, 1), now=NOW + made_at
        )

    old, new, letter = told("person", -MINUTE), told("approval", MINUTE), told("person", MINUTE)
    make.situation.standstill(now=NOW)
    sendable = Notice.objects.filter(notices.sendable())
    assert set(sendable) == {letter}
    services.confirm_alone(by=make.people.person(role=RoleKind.ADMINISTRATOR), now=NOW + 2 * MINUTE)
    assert set(Notice.objects.filter(notices.sendable())) == {old, new, letter}


def test_no_key_is_renewed_meanwhile(house: Organisation) -> None:
    channel = make.channels.by_hand()
    Channel.objects.filter(pk=channel.pk).update(renews_at=NOW, health=Health.CONNECTED)
    assert channels.due_for_renewal(now=NOW) == [channel]
    make.situation.standstill(now=NOW)
    assert channels.due_for_renewal(now=NOW) == []


def test_who_administers_confirms_once_and_nobody_else(house: Organisation) -> None:
    make.situation.standstill(now=NOW)
    make.situation.standstill(now=NOW + MINUTE)  # one that lasts goes on
    administrator, manager = (make.people.person(role=role) for role in (RoleKind.ADMINISTRATOR, RoleKind.MANAGER))
    with pytest.raises(NotAllowed):
        services.confirm_alone(by=manager, now=NOW)
    services.confirm_alone(by=administrator, now=NOW + MINUTE)
    with pytest.raises(services.NoStandstill):
        services.confirm_alone(by=administrator, now=NOW + MINUTE)
    assert standstill.current() is None
    verbs = AuditEvent.objects.filter(verb__startswith="situation.").order_by("pk").values_list("verb", "actor_id")
    assert list(verbs) == [("situation.stopped", None), ("situation.confirmed_alone", administrator.pk)]


def test_the_day_tells_whoever_sends_and_whoever_can_end_it(house: Organisation) -> None:
    make.situation.standstill(now=NOW)
    told = {
        role: [row.action for row in queries.waiting_for(make.people.person(role=role), now=NOW)] for role in RoleKind
    }
    assert told[RoleKind.ADMINISTRATOR] == ["Ansehen und bestätigen"]
    assert told[RoleKind.MANAGER] == told[RoleKind.COMMUNITY] == ["Grund ansehen"]
    assert told[RoleKind.READER] == []


@pytest.mark.parametrize(
    ("language", "button"), [("de", "Bestätigen: Die andere ist aus"), ("en", "Confirm: the other")]
)
def test_the_page_says_why_and_a_button_ends_it(house: Organisation, language: str, button: str) -> None:
    make.situation.standstill(now=NOW, known_until=NOW - 60 * MINUTE)
    client = make.people.client_of(make.people.person(role=RoleKind.ADMINISTRATOR, language=language))
    page = client.get(reverse("situation:standstill"))
    assert button in page.text
    assert client.post(reverse("situation:standstill")).status_code == 303
    assert standstill.current() is None
    assert button not in client.get(reverse("situation:standstill")).text
    assert client.post(reverse("situation:standstill"), follow=True).status_code == 200
