"""Bluesky against its own server and its own index: what we say there, what we read there, what lets us in."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from eichhorn.foundation import clock
from eichhorn.networks.base import Card, Picture, Post, Receipt, Refused
from eichhorn.networks.bluesky import Bluesky
from tests.servers.bluesky import Network, awaited

pytestmark = pytest.mark.xdist_group("bluesky")
TEXT = "Grüße 🧑‍🚒 an @ada.test: die Wasserstraße ist zu.\n\nMehr: https://erlengrund.example/nordring?a=1&b=(2). #Nordring"
type Doors = Callable[[str], Bluesky]


def words(text: str = TEXT, **more: Any) -> Post:
    return Post(key=str(uuid4()), text=text, language="de", **({"made_at": clock.now()} | more))


def picture(file_name: str = "bagger.png") -> Picture:
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), (154, 67, 30)).save(stream, "PNG")
    return Picture(stream.getvalue(), "image/png", file_name, "Ein Bagger „an“ der Straße", width=64, height=48)


@pytest.fixture
def door(bluesky: Network) -> Doors:
    """Return the network as somebody, let in by an app password."""
    return bluesky.door


@pytest.fixture
def us(door: Doors) -> Bluesky:
    return door("stadtwerke")


def lying(bluesky: Network, receipt: Receipt) -> dict[str, Any]:
    """Return the record as the server keeps it."""
    found = {row["uri"]: row["value"] for name in bluesky.people for row in bluesky.records(name)}
    return dict(found[receipt.network_id])


def read_by_all(bluesky: Network, receipt: Receipt) -> dict[str, Any]:
    """Return the post as the index shows it to everybody, once it knows it."""
    token = bluesky.session("bob")

    def look() -> list[dict[str, Any]]:
        return list(bluesky.ask("GET", "app.bsky.feed.getPosts", token=token, uris=receipt.network_id)["posts"])

    [post] = awaited(look)
    return post


def known(bluesky: Network, receipt: Receipt) -> Receipt:
    """Return the receipt once the index knows the post: a reply that it meets before that gives no notification."""
    read_by_all(bluesky, receipt)
    return receipt


# --- saying -----------------------------------------------------------------------------------------------------------


def test_a_post_is_read_back_as_it_was_written(bluesky: Network, us: Bluesky) -> None:
    post = words(pictures=(picture(), picture("zwei.png")))
    receipt = us.send(post)
    shown = read_by_all(bluesky, receipt)
    record = shown["record"]
    assert shown["author"]["handle"] == "stadtwerke.test"
    assert record["text"] == TEXT
    assert record["langs"] == ["de"]
    assert receipt.url.endswith(receipt.network_id.rpartition("/")[2])
    assert [image["alt"] for image in shown["embed"]["images"]] == ["Ein Bagger „an“ der Straße"] * 2
    assert [image["aspectRatio"] for image in shown["embed"]["images"]] == [{"width": 64, "height": 48}] * 2
    whole = TEXT.encode()
    marked = {
        whole[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(): facet["features"][0]
        for facet in record["facets"]
    }
    assert marked["@ada.test"]["did"] == bluesky.people["ada"].did
    assert (
        marked["https://erlengrund.example/nordring?a=1&b=(2)"]["uri"]
        == "https://erlengrund.example/nordring?a=1&b=(2)"
    )
    assert marked["#Nordring"]["tag"] == "Nordring"


def test_the_same_post_sent_again_is_no_second_post(bluesky: Network, us: Bluesky) -> None:
    post = words(pictures=(picture(),))
    first = us.send(post)
    assert [us.send(post) for _ in range(2)] == [first, first]
    assert len(bluesky.records("stadtwerke")) == 1
    assert us.drops_repeats_for is not None


def test_a_post_is_found_by_its_key_and_no_other_is_taken_for_it(us: Bluesky) -> None:
    began, wanted = clock.now(), words()
    us.send(words())  # the same words in another post
    assert us.find(wanted, since=began) is None
    receipt = us.send(wanted)
    assert us.find(wanted, since=began) == receipt
    assert us.find(wanted, since=began, known={receipt.network_id}) is None


def test_a_warning_stands_before_the_text_and_covers_the_pictures(bluesky: Network, us: Bluesky) -> None:
    record = lying(bluesky, us.send(words("Ein Unfall.", content_warning="Verletzte", pictures=(picture(),))))
    assert record["text"] == "Verletzte\n\nEin Unfall."
    assert record["labels"]["values"] == [{"val": "graphic-media"}]


def test_a_link_has_its_card_with_a_picture(bluesky: Network, us: Bluesky) -> None:
    card = Card("https://erlengrund.example/", "Erlengrund", "Die Stadt am Fluss", picture())
    shown = read_by_all(bluesky, us.send(words("Mehr auf unserer Seite", card=card)))["embed"]["external"]
    assert (shown["uri"], shown["title"], shown["description"]) == (card.url, card.title, card.description)
    assert shown["thumb"].startswith("http")


def test_a_post_quotes_another_with_pictures_and_without(bluesky: Network, us: Bluesky, door: Doors) -> None:
    said = known(bluesky, door("ada").send(words("Der Bagger ist da")))
    plain = read_by_all(bluesky, us.send(words("Stimmt", quotes=said.network_id)))
    both = read_by_all(bluesky, us.send(words("Stimmt, seht", quotes=said.network_id, pictures=(picture(),))))
    assert plain["embed"]["record"]["value"]["text"] == "Der Bagger ist da"
    assert both["embed"]["record"]["record"]["value"]["text"] == "Der Bagger ist da"
    assert len(both["embed"]["media"]["images"]) == 1


def test_the_parts_of_a_thread_hang_together_without_waiting_for_the_index(bluesky: Network, us: Bluesky) -> None:
    made_at = clock.now()
    first = us.send(words("Eins", made_at=made_at))
    second = us.send(words("Zwei", reply_to=first.network_id, made_at=made_at))
    third = us.send(words("Drei", reply_to=second.network_id, made_at=made_at))
    reply = lying(bluesky, third)["reply"]
    cids = {row["uri"]: row["cid"] for row in bluesky.records("stadtwerke")}
    assert reply["root"] == {"uri": first.network_id, "cid": cids[first.network_id]}
    assert reply["parent"] == {"uri": second.network_id, "cid": cids[second.network_id]}


def test_a_reply_to_a_message_that_the_index_does_not_know_yet_is_sent(
    bluesky: Network, us: Bluesky, door: Doors
) -> None:
    question = door("ada").send(words("Wie lange?"))
    reply = lying(bluesky, us.send(words("Bis Freitag", reply_to=question.network_id)))["reply"]
    assert reply["parent"]["uri"] == reply["root"]["uri"] == question.network_id


def test_a_reply_to_something_that_is_gone_is_refused(us: Bluesky, door: Doors) -> None:
    ada = door("ada")
    question = ada.send(words("Wie lange?"))
    ada.delete(question.network_id)
    with pytest.raises(Refused):
        us.send(words("Bis Freitag", reply_to=question.network_id))


@pytest.mark.parametrize(
    ("length", "fits"),
    [(300, True), (301, False)],
)
def test_300_characters_are_sent_and_301_are_not(bluesky: Network, us: Bluesky, length: int, fits: bool) -> None:
    text = "ä" * (length - 1) + "🇩🇪"
    if fits:
        assert lying(bluesky, us.send(words(text)))["text"] == text
    else:
        with pytest.raises(Refused):
            us.send(words(text))
        assert bluesky.records("stadtwerke") == []


def test_3000_bytes_are_sent_and_more_are_not(bluesky: Network, us: Bluesky) -> None:
    family = "👨‍👩‍👧‍👦"  # one character, 25 bytes
    us.send(words(family * 120))
    with pytest.raises(Refused):
        us.send(words(family * 120 + "a"))
    assert len(bluesky.records("stadtwerke")) == 1


def test_a_picture_of_more_than_two_million_bytes_is_refused_before_anything_is_there(
    bluesky: Network, us: Bluesky
) -> None:
    small = picture()
    filled = Picture(small.content + b"\0" * (2_000_000 - len(small.content)), "image/png", "groß.png", "Groß")
    us.send(words(pictures=(filled,)))
    with pytest.raises(Refused):
        us.send(words(pictures=(Picture(filled.content + b"\0", "image/png", "zu-groß.png", "Groß"),)))
    assert len(bluesky.records("stadtwerke")) == 1


# --- reading ----------------------------------------------------------------------------------------------------------


def test_an_answer_comes_in_once_and_under_its_post(bluesky: Network, us: Bluesky, door: Doors) -> None:
    receipt = known(bluesky, us.send(words()))
    door("ada").send(words("Wie lange & wo?", reply_to=receipt.network_id))
    first = awaited(lambda: [each for each in us.incoming(since="") if each.answers == receipt.network_id])
    assert [(each.author, each.text, each.language) for each in first] == [("@ada.test", "Wie lange & wo?", "de")]
    assert first[0].said_at.tzinfo is not None
    assert list(us.incoming(since=first[-1].mark)) == []
    door("bob").send(words("@stadtwerke.test Und der Bus?"))
    second = awaited(lambda: list(us.incoming(since=first[-1].mark)))
    assert [(each.author, each.answers) for each in second] == [("@bob.test", "")]
    assert list(us.incoming(since=second[-1].mark)) == []


def test_an_answer_that_says_it_is_older_than_the_mark_comes_in_all_the_same(
    bluesky: Network, us: Bluesky, door: Doors
) -> None:
    receipt = known(bluesky, us.send(words()))
    door("ada").send(words("Jetzt", reply_to=receipt.network_id))
    first = awaited(lambda: [each for each in us.incoming(since="") if each.answers == receipt.network_id])
    [row] = bluesky.records("stadtwerke")
    ours = {"uri": row["uri"], "cid": row["cid"]}
    earlier = clock.now() - timedelta(minutes=20)
    bluesky.write("bob", "Vorhin", created_at=earlier, reply={"root": ours, "parent": ours})
    late = awaited(lambda: list(us.incoming(since=first[-1].mark)))
    assert [each.text for each in late] == ["Vorhin"]
    assert late[0].said_at < first[-1].said_at
    assert list(us.incoming(since=late[-1].mark)) == []


def test_a_quote_of_ours_comes_in(bluesky: Network, us: Bluesky, door: Doors) -> None:
    receipt = known(bluesky, us.send(words("Die Straße ist zu")))
    quote = door("ada").send(words("Schon wieder", quotes=receipt.network_id))
    came = awaited(lambda: [each for each in us.incoming(since="") if each.network_id == quote.network_id])
    assert [(each.answers, each.text) for each in came] == [(receipt.network_id, "Schon wieder")]


def test_what_stands_below_a_post_is_read_to_the_bottom_without_our_own_words(
    bluesky: Network, us: Bluesky, door: Doors
) -> None:
    receipt = known(bluesky, us.send(words("Fragen?")))
    question = door("ada").send(words("Wie lange?", reply_to=receipt.network_id))
    ours = us.send(words("Bis Freitag", reply_to=question.network_id))
    door("bob").send(words("Welcher?", reply_to=ours.network_id))
    below = awaited(lambda: list(us.thread(receipt.network_id)), enough=lambda found: len(found) == 2)
    assert [(each.text, each.answers, each.mark) for each in below] == [
        ("Wie lange?", receipt.network_id, ""),
        ("Welcher?", ours.network_id, ""),
    ]


def test_a_post_that_the_index_does_not_know_has_nothing_below_it(us: Bluesky) -> None:
    unknown = us.send(words()).network_id.rpartition("/")[0] + "/3kzzzzzzzzz22"
    assert list(us.thread(unknown)) == []
    assert us.measure([unknown]) == {}


def test_our_own_posts_are_listed_whoever_wrote_them(bluesky: Network, us: Bluesky) -> None:
    began = clock.now()
    old = bluesky.write("stadtwerke", "Früher", created_at=began - timedelta(days=2))
    ours = us.send(words("Eins https://erlengrund.example"))
    planned = us.send(words("Lange geplant", made_at=began - timedelta(days=14)))
    by_hand = bluesky.write("stadtwerke", "Von Hand", created_at=clock.now())
    assert {each.network_id: each.text for each in us.own(since=began)} == {
        ours.network_id: "Eins https://erlengrund.example", planned.network_id: "Lange geplant", by_hand: "Von Hand",
    }  # fmt: skip
    assert old in {each.network_id for each in us.own(since=began - timedelta(days=3))}


def test_what_was_planned_long_ago_says_when_it_left(bluesky: Network, us: Bluesky) -> None:
    began, planned = clock.now(), words(made_at=clock.now() - timedelta(days=14))
    first = us.send(planned)
    [row] = bluesky.records("stadtwerke")
    assert datetime.fromisoformat(row["value"]["createdAt"]) >= began.replace(microsecond=0)
    assert us.send(planned) == first
    assert bluesky.records("stadtwerke") == [row]  # the very same version


def test_figures_of_posts_are_told(bluesky: Network, us: Bluesky, door: Doors) -> None:
    receipt = known(bluesky, us.send(words()))
    door("ada").send(words("Ja?", reply_to=receipt.network_id))
    door("bob").send(words("Seht", quotes=receipt.network_id))
    found = awaited(
        lambda: us.measure([receipt.network_id]),
        enough=lambda told: any(one.replies == 1 and one.shares == 1 for one in told.values()),
    )
    assert (found[receipt.network_id].replies, found[receipt.network_id].shares) == (1, 1)
    assert found[receipt.network_id].views is None


# --- changing what is out ---------------------------------------------------------------------------------------------


def test_a_post_is_taken_back_and_twice_does_no_harm(bluesky: Network, us: Bluesky) -> None:
    post = words()
    receipt = us.send(post)
    us.delete(receipt.network_id)
    us.delete(receipt.network_id)
    assert bluesky.records("stadtwerke") == []
    assert us.find(post, since=clock.now()) is None


def test_what_somebody_else_said_cannot_be_taken_back(us: Bluesky, door: Doors) -> None:
    with pytest.raises(Refused):
        us.delete(door("ada").send(words("Meins")).network_id)


def test_an_answer_is_hidden_and_shown_again_and_the_rest_of_the_gate_stays(
    bluesky: Network, us: Bluesky, door: Doors
) -> None:
    receipt = us.send(words())
    rude = door("ada").send(words("Unfug", reply_to=receipt.network_id)).network_id
    worse = door("bob").send(words("Mehr Unfug", reply_to=rude)).network_id
    for _ in range(2):
        us.hide(rude, hidden=True)
    us.hide(worse, hidden=True)
    [gate] = bluesky.records("stadtwerke", "app.bsky.feed.threadgate")
    assert gate["uri"].rpartition("/")[2] == receipt.network_id.rpartition("/")[2]
    assert gate["value"]["hiddenReplies"] == [rude, worse]
    for _ in range(2):
        us.hide(rude, hidden=False)
    [gate] = bluesky.records("stadtwerke", "app.bsky.feed.threadgate")
    assert gate["value"]["hiddenReplies"] == [worse]
    assert "allow" not in gate["value"]  # everybody may go on answering


def test_only_below_our_own_posts_can_something_be_hidden(us: Bluesky, door: Doors) -> None:
    ada = door("ada")
    theirs = ada.send(words("Meins"))
    with pytest.raises(Refused):
        us.hide(theirs.network_id, hidden=True)
    with pytest.raises(Refused):
        us.hide(ada.send(words("Und noch", reply_to=theirs.network_id)).network_id, hidden=True)
