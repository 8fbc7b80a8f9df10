"""A post on its way to X and back, against a real process that keeps X's rules and X's own description."""

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from eichhorn.foundation import clock, http
from eichhorn.networks.base import (
    Account,
    Keys,
    Picture,
    Post,
    Unsure,
    Video,
)
from eichhorn.networks.x import X
from tests.networks.running import Faulty, fake
from tests.networks.x_fake import user_id

SPECS = os.environ.get("EICHHORN_SPECS", "")
CLIENT = X.registration("client", "client-secret")
BACK = "https://eichhorn.example/settings/channels/connected/"
GREETING = Post(
    key="7f1c", text="Guten Morgen & gute <Fahrt>\n\nBaustelle: https://erlengrund.example/b?a=1&b=2", language="de"
)
SHOT = Picture(b"\x89PNG....", "image/png", "a.png", "Ein Bagger")
PICTURED = Post(key="7f1d", text="Mit Bild", language="de", pictures=(SHOT, replace(SHOT, alt="Ein „Radweg“")))
FILM = Video(b"film" * 1_100_000, "video/mp4", "film.mp4", "Ein Bagger gräbt")


@pytest.fixture(scope="session")
def one_x(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    """One process for all tests: reading X's own description takes it three seconds."""
    with fake(tmp_path_factory.mktemp("x"), "tests.networks.x_fake", **({"specs": SPECS} if SPECS else {})) as running:
        yield running


@pytest.fixture
def x(one_x: Faulty, allow: set[str]) -> Iterator[Faulty]:
    """X, on which nothing has happened; each request is checked against its own description where that is at hand."""
    http.configure(allow=allow | {one_x.host_port})
    one_x.forget()
    yield one_x
    assert [line["problem"] for line in one_x.events("off_spec")] == []


@pytest.fixture
def door(x: Faulty) -> X:
    return X(Account(x.url, Keys("a1.first"), account_id=user_id("a1"), client=CLIENT))


def test_a_post_arrives_as_it_was_written(door: X, x: Faulty) -> None:
    receipt = door.send(GREETING)
    [there] = x.accepted()
    assert there["text"] == GREETING.text
    assert receipt.network_id == there["id"]
    assert receipt.url == f"https://x.com/i/web/status/{there['id']}"


def test_pictures_arrive_with_their_descriptions(door: X, x: Faulty) -> None:
    door.send(PICTURED)
    [there] = x.accepted()
    assert (there["alts"], there["media"]) == (["Ein Bagger", "Ein „Radweg“"], ["tweet_image", "tweet_image"])


def test_a_video_arrives_in_parts_and_is_waited_for(door: X, x: Faulty) -> None:
    x.set(media_takes=2)
    door.send(replace(GREETING, video=FILM))
    [there] = x.accepted()
    assert (there["media"], there["alts"]) == (["tweet_video"], ["Ein Bagger gräbt"])
    assert there["bytes"] == [len(FILM.content)]


def test_a_moving_picture_goes_the_way_of_videos(door: X, x: Faulty) -> None:
    door.send(replace(GREETING, pictures=(replace(SHOT, media_type="image/gif", file_name="a.gif"),)))
    assert x.accepted()[0]["media"] == ["tweet_gif"]


def test_a_post_is_found_by_what_it_says(door: X, x: Faulty) -> None:
    began = clock.now()
    x.order("cut_after")
    with pytest.raises(Unsure):
        door.send(GREETING)
    door.send(replace(GREETING, text="Guten Abend"))
    found = door.find(GREETING, since=began)
    assert found is not None
    assert found.network_id == x.accepted()[0]["id"]
