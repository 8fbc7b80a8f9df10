"""What each misbehaviour of a server means for a post: compared with what the server really took."""

import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from eichhorn.foundation import clock, http
from eichhorn.networks import answers
from eichhorn.networks.base import (
    Account,
    Keys,
    NetworkError,
    Picture,
    Post,
    Refused,
    Throttled,
    Unauthorised,
    Unreachable,
    Unsure,
)
from eichhorn.networks.mastodon import Mastodon
from tests.networks.running import Faulty

GREETING = Post(key="7f1c", text="Guten Morgen & gute <Fahrt>\n\nBaustelle am Nordring", language="de")
PICTURED = Post(
    key="7f1d", text="Mit Bild", language="de", pictures=(Picture(b"\x89PNG....", "image/png", "a.png", "Ein Bagger"),)
)


@pytest.mark.parametrize(
    ("fault", "meaning", "there"),
    [
        ("refuse", Refused, 0),
        ("bad_request", Refused, 0),
        ("not_found", Refused, 0),
        ("gone", Refused, 0),
        ("redirect", Refused, 0),
        ("unauthorised", Unauthorised, 0),
        ("forbidden", Unauthorised, 0),
        ("throttle", Throttled, 0),
        ("error_before", Unsure, 0),
        ("unavailable", Unsure, 0),
        ("cut_before", Unsure, 0),
        ("error_after", Unsure, 1),
        ("timeout_after", Unsure, 1),
        ("cut_after", Unsure, 1),
        ("cut_json", Unsure, 1),
        ("html", Unsure, 1),
        ("no_id", Unsure, 1),
    ],
)
def test_each_answer_to_a_post_has_one_meaning(
    door: Mastodon, faulty: Faulty, fault: str, meaning: type[NetworkError], there: int
) -> None:
    faulty.order(fault)
    with pytest.raises(NetworkError) as caught:
        door.send(GREETING)
    assert type(caught.value) in (meaning, *meaning.__subclasses__())
    assert len(faulty.accepted()) == there


def test_an_answer_that_never_comes_is_a_doubt(door: Mastodon, faulty: Faulty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eichhorn.networks.mastodon.POST_S", 0.6)
    faulty.order("slow", seconds=30)
    with pytest.raises(Unsure):
        door.send(GREETING)
    assert len(faulty.accepted()) == 1


def test_an_answer_that_drips_is_a_doubt_after_the_deadline(
    door: Mastodon, faulty: Faulty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eichhorn.networks.mastodon.POST_S", 0.9)
    faulty.order("drip")
    begun = clock.now()
    with pytest.raises(Unsure):
        door.send(GREETING)
    assert clock.now() - begun < timedelta(seconds=3)


def test_a_server_that_is_not_there_is_unreachable(allow: set[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        http.configure(allow=allow | {f"127.0.0.1:{port}"})
        with pytest.raises(Unreachable):
            Mastodon(Account(f"http://127.0.0.1:{port}", Keys("a1"))).send(GREETING)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "https://nobody.invalid", "http://[::1]:80", "ftp://example.org", "http://"]
)
def test_an_address_that_leads_nowhere_is_unreachable(url: str) -> None:
    with pytest.raises(Unreachable):
        Mastodon(Account(url, Keys("a1"))).send(GREETING)


def test_a_certificate_that_is_none_is_unreachable(faulty: Faulty) -> None:
    with pytest.raises(Unreachable):
        Mastodon(Account(faulty.url.replace("http:", "https:"), Keys("a1"))).send(GREETING)
    assert faulty.accepted() == []


@pytest.mark.parametrize("fault", ["error_before", "cut_after", "cut_json", "unavailable", "no_id"])
def test_a_picture_that_fails_leaves_no_doubt_about_the_post(door: Mastodon, faulty: Faulty, fault: str) -> None:
    faulty.order(fault, on="media", times=2)
    with pytest.raises(Unreachable):
        door.send(PICTURED)
    assert faulty.accepted() == []


def test_a_picture_that_is_refused_refuses_the_post(door: Mastodon, faulty: Faulty) -> None:
    faulty.order("refuse", on="media", told="File is too large")
    with pytest.raises(Refused, match="422 File is too large"):
        door.send(PICTURED)


def test_reading_is_asked_again_where_the_connection_broke(door: Mastodon, faulty: Faulty) -> None:
    receipt = door.send(GREETING)
    faulty.order("cut_before", on="lookup")
    assert door.find(GREETING, since=clock.now()) == receipt


def test_a_post_is_never_sent_twice_by_itself(door: Mastodon, faulty: Faulty) -> None:
    faulty.set(keeps_keys=False)
    faulty.order("cut_after")
    with pytest.raises(Unsure):
        door.send(GREETING)
    assert len(faulty.events("asked")) == len(faulty.accepted()) == 1


def test_a_post_takes_no_connection_that_may_be_closing(door: Mastodon, faulty: Faulty) -> None:
    """A server that hangs up after each answer, without saying so, costs no doubt."""
    for number in range(5):
        faulty.order("hang_up", on="verify")
        door.tell_account()
        door.send(replace(GREETING, key=str(number)))
    assert len(faulty.accepted()) == 5


@pytest.mark.parametrize("fault", ["error_before", "cut_before", "cut_json", "html", "drip_before"])
def test_looking_never_adds_a_doubt(
    door: Mastodon, faulty: Faulty, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eichhorn.networks.mastodon.READ_S", 0.6)
    faulty.order(fault, on="lookup", times=2)
    with pytest.raises(Unreachable):
        door.find(GREETING, since=clock.now())


@pytest.mark.parametrize(
    ("header", "value", "shortest", "longest"),
    [
        ("Retry-After", lambda: "7", 7, 7),
        (
            "Retry-After",
            lambda: (datetime.now(UTC) + timedelta(seconds=90)).strftime("%a, %d %b %Y %H:%M:%S GMT"),
            80,
            95,
        ),
        ("X-RateLimit-Reset", lambda: str(int(datetime.now(UTC).timestamp()) + 90), 80, 95),
        ("X-RateLimit-Reset", lambda: f"{datetime.now(UTC) + timedelta(seconds=90):%Y-%m-%dT%H:%M:%S.000Z}", 80, 95),
        ("X-RateLimit-Reset", lambda: "soon", 60, 60),
        ("Retry-After", lambda: "-3", 60, 60),
        ("Retry-After", lambda: "0", 1, 1),
        ("Retry-After", lambda: "99999", 3600, 3600),
        ("X-RateLimit-Reset", lambda: "2001-01-01T00:00:00Z", 1, 1),
    ],
)
def test_the_pause_is_read_in_every_form_that_servers_use(
    door: Mastodon, faulty: Faulty, header: str, value: Callable[[], str], shortest: int, longest: int
) -> None:
    faulty.order("throttle", header=header, retry_after=value())
    with pytest.raises(Throttled) as caught:
        door.send(GREETING)
    assert shortest <= caught.value.retry_after.total_seconds() <= longest


@pytest.mark.parametrize(
    "told", [{"error": "Zu lang"}, {"errors": [{"detail": "Zu lang"}]}, {"errors": ["Zu lang", "Zu kurz"]}]
)
def test_the_reason_is_read_in_every_form_that_servers_use(told: dict[str, object]) -> None:
    assert answers.words(httpx2.Response(422, json=told)) == "422 Zu lang"


def test_a_page_of_a_guard_before_the_server_is_no_lost_permission(door: Mastodon, faulty: Faulty) -> None:
    """A firewall's 403 without JSON: reconnecting the account would not help."""
    faulty.order("forbidden", told="")
    with pytest.raises(Unauthorised):
        door.send(GREETING)


def test_no_error_tells_the_token(faulty: Faulty) -> None:
    faulty.order("unauthorised")
    door = Mastodon(Account(faulty.url, Keys("secret-token")))
    with pytest.raises(Unauthorised) as caught:
        door.send(GREETING)
    assert "secret-token" not in repr(caught.value) + str(caught.value.__cause__) + repr(door) + repr(door._account)
