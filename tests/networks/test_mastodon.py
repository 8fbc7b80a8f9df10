"""A post on its way to a server of the Mastodon API and back, against a real process."""

import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from eichhorn.foundation import clock, http
from eichhorn.networks.base import Account, Keys, Picture, Post, Unsure
from eichhorn.networks.mastodon import Mastodon
from tests.networks.running import Faulty, fault_server
from tests.networks.test_mastodon_errors import GREETING, PICTURED


def test_a_post_arrives_as_it_was_written(door: Mastodon, faulty: Faulty) -> None:
    receipt = door.send(replace(PICTURED, content_warning="Baustelle"))
    [there] = faulty.accepted()
    assert (there["text"], there["language"], there["spoiler"], there["alts"]) == (
        "Mit Bild",
        "de",
        "Baustelle",
        ["Ein Bagger"],
    )
    assert receipt.network_id == there["id"]
    assert receipt.url.endswith(there["id"])


def test_where_one_looks_first_is_told(door: Mastodon, faulty: Faulty) -> None:
    [bagger] = PICTURED.pictures
    focused = replace(PICTURED, pictures=(replace(bagger, focus=(-0.5, 0.25)),))
    receipt = door.send(focused)
    assert [picture["focus"] for picture in faulty.accepted()[0]["pictures"]] == ["-0.5,0.25"]
    door.edit(receipt.network_id, focused)
    door.edit(receipt.network_id, PICTURED)
    assert [event["focus"] for event in faulty.events("edited")] == [["-0.5,0.25"], ["0.0,0.0"]]


def test_a_picture_whose_middle_matters_says_nothing_of_it(door: Mastodon, faulty: Faulty) -> None:
    door.send(PICTURED)
    assert [picture["focus"] for picture in faulty.accepted()[0]["pictures"]] == [None]


def test_a_picture_is_awaited_until_the_server_has_it_ready(door: Mastodon, faulty: Faulty) -> None:
    faulty.set(media_takes=3)
    door.send(PICTURED)
    assert faulty.accepted()[0]["alts"] == ["Ein Bagger"]


def test_an_old_server_takes_pictures_by_its_old_door(door: Mastodon, faulty: Faulty) -> None:
    faulty.set(with_v2=False)
    door.send(PICTURED)
    assert faulty.accepted()[0]["alts"] == ["Ein Bagger"]


def test_the_same_key_makes_no_second_post_on_mastodon(door: Mastodon, faulty: Faulty) -> None:
    assert door.send(GREETING) == door.send(GREETING)
    assert len(faulty.accepted()) == 1


def test_only_mastodon_is_trusted_with_keys() -> None:
    def promise(software: str) -> timedelta | None:
        return Mastodon(Account("https://x.example", Keys("t"), software=software)).drops_repeats_for

    kept = promise("mastodon")
    assert kept is not None
    assert timedelta(minutes=30) < kept < timedelta(hours=1)
    assert [promise(other) for other in ("gotosocial", "snac", "takahe", "eichhorn-stage", "")] == [None] * 5


def test_a_post_is_found_by_what_it_says(door: Mastodon, faulty: Faulty) -> None:
    began = clock.now()
    faulty.order("cut_after")
    with pytest.raises(Unsure):
        door.send(GREETING)
    door.send(replace(GREETING, key="later", text="Guten Abend"))
    found = door.find(GREETING, since=began)
    assert found is not None
    assert found.network_id == faulty.accepted()[0]["id"]


@pytest.mark.parametrize(
    "unlike",
    [
        replace(GREETING, text="Guten Morgen & gute <Fahrt>\n\nBaustelle am Südring"),
        replace(GREETING, content_warning="Achtung"),
        replace(GREETING, reply_to="110000000000000000"),
        replace(GREETING, pictures=(Picture(b"x", "image/png", "a.png", "alt"),)),
    ],
)
def test_what_is_not_quite_the_post_is_not_taken_for_it(door: Mastodon, unlike: Post) -> None:
    door.send(GREETING)
    assert door.find(unlike, since=clock.now()) is None


def test_what_belongs_to_another_delivery_is_not_taken_for_this_one(door: Mastodon) -> None:
    receipt = door.send(GREETING)
    assert door.find(GREETING, since=clock.now(), known={receipt.network_id}) is None


def test_an_older_post_of_the_same_words_is_not_taken_for_this_one(door: Mastodon) -> None:
    door.send(GREETING)
    assert door.find(GREETING, since=clock.now() + timedelta(minutes=2)) is None


def test_a_post_is_found_below_many_later_ones(door: Mastodon, faulty: Faulty) -> None:
    began = clock.now()
    first = door.send(GREETING)
    for number in range(95):
        door.send(replace(GREETING, key=str(number), text=f"Nachricht {number}"))
    assert door.find(GREETING, since=began) == first


def test_the_server_tells_its_limits(door: Mastodon, faulty: Faulty) -> None:
    faulty.set(text_limit=5000, pictures=6, alt_limit=10_000)
    told = door.tell()
    assert (told.text_limit, told.pictures, told.alt_limit, told.link_length) == (5000, 6, 10_000, 23)
    assert (told.picture_bytes, told.picture_types) == (1_000_000, ("image/jpeg", "image/png"))
    assert (told.software, told.account_id) == ("mastodon", "9a1")
    assert told.account == f"@a1@{faulty.host_port}"


def test_a_server_without_the_new_document_tells_by_the_old_one(door: Mastodon, faulty: Faulty) -> None:
    faulty.set(with_v2=False)
    assert door.tell().text_limit == 500


def test_a_server_that_does_not_name_its_software_is_trusted_with_nothing(tmp_path: Path, allow: set[str]) -> None:
    with fault_server(tmp_path, software="") as nameless:
        http.configure(allow=allow | {nameless.host_port})
        assert Mastodon(Account(nameless.url, Keys("a1"))).tell().software == ""


def test_what_people_say_comes_oldest_first_and_once(door: Mastodon, faulty: Faulty) -> None:
    ours = door.send(GREETING)
    faulty.say(text="Wie lange dauert das?", in_reply_to_id=ours.network_id)
    faulty.say(text="Und der Bus?", author="bob", in_reply_to_id=ours.network_id)
    first, second = door.incoming(since="")
    assert (first.text, first.answers, first.author_name) == ("Wie lange dauert das?", ours.network_id, "Ada")
    assert first.author == f"@ada@{faulty.host_port}"
    assert list(door.incoming(since=second.mark)) == []
    faulty.say(text="Danke")
    assert [message.text for message in door.incoming(since=second.mark)] == ["Danke"]
    assert [message.text for message in door.incoming(since=first.mark)] == ["Und der Bus?", "Danke"]


def test_more_messages_than_a_page_are_all_read(door: Mastodon, faulty: Faulty) -> None:
    faulty.say(text="Anfang")
    [start] = door.incoming(since="")
    for number in range(85):
        faulty.say(text=f"Nachricht {number}")
    assert [message.text for message in door.incoming(since=start.mark)] == [
        f"Nachricht {number}" for number in range(85)
    ]


def test_what_others_said_below_a_post_is_read_without_our_own_words(door: Mastodon, faulty: Faulty) -> None:
    ours = door.send(GREETING)
    faulty.say(text="Ohne Nennung", to="nobody", in_reply_to_id=ours.network_id)
    door.send(Post(key="r", text="Bis Freitag", language="de", reply_to=ours.network_id))
    assert [message.text for message in door.thread(ours.network_id)] == ["Ohne Nennung"]


def test_a_reply_names_whom_it_answers_and_is_found_again(door: Mastodon, faulty: Faulty) -> None:
    said = faulty.say(text="Wie lange?")
    reply = Post(key="r", text="Bis Freitag.", language="de", reply_to=said["id"])
    receipt = door.send(reply)
    assert faulty.accepted()[-1]["text"] == f"@ada@{faulty.host_port} Bis Freitag."
    assert faulty.accepted()[-1]["reply_to"] == said["id"]
    assert door.find(reply, since=clock.now()) == receipt


def test_connecting_leads_to_a_token(faulty: Faulty) -> None:
    back = "http://127.0.0.1/back/"
    client = Mastodon.register(faulty.url, redirect_uri=back)
    url = Mastodon.consent_url(faulty.url, client, redirect_uri=back, state="s", challenge="c")
    assert url.startswith(f"{faulty.url}/oauth/authorize?")
    assert "code_challenge_method=S256" in url
    assert Mastodon.redeem(faulty.url, client, redirect_uri=back, code="code-a1", verifier="v") == Keys("a1")
    assert client.client_secret not in repr(client)


@pytest.mark.skipif("EICHHORN_SPECS" not in os.environ, reason="EICHHORN_SPECS names no folder with API descriptions")
def test_every_request_is_as_the_api_description_wants_it(tmp_path: Path, allow: set[str]) -> None:
    with fault_server(tmp_path, specs=os.environ["EICHHORN_SPECS"]) as strict:
        http.configure(allow=allow | {strict.host_port})
        door = Mastodon(Account(strict.url, Keys("a1"), account_id="9a1"))
        door.send(PICTURED)
        door.send(replace(GREETING, key="2", content_warning="Achtung"))
        door.find(GREETING, since=clock.now())
        list(door.incoming(since="1"))
        list(door.thread(strict.accepted()[0]["id"]))
        door.tell()
        assert json.dumps(strict.events("off_spec"), indent=1) == "[]"
