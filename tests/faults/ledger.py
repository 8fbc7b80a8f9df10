"""Our rows against the network's own log: the comparison after every fault."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from eichhorn.channels.models import Channel
from eichhorn.content.models import Draft
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import MOVING, NEEDS_SOMEONE, State
from tests.faults import table
from tests.faults.table import Result
from tests.networks.running import Faulty

DECIDED = frozenset({State.SENT, State.UNSURE})


def rows(channel: Channel | None = None) -> list[Delivery]:
    """Return the deliveries, all of them or those of a channel, as they are in the database now."""
    found = Delivery.objects.select_related("channel", "version", "draft", "corrects").order_by("pk")
    return list(found.filter(channel=channel) if channel is not None else found)


def ended(number: int = 1) -> bool:
    """Return whether there are so many, and the machine does nothing more about any of them."""
    found = rows()
    return len(found) == number and all(row.state in DECIDED for row in found)


def agree(
    fault: str,
    *servers: Faulty,
    kind: str = "",
    channel: Channel | None = None,
    ends: Collection[State] = DECIDED,
    count: bool = True,
) -> None:
    """Nothing is doubled, nothing is lost, and whatever may be there and is not called out is called unsure.

    Posts are known by their words, which differ here from each other: a key may be forgotten with a whole database.
    `channel`: only what concerns it. `ends`: where a post may stand after this fault. It counts as a result.
    """
    found = rows(channel)
    texts = {_text(row) for row in found}
    everything = [event for server in servers for event in server.accepted()]
    accepted = [event for event in everything if channel is None or event["text"] in texts]
    there = {event["text"]: event for event in accepted}
    doubled = max(_more_than_one(accepted, "key"), _more_than_one(accepted, "text"))
    unknown = set(there) - texts
    forgotten = 0 if channel is not None else _without_a_row()
    edits = {(event["id"], event["text"]) for server in servers for event in server.events("edited")}
    wrong = [row for row in found if not _is_true(row, there.get(_text(row)), edits)]
    result = Result(
        fault, kind or found[0].channel.software, Counter(str(row.state) for row in found),
        doubled=doubled, lost=len(unknown) + forgotten + len(wrong),
    )  # fmt: skip
    assert doubled == 0, f"doubled: {accepted}"
    assert not unknown, f"there, and no row knows of it: {unknown}"
    assert not forgotten, "approved, and has no delivery"
    assert not wrong, [(row.pk, row.state, row.because, there.get(_text(row))) for row in wrong]
    assert {State(row.state) for row in found} <= set(ends), [(row.state, row.because, row.detail) for row in found]
    if count:
        table.results.append(result)


def _text(row: Delivery) -> str:
    return row.version.text if row.version is not None else row.reply_text


def _more_than_one(accepted: Collection[dict[str, Any]], name: str) -> int:
    times = Counter(event[name] for event in accepted)
    return sum(number - 1 for number in times.values())


def _without_a_row() -> int:
    return Draft.objects.exclude(pk__in=Delivery.objects.values("draft")).count()


def _is_true(row: Delivery, event: dict[str, Any] | None, edits: Collection[tuple[str, str]]) -> bool:
    """Return whether what the row says is so, and whether something or somebody goes on with it."""
    match State(row.state):
        case State.SENT if row.corrects is not None:
            return (row.corrects.network_id, _text(row)) in edits
        case State.SENT:
            return event is not None and (event["id"] == row.network_id or row.seen_by_id is not None)
        case State.UNSURE:
            return True
        case state if state in MOVING:
            return row.next_at is not None and (state is not State.WAITING or event is None)
        case state:
            return event is None and (state in NEEDS_SOMEONE or state is State.CANCELLED)
