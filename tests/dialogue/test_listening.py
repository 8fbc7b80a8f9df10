"""Reading over real HTTP: each reply comes in once and stands under its post, however the server behaves."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.delivery.models import Delivery
from eichhorn.dialogue import queries, rules, services, tasks
from eichhorn.dialogue.models import Listening, Message
from eichhorn.foundation import clock
from eichhorn.networks import mastodon
from eichhorn.people.rules import RoleKind
from tests import make
from tests.networks.running import Faulty

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
START = make.delivery.DUE + MINUTE
SILENCES = ["error_before", "unavailable", "cut_before", "cut_json", "html", "throttle", "not_found", "redirect"]
type Listen = Callable[..., int]


@pytest.fixture
def post(remote: Channel) -> Delivery:
    return make.dialogue.post(remote)


def heard() -> list[str]:
    return [message.text for message in Message.objects.order_by("said_at", "pk")]


def listen(channel: Channel, minutes: int = 0) -> int:
    """Ask as the worker does: with the channel as it stands, so many minutes after the start."""
    return services.listen(channel=Channel.objects.get(pk=channel.pk), now=START + minutes * MINUTE)


def below(channel: Channel, minutes: int = 0) -> int:
    return services.listen_below(channel=Channel.objects.get(pk=channel.pk), now=START + minutes * MINUTE)


def test_a_reply_comes_in_once_and_stands_under_its_post(remote: Channel, faulty: Faulty, post: Delivery) -> None:
    faulty.say(text="Wie lange dauert es?", in_reply_to_id=post.network_id)
    assert [listen(remote), listen(remote, 1), below(remote, 2), listen(remote, 3)] == [1, 0, 0, 0]
    assert Message.objects.get().delivery == post


def test_a_reply_that_names_nobody_is_found_below_the_post(remote: Channel, faulty: Faulty, post: Delivery) -> None:
    faulty.say(text="Das sagt ihr jedes Jahr.", in_reply_to_id=post.network_id, to="")
    assert [listen(remote), below(remote, 1)] == [0, 1]
    assert Message.objects.get().delivery == post


def test_our_own_answers_below_a_post_are_nobodys_message(remote: Channel, faulty: Faulty, post: Delivery) -> None:
    faulty.say(text="Bis Freitag.", in_reply_to_id=post.network_id, author="a1", to="")
    assert below(remote) == 0


def test_what_a_poll_had_heard_before_it_broke_off_is_kept(
    remote: Channel, faulty: Faulty, post: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mastodon, "PAGE", 4)
    first = faulty.say(text="Frage 0", in_reply_to_id=post.network_id)
    listen(remote)
    said = [faulty.say(text=f"Frage {number}", in_reply_to_id=post.network_id) for number in range(1, 11)]
    faulty.order("cut_before", on="notifications", naming=str(int(said[3]["id"]) + 1), times=-1)
    assert listen(remote, 1) == 4
    faulty.behave()
    assert listen(remote, 3) == 6
    assert heard() == [f"Frage {number}" for number in range(11)]
    assert Message.objects.filter(network_id=first["id"]).count() == 1


@pytest.mark.parametrize("fault", SILENCES)
def test_a_server_that_fails_loses_nothing_and_closes_nothing(
    remote: Channel, faulty: Faulty, post: Delivery, fault: str
) -> None:
    faulty.say(text="Wie lange dauert es?", in_reply_to_id=post.network_id)
    faulty.order(fault, on="notifications", times=2)
    assert listen(remote) == 0
    remote.refresh_from_db()
    assert remote.health == Health.CONNECTED
    faulty.behave()
    assert listen(remote, 20) == 1
    assert Listening.objects.get().silences == 0


def test_a_slow_answer_is_not_waited_for(
    remote: Channel, faulty: Faulty, post: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mastodon, "READ_S", 0.4)
    faulty.say(text="Wie lange dauert es?", in_reply_to_id=post.network_id)
    faulty.order("slow", on="notifications", seconds=20)
    assert listen(remote) == 0
    assert listen(remote, 2) == 1


def test_a_server_that_asks_for_quiet_is_left_alone_for_so_long(
    remote: Channel, faulty: Faulty, post: Delivery
) -> None:
    faulty.say(text="Wie lange dauert es?", in_reply_to_id=post.network_id)
    faulty.order("throttle", on="notifications", retry_after="1200")
    assert [listen(remote), listen(remote, 5), below(remote, 19), listen(remote, 20)] == [0, 0, 0, 1]


def test_each_silence_makes_the_next_pause_longer(remote: Channel, faulty: Faulty) -> None:
    faulty.order("unavailable", on="notifications", times=-1)
    asked_at = []
    for minute in range(40):
        before = Listening.objects.filter(channel=remote).values_list("silences", flat=True).first() or 0
        listen(remote, minute)
        if Listening.objects.get().silences > before:
            asked_at.append(minute)
    assert asked_at == [0, 1, 3, 7, 15, 30]


@pytest.mark.parametrize(("silences", "minutes"), [(0, 1), (1, 1), (2, 2), (4, 8), (5, 15), (900, 15)])
def test_the_pause_grows_to_a_quarter_of_an_hour(silences: int, minutes: int) -> None:
    assert rules.pause_after(silences) == minutes * MINUTE


def test_two_workers_do_not_ask_at_once(remote: Channel, faulty: Faulty, post: Delivery) -> None:
    faulty.say(text="Wie lange dauert es?", in_reply_to_id=post.network_id)
    Listening.objects.create(channel=remote, quiet_until=START + MINUTE)  # another one is asking
    assert listen(remote) == 0
    assert listen(remote, 1) == 1  # it died


def test_a_closed_door_is_known_as_closed(remote: Channel, faulty: Faulty) -> None:
    faulty.order("unauthorised", on="notifications")
    assert listen(remote) == 0
    remote.refresh_from_db()
    assert remote.health == Health.DISCONNECTED


def test_a_key_that_was_changed_meanwhile_closes_nothing(remote: Channel, faulty: Faulty) -> None:
    stale = Channel.objects.get(pk=remote.pk)
    faulty.order("unauthorised", on="notifications")
    Channel.objects.filter(pk=remote.pk).update(token_ends_at=START)
    services.listen(channel=stale, now=START)
    remote.refresh_from_db()
    assert remote.health == Health.CONNECTED


def test_a_deleted_post_hides_no_other(remote: Channel, faulty: Faulty, post: Delivery) -> None:
    older = make.dialogue.post(remote)
    for one in (older, post):
        faulty.say(text="Gilt das auch am Samstag?", in_reply_to_id=one.network_id, to="")
    latest = max(older, post, key=lambda one: one.pk)
    faulty.delete(latest.network_id)
    assert below(remote) == 1
    assert Message.objects.get().delivery != latest
    assert Listening.objects.get().silences == 0


def test_a_message_that_was_taken_back_does_not_come_in_and_hides_none(
    remote: Channel, faulty: Faulty, post: Delivery
) -> None:
    regretted = faulty.say(text="Unsinn!", in_reply_to_id=post.network_id)
    faulty.say(text="Entschuldigung, falscher Beitrag.", in_reply_to_id=post.network_id)
    faulty.delete(regretted["id"])
    assert listen(remote) == 1
    assert heard() == ["Entschuldigung, falscher Beitrag."]


def test_what_was_heard_stays_when_it_is_taken_back_there(remote: Channel, faulty: Faulty, post: Delivery) -> None:
    said = faulty.say(text="Wie lange dauert es?", in_reply_to_id=post.network_id)
    listen(remote)
    faulty.delete(said["id"])
    listen(remote, 1)
    below(remote, 2)
    assert heard() == ["Wie lange dauert es?"]


def test_markup_in_a_reply_is_text(remote: Channel, faulty: Faulty, post: Delivery) -> None:
    markup = (
        "<p><script>alert(1)</script><img src=x onerror=alert(2)>Hallo<br>du &lt;b&gt;da&lt;/b&gt;</p>"
        '<p><a href="javascript:alert(3)">hier</a></p><style>*{display:none}</style>'
    )
    faulty.say(text="-", in_reply_to_id=post.network_id, content=markup)
    listen(remote)
    message = Message.objects.get()
    assert message.text.startswith("Hallo\ndu <b>da</b>")
    jonas = make.people.person("Jonas Brandt", role=RoleKind.COMMUNITY)
    page = make.people.client_of(jonas).get(f"/dialogue/{message.pk}/").content.decode()
    for trace in ("<script>alert", "onerror", "javascript:", "<b>da", "<style>*"):
        assert trace not in page


def test_the_task_asks_each_connected_channel_in_a_job_of_its_own(
    remote: Channel, faulty: Faulty, post: Delivery, django_capture_on_commit_callbacks: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from procrastinate.contrib.django.models import ProcrastinateJob

    make.channels.by_hand()
    make.channels.unconnected()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        tasks.listen()
    jobs = ProcrastinateJob.objects.filter(task_name="dialogue.listen_to")
    assert [job.args for job in jobs] == [{"channel_id": remote.pk}]
    monkeypatch.setattr(clock, "now", lambda: START)
    faulty.say(text="Wie lange dauert es?", in_reply_to_id=post.network_id)
    tasks.listen_to(**jobs[0].args)
    assert heard() == ["Wie lange dauert es?"]


@pytest.mark.parametrize(("minutes", "told"), [(4, False), (5, True)])
def test_the_inbox_says_that_a_server_has_been_silent(
    remote: Channel, faulty: Faulty, monkeypatch: pytest.MonkeyPatch, minutes: int, told: bool
) -> None:
    faulty.order("unavailable", on="notifications", times=-1)
    listen(remote)
    jonas = make.people.person("Jonas Brandt", role=RoleKind.COMMUNITY)
    now: datetime = START + minutes * MINUTE
    monkeypatch.setattr(clock, "now", lambda: now)
    page = make.people.client_of(jonas).get("/dialogue/").content.decode()
    assert ("Mastodon Stadtwerke antwortet seit Di 9. Juni, 11:01 nicht." in page) is told
    assert bool(queries.silent(now=now)) is told
