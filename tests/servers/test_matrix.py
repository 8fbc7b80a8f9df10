"""A post on its way to a room of a real server of Matrix, and what others say there."""

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from eichhorn.foundation import clock, http
from eichhorn.networks.base import (
    Account,
    Message,
    NetworkError,
    Picture,
    Poll,
    Post,
    Refused,
    Unauthorised,
    Video,
    Visibility,
)
from eichhorn.networks.matrix import Matrix
from tests.servers.synapse import NAME, Room, Synapse, password_of

pytestmark = pytest.mark.xdist_group("synapse")

TEXT = (
    "Ab Montag ist die Wasserstraße für <drei> Tage zu & danach *wieder* frei.\n\nhttps://erlengrund.example/b?a=1&b=2"
)


def words(text: str = TEXT, **more: object) -> Post:
    return Post(**{"key": str(uuid4()), "text": text, "language": "de", **more})  # type: ignore[arg-type]


def picture(alt: str = "Ein Bagger „an“ der Straße") -> Picture:
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), (154, 67, 30)).save(stream, "PNG")
    return Picture(stream.getvalue(), "image/png", "bagger.png", alt, width=64, height=48)


def entered(synapse: Synapse, room: Room, url: str = "") -> Matrix:
    given = {"room": room.alias, "matrix_user": "", "password_or_token": synapse.tokens["stadtwerke"]}
    server, keys = Matrix.sign_in(url or synapse.url, given)
    return Matrix(Account(server, keys, account_id=room.id))


@pytest.fixture
def room(synapse: Synapse) -> Room:
    return synapse.room()


@pytest.fixture
def door(synapse: Synapse, room: Room) -> Matrix:
    """The network as the utility in a room of its own."""
    return entered(synapse, room)


def bodies(room: Room) -> list[str]:
    return [event["content"].get("body", "") for event in room.said()]


# --- saying -----------------------------------------------------------------------------------------------------------


def test_a_post_arrives_once_as_it_was_written_and_nothing_in_it_is_markup(door: Matrix, room: Room) -> None:
    receipt = door.send(words())
    [there] = room.said()
    assert (there["event_id"], there["content"]["body"], there["content"]["msgtype"]) == (
        receipt.network_id,
        TEXT,
        "m.text",
    )
    assert "formatted_body" not in there["content"]
    assert receipt.url.startswith("https://matrix.to/#/%21")
    assert receipt.url.endswith(f"/{receipt.network_id.replace('$', '%24')}?via={NAME}")


def test_pictures_stand_above_their_text_with_their_descriptions(door: Matrix, room: Room, synapse: Synapse) -> None:
    shots = (picture(), picture("Ein „Radweg“"), picture(""))
    receipt = door.send(words(pictures=shots, content_warning="Baustelle"))
    *shown, text = room.said()
    assert [event["content"]["body"] for event in shown] == [shots[0].alt, shots[1].alt, "bagger.png"]
    assert {event["content"]["msgtype"] for event in shown} == {"m.image"}
    assert text["content"]["body"] == f"Baustelle\n\n{TEXT}"
    assert text["event_id"] == receipt.network_id
    info = shown[0]["content"]["info"]
    assert (info["mimetype"], info["w"], info["h"], info["size"]) == ("image/png", 64, 48, len(shots[0].content))
    kept = shown[0]["content"]["url"].removeprefix("mxc://")
    path = f"/v1/media/download/{kept}"
    http_answer = http.client(deadline_s=10).get(
        f"{synapse.url}/_matrix/client{path}", headers={"Authorization": f"Bearer {synapse.tokens['ada']}"}
    )
    assert http_answer.content == shots[0].content


def test_pictures_without_a_text_are_a_post_as_well(door: Matrix, room: Room) -> None:
    post = words("", pictures=(picture(), picture("Zwei")))
    receipt = door.send(post)
    assert [event["event_id"] for event in room.said()][-1] == receipt.network_id
    assert door.find(post, since=clock.now()) == receipt
    assert [own.network_id for own in door.own(since=clock.now() - timedelta(minutes=1))] == [receipt.network_id]


def test_the_same_key_makes_one_post_and_the_server_keeps_its_word(door: Matrix, room: Room) -> None:
    """https://spec.matrix.org/latest/client-server-api/#transaction-identifiers, without our looking first."""
    post = words(pictures=(picture(),))
    assert door.send(post) == door.send(post)
    assert len(room.said()) == 2
    assert door.drops_repeats_for == timedelta(minutes=25)


def test_another_session_that_the_server_does_not_remember_repeats_nothing_either(
    synapse: Synapse, door: Matrix, room: Room
) -> None:
    post = words(pictures=(picture(), picture("Zwei")), made_at=clock.now() - timedelta(hours=1))
    first = door.send(post)
    asked = {
        "type": "m.login.password", "identifier": {"type": "m.id.user", "user": "stadtwerke"},
        "password": password_of("stadtwerke"),
    }  # fmt: skip
    token = synapse.ask("POST", "/v3/login", asked)["access_token"]
    account = door._account
    other = Matrix(replace(account, keys=replace(account.keys, token=token)))
    assert other.send(post) == first
    assert len(room.said()) == 3


def test_a_thread_is_made_below_its_first_part(door: Matrix, room: Room) -> None:
    first = door.send(words("Erster Teil."))
    second = words("Zweiter Teil.", reply_to=first.network_id)
    receipt = door.send(second)
    third = door.send(words("Dritter Teil.", reply_to=receipt.network_id))
    relations = [event["content"].get("m.relates_to", {}) for event in room.said()]
    assert [(each.get("rel_type"), each.get("event_id")) for each in relations[1:]] == [
        ("m.thread", first.network_id)
    ] * 2
    assert door.find(second, since=clock.now()) == receipt
    answers = {own.network_id: own.answers for own in door.own(since=clock.now() - timedelta(minutes=1))}
    assert answers == {first.network_id: "", receipt.network_id: first.network_id, third.network_id: first.network_id}


# --- looking ----------------------------------------------------------------------------------------------------------


def test_exactly_ours_is_found_by_its_key_and_no_other_with_the_same_words(door: Matrix, room: Room) -> None:
    began, wanted = clock.now(), words()
    door.send(words())
    room.say(TEXT)
    receipt = door.send(wanted)
    assert door.find(wanted, since=began) == receipt
    assert door.find(wanted, since=began, known={receipt.network_id}) is None
    assert door.find(words(), since=began) is None
    assert door.find(wanted, since=began + timedelta(hours=1)) is None
    door.delete(receipt.network_id)
    assert door.find(wanted, since=began) is None


def test_what_this_account_said_is_listed_whoever_published_it(synapse: Synapse, door: Matrix, room: Room) -> None:
    began = clock.now() - timedelta(minutes=1)
    sent = door.send(words(pictures=(picture(),)))
    by_hand = room.say("Von Hand gesagt.", as_="stadtwerke")
    room.say("Jemand anderes.")
    assert [(own.network_id, own.text) for own in door.own(since=began)] == [
        (by_hand, "Von Hand gesagt."), (sent.network_id, TEXT),
    ]  # fmt: skip
    assert list(door.own(since=clock.now() + timedelta(minutes=1))) == []


def test_a_long_room_is_read_page_by_page(door: Matrix, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eichhorn.networks.matrix.events.PAGE", 3)
    first = words("Nummer 0")
    receipt = door.send(first)
    for number in range(1, 8):
        door.send(words(f"Nummer {number}"))
    assert door.find(first, since=clock.now()) == receipt


# --- listening --------------------------------------------------------------------------------------------------------


def reply_to(event: str) -> dict[str, Any]:
    return {"m.in_reply_to": {"event_id": event}}


def test_answers_come_in_once_under_what_they_answer(door: Matrix, room: Room) -> None:
    post = door.send(words())
    plain = room.say("Wie lange & wo?", relation=reply_to(post.network_id))
    below = {"rel_type": "m.thread", "event_id": post.network_id, "is_falling_back": True} | reply_to(plain)
    room.say("Und der Bus?", as_="bob", relation=below)
    first, second = door.incoming(since="")
    assert (first.text, first.answers, first.author) == ("Wie lange & wo?", post.network_id, f"@ada:{NAME}")
    assert (second.text, second.answers, second.author_name) == ("Und der Bus?", post.network_id, "bob")
    assert first.said_at.tzinfo is not None
    assert list(door.incoming(since=second.mark)) == []
    room.say("Danke!", relation=reply_to(first.network_id))
    assert [message.text for message in door.incoming(since=second.mark)] == ["Danke!"]


def test_what_others_say_among_themselves_stays_in_the_room_unless_they_name_us(
    synapse: Synapse, door: Matrix, room: Room
) -> None:
    room.say("Schönes Wetter.")
    named = room.say("Stadtwerke, wann?", **{"m.mentions": {"user_ids": [synapse.user("stadtwerke")]}})
    room.say("* Schönes Wetter!", relation={"rel_type": "m.replace", "event_id": named})
    assert [(message.text, message.answers) for message in door.incoming(since="")] == [("Stadtwerke, wann?", "")]


def test_a_mark_that_was_taken_back_is_still_found(synapse: Synapse, door: Matrix, room: Room) -> None:
    post = door.send(words())
    room.say("Wie lange?", relation=reply_to(post.network_id))
    [first] = door.incoming(since="")
    synapse.ask("PUT", room.path("redact", first.network_id, "r1"), {}, as_="ada")
    room.say("Und wo?", relation=reply_to(post.network_id))
    assert [message.text for message in door.incoming(since=first.mark)] == ["Und wo?"]
    assert [message.text for message in door.incoming(since="")] == ["Und wo?"]


def test_our_answer_stands_below_the_question_and_names_who_asked(synapse: Synapse, door: Matrix, room: Room) -> None:
    post = door.send(words())
    below = {"rel_type": "m.thread", "event_id": post.network_id, "is_falling_back": True} | reply_to(post.network_id)
    room.say("Wie lange?", relation=below)
    room.say("Frage daneben?", as_="bob", **{"m.mentions": {"user_ids": [synapse.user("stadtwerke")]}})
    in_thread, aside = door.incoming(since="")
    for question in (in_thread, aside):
        reply = words("Bis Freitag.", reply_to=question.network_id)
        assert door.find(reply, since=clock.now()) is None
        assert door.send(reply) == door.find(reply, since=clock.now())
    one, two = [event["content"] for event in room.said()][-2:]
    assert (one["m.relates_to"]["rel_type"], one["m.relates_to"]["event_id"]) == ("m.thread", post.network_id)
    assert two["m.relates_to"] == reply_to(aside.network_id)
    assert two["m.mentions"] == {"user_ids": [synapse.user("bob")]}


def test_what_stands_in_the_thread_below_a_post_is_read_without_our_own_words(door: Matrix, room: Room) -> None:
    post = door.send(words())
    below = {"rel_type": "m.thread", "event_id": post.network_id, "is_falling_back": True} | reply_to(post.network_id)
    room.say("Wie lange?", relation=below)
    door.send(words("Bis Freitag.", reply_to=post.network_id))
    found: list[Message] = list(door.thread(post.network_id))
    assert [(message.text, message.answers, message.mark) for message in found] == [("Wie lange?", post.network_id, "")]
    assert list(door.thread(door.send(words()).network_id)) == []


# --- changing ---------------------------------------------------------------------------------------------------------


def test_text_and_descriptions_are_changed_and_doing_it_twice_does_no_harm(door: Matrix, room: Room) -> None:
    post = words(pictures=(picture(),))
    receipt = door.send(post)
    changed = replace(post, text="Ab Dienstag.", pictures=(picture("Bagger"),))
    assert door.edit(receipt.network_id, changed) == door.edit(receipt.network_id, changed) == receipt
    assert bodies(room)[2:] == ["* Bagger", "* Ab Dienstag."]
    replaced = [event["content"]["m.new_content"]["body"] for event in room.said()[2:]]
    assert replaced == ["Bagger", "Ab Dienstag."]
    assert door.find(post, since=clock.now()) == receipt
    assert [own.network_id for own in door.own(since=clock.now() - timedelta(minutes=1))] == [receipt.network_id]


def test_how_many_pictures_a_post_has_is_not_changed(door: Matrix) -> None:
    receipt = door.send(words(pictures=(picture(),)))
    with pytest.raises(Refused, match="only the text"):
        door.edit(receipt.network_id, words())
    door.delete(receipt.network_id)
    with pytest.raises(Refused, match="taken back"):
        door.edit(receipt.network_id, words(pictures=(picture(),)))


def test_a_post_is_taken_back_with_its_pictures_and_doing_it_twice_does_no_harm(door: Matrix, room: Room) -> None:
    receipt = door.send(words(pictures=(picture(), picture("Zwei"))))
    door.delete(receipt.network_id)
    door.delete(receipt.network_id)
    door.delete("$niemals-gesagt")
    assert [event["content"] for event in room.said()] == [{}, {}, {}]
    assert list(door.own(since=clock.now() - timedelta(minutes=1))) == []


# --- limits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["ä", "\n", '"', "👷"])
def test_what_is_as_long_as_we_say_is_taken_also_when_it_is_changed(door: Matrix, sign: str) -> None:
    length = door.capabilities.text_limit.value // len(sign.encode())
    long = words(sign * length)
    receipt = door.send(long)
    assert door.edit(receipt.network_id, replace(long, text=sign * (length - 1) + "c")) == receipt


@pytest.mark.parametrize(
    "never",
    [
        words("x" * 30_500),
        words(pictures=(picture(),) * 11),
        words(""),
        words(video=Video(b"v", "video/mp4", "v.mp4", "")),
        words(poll=Poll(("Ja", "Nein"), timedelta(hours=1))),
        words(quotes="$x"),
        words(visibility=Visibility.FOLLOWERS),
    ],
)
def test_what_the_room_would_show_otherwise_never_leaves(door: Matrix, room: Room, never: Post) -> None:
    with pytest.raises(Refused):
        door.send(never)
    assert room.said() == []


def test_a_picture_that_the_server_finds_too_large_leaves_nothing_behind(door: Matrix, room: Room) -> None:
    assert door.tell().picture_bytes == 5 * 1024 * 1024
    with pytest.raises(Refused):
        door.send(words(pictures=(picture(), replace(picture(), content=b"x" * (5 * 1024 * 1024 + 1)))))
    assert room.said() == []


# --- letting us in ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("user", ["stadtwerke", f"@stadtwerke:{NAME}"])
def test_a_password_opens_a_session_and_the_same_one_again(synapse: Synapse, room: Room, user: str) -> None:
    given = {"room": room.alias, "matrix_user": user, "password_or_token": password_of("stadtwerke")}
    devices = set()
    for _ in range(2):
        server, keys = Matrix.sign_in(synapse.url, given)
        synapse.tokens["session"] = keys.token
        devices.add(synapse.ask("GET", "/v3/account/whoami", as_="session")["device_id"])
        assert (server, keys.place) == (synapse.url, f"{room.id} {synapse.user('stadtwerke')}")
        assert password_of("stadtwerke") not in repr(keys) + str(vars(keys) if hasattr(keys, "__dict__") else "")
    assert len(devices) == 1
    told = Matrix(Account(server, keys)).tell()
    assert (told.account, told.account_id) == (room.alias, room.id)


@pytest.mark.parametrize("form", ["alias", "id", "link"])
def test_a_room_is_named_by_its_address_its_id_or_a_link(synapse: Synapse, room: Room, form: str) -> None:
    link = "https://matrix.to/#/" + room.alias.replace("#", "%23").replace(":", "%3A") + f"?via={NAME}"
    typed = {"alias": room.alias, "id": room.id, "link": link}[form]
    given = {"room": typed, "matrix_user": "", "password_or_token": synapse.tokens["stadtwerke"]}
    assert Matrix.sign_in(synapse.url, given)[1].place.startswith(room.id)


def refused(url: str, **given: str) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        Matrix.sign_in(url, given)
    return caught.value


def test_what_does_not_open_a_room_says_why(synapse: Synapse, room: Room) -> None:
    token = synapse.tokens["stadtwerke"]
    encrypted = {"type": "m.room.encryption", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
    secret = synapse.room(initial_state=[encrypted])
    silent = synapse.room(power_level_content_override={"events_default": 50})
    closed = synapse.room(preset="private_chat")
    cases: list[tuple[dict[str, str], type[NetworkError], str]] = [
        ({"room": "kein Raum", "password_or_token": token}, Refused, "no address of a room"),
        ({"room": room.alias, "password_or_token": " "}, Refused, "needed"),
        ({"room": room.alias, "matrix_user": "stadtwerke", "password_or_token": "falsch"}, Unauthorised, "M_FORBIDDEN"),
        ({"room": room.alias, "password_or_token": "syt_falsch"}, Unauthorised, "M_UNKNOWN_TOKEN"),
        ({"room": f"#niemand:{NAME}", "password_or_token": token}, Refused, "M_NOT_FOUND"),
        ({"room": closed.id, "password_or_token": token}, Unauthorised, "M_FORBIDDEN"),
        ({"room": secret.alias, "password_or_token": token}, Refused, "encrypted"),
        ({"room": silent.alias, "password_or_token": token}, Unauthorised, "may not speak"),
    ]
    for given, meaning, told in cases:
        error = refused(synapse.url, **given)
        assert isinstance(error, meaning), given
        assert told in error.told
        assert token not in error.told


def test_who_made_the_room_may_speak_in_it_whatever_its_numbers_say(synapse: Synapse) -> None:
    own = synapse.room(by="stadtwerke", power_level_content_override={"events_default": 50})
    assert entered(synapse, own).send(words()).network_id


def test_a_session_that_was_closed_is_unauthorised(synapse: Synapse, room: Room) -> None:
    given = {"room": room.alias, "matrix_user": "stadtwerke", "password_or_token": password_of("stadtwerke")}
    server, keys = Matrix.sign_in(synapse.url, given)
    synapse.tokens["session"] = keys.token
    synapse.ask("POST", "/v3/logout", {}, as_="session")
    shut = Matrix(Account(server, keys))
    for ask in (
        lambda: shut.send(words()),
        lambda: shut.find(words(), since=clock.now()),
        lambda: list(shut.incoming(since="")),
    ):
        with pytest.raises(Unauthorised):
            ask()


def test_whoever_was_put_out_of_the_room_has_to_be_let_in_again(synapse: Synapse, door: Matrix, room: Room) -> None:
    synapse.ask("POST", room.path("kick"), {"user_id": synapse.user("stadtwerke")}, as_="helene")
    with pytest.raises(Unauthorised, match="M_FORBIDDEN"):
        door.send(words())
