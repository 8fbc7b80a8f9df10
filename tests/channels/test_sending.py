"""How far apart posts leave on a channel, and how late one still leaves: set by who administers, shown to everybody."""

from datetime import timedelta

import pytest
from django.test import Client

from eichhorn.channels import queries, services
from eichhorn.channels.models import Channel
from eichhorn.foundation.models import AuditEvent
from eichhorn.people.rules import NotAllowed, RoleKind
from tests import make

NOW = make.people.NOW


@pytest.fixture
def channel(db: None) -> Channel:
    return make.channels.unconnected("Mastodon Haus")


@pytest.fixture
def petra(db: None) -> Client:
    return make.people.client_of(make.people.administrator("Petra Admin"))


def path(channel: Channel, rest: str = "") -> str:
    return f"/settings/channels/{channel.pk}/{rest}"


def test_unless_somebody_says_otherwise_posts_leave_at_their_time_and_up_to_half_an_hour_late(
    channel: Channel, petra: Client
) -> None:
    assert (queries.pace(channel), queries.late_after(channel)) == (timedelta(0), timedelta(minutes=30))
    page = petra.get(path(channel)).text
    assert "Beiträge gehen zu ihrer Zeit hinaus" in page
    assert "mehr als 30 Minuten zu spät" in page


def test_who_administers_sets_both_and_everybody_reads_them(channel: Channel, petra: Client) -> None:
    answer = petra.post(path(channel, "sending/"), {"pace_minutes": "10", "late_after_minutes": "60"})
    assert answer.status_code == 303
    channel.refresh_from_db()
    assert (queries.pace(channel), queries.late_after(channel)) == (timedelta(minutes=10), timedelta(hours=1))
    page = make.people.client_of(make.people.person(role=RoleKind.AUTHOR)).get(path(channel)).text
    assert "liegen mindestens 10 Minuten" in page
    assert "mehr als 60 Minuten zu spät" in page
    assert 'name="pace_minutes"' not in page
    event = AuditEvent.objects.get(verb="channels.sending_set")
    assert event.details == {"pace_minutes": 10, "late_after_minutes": 60}
    petra.post(path(channel, "sending/"), {"pace_minutes": "", "late_after_minutes": ""})
    channel.refresh_from_db()
    assert (channel.pace_minutes, channel.late_after_minutes) == (None, None)


@pytest.mark.parametrize(
    ("pace", "late", "code"),
    [
        ("0", "1", 303), ("1440", "1440", 303), ("1441", "30", 422), ("-1", "30", 422), ("5", "0", 422),
        ("5", "1441", 422), ("fünf", "30", 422),
    ],
)  # fmt: skip
def test_each_limit_has_two_sides(channel: Channel, petra: Client, pace: str, late: str, code: int) -> None:
    answer = petra.post(path(channel, "sending/"), {"pace_minutes": pace, "late_after_minutes": late})
    assert answer.status_code == code
    channel.refresh_from_db()
    assert (channel.late_after_minutes is None) == (code == 422)


def test_nobody_else_sets_them(channel: Channel) -> None:
    with pytest.raises(NotAllowed):
        services.set_sending(
            channel=channel,
            pace_minutes=1,
            late_after_minutes=None,
            by=make.people.person(role=RoleKind.MANAGER),
            now=NOW,
        )


def test_where_a_person_posts_nothing_of_it_is_asked(petra: Client) -> None:
    assert 'id="sending"' not in petra.get(path(make.channels.by_hand("Facebook Haus"))).text
