"""What each misbehaviour of Telegram means for a post, compared with what it really took; and where the token is never."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from eichhorn.foundation import clock
from eichhorn.networks.base import (
    Account,
    Keys,
    NetworkError,
    Poll,
    Post,
    Refused,
    Throttled,
    Unauthorised,
    Unreachable,
    Unsure,
    Video,
    Visibility,
)
from eichhorn.networks.telegram import Telegram
from tests.networks.running import Faulty
from tests.networks.telegram_fake import CHANNEL, OTHER, token_of
from tests.networks.test_telegram import ALBUM, GREETING, PICTURED, SHOT

PLACE = str(CHANNEL["id"])


@pytest.mark.parametrize(
    ("fault", "told", "meaning", "there"),
    [
        ("refuse", "", Refused, 0),
        ("bad_request", "Bad Request: message text is empty", Refused, 0),
        ("bad_request", "Bad Request: message to be replied not found", Refused, 0),
        ("bad_request", "Bad Request: PHOTO_INVALID_DIMENSIONS", Refused, 0),
        ("bad_request", "Bad Request: chat not found", Unauthorised, 0),
        ("bad_request", "Bad Request: need administrator rights in the channel chat", Unauthorised, 0),
        ("bad_request", "Bad Request: not enough rights to send photos to the chat", Unauthorised, 0),
        ("forbidden", "Forbidden: bot was kicked from the channel chat", Unauthorised, 0),
        ("unauthorised", "Unauthorized", Unauthorised, 0),
        ("not_found", "Not Found", Unauthorised, 0),
        ("redirect", "", Refused, 0),
        ("throttle", "Too Many Requests: retry after 7", Throttled, 0),
        ("error_before", "", Unsure, 0),
        ("unavailable", "", Unsure, 0),
        ("cut_before", "", Unsure, 0),
        ("error_after", "", Unsure, 1),
        ("timeout_after", "", Unsure, 1),
        ("cut_after", "", Unsure, 1),
        ("cut_json", "", Unsure, 1),
        ("html", "", Unsure, 1),
        ("no_id", "", Unsure, 1),
    ],
)
@pytest.mark.parametrize("post", [GREETING, PICTURED, ALBUM], ids=["text", "picture", "album"])
def test_each_answer_to_a_post_has_one_meaning(
    bot: Telegram, telegram: Faulty, post: Post, fault: str, told: str, meaning: type[NetworkError], there: int
) -> None:
    telegram.order(fault, told=told)
    with pytest.raises(NetworkError) as caught:
        bot.send(post)
    assert type(caught.value) in (meaning, *meaning.__subclasses__())
    assert told in caught.value.told
    assert len(telegram.accepted()) == there


def test_an_answer_that_never_comes_is_a_doubt(
    bot: Telegram, telegram: Faulty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eichhorn.networks.telegram.network.POST_S", 0.6)
    telegram.order("slow", seconds=30)
    with pytest.raises(Unsure):
        bot.send(GREETING)
    assert len(telegram.accepted()) == 1


@pytest.mark.parametrize(
    ("told", "header", "seconds"),
    [
        ("Too Many Requests: retry after 35", "X-Nothing", 35),
        ("Too Many Requests: retry after 0", "X-Nothing", 1),
        ("Too Many Requests: retry after 90000", "X-Nothing", 3_600),
        ("Too Many Requests", "Retry-After", 9),
        ("Too Many Requests", "X-Nothing", 60),
    ],
)
def test_the_pause_is_what_telegram_asks_for(
    bot: Telegram, telegram: Faulty, told: str, header: str, seconds: int
) -> None:
    telegram.order("throttle", told=told, header=header, retry_after="9")
    with pytest.raises(Throttled) as caught:
        bot.send(GREETING)
    assert caught.value.retry_after == timedelta(seconds=seconds)
    assert telegram.accepted() == []


def post(**more: object) -> Post:
    return replace(GREETING, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "never",
    [
        post(pictures=(SHOT,) * 11),
        post(pictures=(replace(SHOT, media_type="image/webp"),)),
        post(pictures=(replace(SHOT, content=b"x" * 10_000_001),)),
        post(video=Video(b"v", "video/mp4", "v.mp4", "")),
        post(poll=Poll(("Ja", "Nein"), timedelta(hours=1))),
        post(quotes="12"),
        post(visibility=Visibility.FOLLOWERS),
        post(reply_to="keine Nummer"),
    ],
)
def test_what_telegram_would_show_otherwise_than_it_was_meant_never_leaves(
    bot: Telegram, telegram: Faulty, never: Post
) -> None:
    with pytest.raises(Refused):
        bot.send(never)
    assert telegram.events("asked") == []


def test_what_just_fits_leaves(bot: Telegram, telegram: Faulty) -> None:
    bot.send(post(pictures=(SHOT,) * 9 + (replace(SHOT, content=b"x" * 10_000_000),)))
    assert len(telegram.accepted()[0]["pictures"]) == 10


def test_a_discussion_group_that_is_closed_to_the_bot_does_not_close_the_channel(
    bot: Telegram, telegram: Faulty
) -> None:
    first = bot.send(GREETING)
    telegram.say(text="Wie lange?", in_reply_to_id=first.network_id)
    [question] = bot.incoming(since="")
    telegram.set(hears_group=False)
    with pytest.raises(Refused, match="kicked"):
        bot.send(Post(key="r", text="Bis Freitag.", language="de", reply_to=question.network_id))


@pytest.mark.parametrize("fault", ["error_before", "cut_before", "cut_json", "html", "no_id"])
@pytest.mark.parametrize("ask", ["find", "incoming"])
def test_reading_never_adds_a_doubt(bot: Telegram, telegram: Faulty, fault: str, ask: str) -> None:
    telegram.order(fault, on="notifications", times=2)
    with pytest.raises(Unreachable):
        bot.find(GREETING, since=clock.now()) if ask == "find" else list(bot.incoming(since=""))


def test_a_queue_that_another_program_reads_is_told_apart_from_one_that_is_busy(
    bot: Telegram, telegram: Faulty
) -> None:
    telegram.set(webhook="https://elsewhere.example/hook")
    with pytest.raises(Refused, match="webhook"):
        list(bot.incoming(since=""))
    telegram.set(webhook="")
    telegram.order("refuse", on="notifications", told="x")
    assert isinstance(caught(lambda: list(bot.incoming(since=""))), Refused)


def test_what_is_cut_or_foreign_in_the_queue_is_passed_over(bot: Telegram, telegram: Faulty) -> None:
    first = bot.send(GREETING)
    telegram.say(text="Wie lange?", in_reply_to_id=first.network_id)
    odd: list[Any] = [{"update_id": 1}, {"update_id": 2, "message": {"message_id": 3, "date": 0}}, {"message": 4}, 5]
    telegram.set(updates=odd)
    assert list(bot.incoming(since="")) == []
    assert bot.find(GREETING, since=clock.now()) is None


# --- letting us in ----------------------------------------------------------------------------------------------------


def caught(ask: Callable[[], object]) -> NetworkError:
    with pytest.raises(NetworkError) as found:
        ask()
    return found.value


@pytest.mark.parametrize(
    ("given", "meaning", "told"),
    [
        ({"bot_token": "", "chat": "@stadtwerke_erlengrund"}, Refused, "both needed"),
        ({"bot_token": token_of("a1"), "chat": " "}, Refused, "both needed"),
        ({"bot_token": "mein Passwort", "chat": "@stadtwerke_erlengrund"}, Unauthorised, "no token"),
        ({"bot_token": "1:../../x?y=" + "z" * 20, "chat": "@stadtwerke_erlengrund"}, Unauthorised, "no token"),
        ({"bot_token": token_of("revoked"), "chat": "@stadtwerke_erlengrund"}, Unauthorised, "401"),
        ({"bot_token": "999:" + "x" * 30, "chat": "@stadtwerke_erlengrund"}, Unauthorised, "404"),
        ({"bot_token": token_of("a1"), "chat": "@niemand"}, Unauthorised, "chat not found"),
        ({"bot_token": token_of("a1"), "chat": "-1002000000002"}, Refused, "no channel"),
    ],
)
def test_what_does_not_open_a_channel_says_why(
    telegram: Faulty, given: dict[str, str], meaning: type[NetworkError], told: str
) -> None:
    error = caught(lambda: Telegram.sign_in(telegram.url, given))
    assert isinstance(error, meaning)
    assert told in error.told


def test_a_bot_that_may_not_post_is_not_let_in(telegram: Faulty) -> None:
    telegram.set(may_post=False)
    error = caught(lambda: Telegram.sign_in(telegram.url, {"bot_token": token_of("a1"), "chat": PLACE}))
    assert isinstance(error, Unauthorised)
    assert "administrator" in error.told


def test_a_bot_that_belongs_to_another_program_is_not_let_in(telegram: Faulty) -> None:
    telegram.set(webhook="https://elsewhere.example/hook")
    error = caught(lambda: Telegram.sign_in(telegram.url, {"bot_token": token_of("a1"), "chat": PLACE}))
    assert isinstance(error, Refused)
    assert "another program" in error.told


def test_a_channel_in_which_the_bot_has_lost_its_right_is_closed(telegram: Faulty) -> None:
    number = str(OTHER["id"])
    with pytest.raises(Unauthorised):
        Telegram(Account(telegram.url, Keys(token_of("a1"), place=number), account_id=number)).send(GREETING)


# --- the token --------------------------------------------------------------------------------------------------------

SECRET = token_of("a1").partition(":")[2]


@pytest.mark.parametrize(
    "fault",
    ["refuse", "unauthorised", "not_found", "redirect", "error_before", "cut_before", "cut_json", "html", "throttle"],
)
def test_the_token_is_in_no_error_no_log_and_no_trace(
    bot: Telegram, telegram: Faulty, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    """It stands in every address, so a server that repeats the address repeats the token."""
    caplog.set_level(logging.DEBUG)
    telegram.order(fault, on="any", times=-1, told=f"no such path: /bot{token_of('a1')}/x, secret {SECRET}")
    asks: list[Callable[[], object]] = [
        lambda: bot.send(GREETING), lambda: bot.send(ALBUM), lambda: bot.find(GREETING, since=clock.now()),
        lambda: list(bot.incoming(since="")), lambda: bot.delete("5"), lambda: bot.edit("5", GREETING), bot.tell,
        lambda: Telegram.sign_in(telegram.url, {"bot_token": token_of("a1"), "chat": PLACE}),
    ]  # fmt: skip
    errors = [caught(ask) for ask in asks]
    for error in errors:
        logging.getLogger("test").error("failed", exc_info=error)
    assert len(caplog.records) >= len(asks)
    assert SECRET not in caplog.text + "".join(f"{error!s} {error!r} {error.told}" for error in errors)


@pytest.mark.parametrize("url", ["https://nobody.invalid", "http://127.0.0.1:1", "ftp://x", "https://[half"])
def test_the_token_is_in_no_error_of_a_server_that_is_not_there(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    away = Telegram(Account(url, Keys(token_of("a1"), place=PLACE)))
    error = caught(lambda: away.send(GREETING))
    assert isinstance(error, Unreachable)
    logging.getLogger("test").error("failed", exc_info=error)
    assert caplog.records
    assert SECRET not in caplog.text + error.told
