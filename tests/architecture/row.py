"""One row of the table of addresses, and what its columns are made of."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile

from eichhorn.people.rules import Act, LinkPurpose, RoleKind
from tests import make
from tests.architecture.world import BACK, World, whoever_may

type Who = frozenset[str] | None
type Args = Callable[[World], tuple[object, ...]]
type Sent = Callable[[World], dict[str, object]]


def nothing(_world: World) -> tuple[object, ...]:
    return ()


def empty(_world: World) -> dict[str, object]:
    return {}


@dataclass(frozen=True, slots=True)
class Row:
    """Who may do what at one address."""

    name: str
    get: Who = None
    post: Who = None
    at: Args = nothing
    sent: Sent = empty
    asked: Sent = empty
    """What stands behind the question mark."""
    link: LinkPurpose | None = None
    """The purpose whose token opens the address; then `get` and `post` only say which methods there are."""
    program: bool = False
    """For programs: nobody is sent to a sign-in page, a bearer token opens it."""
    refused: int = 403
    answers: frozenset[int] = frozenset({200, 201, 204, 302, 303})
    """What whoever is let in is answered."""


ADMINISTER, STEER, PLAN, WRITE, TRIAGE = (
    whoever_may(act) for act in (Act.ADMINISTER, Act.STEER, Act.PLAN, Act.WRITE, Act.TRIAGE)
)
HOLD, PUBLISH, ANSWER, AUDIT, READ = (
    whoever_may(act) for act in (Act.HOLD, Act.PUBLISH, Act.ANSWER, Act.AUDIT, Act.READ)
)
TEAM = frozenset({RoleKind.MANAGER.value, RoleKind.COMMUNITY.value, RoleKind.AUTHOR.value})
APPROVER = frozenset({RoleKind.APPROVER.value})
MISSING = frozenset({404})


def number(name: str) -> Args:
    """Return a function that takes the number of this thing out of the world."""
    return lambda world: (world.numbers[name],)


def person(world: World) -> tuple[object, ...]:
    return (world.someone.pk,)


def channel(world: World) -> tuple[object, ...]:
    return (world.channel.pk,)


def slot(world: World) -> tuple[object, ...]:
    return (world.slot.pk,)


def draft(world: World) -> tuple[object, ...]:
    return (world.draft.pk,)


def request(world: World) -> tuple[object, ...]:
    return (world.request.pk,)


def accepted(world: World) -> tuple[object, ...]:
    return (world.accepted.pk,)


def approval(world: World) -> tuple[object, ...]:
    return (world.approval.pk,)


def post(world: World) -> tuple[object, ...]:
    return (world.status.pk,)


def entry(world: World) -> dict[str, object]:
    return {"name": "Ingrid Pohl", "email": "pohl@erlengrund.example", "salutation": "", "language": "de"}


def house(_world: World) -> dict[str, object]:
    return {
        "name": "Stadtwerke", "zone": "Europe/Berlin", "service_begins": "8:00", "service_ends": "17:00",
        "day_ends": "16:45", "contact": "", "language": "de",
    }  # fmt: skip


def composed(world: World) -> dict[str, object]:
    return {
        "text": "Am Nordring wird gebaut.",
        "language": "de",
        "based_on": world.draft.latest.number if world.draft.latest else "",
    }


def described(world: World) -> dict[str, object]:
    return {"title": "Wasserwerte Mai", "channels": [world.channel.pk], "when": "12.6.2031 14:00"}


def again(world: World) -> dict[str, object]:
    return {
        "title": "Wasserwerte", "channels": [world.channel.pk], "frequency": "weekly", "every": "1", "weekdays": ["1"], "at": "10:00",
        "begins_on": "10.6.2031", "on_holiday": "keep",
    }  # fmt: skip


def milestone(world: World) -> dict[str, object]:
    return {"name": "Jede Baustelle steht eine Woche vorher da", "due_on": "1.6.2031", "next_step": "Liste holen"}


def goal(world: World) -> dict[str, object]:
    owner = world.persons[RoleKind.MANAGER].pk
    return {
        "name": "Nähe",
        "why": "Darum.",
        "owner": owner,
        "begins_on": "1.6.2026",
        "last_day": "31.12.2031",
    }


def campaign(world: World) -> dict[str, object]:
    return {
        "name": "Sommer", "why": "", "owner": world.persons[RoleKind.MANAGER].pk, "begins_on": "1.6.2026", "last_day": "31.8.2031",
    }  # fmt: skip


def consent(world: World) -> dict[str, object]:
    return {"client_id": world.program, "redirect_uri": BACK, "response_type": "code", "state": "x"}


def delivery(world: World) -> tuple[object, ...]:
    return (world.delivery.pk,)


def message(world: World) -> tuple[object, ...]:
    return (world.message.pk,)


def uploaded(_world: World) -> dict[str, object]:
    return {"file": SimpleUploadedFile("bagger.png", make.media.png(), "image/png"), "description": "Bagger"}


def registration(_world: World) -> dict[str, object]:
    return {"name": "Konto", "issuer": "https://127.0.0.1:9", "client_id": "eichhorn", "secret": "x"}


def own_role(_world: World) -> dict[str, object]:
    return {"name_de": "Krisenstab", "name_en": "Crisis team", "acts": ["hold", "answer"]}
