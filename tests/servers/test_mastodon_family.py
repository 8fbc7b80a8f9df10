"""What servers of the Mastodon API do for us beyond the contract of all networks, asked of real ones: no case for any."""

import io
import time
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from PIL import Image

from eichhorn.foundation import clock
from eichhorn.foundation.text import comparable
from eichhorn.networks.base import Account, Keys, Message, Picture, Post, Refused, Unauthorised
from eichhorn.networks.mastodon import Mastodon
from eichhorn.networks.plain import to_html
from tests.servers.running import Running

TEXT = "Ab Montag ist die Wasserstraße für <drei> Tage zu & danach wieder frei.\n\nMehr: https://erlengrund.example/nordring?a=1&b=2 #Nordring"


def words(text: str = TEXT, **more: object) -> Post:
    return Post(key=str(uuid4()), text=text, language="de", **more)  # type: ignore[arg-type]


STRICT = ["mastodon_mock", pytest.param("stage", marks=pytest.mark.django_db(transaction=True))]
"""Servers that take no more than they say; snac takes a longer text all the same, so that only our own check holds there."""


@pytest.fixture(params=[*STRICT, "snac"])
def server(request: pytest.FixtureRequest) -> Running:
    found: Running = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def door(server: Running) -> Mastodon:
    """The network as the account of the utility, with what the server told."""
    token = server.tokens["stadtwerke"]
    told = Mastodon(Account(server.url, Keys(token))).tell()
    return Mastodon(Account(server.url, Keys(token), account_id=told.account_id, software=told.software))


def picture() -> Picture:
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), (154, 67, 30)).save(stream, "PNG")
    return Picture(stream.getvalue(), "image/png", "bagger.png", "Ein Bagger „an“ der Straße")


def awaited(door: Mastodon, since: str, number: int) -> list[Message]:
    """Return the messages once so many are there; some servers tell of them a while later."""
    for _ in range(80):
        if len(found := list(door.incoming(since=since))) >= number:
            return found
        time.sleep(0.25)
    return found


def test_a_post_is_read_back_as_it_was_written(server: Running, door: Mastodon) -> None:
    shot = picture()
    text = TEXT.replace("<drei>", "drei") if "snac" in server.software else TEXT  # snac takes text for HTML
    receipt = door.send(words(text, content_warning="Baustelle", pictures=(shot,)))
    [there] = server.statuses("stadtwerke")
    assert there["id"] == receipt.network_id
    assert receipt.url == there["url"] or receipt.url == there["uri"]
    assert comparable(there["content"]) == comparable(to_html(text))
    assert there["spoiler_text"] == "Baustelle"
    assert there["visibility"] == "public"
    assert [attached["description"] for attached in there["media_attachments"]] == [shot.alt]
    assert there.get("language") == "de" or server.software == "snac"  # which keeps no languages


def test_the_server_tells_what_it_allows(server: Running, door: Mastodon) -> None:
    told = door.tell()
    assert told.text_limit is not None
    assert told.text_limit >= 500
    assert told.account.startswith("@stadtwerke@")
    assert told.account_id


def test_a_post_is_found_and_no_other_is_taken_for_it(server: Running, door: Mastodon) -> None:
    began, wanted = clock.now(), words(TEXT.replace("<drei>", "drei"))
    door.send(words("Etwas anderes"))
    receipt = door.send(wanted)
    assert door.find(wanted, since=began) == receipt
    assert door.find(wanted, since=began, known={receipt.network_id}) is None
    assert door.find(words("Nie gesagt"), since=began) is None
    assert door.find(wanted, since=began + timedelta(hours=1)) is None


def test_a_post_with_a_picture_and_a_warning_is_found(server: Running, door: Mastodon) -> None:
    wanted = words(TEXT.replace("<drei>", "drei"), content_warning="Baustelle", pictures=(picture(),))
    assert door.send(wanted) == door.find(wanted, since=clock.now())


def test_an_answer_comes_in_once_and_under_its_post(server: Running, door: Mastodon) -> None:
    receipt = door.send(words())
    server.say("@stadtwerke Wie lange & wo?", to=receipt.network_id)
    first = awaited(door, "", 1)
    assert [message.answers for message in first] == [receipt.network_id]
    assert first[0].text.endswith("Wie lange & wo?")
    assert first[0].author.startswith("@ada@")
    assert first[0].said_at.tzinfo is not None
    server.say("@stadtwerke Und der Bus?", as_="bob", to=receipt.network_id)
    second = awaited(door, first[-1].mark, 1)
    assert [message.text.split()[-1] for message in second] == ["Bus?"]
    assert list(door.incoming(since=second[-1].mark)) == []


@pytest.mark.parametrize("server", STRICT, indirect=True)
def test_a_text_that_is_too_long_is_refused(server: Running, door: Mastodon) -> None:
    limit = door.tell().text_limit or 0
    with pytest.raises(Refused):
        door.send(words("x" * (limit + 1)))
    assert server.statuses("stadtwerke") == []


def test_a_program_is_registered_and_led_to_the_consent_page(server: Running) -> None:
    back = "http://127.0.0.1:1/settings/channels/connected/"
    client = Mastodon.register(server.url, redirect_uri=back)
    assert client.client_id
    assert client.client_secret


def test_an_invented_code_opens_nothing(server: Running) -> None:
    back = "http://127.0.0.1:1/settings/channels/connected/"
    client = Mastodon.register(server.url, redirect_uri=back)

    def enter() -> None:  # snac gives a token for any code, but one that opens nothing
        token = Mastodon.redeem(server.url, client, redirect_uri=back, code="erfunden", verifier="v")
        Mastodon(Account(server.url, Keys(token))).tell_account()

    with pytest.raises((Refused, Unauthorised)):
        enter()


def test_a_post_that_is_out_can_be_corrected_and_its_picture_described_anew(server: Running, door: Mastodon) -> None:
    shot = picture()
    receipt = door.send(words("Ab Montag ist die Straße zu.", pictures=(shot,)))
    corrected = words("Ab Dienstag ist die Straße zu.", pictures=(replace(shot, alt="Bagger"),))
    assert door.edit(receipt.network_id, corrected).network_id == receipt.network_id
    [there] = list(door.own(since=clock.now() - timedelta(minutes=5)))
    assert (there.network_id, comparable(there.text)) == (receipt.network_id, "Ab Dienstag ist die Straße zu.")


def test_a_post_that_is_out_can_be_taken_back_and_doing_it_twice_does_no_harm(server: Running, door: Mastodon) -> None:
    receipt = door.send(words("Ein Irrtum."))
    assert receipt.network_id in door.measure([receipt.network_id])
    if "snac" in server.software:  # it lets nobody delete by program, and says "not found" of a post that is there
        with pytest.raises(Refused):
            door.delete(receipt.network_id)
        return
    door.delete(receipt.network_id)
    door.delete(receipt.network_id)
    assert [
        own for own in door.own(since=clock.now() - timedelta(minutes=5)) if own.network_id == receipt.network_id
    ] == []
    assert door.measure([receipt.network_id]) == {}


def test_the_parts_of_a_thread_answer_each_other_without_naming_ourselves(server: Running, door: Mastodon) -> None:
    first = door.send(words("Erster Teil."))
    second = words("Zweiter Teil.", reply_to=first.network_id)
    receipt = door.send(second)
    there = {own.network_id: own for own in door.own(since=clock.now() - timedelta(minutes=5))}
    assert there[receipt.network_id].answers == first.network_id
    assert comparable(there[receipt.network_id].text) == "Zweiter Teil."
    assert door.find(second, since=clock.now() - timedelta(minutes=5)) == receipt


def test_what_is_counted_is_told_and_what_is_not_there_is_missing(server: Running, door: Mastodon) -> None:
    receipt = door.send(words("Gezählt."))
    figures = door.measure([receipt.network_id, "999999999999"])
    assert list(figures) == [receipt.network_id]
    assert figures[receipt.network_id].replies in {0, None}
