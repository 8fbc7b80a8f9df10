"""The queue of a channel by programs: read, looked at, changed exactly as seen, taken back."""

from datetime import time

import pytest

from eichhorn.channels.models import Channel
from eichhorn.foundation import clock
from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from tests import make
from tests.api.test_plan_and_words import places, program, said
from tests.make.api import Program

__all__ = ["program"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def channel(house: Organisation) -> Channel:
    made: Channel = make.planning.channel("Amt", places=[(weekday, time(9)) for weekday in range(7)])
    return made


@pytest.fixture
def two(channel: Channel) -> list[Slot]:
    return [make.planning.slot(title, channels=[channel], at=None, stage=Stage.DRAFT) for title in ("Eins", "Zwei")]


def change(program: Program, channel: Channel, **wish: object) -> dict[str, object]:
    """The wish is looked at, and done as it was seen."""
    seen = said(program.post(f"/channels/{channel.pk}/queue/preview", wish))
    done: dict[str, object] = said(
        program.post(f"/channels/{channel.pk}/queue", {**wish, "fingerprint": seen["fingerprint"]})
    )
    return done


def order(program: Program, channel: Channel) -> list[tuple[str, str]]:
    return [(one["title"], one["before_local"]) for one in said(program.get(f"/channels/{channel.pk}/queue"))["items"]]


def test_posts_come_change_their_order_and_the_act_is_taken_back(
    program: Program, channel: Channel, two: list[Slot]
) -> None:
    for slot in two:
        change(program, channel, what="end", slot=slot.pk)
    [(_, first), (_, second)] = before = order(program, channel)
    assert [title for title, _ in before] == ["Eins", "Zwei"]
    done = change(program, channel, what="up", slot=two[1].pk)
    assert order(program, channel) == [("Zwei", first), ("Eins", second)]
    said(program.post(f"/moves/{done['act']}/take-back"))
    assert order(program, channel) == before


def test_a_look_changes_nothing_and_nothing_happens_unseen(program: Program, channel: Channel, two: list[Slot]) -> None:
    there, wish = f"/channels/{channel.pk}/queue", {"what": "end", "slot": two[0].pk}
    seen = said(program.post(f"{there}/preview", wish))
    assert [line["after_local"] is not None for line in seen["items"]] == [True]
    assert order(program, channel) == []
    assert places(program.post(there, wish)) == ["#/fingerprint"]
    refused = said(program.post(there, {**wish, "fingerprint": "0" * 32}), 409)
    assert refused["type"].endswith("not-as-seen")
    change(program, channel, what="end", slot=two[1].pk)
    assert program.post(there, {**wish, "fingerprint": seen["fingerprint"]}).status_code == 409


def test_what_cannot_wait_is_refused_with_its_reason(program: Program, channel: Channel, two: list[Slot]) -> None:
    there = f"/channels/{channel.pk}/queue/preview"
    Slot.objects.filter(pk=two[0].pk).update(stage=Stage.OUT)
    assert said(program.post(there, {"what": "end", "slot": two[0].pk}), 409)["reason"] == "not_waiting"
    assert said(program.post(there, {"what": "up", "slot": two[1].pk}), 409)["reason"] == "not_waiting"
    assert places(program.post(there, {"what": "end"})) == ["#/slot"]
    assert places(program.post(there, {"what": "end", "slot": 10_000_000})) == ["#/slot"]


def test_of_a_post_that_somebody_may_not_read_only_its_place_is_told(
    program: Program, channel: Channel, two: list[Slot]
) -> None:
    change(program, channel, what="end", slot=two[0].pk)
    Slot.objects.update(confidential=True)
    reader = make.api.program(make.people.person(role=RoleKind.READER))
    [line] = said(reader.get(f"/channels/{channel.pk}/queue"))["items"]
    assert (line["slot"], line["title"]) == (None, None)
    assert line["before_local"] > clock.now().date().isoformat()


def test_somebody_who_only_reads_changes_nothing(program: Program, channel: Channel, two: list[Slot]) -> None:
    reader = make.api.program(make.people.person(role=RoleKind.READER))
    refused = reader.post(f"/channels/{channel.pk}/queue/preview", {"what": "end", "slot": two[0].pk})
    assert refused.status_code == 403
    assert Slot.objects.get(pk=two[0].pk).planned_local is None


def test_the_others_move_up_when_a_place_becomes_free(program: Program, channel: Channel, two: list[Slot]) -> None:
    for slot in two:
        change(program, channel, what="end", slot=slot.pk)
    [(_, first), _] = order(program, channel)
    change(program, channel, what="out", slot=two[0].pk)
    assert [at for _, at in order(program, channel)] != [first]
    change(program, channel, what="move_up")
    assert order(program, channel) == [("Zwei", first)]
