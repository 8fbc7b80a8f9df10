"""A post on its way to Telegram and what comes back, against a real process that keeps the rules of the Bot API."""

import os
from dataclasses import replace
from datetime import timedelta

import pytest

from eichhorn.foundation import clock
from eichhorn.networks import doors
from eichhorn.networks.base import Account, Card, Keys, Picture, Post, Refused, Unsure
from eichhorn.networks.telegram import Telegram
from tests.networks.running import Faulty
from tests.networks.telegram_fake import CHANNEL, GROUP, token_of

GREETING = Post(
    key="7f1c", text="Guten Morgen & gute <Fahrt>, *ohne* _Auszeichnung_\n\nhttps://erlengrund.example/b?a=1&b=2 #Nordring",
    language="de",
)  # fmt: skip
SHOT = Picture(b"\x89PNG....", "image/png", "a.png", "Ein Bagger")
PICTURED = replace(GREETING, pictures=(SHOT,))
ALBUM = replace(GREETING, pictures=(SHOT, replace(SHOT, content=b"\xff\xd8..", media_type="image/jpeg"), SHOT))


def test_a_post_arrives_as_it_was_written_and_no_sign_in_it_is_taken_for_markup(
    bot: Telegram, telegram: Faulty
) -> None:
    receipt = bot.send(GREETING)
    [there] = telegram.accepted()
    assert there["text"] == GREETING.text
    assert receipt.network_id == there["id"]
    assert receipt.url == f"https://t.me/stadtwerke_erlengrund/{there['id']}"


def test_a_card_says_of_which_link_the_preview_is(bot: Telegram, telegram: Faulty) -> None:
    bot.send(GREETING)
    bot.send(replace(GREETING, card=Card("https://erlengrund.example/b", "Baustelle")))
    assert [there["preview"] for there in telegram.accepted()] == [None, {"url": "https://erlengrund.example/b"}]


def test_one_picture_has_the_text_below_it_and_several_are_an_album(bot: Telegram, telegram: Faulty) -> None:
    bot.send(PICTURED)
    album = bot.send(ALBUM)
    one, several = telegram.accepted()
    assert (one["text"], one["pictures"]) == (GREETING.text, [8])
    assert (several["text"], several["pictures"]) == (GREETING.text, [8, 4, 8])
    assert album.network_id == several["id"]
    assert len(several["id"].split(",")) == 3


def test_a_warning_stands_above_the_text_and_covers_the_pictures(bot: Telegram, telegram: Faulty) -> None:
    warned = replace(PICTURED, content_warning="Unfall")
    receipt = bot.send(warned)
    bot.send(replace(ALBUM, content_warning="Unfall"))
    first, second = telegram.accepted()
    assert (first["text"], first["covered"]) == (f"Unfall\n\n{GREETING.text}", [True])
    assert second["covered"] == [True, True, True]
    assert bot.find(warned, since=clock.now()) == receipt


@pytest.mark.parametrize(("pictures", "limit"), [(0, 4_096), (1, 1_024), (2, 1_024)])
@pytest.mark.parametrize("over", [0, 1])
def test_the_text_may_be_so_long_in_utf16_units_and_no_longer(
    bot: Telegram, telegram: Faulty, pictures: int, limit: int, over: int
) -> None:
    long = replace(GREETING, text="👷" * (limit // 2) + "x" * over, pictures=(SHOT,) * pictures)
    if over:
        with pytest.raises(Refused, match=f"{limit:,}"):
            bot.send(long)
    else:
        bot.send(long)
    assert len(telegram.accepted()) == 1 - over


def test_the_declared_limits_are_those_that_the_network_keeps(bot: Telegram) -> None:
    can = bot.capabilities
    assert can.caption_limit is not None
    assert (can.text_limit.value, can.caption_limit.value, can.pictures.value, can.alt_limit.value) == (
        4096,
        1024,
        10,
        0,
    )
    assert not isinstance(bot, doors.ReadsThreads | doors.ListsOwn | doors.Hides | doors.Measures)


def test_a_thread_is_made_of_answers_to_ourselves_also_below_an_album(bot: Telegram, telegram: Faulty) -> None:
    first = bot.send(ALBUM)
    second = replace(GREETING, key="2", text="Und so geht es weiter.", reply_to=first.network_id)
    receipt = bot.send(second)
    assert str(telegram.accepted()[1]["reply_to"]) == first.network_id.split(",")[0]
    assert bot.find(second, since=clock.now()) == receipt


# --- finding ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("post", [GREETING, PICTURED, ALBUM])
def test_a_post_whose_answer_was_lost_is_found_where_the_discussion_group_repeats_it(
    bot: Telegram, telegram: Faulty, post: Post
) -> None:
    began = clock.now()
    bot.send(replace(post, key="2", text="Guten Abend"))
    telegram.order("cut_after")
    with pytest.raises(Unsure):
        bot.send(post)
    found = bot.find(post, since=began)
    assert found is not None
    there = telegram.accepted()[1]
    assert (found.network_id, found.url) == (
        there["id"],
        f"https://t.me/stadtwerke_erlengrund/{there['id'].split(',')[0]}",
    )


def test_without_the_discussion_group_nothing_is_found_which_proves_nothing(bot: Telegram, telegram: Faulty) -> None:
    telegram.set(hears_group=False)
    telegram.order("cut_after")
    with pytest.raises(Unsure):
        bot.send(GREETING)
    assert bot.find(GREETING, since=clock.now()) is None
    assert len(telegram.accepted()) == 1
    assert bot.drops_repeats_for is None


def test_no_post_of_another_delivery_is_taken_for_ours(bot: Telegram) -> None:
    album = bot.send(ALBUM)
    assert bot.find(ALBUM, since=clock.now(), known={album.network_id}) is None
    assert bot.find(replace(ALBUM, pictures=ALBUM.pictures[:2]), since=clock.now()) is None
    assert bot.find(replace(ALBUM, text="Nie gesagt"), since=clock.now()) is None
    assert bot.find(ALBUM, since=clock.now() + timedelta(hours=1)) is None


def test_what_a_person_posted_in_doubt_is_found_as_well(bot: Telegram, telegram: Faulty) -> None:
    there = telegram.say(text=GREETING.text, where="channel")
    found = bot.find(GREETING, since=clock.now())
    assert found is not None
    assert found.network_id == there["id"]


# --- listening --------------------------------------------------------------------------------------------------------


def test_comments_come_in_below_their_post_and_our_answer_stands_below_them(bot: Telegram, telegram: Faulty) -> None:
    post = bot.send(GREETING)
    telegram.say(text="Wie lange?", in_reply_to_id=post.network_id)
    telegram.say(text="Ich bin nur so hier.")
    [question] = bot.incoming(since="")
    assert (question.answers, question.author, question.author_name) == (post.network_id, "@ada", "Ada")
    assert question.url == f"https://t.me/c/2000000002/{question.network_id.rpartition('/')[2]}"
    reply = bot.send(Post(key="r", text="Bis Freitag.", language="de", reply_to=question.network_id))
    assert telegram.accepted()[1]["chat"] == GROUP["id"]
    telegram.say(text="Danke!", author="bob", in_reply_to_id=reply.network_id)
    [thanks] = bot.incoming(since=question.mark)
    assert (thanks.text, thanks.answers) == ("Danke!", reply.network_id)


def test_a_comment_below_an_album_is_said_of_the_whole_album(bot: Telegram, telegram: Faulty) -> None:
    album = bot.send(ALBUM)
    telegram.say(text="Schön", in_reply_to_id=album.network_id)
    assert [comment.answers for comment in bot.incoming(since="")] == [album.network_id]


def test_listening_forgets_nothing_that_a_doubt_may_need(bot: Telegram, telegram: Faulty) -> None:
    receipt = bot.send(GREETING)
    mark = ""
    for number in range(3):
        telegram.say(text=f"Frage {number}", in_reply_to_id=receipt.network_id)
        [said] = bot.incoming(since=mark)
        mark = said.mark
    assert bot.find(GREETING, since=clock.now()) == receipt


def test_a_full_queue_is_heard_to_its_end_once_what_was_heard_is_kept(bot: Telegram, telegram: Faulty) -> None:
    post = bot.send(GREETING)
    for number in range(130):
        telegram.say(text=f"Frage {number}", in_reply_to_id=post.network_id)
    heard, mark = [], ""
    while page := list(bot.incoming(since=mark)):
        heard += [message.text for message in page]
        mark = page[-1].mark
    assert heard == [f"Frage {number}" for number in range(130)]
    again = list(bot.incoming(since=f"{int(mark.split(':')[0]) - 3}:{mark.split(':')[1]}"))
    assert [message.text for message in again] == ["Frage 127", "Frage 128", "Frage 129"]


def test_what_is_not_for_us_does_not_stop_the_queue(bot: Telegram, telegram: Faulty) -> None:
    post = bot.send(GREETING)
    for number in range(220):
        telegram.say(text=f"Geplauder {number}")
    telegram.say(text="Und wann?", in_reply_to_id=post.network_id)
    assert [message.text for message in bot.incoming(since="")] == ["Und wann?"]


def test_numbers_that_begin_anew_after_a_silent_week_are_heard(bot: Telegram, telegram: Faulty) -> None:
    post = bot.send(GREETING)
    telegram.say(text="Wie lange?", in_reply_to_id=post.network_id)
    a_week_ago = int((clock.now() - timedelta(days=8)).timestamp())
    assert [message.text for message in bot.incoming(since=f"990000:{a_week_ago}")] == ["Wie lange?"]
    assert list(bot.incoming(since=f"990000:{int(clock.now().timestamp())}")) == []


# --- changing ---------------------------------------------------------------------------------------------------------


def test_a_text_and_a_caption_are_changed_and_doing_it_twice_does_no_harm(bot: Telegram, telegram: Faulty) -> None:
    for post in (GREETING, PICTURED, ALBUM):
        receipt = bot.send(post)
        changed = replace(post, text=f"Ab Dienstag, {len(post.pictures)}")
        assert bot.edit(receipt.network_id, changed) == bot.edit(receipt.network_id, changed) == receipt
        assert telegram.events("edited")[-1]["text"] == changed.text


@pytest.mark.parametrize("pictures", [(), (SHOT, SHOT)])
def test_how_many_pictures_a_post_has_is_not_changed(bot: Telegram, pictures: tuple[Picture, ...]) -> None:
    receipt = bot.send(ALBUM)
    with pytest.raises(Refused, match="only the text"):
        bot.edit(receipt.network_id, replace(ALBUM, pictures=pictures))


def test_what_is_gone_or_was_never_ours_is_not_changed(bot: Telegram) -> None:
    for network_id in ("4711", "abc", "../x", "1;2"):
        with pytest.raises(Refused):
            bot.edit(network_id, GREETING)


def test_an_album_is_taken_back_whole_and_doing_it_twice_does_no_harm(bot: Telegram, telegram: Faulty) -> None:
    album = bot.send(ALBUM)
    bot.delete(album.network_id)
    bot.delete(album.network_id)
    assert ",".join(str(line["id"]) for line in telegram.events("deleted")) == album.network_id


@pytest.mark.parametrize(("hours", "goes"), [(47.9, True), (48.1, False)])
def test_after_48_hours_nothing_is_taken_back(bot: Telegram, telegram: Faulty, hours: float, goes: bool) -> None:
    receipt = bot.send(GREETING)
    telegram.set(age_h=hours)
    if goes:
        bot.delete(receipt.network_id)
    else:
        with pytest.raises(Refused, match="can't be deleted"):
            bot.delete(receipt.network_id)
    assert len(telegram.events("deleted")) == goes


# --- letting us in ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["@stadtwerke_erlengrund", "stadtwerke_erlengrund", "https://t.me/stadtwerke_erlengrund", str(CHANNEL["id"])],
)
def test_a_bot_signs_in_for_its_channel_and_keeps_its_number(telegram: Faulty, typed: str) -> None:
    server, keys = Telegram.sign_in(telegram.url, {"bot_token": f" {token_of('a1')}\n", "chat": typed})
    assert (server, keys.token, keys.place) == (telegram.url, token_of("a1"), str(CHANNEL["id"]))
    told = Telegram(Account(server, keys)).tell()
    assert (told.account, told.account_id) == ("@stadtwerke_erlengrund", str(CHANNEL["id"]))


@pytest.mark.skipif(not os.environ.get("EICHHORN_SPECS"), reason="EICHHORN_SPECS names no folder of API descriptions.")
def test_the_description_sees_what_is_wrong(bot: Telegram, telegram: Faulty) -> None:
    path = f"/bot{token_of('a1')}/sendMessage"
    for told in ({"chat_id": CHANNEL["id"], "text": 5}, {"chat_id": CHANNEL["id"], "text": "x", "alt": "y"}):
        telegram.raw("POST", path, told, token="")
    assert len(telegram.events("off_spec")) == 2
    telegram.forget()


def test_the_keys_of_an_account_are_shown_nowhere(bot: Telegram) -> None:
    keys = Keys(token_of("a1"), place="-100")
    assert "geheim" not in repr(keys) + repr(Account("https://x", keys)) + repr(bot._api)
