"""Signatures, pauses and lines, by themselves."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from eichhorn.webhooks import rules
from eichhorn.webhooks.rules import LONGEST_LINE, LONGEST_WISH, PAUSES, Answer, State, verdict

SCHEDULE = ("0:00:05", "0:05:05", "0:35:05", "2:35:05", "7:35:05", "17:35:05", "31:35:05", "51:35:05", "75:35:05")
"""The time since the start of each further try, as the specification recommends it."""


@given(key=st.binary(min_size=24, max_size=64), body=st.text(max_size=300), at=st.integers(0, 2**33))
def test_a_signature_is_that_of_the_official_library(key: bytes, body: str, at: int) -> None:
    secret = rules.secret_of(key)
    official = Webhook(secret).sign(msg_id="evt_1", timestamp=datetime.fromtimestamp(at, UTC), data=body)
    assert rules.signatures([secret], event="evt_1", at=at, body=body.encode()) == official


def test_a_secret_is_as_long_as_the_specification_asks() -> None:
    secret = rules.secret_of(b"x" * rules.SECRET_BYTES)
    assert secret.startswith("whsec_")
    assert 24 <= len(base64.b64decode(secret[6:])) <= 64


def test_the_schedule_is_the_recommended_one() -> None:
    elapsed, found = timedelta(), []
    for tries in range(1, len(PAUSES) + 1):
        elapsed += verdict(Answer(500), tries=tries, chance=0).pause or timedelta()
        hours, rest = divmod(int(elapsed.total_seconds()), 3600)
        found.append(f"{hours}:{rest // 60:02}:{rest % 60:02}")
    assert tuple(found) == SCHEDULE
    assert verdict(Answer(500), tries=len(PAUSES) + 1, chance=0).state is State.GIVEN_UP


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (200, State.ARRIVED), (204, State.ARRIVED), (299, State.ARRIVED), (199, State.WAITING), (300, State.WAITING),
        (301, State.WAITING), (404, State.WAITING), (410, State.SET_ASIDE), (500, State.WAITING), (None, State.WAITING),
    ],
)  # fmt: skip
def test_only_from_200_to_299_it_arrived(status: int | None, state: State) -> None:
    assert verdict(Answer(status), tries=1, chance=0.5).state is state


@given(chance=st.floats(0, 1), tries=st.integers(1, len(PAUSES)))
def test_chance_adds_a_tenth_at_most(chance: float, tries: int) -> None:
    pause = verdict(Answer(None), tries=tries, chance=chance).pause
    assert pause is not None
    assert PAUSES[tries - 1] <= pause <= PAUSES[tries - 1] * 1.1


@pytest.mark.parametrize("status", [429, 502, 503, 504])
@pytest.mark.parametrize("wait", [None, timedelta(seconds=1), timedelta(hours=3), timedelta(days=400)])
def test_a_wish_to_wait_is_followed_up_to_a_day(status: int, wait: timedelta | None) -> None:
    led = verdict(Answer(status, wait=wait), tries=1, chance=0)
    assert led.rest == min(wait or PAUSES[0], LONGEST_WISH)
    assert led.pause == max(PAUSES[0], led.rest)


@given(st.binary(max_size=2000))
def test_of_any_answer_one_short_plain_line_is_kept(content: bytes) -> None:
    line = rules.line_of(content)
    assert len(line) <= LONGEST_LINE
    assert line.isprintable()


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "[::ffff:127.0.0.1]", "printer.local", "host.internal"])
def test_a_host_that_says_itself_that_it_is_inside_is_refused_at_once(host: str) -> None:
    """Any other name is resolved and checked by `foundation.http` at each call."""
    with pytest.raises(rules.BadAddress):
        rules.address(f"https://{host}/hook")


def test_a_pair_of_the_configuration_may_be_called() -> None:
    allowed = frozenset({"127.0.0.1:8080", "intranet:443"})
    assert rules.address(" http://127.0.0.1:8080/hook ", open_ones=allowed) == "http://127.0.0.1:8080/hook"
    assert rules.address("https://intranet/hook", open_ones=allowed) == "https://intranet/hook"
    with pytest.raises(rules.NotPublic):
        rules.address("https://127.0.0.1:8081/hook", open_ones=allowed)
