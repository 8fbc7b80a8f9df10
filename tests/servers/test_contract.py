"""What every network must do for us, asked of every real server: the same sentences, whatever speaks on the other side.

Which sentences a server is asked follows from what its network declares. How a server is read is in `peers`.
"""

import io
from datetime import timedelta

import pytest
from PIL import Image

from eichhorn.foundation import clock
from eichhorn.foundation.text import comparable
from eichhorn.networks import doors
from eichhorn.networks.base import Message, Picture, Unauthorised
from eichhorn.networks.plain import to_html
from tests.servers.peers import Kind, Peer, There, awaited, every, post

TEXT = "Ab Montag ist die Wasserstraße zu & danach frei\n\nDrei Tage lang, Umleitung über den Nordring.\n\nMehr: https://erlengrund.example/nordring #Nordring"
LATER = "Ab Dienstag ist die Wasserstraße zu\n\nDoch erst Dienstag."


@pytest.fixture
def peer(request: pytest.FixtureRequest) -> Peer:
    kind: Kind = request.param
    return kind.peer(request.getfixturevalue(kind.fixture))


def picture(alt: str) -> Picture:
    """Return a picture of its own; all have the same name, as those that a camera numbers anew every day."""
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), (154, 67, len(alt))).save(stream, "PNG")
    return Picture(stream.getvalue(), "image/png", "bagger.png", alt, width=64, height=48)


def same(one: str, other: str) -> bool:
    return comparable(to_html(one)) == comparable(to_html(other))


def only(peer: Peer) -> There:
    [found] = peer.there()
    return found


@every()
def test_a_post_arrives_once_with_its_text_and_its_language(peer: Peer) -> None:
    receipt = peer.door().send(post(TEXT))
    there = only(peer)
    assert there.network_id == receipt.network_id
    assert receipt.url.startswith("http")
    assert same(there.text, TEXT)
    assert there.language in ("de", None)


@every()
def test_pictures_arrive_in_their_order_with_their_descriptions(peer: Peer) -> None:
    alts = ("Ein Bagger „an“ der Straße", "Ein Radweg & ein Schild")
    receipt = peer.door().send(post(TEXT, pictures=tuple(picture(alt) for alt in alts)))
    there = only(peer)
    assert (there.network_id, there.alts) == (receipt.network_id, alts)
    assert same(there.text, TEXT)


@every()
def test_a_look_finds_exactly_ours(peer: Peer) -> None:
    door, began = peer.door(), clock.now() - timedelta(minutes=1)
    wanted = post(TEXT, pictures=(picture("Bagger"),))
    assert door.find(wanted, since=began) is None
    other = door.send(post(LATER))
    assert door.find(wanted, since=began) is None
    receipt = door.send(wanted)
    assert door.find(wanted, since=began) == receipt
    assert door.find(wanted, since=began, known={other.network_id}) == receipt
    assert door.find(wanted, since=began, known={receipt.network_id}) is None


@every(drops_repeats=False)
def test_a_server_that_makes_no_promise_about_keys_is_not_believed_to(peer: Peer) -> None:
    assert peer.door().drops_repeats_for is None


@every(drops_repeats=True)
def test_the_same_key_again_makes_no_second_post_where_the_network_says_so(peer: Peer) -> None:
    door = peer.door()
    assert door.drops_repeats_for is not None
    wanted = post(TEXT)
    assert door.send(wanted).network_id == door.send(wanted).network_id
    assert only(peer)


@every()
def test_an_answer_comes_in_once_under_its_post_and_ours_stands_below_it(peer: Peer) -> None:
    door = peer.door()
    receipt = door.send(post(TEXT))
    peer.answer(receipt.network_id, "Wie lange & wo?")

    def heard() -> list[Message]:
        return [message for message in door.incoming(since="") if message.answers == receipt.network_id]

    [question] = awaited(heard)
    assert question.text.endswith("Wie lange & wo?")
    assert "ada" in question.author
    assert question.said_at.tzinfo is not None
    assert question.network_id not in [again.network_id for again in door.incoming(since=question.mark)]
    if isinstance(door, doors.ReadsThreads):
        assert question.network_id in [message.network_id for message in door.thread(receipt.network_id)]
    reply = post("Bis Freitag, 18 Uhr.", reply_to=question.network_id)
    sent = door.send(reply)
    [there] = [each for each in peer.there() if each.network_id == sent.network_id]
    assert there.answers in (
        question.network_id,
        receipt.network_id,
    )  # a room hangs all answers below the first message
    assert there.text.endswith("Bis Freitag, 18 Uhr.")
    assert door.find(reply, since=clock.now() - timedelta(minutes=1)) == sent


@every()
def test_a_wrong_key_opens_nothing(peer: Peer) -> None:
    wrong = peer.wrong()
    with pytest.raises(Unauthorised):
        wrong.send(post(TEXT))
    with pytest.raises(Unauthorised):
        list(wrong.incoming(since=""))
    assert peer.there() == []


@every(doors.Tells)
def test_the_server_tells_whose_account_it_is(peer: Peer) -> None:
    door = peer.door()
    assert isinstance(door, doors.Tells)
    told = door.tell()
    assert told.account
    assert told.account_id


@every(doors.ListsOwn)
def test_what_the_account_said_is_listed_with_its_text(peer: Peer) -> None:
    door, began = peer.door(), clock.now() - timedelta(minutes=1)
    assert isinstance(door, doors.ListsOwn)
    first, second = door.send(post(TEXT)), door.send(post(LATER))
    own = {each.network_id: each for each in door.own(since=began)}
    assert set(own) == {first.network_id, second.network_id}
    assert same(own[first.network_id].text, TEXT)
    assert own[first.network_id].answers == ""
    assert all(each.said_at >= began for each in own.values())


@every(doors.Edits)
def test_a_post_that_is_out_says_what_it_was_changed_to(peer: Peer) -> None:
    door = peer.door()
    assert isinstance(door, doors.Edits)
    receipt = door.send(post(TEXT))
    changed = post(LATER)
    for _ in range(2):
        assert door.edit(receipt.network_id, changed).network_id == receipt.network_id
    there = only(peer)
    assert (there.network_id, same(there.text, LATER)) == (receipt.network_id, True)


@every(doors.Deletes, lacking="delete")
def test_a_post_that_is_taken_back_is_gone_and_doing_it_twice_does_no_harm(peer: Peer) -> None:
    door = peer.door()
    assert isinstance(door, doors.Deletes)
    kept, wanted = door.send(post(LATER)), post(TEXT)
    receipt = door.send(wanted)
    door.delete(receipt.network_id)
    door.delete(receipt.network_id)
    assert only(peer).network_id == kept.network_id
    assert door.find(wanted, since=clock.now() - timedelta(minutes=1)) is None
