"""A real WordPress: what arrives there, what is found, and that nothing is doubled."""

import io
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from PIL import Image

from eichhorn.foundation import clock
from eichhorn.networks.base import Account, Keys, Picture, Post, Refused, Unauthorised
from eichhorn.networks.wordpress import WordPress
from tests.servers.wordpress import Site

TEXT = 'Ab Montag ist die Wasserstraße zu\n\nFür <drei> Tage & danach wieder frei.\nMehr: https://erlengrund.example/nordring?a=1&b=2.\n\nIhre "Stadtwerke" -- wie immer #Nordring'


def words(text: str = TEXT, **more: object) -> Post:
    return Post(key=str(uuid4()), text=text, language="de", **more)  # type: ignore[arg-type]


def picture(alt: str = 'Ein Bagger "an" der Straße') -> Picture:
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), (154, 67, 30)).save(stream, "PNG")
    return Picture(stream.getvalue(), "image/png", "bagger.png", alt)


def opened(site: Site, name: str = "stadtwerke") -> WordPress:
    return WordPress(Account(site.url, Keys(site.tokens[name])))


@pytest.fixture
def door(wordpress: Site) -> WordPress:
    return opened(wordpress)


def test_a_post_has_a_title_blocks_of_paragraphs_pictures_and_a_language(wordpress: Site, door: WordPress) -> None:
    first, second = picture(), picture("Noch einer")
    receipt = door.send(words(pictures=(first, second), content_warning="Baustelle"))
    [there] = wordpress.posts()
    assert (str(there["id"]), there["link"], there["status"]) == (receipt.network_id, receipt.url, "publish")
    assert there["title"]["rendered"] == "Ab Montag ist die Wasserstraße zu"
    raw = there["content"]["raw"]
    assert raw.count("<!-- wp:paragraph -->") == 3
    assert '<span lang="de">Für &lt;drei&gt; Tage &amp; danach wieder frei.<br>Mehr: ' in raw
    assert '<a href="https://erlengrund.example/nordring?a=1&amp;b=2">' in raw
    assert "<strong>Baustelle</strong>" in raw
    assert "<drei>" not in there["content"]["rendered"]
    assert there["excerpt"]["raw"].startswith("Für &lt;drei&gt; Tage")
    media = wordpress.media()
    assert [shown["alt_text"] for shown in media] == [first.alt, second.alt]
    assert [f'"id":{shown["id"]}' in raw for shown in media] == [True, True]
    assert there["content"]["rendered"].count("<img") == 2
    assert 'alt="Ein Bagger &quot;an&quot; der Straße"' in there["content"]["rendered"]


@pytest.mark.parametrize(
    "text",
    [TEXT, "Nur eine Zeile, und keine lange.", "x" * 200 + "\n\nUnd mehr.", "https://erlengrund.example/a\nDarum geht es.",
     "Ein langer erster Absatz, der für sich allein schon so viele Wörter hat, dass niemand ihn für einen Titel halten würde, nicht wahr?\n\nZwei."],
    ids=["title", "line", "long word", "link first", "long line"],
)  # fmt: skip
def test_what_was_written_is_read_back_as_one_text(wordpress: Site, door: WordPress, text: str) -> None:
    receipt = door.send(words(text))
    [own] = door.own(since=clock.now() - timedelta(minutes=1))
    assert (own.network_id, own.url) == (receipt.network_id, receipt.url)
    assert own.text.split() == text.split()


def test_a_post_is_found_by_its_address_and_no_other_is_taken_for_it(wordpress: Site, door: WordPress) -> None:
    wanted, twin = words(), words()
    door.send(twin)
    assert door.find(wanted, since=clock.now()) is None
    receipt = door.send(wanted)
    assert receipt.url
    assert door.find(wanted, since=clock.now()) == receipt
    assert door.find(replace(wanted, pictures=(picture(),)), since=clock.now()) == receipt
    assert door.find(wanted, since=clock.now(), known={receipt.network_id}) is None
    assert wordpress.posts()[0]["slug"].startswith("ab-montag-ist-die-wasserstrasse-zu-")


def test_a_post_in_the_trash_is_not_out(wordpress: Site, door: WordPress) -> None:
    wanted = words()
    receipt = door.send(wanted)
    door.delete(receipt.network_id)
    door.delete(receipt.network_id)
    assert wordpress.posts() == []
    assert wordpress.posts(status="trash")[0]["id"] == int(receipt.network_id)
    assert door.find(wanted, since=clock.now()) is None
    assert list(door.own(since=clock.now() - timedelta(minutes=1))) == []


def test_comments_come_in_once_also_those_that_wait_for_the_moderators(wordpress: Site, door: WordPress) -> None:
    receipt = door.send(words())
    wordpress.say("Wie lange & wo?", on=receipt.network_id)
    [first] = door.incoming(since="")
    assert (first.text, first.answers, first.author, first.private) == (
        "Wie lange & wo?",
        receipt.network_id,
        "ada",
        False,
    )
    held = wordpress.say("Und der Bus?", on=receipt.network_id, as_="bob")
    wordpress.ask("POST", f"/comments/{held['id']}", fields={"status": "hold"})
    [second] = door.incoming(since=first.mark)
    assert (second.text, second.private) == ("Und der Bus?", True)
    assert list(door.incoming(since=second.mark)) == []


def test_our_comment_answers_a_comment_once(wordpress: Site, door: WordPress) -> None:
    receipt = door.send(words())
    asked = wordpress.say("Wie lange?", on=receipt.network_id)
    answer = words("Bis Freitag & <18> Uhr.", reply_to=f"c{asked['id']}")
    assert door.find(answer, since=clock.now()) is None
    sent = door.send(answer)
    assert door.find(answer, since=clock.now()) == sent
    assert door.send(answer) == sent  # the site calls it a duplicate, and it is the one that is there
    comments = wordpress.ask("GET", "/comments", parent=str(asked["id"]))
    assert [str(comment["post"]) for comment in comments] == [receipt.network_id]
    assert [message.text for message in door.thread(receipt.network_id)] == ["Wie lange?"]
    assert [message.text for message in door.incoming(since="")] == ["Wie lange?"]


def test_a_first_comment_stands_below_its_post(wordpress: Site, door: WordPress) -> None:
    receipt = door.send(words())
    sent = door.send(words("Mehr dazu auf unserer Seite.", reply_to=receipt.network_id))
    [there] = wordpress.ask("GET", "/comments", post=receipt.network_id)
    assert (sent.network_id, sent.url) == (f"c{there['id']}", there["link"])
    door.delete(sent.network_id)
    assert wordpress.ask("GET", "/comments", post=receipt.network_id) == []


def test_a_comment_is_hidden_and_shown_again(wordpress: Site, door: WordPress) -> None:
    receipt = door.send(words())
    said = wordpress.say("Unsinn", on=receipt.network_id)
    for hidden, number in [(True, 0), (True, 0), (False, 1), (False, 1)]:
        door.hide(f"c{said['id']}", hidden=hidden)
        assert len(wordpress.ask("GET", "/comments", post=receipt.network_id)) == number


def test_a_post_that_is_out_is_corrected_with_its_pictures_described_anew(wordpress: Site, door: WordPress) -> None:
    receipt = door.send(words(pictures=(picture(),)))
    before = wordpress.media()
    edited = door.edit(receipt.network_id, words("Ab Dienstag\n\nDoch erst Dienstag.", pictures=(picture("Bagger"),)))
    assert edited == receipt
    [there], [medium] = wordpress.posts(), wordpress.media()
    assert (there["title"]["raw"], medium["id"], medium["alt_text"]) == ("Ab Dienstag", before[0]["id"], "Bagger")
    assert 'alt="Bagger"' in there["content"]["raw"]
    door.edit(receipt.network_id, words("Ab Dienstag\n\nDoch erst Dienstag."))
    assert "<img" not in wordpress.posts()[0]["content"]["raw"]


def test_a_post_that_is_out_shows_another_picture_in_place_of_the_old_one(wordpress: Site, door: WordPress) -> None:
    receipt = door.send(words(pictures=(picture(),)))
    [old] = wordpress.media()
    assert door.exchange(receipt.network_id, words(pictures=(picture("Die Straße ist frei"),))) == receipt
    [there] = wordpress.posts()
    [new] = [each for each in wordpress.media() if each["id"] != old["id"]]
    assert f'"id":{new["id"]}' in there["content"]["raw"]
    assert f'"id":{old["id"]}' not in there["content"]["raw"]
    assert new["alt_text"] == "Die Straße ist frei"


def test_whoever_may_not_publish_is_told_so_when_connecting(wordpress: Site) -> None:
    user, password = wordpress.tokens["stadtwerke"].split(":")
    spaced = " ".join(password[i : i + 4] for i in range(0, len(password), 4))
    url, keys = WordPress.sign_in(f"{wordpress.url}/wp-admin/", {"user": user, "app_password": spaced})
    assert url == wordpress.url
    told = WordPress(Account(url, keys)).tell()
    assert (told.account, told.software) == (f"stadtwerke@{wordpress.host_port}", "wordpress")
    for name in ("ada", "bob"):
        with pytest.raises(Unauthorised):
            WordPress.sign_in(
                wordpress.url, dict(zip(("user", "app_password"), wordpress.tokens[name].split(":"), strict=True))
            )
    with pytest.raises(Unauthorised):
        WordPress.sign_in(wordpress.url, {"user": "stadtwerke", "app_password": "falsch"})
    with pytest.raises(Refused):
        WordPress.sign_in(wordpress.url, {"user": "stadtwerke", "app_password": ""})


def test_the_key_is_in_no_word_that_is_kept(wordpress: Site, door: WordPress) -> None:
    with pytest.raises(Unauthorised) as no:
        WordPress(Account(wordpress.url, Keys("stadtwerke:streng-geheim"))).send(words())
    assert "streng-geheim" not in f"{no.value!r} {no.value.told}"
