"""A network that says No, Later, or nothing that helps: nothing of it arrives, and somebody is asked or it waits.

Five channels and one worker, because it is starting a worker that takes its time. Then each is put right as a person
would do it, and every post is out, once.
"""

from datetime import timedelta

import pytest

from eichhorn.channels import services as channels
from eichhorn.channels.models import Channel
from eichhorn.content import services as content
from eichhorn.content.models import Draft
from eichhorn.content.services import NewAttachment
from eichhorn.delivery import services
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import Outcome, State
from eichhorn.foundation import clock
from eichhorn.networks.base import Keys
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning import rules as walls
from eichhorn.planning import services as planning
from eichhorn.review import services as review
from tests import make
from tests.faults.conftest import Crooked, Workers, move, until
from tests.faults.ledger import agree, rows
from tests.networks.running import Faulty

REFUSED, THROTTLED, REVOKED, SLOW_PICTURE, SHRUNK = "a1", "a2", "a3", "a4", "a5"
FAULTS = {
    REFUSED: "refused",
    THROTTLED: "throttled",
    REVOKED: "revoked",
    SLOW_PICTURE: "media_never_ready",
    SHRUNK: "limits_shrunk",
}
ENDS = {
    REFUSED: State.STOPPED,
    THROTTLED: State.SENT,
    REVOKED: State.STOPPED,
    SLOW_PICTURE: State.WAITING,
    SHRUNK: State.STOPPED,
}
PAST_THE_PAUSE_S = 45


@pytest.mark.parametrize("faulty", ["mastodon"], indirect=True)
def test_what_the_network_does_not_take_is_nowhere_lost_and_leaves_once_it_is_put_right(
    faulty: Faulty, channel: Channel, workers: Workers
) -> None:
    author = make.people.person(role=RoleKind.MANAGER)
    on = {REFUSED: channel} | {
        token: make.channels.connected(faulty.url, token, now=clock.now()) for token in FAULTS if token != REFUSED
    }
    drafts = {token: _post(token, on[token], author) for token in FAULTS}
    faulty.order("refuse", token=REFUSED, told="This word is not wanted here.")
    faulty.order("throttle", token=THROTTLED, retry_after="2")
    faulty.order("unauthorised", token=REVOKED, on="any", times=-1)
    faulty.set(media_takes=10**6, text_limit=40)
    move(drafts.values(), by=author)
    workers.start(crooked=Crooked.WORKER_AND_DATABASE)
    until(lambda: all(_stands(on[token], state) for token, state in ENDS.items()))
    for token, fault in FAULTS.items():
        agree(fault, faulty, channel=on[token], ends={ENDS[token]})
    assert {event["account"] for event in faulty.accepted()} == {THROTTLED}
    _are_put_right(faulty, on, drafts, author)
    workers.ahead(PAST_THE_PAUSE_S)
    until(lambda: all(row.state == State.SENT for row in rows()))
    agree("refused", faulty, count=False)
    assert sorted(event["account"] for event in faulty.accepted()) == sorted(FAULTS)


def _post(token: str, channel: Channel, author: Person) -> Draft:
    picture = [NewAttachment(make.media.picture(by=author), alt="Ein Bagger am Nordring.")]
    text = f"Ab Montag erneuern wir am Nordring die Leitung, {token}." if token == SHRUNK else f"Kurz gesagt, {token}."
    draft: Draft = make.delivery.post(
        [channel], by=author, text=text, due_at=clock.now() + timedelta(hours=1), now=clock.now(),
        attachments=picture if token == SLOW_PICTURE else (),
    )  # fmt: skip
    return draft


def _stands(channel: Channel, state: State) -> bool:
    """Return whether its post has been tried and stands there now."""
    return Delivery.objects.filter(channel=channel, state=state).exclude(because="").exists()


def _are_put_right(faulty: Faulty, on: dict[str, Channel], drafts: dict[str, Draft], author: Person) -> None:
    """What each needs: another text, another text, the account connected again, a server that is well."""
    soon = walls.wall_of(clock.now() + timedelta(seconds=PAST_THE_PAUSE_S / 2), "Europe/Berlin")
    for token in (REFUSED, SHRUNK):
        draft = Draft.objects.select_related("latest", "slot").get(pk=drafts[token].pk)
        assert draft.latest is not None
        content.save(
            draft=draft, based_on=draft.latest.number, text=f"Besser so, {token}.", language="de", by=author, now=clock.now()
        )  # fmt: skip
        planning.move(slot=draft.slot, planned_local=soon, by=author, now=clock.now())
        approval = review.hand_in(draft=draft, by=author, now=clock.now())
        review.approve(approval=approval, by=approval.approver, now=clock.now())
    faulty.behave()
    faulty.set(media_takes=0)
    closed = Channel.objects.get(pk=on[REVOKED].pk)
    assert closed.health == "disconnected"
    channels.connect_with(channel=closed, keys=Keys(f"{REVOKED}.fresh"), by=None, now=clock.now())
    (stopped,) = rows(closed)
    assert stopped.because == Outcome.UNAUTHORISED
    services.release(delivery=stopped, by=author, now=clock.now())
