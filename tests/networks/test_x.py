"""A post on its way to X and back, against a real process that keeps X's rules and X's own description."""

import os
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import timedelta

import pytest

from eichhorn.channels.rules import limits
from eichhorn.foundation import clock
from eichhorn.networks.base import Account, Keys, Picture, Poll, Post, Refused, Unsure, Video
from eichhorn.networks.doors import Figures
from eichhorn.networks.x import X
from tests.networks.running import Faulty
from tests.networks.x_fake import user_id

GREETING = Post(
    key="7f1c", text="Guten Morgen & gute <Fahrt>\n\nBaustelle: https://erlengrund.example/b?a=1&b=2 #Nordring",
    language="de",
)  # fmt: skip
SHOT = Picture(b"\x89PNG....", "image/png", "a.png", "Ein Bagger")
PICTURED = Post(key="7f1d", text="Mit Bild", language="de", pictures=(SHOT, replace(SHOT, alt="Ein „Radweg“")))
FILM = Video(b"film" * 1_100_000, "video/mp4", "film.mp4", "Ein Bagger gräbt")
POLL = Poll(("Am Vormittag", "Am Nachmittag"), timedelta(days=1))


def test_a_post_arrives_as_it_was_written(x_door: X, x: Faulty) -> None:
    receipt = x_door.send(GREETING)
    [there] = x.accepted()
    assert there["text"] == GREETING.text
    assert receipt.network_id == there["id"]
    assert receipt.url == f"https://x.com/i/web/status/{there['id']}"


def test_pictures_arrive_with_their_descriptions(x_door: X, x: Faulty) -> None:
    x_door.send(PICTURED)
    [there] = x.accepted()
    assert (there["alts"], there["media"]) == (["Ein Bagger", "Ein „Radweg“"], ["tweet_image", "tweet_image"])


def test_a_video_arrives_in_parts_and_is_waited_for(x_door: X, x: Faulty) -> None:
    x.set(media_takes=2)
    x_door.send(replace(GREETING, video=FILM))
    [there] = x.accepted()
    assert (there["media"], there["alts"]) == (["tweet_video"], ["Ein Bagger gräbt"])
    assert there["bytes"] == [len(FILM.content)]


def test_a_moving_picture_goes_the_way_of_videos(x_door: X, x: Faulty) -> None:
    x_door.send(replace(GREETING, pictures=(replace(SHOT, media_type="image/gif", file_name="a.gif"),)))
    assert x.accepted()[0]["media"] == ["tweet_gif"]


def test_a_warning_stands_before_the_text(x_door: X, x: Faulty) -> None:
    warned = replace(GREETING, content_warning="Baustelle")
    receipt = x_door.send(warned)
    assert x.accepted()[0]["text"] == f"Baustelle\n\n{GREETING.text}"
    assert x_door.find(warned, since=clock.now()) == receipt


@pytest.mark.parametrize("characters", [280, 281])
def test_280_weighted_characters_are_taken_and_281_are_not(x_door: X, x: Faulty, characters: int) -> None:
    text = "👷🏽 https://erlengrund.example/eine/sehr/lange/adresse?" + "x" * 100 + " ü"
    text += "y" * (characters - (2 + 1 + 23 + 2))
    if characters == 280:
        x_door.send(replace(GREETING, text=text))
    else:
        with pytest.raises(Refused, match="too long"):
            x_door.send(replace(GREETING, text=text))
    assert len(x.accepted()) == (characters == 280)


def test_a_thread_is_made_of_answers_to_ourselves(x_door: X, x: Faulty) -> None:
    first = x_door.send(GREETING)
    second = replace(GREETING, key="2", text="Und so geht es weiter.", reply_to=first.network_id)
    receipt = x_door.send(second)
    assert x.accepted()[1]["reply_to"] == first.network_id
    assert x_door.find(second, since=clock.now()) == receipt


def test_a_poll_and_a_quote_arrive_and_are_found(x_door: X, x: Faulty) -> None:
    asked = replace(GREETING, text="Wann passt es?", poll=POLL)
    first = x_door.send(asked)
    assert x.accepted()[0]["poll"] == {"options": ["Am Vormittag", "Am Nachmittag"], "duration_minutes": 1440}
    quoting = replace(GREETING, text="Noch bis morgen", quotes=first.network_id)
    second = x_door.send(quoting)
    assert x.accepted()[1]["quotes"] == first.network_id
    assert (x_door.find(asked, since=clock.now()), x_door.find(quoting, since=clock.now())) == (first, second)
    other = replace(asked, poll=Poll(("Am Vormittag", "Gar nicht"), timedelta(days=1)))
    assert x_door.find(other, since=clock.now()) is None


def test_a_reply_names_whom_it_answers_and_is_found_again(x_door: X, x: Faulty) -> None:
    question = x.say(text="Wie lange?")
    reply = Post(key="r", text="Bis Freitag.", language="de", reply_to=question["id"])
    assert x_door.send(reply) == x_door.find(reply, since=clock.now())


# --- finding ----------------------------------------------------------------------------------------------------------


def test_a_post_is_found_by_what_it_says(x_door: X, x: Faulty) -> None:
    began = clock.now()
    x.order("cut_after")
    with pytest.raises(Unsure):
        x_door.send(GREETING)
    x_door.send(replace(GREETING, text="Guten Abend"))
    found = x_door.find(GREETING, since=began)
    assert found is not None
    assert found.network_id == x.accepted()[0]["id"]


@pytest.mark.parametrize(
    "text",
    [
        "www.erlengrund.example/b und erlengrund.de.",
        "Zwei: https://a.example/x, https://a.example/xy!",
        "„https://erlengrund.example/“ 5 < 6 & 7 > 6 &amp; 😀",
        "Gro\u0308ße  mit\u00a0Abstand\r\n\r\nund Absatz",
    ],
)
def test_a_text_is_found_in_the_form_that_x_gives_it(x_door: X, text: str) -> None:
    wanted = replace(GREETING, text=text, pictures=PICTURED.pictures)
    assert x_door.send(wanted) == x_door.find(wanted, since=clock.now())


@pytest.mark.parametrize(
    "unlike",
    [
        replace(GREETING, text=GREETING.text.replace("Nordring", "Südring")),
        replace(GREETING, text=GREETING.text.replace("b=2", "b=3")),
        replace(GREETING, content_warning="Achtung"),
        replace(GREETING, reply_to="110000000000000000"),
        replace(GREETING, quotes="110000000000000000"),
        replace(GREETING, pictures=(SHOT,)),
        replace(GREETING, poll=POLL),
    ],
)
def test_what_is_not_quite_the_post_is_not_taken_for_it(x_door: X, unlike: Post) -> None:
    x_door.send(GREETING)
    assert x_door.find(unlike, since=clock.now()) is None


def test_what_belongs_to_another_delivery_is_not_taken_for_this_one(x_door: X) -> None:
    receipt = x_door.send(GREETING)
    assert x_door.find(GREETING, since=clock.now(), known={receipt.network_id}) is None


def test_an_older_post_of_the_same_words_is_not_taken_for_this_one(x_door: X) -> None:
    x_door.send(GREETING)
    assert x_door.find(GREETING, since=clock.now() + timedelta(minutes=2)) is None


def test_a_post_is_found_below_many_later_ones(x_door: X, x: Faulty) -> None:
    x.set(page=5)
    began = clock.now()
    first = x_door.send(GREETING)
    for number in range(12):
        x_door.send(replace(GREETING, key=str(number), text=f"Nachricht {number}"))
    assert x_door.find(GREETING, since=began) == first


def test_a_post_that_is_in_no_list_yet_is_not_said_to_be_missing_for_ever(x_door: X, x: Faulty) -> None:
    x.set(lag=1)
    receipt = x_door.send(GREETING)
    assert x_door.find(GREETING, since=clock.now()) is None
    x.set(lag=0)
    assert x_door.find(GREETING, since=clock.now()) == receipt


# --- listening --------------------------------------------------------------------------------------------------------


def test_what_people_say_comes_oldest_first_and_once(x_door: X, x: Faulty) -> None:
    ours = x_door.send(GREETING)
    x.say(text="Wie lange & wo?", in_reply_to_id=ours.network_id)
    x.say(text="Und der Bus? https://bus.example/plan", author="bob", in_reply_to_id=ours.network_id)
    first, second = x_door.incoming(since="")
    assert (first.text, first.answers) == ("@a1 Wie lange & wo?", ours.network_id)
    assert (first.author, first.author_name) == ("@ada", "Ada")
    assert second.text == "@a1 Und der Bus? https://bus.example/plan"
    assert list(x_door.incoming(since=second.mark)) == []
    x.say(text="Danke")
    assert [message.text for message in x_door.incoming(since=second.mark)] == ["@a1 Danke"]
    assert len(list(x_door.incoming(since=first.mark))) == 2


def test_more_messages_than_a_page_are_all_read(x_door: X, x: Faulty) -> None:
    x.set(page=5)
    x.say(text="Anfang")
    [start] = x_door.incoming(since="")
    for number in range(17):
        x.say(text=f"Nachricht {number}")
    assert [message.text for message in x_door.incoming(since=start.mark)] == [f"@a1 Nachricht {n}" for n in range(17)]


def test_what_others_said_below_a_post_is_read_without_our_own_words(x_door: X, x: Faulty) -> None:
    ours = x_door.send(GREETING)
    question = x.say(text="Ohne Nennung", to="", in_reply_to_id=ours.network_id)
    x.say(text="Das frage ich mich auch", to="", author="bob", in_reply_to_id=question["id"])
    x.say(text="Etwas ganz anderes", to="")
    x_door.send(Post(key="r", text="Bis Freitag", language="de", reply_to=ours.network_id))
    below = list(x_door.thread(ours.network_id))
    assert [message.text.removeprefix("@ada ").removeprefix("@a1 ") for message in below] == [
        "Ohne Nennung",
        "Das frage ich mich auch",
    ]
    assert [message.mark for message in below] == ["", ""]


def test_what_stands_below_a_later_part_of_a_thread_is_read(x_door: X, x: Faulty) -> None:
    first = x_door.send(GREETING)
    second = x_door.send(replace(GREETING, key="2", text="Teil zwei", reply_to=first.network_id))
    x.say(text="Zu Teil zwei", to="", in_reply_to_id=second.network_id)
    assert len(list(x_door.thread(second.network_id))) == 1


# --- what else X offers -----------------------------------------------------------------------------------------------


def test_our_own_posts_are_listed_newest_first(x_door: X, x: Faulty) -> None:
    began = clock.now()
    first = x_door.send(PICTURED)
    second = x_door.send(replace(GREETING, reply_to=first.network_id))
    listed = list(x_door.own(since=began - timedelta(seconds=2)))
    assert [(post.network_id, post.answers) for post in listed] == [
        (second.network_id, first.network_id),
        (first.network_id, ""),
    ]
    assert [post.text for post in listed] == [GREETING.text, "Mit Bild"]
    assert list(x_door.own(since=clock.now() + timedelta(hours=1))) == []


def test_figures_are_told_and_what_is_gone_is_missing(x_door: X, x: Faulty) -> None:
    ours = x_door.send(GREETING)
    x.say(text="Aha", in_reply_to_id=ours.network_id)
    found = x_door.measure([ours.network_id, "17", *(str(number) for number in range(100, 210))])
    assert found == {ours.network_id: Figures(replies=1, likes=0, shares=0, views=0)}


def test_a_post_is_taken_back_and_twice_does_no_harm(x_door: X, x: Faulty) -> None:
    ours = x_door.send(GREETING)
    x_door.delete(ours.network_id)
    x_door.delete(ours.network_id)
    assert [line["id"] for line in x.events("deleted")] == [ours.network_id]
    assert x_door.find(GREETING, since=clock.now()) is None


def test_a_message_below_our_post_is_hidden_and_shown_again(x_door: X, x: Faulty) -> None:
    ours = x_door.send(GREETING)
    said = x.say(text="Unsinn", in_reply_to_id=ours.network_id)
    for hidden in (True, True, False):
        x_door.hide(said["id"], hidden=hidden)
    with pytest.raises(Refused):
        x_door.hide(ours.network_id, hidden=True)


def test_x_tells_whose_account_it_is(x_door: X, x: Faulty) -> None:
    told = X(Account(x.url, Keys("a1.first"))).tell()
    assert (told.account, told.account_id) == ("@a1", user_id("a1"))


@pytest.mark.parametrize(
    ("subscription", "seconds"), [("None", 140), ("Basic", 140), ("Premium", 600), ("PremiumPlus", 600)]
)
def test_an_account_with_a_subscription_may_send_longer_videos(
    x_door: X, x: Faulty, subscription: str, seconds: int
) -> None:
    x.set(subscription=subscription)
    told = X(Account(x.url, Keys("a1.first"))).tell()
    assert limits(X.capabilities, asdict(told)).video_seconds == seconds


def test_an_account_of_which_only_the_token_is_known_finds_its_posts(x_door: X, x: Faulty) -> None:
    receipt = x_door.send(GREETING)
    assert X(Account(x.url, Keys("a1.first"))).find(GREETING, since=clock.now()) == receipt


@pytest.fixture
def specs() -> Iterator[None]:
    if "EICHHORN_SPECS" not in os.environ:
        pytest.skip("EICHHORN_SPECS names no folder with API descriptions")
    return iter(())


@pytest.mark.usefixtures("specs")
def test_what_x_does_not_describe_is_noticed(x: Faulty, one_x: Faulty) -> None:
    """The check itself: a field and a parameter that X does not know."""
    one_x.raw("POST", "/2/tweets", {"text": "Hallo", "languages": ["de"]}, token="a1.first")
    one_x.raw("GET", "/2/users/me?tweet.fields=text", None, token="a1.first")
    noticed = [line["problem"] for line in one_x.events("off_spec")]
    assert len(noticed) == 2
    assert "languages" in noticed[0]
    assert "tweet.fields" in noticed[1]
    one_x.forget()
