"""Matrix's own server behind a line that breaks: what we then know, and what then stands in the room."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from eichhorn.foundation import clock, http
from eichhorn.networks.base import (
    Account,
    NetworkError,
    Refused,
    Throttled,
    Unauthorised,
    Unreachable,
    Unsure,
)
from eichhorn.networks.matrix import Matrix
from tests.networks.running import Faulty, fake, fault_server
from tests.servers.synapse import Room, Synapse
from tests.servers.test_matrix import bodies, entered, picture, refused, words

pytestmark = pytest.mark.xdist_group("synapse")
NEVER_THERE = ("error_before", "unavailable", "cut_before")
PERHAPS_THERE = ("error_after", "timeout_after", "cut_after", "cut_json", "html", "no_id")


@pytest.fixture(scope="session")
def one_line(one_synapse: Synapse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    with fake(tmp_path_factory.mktemp("matrix_line"), "tests.networks.fault_proxy", target=one_synapse.url) as running:
        yield running


@pytest.fixture
def line(synapse: Synapse, one_line: Faulty) -> Iterator[Faulty]:
    """The way to the server, which breaks on order."""
    http.configure(allow=http.allowed | {one_line.host_port})
    one_line.behave()
    yield one_line
    one_line.behave()


@pytest.fixture
def room(synapse: Synapse) -> Room:
    return synapse.room()


@pytest.fixture
def us(synapse: Synapse, room: Room, line: Faulty) -> Matrix:
    account = entered(synapse, room)._account
    return Matrix(replace(account, server_url=line.url))


@pytest.mark.parametrize("kind", PERHAPS_THERE)
def test_a_post_that_was_taken_while_the_answer_broke_is_a_doubt_and_stays_one_post(
    room: Room, line: Faulty, us: Matrix, kind: str
) -> None:
    wanted = words()
    line.order(kind)
    with pytest.raises(Unsure):
        us.send(wanted)
    [there] = room.said()
    found = us.find(wanted, since=clock.now())
    assert found is not None
    assert found.network_id == there["event_id"]
    assert us.send(wanted) == found
    assert len(room.said()) == 1


@pytest.mark.parametrize("kind", NEVER_THERE)
def test_a_post_that_never_arrived_is_a_doubt_too_is_not_found_and_leaves_once(
    room: Room, line: Faulty, us: Matrix, kind: str
) -> None:
    wanted = words()
    line.order(kind)
    with pytest.raises(Unsure):
        us.send(wanted)
    assert us.find(wanted, since=clock.now()) is None
    assert room.said() == []
    us.send(wanted)
    assert len(room.said()) == 1


@pytest.mark.parametrize(
    ("kind", "told", "meaning"),
    [
        ("refuse", "M_INVALID_PARAM: no", Refused),
        ("bad_request", "M_BAD_JSON: Unknown", Refused),
        ("bad_request", "M_TOO_LARGE: event too large", Refused),
        ("unauthorised", "M_UNKNOWN_TOKEN: Unrecognised access token", Unauthorised),
        ("forbidden", "M_FORBIDDEN: You are not in the room", Unauthorised),
        ("forbidden", "M_USER_SUSPENDED: suspended", Unauthorised),
        ("forbidden", "M_CONSENT_NOT_GIVEN: agree first", Unauthorised),
        ("forbidden", "M_RESOURCE_LIMIT_EXCEEDED: full", Refused),
        ("not_found", "M_NOT_FOUND: no such room", Refused),
        ("not_found", "M_UNRECOGNIZED: what", Refused),
        ("redirect", "", Refused),
        ("throttle", "M_LIMIT_EXCEEDED: Too Many Requests", Throttled),
    ],
)
@pytest.mark.parametrize("on", ["statuses", "upload"])
def test_each_refusal_has_one_meaning_and_nothing_stands_there(
    room: Room, line: Faulty, us: Matrix, kind: str, told: str, meaning: type[NetworkError], on: str
) -> None:
    line.order(kind, told=told, on=on)
    with pytest.raises(NetworkError) as caught:
        us.send(words(pictures=(picture(),)))
    assert type(caught.value) in (meaning, *meaning.__subclasses__())
    assert told.partition(": ")[0] in caught.value.told
    assert room.said() == []


@pytest.mark.parametrize(
    ("header", "told", "seconds"),
    [
        ("Retry-After", "M_LIMIT_EXCEEDED: retry_after_ms=2000", 9),
        ("X-Nothing", "M_LIMIT_EXCEEDED: retry_after_ms=2000", 2),
        ("X-Nothing", "M_LIMIT_EXCEEDED: retry_after_ms=0", 1),
        ("X-Nothing", "M_LIMIT_EXCEEDED: retry_after_ms=99000000", 3_600),
        ("X-Nothing", "M_LIMIT_EXCEEDED: slowly", 60),
    ],
)
def test_the_pause_is_what_the_server_asks_for(line: Faulty, us: Matrix, header: str, told: str, seconds: int) -> None:
    line.order("throttle", told=told, header=header, retry_after="9")
    with pytest.raises(Throttled) as caught:
        us.send(words())
    assert caught.value.retry_after == timedelta(seconds=seconds)


def test_an_answer_that_takes_too_long_is_a_doubt(
    room: Room, line: Faulty, us: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eichhorn.networks.matrix.network.WHOLE_S", 1.0)
    wanted = words()
    line.order("slow", seconds=30)
    with pytest.raises(Unsure):
        us.send(wanted)
    assert us.find(wanted, since=clock.now()) is not None


@pytest.mark.parametrize("kind", [*NEVER_THERE, "cut_after", "cut_json", "no_id"])
def test_a_picture_that_was_not_uploaded_leaves_no_doubt_about_the_post(
    room: Room, line: Faulty, us: Matrix, kind: str
) -> None:
    line.order(kind, on="upload", times=2)
    with pytest.raises(Unreachable):
        us.send(words(pictures=(picture(),)))
    assert room.said() == []


@pytest.mark.parametrize(
    "kind", ["refuse", "forbidden", "throttle", "error_before", "cut_before", "cut_after", "not_found"]
)
@pytest.mark.parametrize("made_ago", [timedelta(0), timedelta(hours=2)])
def test_once_a_picture_is_seen_all_that_fails_is_a_doubt_and_a_second_try_sends_what_is_missing(
    room: Room, line: Faulty, us: Matrix, kind: str, made_ago: timedelta
) -> None:
    wanted = words(pictures=(picture(), picture("Zwei")), made_at=clock.now() - made_ago)
    line.order(kind, naming=TEXT_PART, told="M_FORBIDDEN: x" if kind == "forbidden" else "")
    with pytest.raises(Unsure):
        us.send(wanted)
    if kind != "cut_after":
        assert len(room.said()) == 2
        assert us.find(wanted, since=clock.now() - made_ago) is None
    receipt = us.send(wanted)
    assert bodies(room) == ["Ein Bagger „an“ der Straße", "Zwei", wanted.text]
    assert us.find(wanted, since=clock.now() - made_ago) == receipt


TEXT_PART = "m.text"


@pytest.mark.parametrize("kind", [*NEVER_THERE, "cut_json", "html"])
def test_reading_never_adds_a_doubt(line: Faulty, us: Matrix, kind: str) -> None:
    asks: list[Callable[[], object]] = [
        lambda: us.find(words(), since=clock.now()), lambda: list(us.incoming(since="")),
        lambda: list(us.own(since=clock.now())), lambda: us.send(words(made_at=clock.now() - timedelta(hours=1))),
    ]  # fmt: skip
    for ask in asks:
        line.order(kind, on="messages", times=2)
        with pytest.raises(Unreachable):
            ask()
        line.behave()


def test_reading_is_asked_again_where_the_connection_broke(line: Faulty, us: Matrix) -> None:
    wanted = words()
    receipt = us.send(wanted)
    line.order("cut_before", on="messages")
    assert us.find(wanted, since=clock.now()) == receipt


def test_a_server_that_is_not_there_is_unreachable(us: Matrix) -> None:
    away = Matrix(replace(us._account, server_url="https://nobody.invalid"))
    for ask in (lambda: away.send(words()), lambda: away.find(words(), since=clock.now())):
        with pytest.raises(Unreachable):
            ask()


def test_the_token_is_in_no_error_no_log_and_no_repr(
    synapse: Synapse, line: Faulty, us: Matrix, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = synapse.tokens["stadtwerke"]
    told = [repr(us.__dict__), repr(us._api), repr(Account("x", us._account.keys))]
    for kind in ("unauthorised", "error_before", "cut_before", "redirect", "cut_json"):
        line.order(kind, on="any", times=-1, told="M_UNKNOWN_TOKEN: what")
        with pytest.raises(NetworkError) as caught:
            us.send(words())
        logging.getLogger("test").error("failed", exc_info=caught.value)
        told.append(f"{caught.value!r} {caught.value.told}")
        line.behave()
    assert secret not in "".join(told) + caplog.text


# --- which server it is -----------------------------------------------------------------------------------------------


def given(synapse: Synapse, room: Room) -> dict[str, str]:
    return {"room": room.alias, "matrix_user": "", "password_or_token": synapse.tokens["stadtwerke"]}


def test_a_name_leads_to_the_server_that_its_own_document_names(synapse: Synapse, line: Faulty, room: Room) -> None:
    """https://spec.matrix.org/latest/client-server-api/#well-known-uris"""
    assert Matrix.sign_in(line.url, given(synapse, room))[0] == synapse.url


@pytest.mark.parametrize("kind", ["not_found", "html", "error_before", "cut_before", "no_id", "redirect"])
def test_an_address_without_such_a_document_is_the_server_itself(
    synapse: Synapse, line: Faulty, room: Room, kind: str
) -> None:
    line.order(kind, on="client", times=2)
    assert Matrix.sign_in(line.url, given(synapse, room))[0] == line.url


def test_no_document_leads_to_where_the_key_would_travel_in_the_open(
    synapse: Synapse, line: Faulty, room: Room
) -> None:
    http.configure(allow=frozenset({line.host_port}))
    with pytest.raises(Refused, match="https"):
        Matrix.sign_in(line.url, given(synapse, room))


@pytest.fixture
def elsewhere(synapse: Synapse, tmp_path: Path) -> Iterator[str]:
    """An address at which there is a server, and none of Matrix."""
    with fault_server(tmp_path) as running:
        http.configure(allow=http.allowed | {running.host_port})
        yield running.url


def test_a_server_that_is_none_of_matrix_says_so(elsewhere: str) -> None:
    assert "no server of Matrix" in refused(elsewhere, room="#a:b.example", password_or_token="x").told
