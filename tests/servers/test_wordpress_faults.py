"""A real WordPress behind a line that breaks: what we then know, and what the site then has."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from eichhorn.foundation import clock, http
from eichhorn.networks.base import Account, Keys, Picture, Post, Refused, Throttled, Unauthorised, Unreachable, Unsure
from eichhorn.networks.wordpress import WordPress
from tests import make
from tests.networks.running import Faulty, fake
from tests.servers.wordpress import Site

pytestmark = pytest.mark.xdist_group("wordpress")
PERHAPS_THERE = ("error_after", "cut_after", "cut_json", "html", "no_id", "timeout_after")
NEVER_THERE = ("error_before", "unavailable", "cut_before")
SAY_NO = {"refuse": Refused, "bad_request": Refused, "forbidden": Unauthorised, "unauthorised": Unauthorised}


@pytest.fixture(scope="session")
def one_wordpress_line(one_wordpress: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    with fake(tmp_path_factory.mktemp("line"), "tests.networks.fault_proxy", target=one_wordpress.url) as running:
        yield running


@pytest.fixture
def line(wordpress: Site, one_wordpress_line: Faulty) -> Iterator[Faulty]:
    """The way to the site, which breaks on order."""
    http.configure(allow=http.allowed | {one_wordpress_line.host_port})
    one_wordpress_line.behave()
    yield one_wordpress_line
    http.hang_up()


@pytest.fixture
def us(wordpress: Site, line: Faulty) -> WordPress:
    return WordPress(Account(line.url, Keys(wordpress.tokens["stadtwerke"])))


def post(**more: object) -> Post:
    return Post(**{"key": str(uuid4()), "text": "Die Straße ist zu\n\nBis Freitag.", "language": "de", **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", PERHAPS_THERE)
def test_a_post_that_was_taken_while_the_answer_broke_is_a_doubt_that_a_look_clears(
    wordpress: Site, line: Faulty, us: WordPress, kind: str
) -> None:
    wanted = post()
    line.order(kind, seconds=1)
    with pytest.raises(Unsure):
        us.send(wanted)
    [there] = wordpress.posts()
    found = us.find(wanted, since=clock.now())
    assert found is not None
    assert found.network_id == str(there["id"])


@pytest.mark.parametrize("kind", NEVER_THERE)
def test_a_post_that_never_arrived_is_a_doubt_too_and_is_not_found(
    wordpress: Site, line: Faulty, us: WordPress, kind: str
) -> None:
    wanted = post()
    line.order(kind)
    with pytest.raises(Unsure):
        us.send(wanted)
    assert us.find(wanted, since=clock.now()) is None
    assert wordpress.posts() == []


@pytest.mark.parametrize("kind", SAY_NO)
def test_a_no_is_a_no(wordpress: Site, line: Faulty, us: WordPress, kind: str) -> None:
    line.order(kind)
    with pytest.raises(SAY_NO[kind]):
        us.send(post())
    assert wordpress.posts() == []


def test_a_site_that_wants_a_pause_says_how_long(line: Faulty, us: WordPress) -> None:
    line.order("throttle", retry_after="7")
    with pytest.raises(Throttled) as later:
        us.send(post())
    assert later.value.retry_after == timedelta(seconds=7)


@pytest.mark.parametrize("kind", ["error_before", "error_after", "cut_json", "cut_after", "html"])
def test_a_picture_that_breaks_on_the_way_stops_the_post_before_it_is_seen(
    wordpress: Site, line: Faulty, us: WordPress, kind: str
) -> None:
    line.order(kind, on="media", times=2)
    wanted = post(pictures=(Picture(make.media.png(), "image/png", "bagger.png", "Bagger"),))
    with pytest.raises(Unreachable):
        us.send(wanted)
    assert wordpress.posts() == []
    line.behave()
    us.send(wanted)
    assert len(wordpress.posts()) == 1


@pytest.mark.parametrize("kind", ["unavailable", "cut_json", "cut_before", "html"])
def test_a_look_that_fails_is_no_answer(line: Faulty, us: WordPress, kind: str) -> None:
    line.order(kind, on="posts", times=2)
    with pytest.raises(Unreachable):
        us.find(post(), since=clock.now())
    line.order(kind, on="comments", times=2)
    with pytest.raises(Unreachable):
        list(us.incoming(since=""))


def test_a_slow_site_is_waited_for(wordpress: Site, line: Faulty, us: WordPress) -> None:
    line.order("slow", seconds=1)
    assert us.send(post()).network_id == str(wordpress.posts()[0]["id"])


def test_a_site_that_is_down_when_it_is_first_asked_is_not_taken_for_one_without_an_api(
    wordpress: Site, line: Faulty, us: WordPress
) -> None:
    from eichhorn.networks.wordpress import api

    api.READABLE.pop(line.url, None)
    line.order("unavailable", on="any", times=1)
    with pytest.raises(Unreachable):
        us.send(post())
    assert line.url not in api.READABLE
    us.send(post())
    assert len(wordpress.posts()) == 1
