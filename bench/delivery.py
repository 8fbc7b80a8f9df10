"""How quickly and how exactly 200 posts leave that fall due together; and how much quicker a bare loop would be.

    script/bench delivery --json

Posts are planned, written and approved through the services, fall due together on 20 channels, and leave by a real
worker; the network is a process of its own with 50 ms latency, and its log is what counts. The bare loop is what a
program without approvals, attempts and audit would do: the same 200 requests by 20 threads, to the same network.
"""

import statistics
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from typing import Any

import httpx2

from bench import figures
from bench.house import House, house

POSTS, CHANNELS, CONCURRENCY, LATENCY_MS = 200, 20, 20, 50.0
HEAD_START = timedelta(seconds=8)
"""What is left, at the least, between the last word of a person and the due time."""
PATIENCE_S = 60.0
ZONE = "Europe/Berlin"


def main(arguments: Sequence[str]) -> int:
    """Print the figures; return 1 where a post was lost or doubled."""
    in_json = figures.as_json(arguments, prog="delivery", about=__doc__)
    with house(latency_ms=LATENCY_MS) as made:
        found = measure(made)
    figures.tell(found, in_json=in_json)
    return 1 if found["doubled"] or found["lost"] else 0


def measure(made: House) -> dict[str, Any]:
    """Return the figures of one run."""
    figures.say(f"Preparing {POSTS} posts on {CHANNELS} channels …")
    author, drafts, took = _prepare(made.network)
    made.start()
    due_at = datetime.now(UTC).replace(microsecond=0) + took / 2 + HEAD_START
    _move(drafts, due_at, author)
    left_s = (due_at - datetime.now(UTC)).total_seconds()
    figures.say(f"Ready; the posts fall due in {left_s:.1f} s.")
    if left_s < 4:
        raise RuntimeError("the posts were not ready before they fell due; this machine is too busy to measure on")
    _await(made, due_at)
    memory = made.memory_mb()
    sent = _settled_rows()
    ours = made.events()
    made.stop("worker")
    bare = _bare_loop(made.network)
    theirs = made.events()[len(ours) :]
    return _figures(ours, theirs, due_at, memory, sent) | {"bare_posts_per_s": round(bare, 1)}


def _figures(
    ours: list[dict[str, Any]], theirs: list[dict[str, Any]], due_at: datetime, memory: dict[str, int], sent: int
) -> dict[str, Any]:
    accepted = Counter(event["text"] for event in ours if event["event"] == "accepted")
    out = sorted(event["at"] - due_at.timestamp() for event in ours if event["event"] == "answered")
    cuts = statistics.quantiles(out, n=100, method="inclusive") if len(out) > 1 else [0.0] * 99
    rate, bare = _rate(ours), _rate(theirs)
    return {
        "posts": POSTS,
        "lateness_s": {"p50": round(cuts[49], 3), "p95": round(cuts[94], 3), "max": round(out[-1], 3) if out else None},
        "last_out_s": round(out[-1], 3) if out else None,
        "posts_per_s": round(rate, 1),
        "ratio_to_bare_loop": round(rate / bare, 2),
        "doubled": sum(times - 1 for times in accepted.values()),
        "lost": POSTS - min(len(accepted), sent),
        "memory_mb": memory,
    }


def _rate(events: list[dict[str, Any]]) -> float:
    """Return the posts a second at the network, from the first request to the last answer."""
    asked = [event["at"] for event in events if event["event"] == "asked"]
    answered = [event["at"] for event in events if event["event"] == "answered"]
    return len(answered) / (max(answered) - min(asked)) if answered else 0.0


def _prepare(network: str) -> tuple[Any, list[Any], timedelta]:
    """Plan, write and approve the posts as people do, for later; return their author, the drafts, and how long it took."""
    from eichhorn.channels import services as channels
    from eichhorn.content import services as content
    from eichhorn.foundation import clock
    from eichhorn.networks.base import Keys
    from eichhorn.people import services as people
    from eichhorn.people.rules import RoleKind
    from eichhorn.planning import rules as walls
    from eichhorn.planning import services as planning
    from eichhorn.review import services as review

    now = clock.now()
    people.found_organisation(
        name="Bench",
        zone=ZONE,
        service_begins=clock_time(8),
        service_ends=clock_time(17),
        day_ends=clock_time(17),
        now=now,
    )
    author = people.add_person(name="Ada Autorin", email="ada@bench.example", by=None, now=now)
    approver = people.add_person(name="Bea Freigabe", email="bea@bench.example", by=None, now=now)
    for person, kind in ((author, RoleKind.MANAGER), (approver, RoleKind.APPROVER)):
        people.give_role(person=person, kind=kind, begins_on=date(2020, 1, 1), by=None, now=now)
    review.set_four_eyes(name="Freigabe", approver=approver, by=None, now=now)
    places = []
    for number in range(CHANNELS):
        channel = channels.add(name=f"Kanal {number}", network="mastodon", server_url=network, by=None, now=now)
        channels.connect_with(channel=channel, keys=Keys(f"a{number}"), by=None, now=now)
        places.append(channel)
    begun_at = clock.now()
    due_at = begun_at.replace(microsecond=0) + timedelta(hours=1)
    drafts = []
    for number in range(POSTS):
        slot = planning.plan(
            title=f"Beitrag {number}", goal=None, channels=[places[number % CHANNELS]], kind=None,
            planned_local=walls.wall_of(due_at, ZONE), zone=ZONE, by=author, now=clock.now(),
        )  # fmt: skip
        draft = content.begin(slot=slot, by=author, now=clock.now())
        content.save(draft=draft, based_on=None, text=_text(number), language="de", by=author, now=clock.now())
        drafts.append(draft)
    for draft in drafts:
        approval = review.hand_in(draft=draft, by=author, now=clock.now())
        review.approve(approval=approval, by=approver, now=clock.now())
    return author, drafts, clock.now() - begun_at


def _move(drafts: list[Any], due_at: datetime, author: Any) -> None:
    """Move all posts to the due time, which lies inside the window of their approval: how long people took is over."""
    from eichhorn.foundation import clock
    from eichhorn.planning import rules as walls
    from eichhorn.planning import services as planning

    for draft in drafts:
        planning.move(slot=draft.slot, planned_local=walls.wall_of(due_at, ZONE), by=author, now=clock.now())


def _text(number: int) -> str:
    return f"Beitrag {number}: Ab Montag wird am Nordring gebaut. Bis dahin fährt der Bus wie immer."


def _await(made: House, due_at: datetime) -> None:
    """Every post is answered, and the worker has written all of it down; or patience is over."""
    deadline = due_at.timestamp() + PATIENCE_S
    while time.time() < deadline:
        time.sleep(0.5)
        if sum(event["event"] == "answered" for event in made.events()) >= POSTS and _settled_rows() >= POSTS:
            return


def _settled_rows() -> int:
    """Return how many posts the installation itself knows to be out."""
    from eichhorn.delivery.models import Delivery
    from eichhorn.delivery.rules import State

    return Delivery.objects.filter(state=State.SENT, settled=True).count()


def _bare_loop(network: str) -> float:
    """Post the same, by as many threads, each with a plain client; return the posts a second as the loop sees them."""
    clients = [httpx2.Client(base_url=network, trust_env=False) for _ in range(CONCURRENCY)]

    def post(number: int) -> None:
        clients[number % CONCURRENCY].post(
            "/api/v1/statuses",
            json={"status": _text(number), "visibility": "public", "language": "de"},
            headers={"Authorization": f"Bearer bare{number % CHANNELS}", "Idempotency-Key": str(uuid.uuid4())},
        ).raise_for_status()

    begun = time.monotonic()
    with ThreadPoolExecutor(max_workers=CONCURRENCY) as threads:
        list(threads.map(post, range(POSTS)))
    took_s = time.monotonic() - begun
    for client in clients:
        client.close()
    return POSTS / took_s
