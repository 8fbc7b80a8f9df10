"""Bluesky's own server behind a line that breaks: what we then know, and what the server then has."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from eichhorn.foundation import clock, http
from eichhorn.networks.base import Account, Picture, Post, Throttled, Unauthorised, Unreachable, Unsure
from eichhorn.networks.bluesky import Bluesky
from tests.networks.running import Faulty, fake
from tests.servers.bluesky import Network

pytestmark = pytest.mark.xdist_group("bluesky")
NEVER_THERE = ("error_before", "unavailable", "cut_before")
PERHAPS_THERE = ("error_after", "timeout_after", "cut_after", "cut_json", "html", "no_id", "hang_up")


@pytest.fixture(scope="session")
def one_line(one_bluesky: Network, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    with fake(tmp_path_factory.mktemp("line"), "tests.networks.fault_proxy", target=one_bluesky.pds) as running:
        yield running


@pytest.fixture
def line(bluesky: Network, one_line: Faulty) -> Iterator[Faulty]:
    """The way to the server, which breaks on order."""
    http.configure(allow=http.allowed | {one_line.host_port})
    one_line.behave()
    yield one_line
    http.hang_up()


@pytest.fixture
def us(bluesky: Network, line: Faulty) -> Bluesky:
    account = bluesky.door("stadtwerke")._account
    return Bluesky(Account(line.url, account.keys, account_id=account.account_id))


def post(text: str = "Die Wasserstraße ist zu", **more: object) -> Post:
    return Post(**{"key": str(uuid4()), "text": text, "language": "de", "made_at": clock.now(), **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", PERHAPS_THERE)
def test_a_post_that_was_taken_while_the_answer_broke_is_a_doubt_and_stays_one_post(
    bluesky: Network, line: Faulty, us: Bluesky, kind: str
) -> None:
    wanted = post()
    line.order(kind, seconds=1)
    if kind == "hang_up":  # the answer was whole; only what follows it would break
        us.send(wanted)
    else:
        with pytest.raises(Unsure):
            us.send(wanted)
    [row] = bluesky.records("stadtwerke")
    found = us.find(wanted, since=clock.now())
    assert found is not None
    assert found.network_id == row["uri"]
    assert us.send(wanted) == found
    assert len(bluesky.records("stadtwerke")) == 1


@pytest.mark.parametrize("kind", NEVER_THERE)
def test_a_post_that_never_arrived_is_a_doubt_too_is_not_found_and_leaves_once(
    bluesky: Network, line: Faulty, us: Bluesky, kind: str
) -> None:
    wanted = post()
    line.order(kind)
    with pytest.raises(Unsure):
        us.send(wanted)
    assert us.find(wanted, since=clock.now()) is None
    assert bluesky.records("stadtwerke") == []
    us.send(wanted)
    assert len(bluesky.records("stadtwerke")) == 1


def test_an_answer_that_takes_too_long_is_a_doubt(bluesky: Network, line: Faulty, us: Bluesky) -> None:
    wanted = post()
    line.order("slow", seconds=30)
    with http.over_within(2), pytest.raises(Unsure):
        us.send(wanted)
    assert len(bluesky.records("stadtwerke")) == 1


def test_a_server_that_wants_to_be_left_alone_got_nothing(bluesky: Network, line: Faulty, us: Bluesky) -> None:
    line.order("throttle", retry_after="17")
    with pytest.raises(Throttled) as later:
        us.send(post())
    assert later.value.retry_after == timedelta(seconds=17)
    until = int(clock.now().timestamp()) + 90
    line.order("throttle", header="RateLimit-Reset", retry_after=str(until))
    with pytest.raises(Throttled) as much_later:
        us.send(post())
    assert timedelta(seconds=60) < much_later.value.retry_after <= timedelta(seconds=91)
    assert bluesky.records("stadtwerke") == []


@pytest.mark.parametrize("kind", ["error_before", "cut_after", "cut_json", "html"])
def test_a_picture_that_did_not_get_through_holds_the_post_back_and_nothing_is_there(
    bluesky: Network, line: Faulty, us: Bluesky, kind: str
) -> None:
    line.order(kind, on="uploadBlob", times=2)
    shown = post(pictures=(Picture(b"GIF89a", "image/gif", "punkt.gif", "Ein Punkt"),))
    with pytest.raises(Unreachable):
        us.send(shown)
    assert bluesky.records("stadtwerke") == []
    line.behave()
    us.send(shown)
    assert len(bluesky.records("stadtwerke")) == 1


@pytest.mark.parametrize(
    "told",
    [
        "ExpiredToken: Token has expired",
        'invalid_token: "exp" claim timestamp check failed',
        "invalid_dpop_proof: DPoP proof replayed",
    ],
)
def test_a_token_that_ended_on_the_way_sends_nothing_and_closes_nothing(
    bluesky: Network, line: Faulty, us: Bluesky, told: str
) -> None:
    line.order("bad_request", told=told)
    with pytest.raises(Unreachable):
        us.send(post())
    assert bluesky.records("stadtwerke") == []


@pytest.mark.parametrize("told", ["InvalidToken: Bad token", "AccountTakedown: Account has been taken down"])
def test_a_door_that_is_closed_is_told_whatever_code_says_it(line: Faulty, us: Bluesky, told: str) -> None:
    for kind in ("bad_request", "unauthorised", "forbidden"):
        line.order(kind, told=told)
        with pytest.raises(Unauthorised):
            us.send(post())


def test_a_look_that_fails_says_nothing(line: Faulty, us: Bluesky) -> None:
    line.order("error_before", on="getRecord")
    with pytest.raises(Unreachable):
        us.find(post(), since=clock.now())


def test_notifications_that_break_off_are_read_again(bluesky: Network, line: Faulty, us: Bluesky) -> None:
    for kind in ("error_before", "cut_json", "html"):
        line.order(kind, on="listNotifications", times=2)
        with pytest.raises(Unreachable):
            list(us.incoming(since=""))
        line.behave()
    assert isinstance(list(us.incoming(since="")), list)


def test_a_session_that_could_not_be_renewed_is_renewed_the_next_time(line: Faulty, us: Bluesky) -> None:
    line.order("error_after", on="refreshSession", times=2)
    with pytest.raises(Unreachable):
        us.renew()
    line.behave()
    assert us.renew().token  # the server knows the old way in for a while longer
