"""What an act of the audit says to a receiver: its type, its instant, the numbers of the things, and links to them.

The difficult thing: whoever receives it may be anybody's program, and a call lies in its logs for years. So it holds no
text that people wrote and no name: whoever may know more asks the interface for programs, with a token of their own.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse

from eichhorn.content.models import Version
from eichhorn.delivery.models import Delivery
from eichhorn.desk.models import Request
from eichhorn.desk.rules import AnswerKind
from eichhorn.dialogue.models import Message
from eichhorn.foundation.models import AuditEvent
from eichhorn.webhooks.rules import TEST, TOLD, EventType

type Facts = dict[str, object]


def bodies(acts: Sequence[AuditEvent]) -> dict[int, str]:
    """Return what is sent of each act, by its number. Five queries at most, however many acts."""
    by_kind: dict[str, list[AuditEvent]] = {}
    for act in acts:
        by_kind.setdefault(act.object_kind, []).append(act)
    facts: dict[int, Facts] = {}
    for kind, read in READ.items():
        if found := by_kind.get(kind):
            facts |= read(found)
    return {act.pk: written(TOLD[act.verb], act.at, facts.get(act.pk, {})) for act in acts}


def test_body(at: datetime) -> str:
    return written(TEST, at, {"links": {"page": f"{settings.PUBLIC_URL}{reverse('webhooks:all')}"}})


def written(kind: str, at: datetime, facts: Facts) -> str:
    """Return the body, as it is signed and sent."""
    stamp = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    said = {"type": str(kind), "timestamp": stamp, "data": facts}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _versions(acts: Iterable[AuditEvent]) -> dict[int, Facts]:
    """What happened to versions: the audit names the version, or the approval and in its details the version."""
    wanted = {act.pk: act.details.get("version", act.object_id) for act in acts}
    rows = Version.objects.filter(pk__in=wanted.values()).select_related("draft__slot")
    known = {row.pk: row for row in rows}
    approvals = {
        act.pk: act.object_id if act.object_kind == "approval" else act.details.get("approval") for act in acts
    }
    return {
        number: {
            "draft": row.draft_id, "version": row.number, "slot": row.draft.slot_id, "approval": approvals[number],
            "rehearsal": row.draft.slot.rehearsal,
            "links": _links("composer:draft", row.draft_id, f"/drafts/{row.draft_id}/versions/{row.number}"),
        }
        for number, version in wanted.items() if (row := known.get(version)) is not None
    }  # fmt: skip


def _deliveries(acts: Iterable[AuditEvent]) -> dict[int, Facts]:
    wanted = {act.pk: act for act in acts}
    rows = Delivery.objects.filter(pk__in={act.object_id for act in wanted.values()})
    known = {row.pk: row for row in rows.select_related("version", "channel")}
    return {
        number: {
            "delivery": row.pk, "draft": row.draft_id, "version": row.version.number if row.version else None,
            "reply": row.reply_id, "channel": row.channel_id, "part": row.part, "parts": row.parts,
            "rehearsal": row.channel.rehearsal,
            "links": _links("delivery:delivery", row.pk, f"/deliveries/{row.pk}") | _place(act, row),
        }
        for number, act in wanted.items() if (row := known.get(act.object_id)) is not None
    }  # fmt: skip


def _place(act: AuditEvent, row: Delivery) -> dict[str, str]:
    """Return where everybody can see what is out."""
    return {"post": row.url} if TOLD[act.verb] is EventType.DELIVERY_OUT and row.url else {}


def _requests(acts: Iterable[AuditEvent]) -> dict[int, Facts]:
    wanted = {act.pk: act for act in acts}
    known = Request.objects.in_bulk({act.object_id for act in wanted.values()})
    return {
        number: {
            "request": row.pk, "slot": row.slot_id, **_answer(act),
            "links": _links("desk:request", row.pk, f"/requests/{row.pk}"),
        }
        for number, act in wanted.items() if (row := known.get(act.object_id)) is not None
    }  # fmt: skip


def _answer(act: AuditEvent) -> Facts:
    if TOLD[act.verb] is EventType.REQUEST_RECEIVED:
        return {}
    return {"answer": act.details.get("answer", str(AnswerKind.DECLINE))}  # what was accepted, and is not after all


def _messages(acts: Iterable[AuditEvent]) -> dict[int, Facts]:
    wanted = {act.pk: act.object_id for act in acts}
    known = Message.objects.in_bulk(set(wanted.values()))
    return {
        number: {
            "message": row.pk, "channel": row.channel_id, "delivery": row.delivery_id, "private": row.private,
            "links": _links("dialogue:message", row.pk, f"/messages/{row.pk}"),
        }
        for number, message in wanted.items() if (row := known.get(message)) is not None
    }  # fmt: skip


def _links(view: str, number: int, path: str) -> dict[str, str]:
    """Return the page for people and the address for programs."""
    page = reverse(view, args=[number])
    return {"page": f"{settings.PUBLIC_URL}{page}", "api": f"{settings.PUBLIC_URL}/api/v1{path}"}


READ = {
    "version": _versions, "approval": _versions, "delivery": _deliveries, "request": _requests, "message": _messages
}  # fmt: skip
"""How the things of each kind are read."""
