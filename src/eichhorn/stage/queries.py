"""What stands on the stage, as pages show it and as the Mastodon API tells it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q

from eichhorn.foundation import clock
from eichhorn.stage import rules
from eichhorn.stage.models import Actor, App, Grant, Status, Upload

type Told = dict[str, Any]
SOFTWARE = "eichhorn-stage"
VERSION = "0.1.0"


def pages_url() -> str:
    """Return where people read the stage."""
    return f"{settings.PUBLIC_URL}/stage"


def statuses() -> models.QuerySet[Status]:
    """Return everything said, newest first, with who said it and the pictures (not their bytes). Two queries."""
    pictures = Upload.objects.defer("picture_bytes").order_by("position", "pk")
    return (
        Status.objects.select_related("actor", "in_reply_to__actor")
        .prefetch_related(Prefetch("uploads", pictures))
        .order_by("-made_at", "-pk")
    )


def timeline(*, before: int | None = None) -> list[Status]:
    """Return one page of what everybody may read, newest first. Two queries."""
    found = statuses().filter(visibility="public")
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found[: rules.PAGE + 1])


def accounts() -> models.QuerySet[Actor]:
    """Return the accounts that programs may speak for, by name."""
    return Actor.objects.filter(visitor=False).order_by("name", "pk")


def app(client_id: str) -> App | None:
    return App.objects.filter(client_id=client_id).first()


def grant(token_hash: str) -> Grant | None:
    """Return what a token opens. One query."""
    return Grant.objects.select_related("actor", "app").filter(token_hash=token_hash).first()


def said_to(actor: Actor) -> models.QuerySet[Status]:
    """Return what others said to the account: answers to its posts, and texts that name it."""
    to_it = Q(in_reply_to__actor=actor) | Q(text__iregex=rules.mention(actor.handle))
    return statuses().filter(to_it).exclude(actor=actor)


def below(status: Status) -> list[Status]:
    """Return everything said below a post, oldest first."""
    found: list[Status] = []
    level = [status.pk]
    while level:
        replies = list(statuses().filter(in_reply_to__in=level))
        found += replies
        level = [reply.pk for reply in replies]
    return sorted(found, key=lambda reply: reply.pk)


def above(status: Status) -> list[Status]:
    """Return what the post answers, and what that answers, outermost first."""
    found: list[Status] = []
    parent_id = status.in_reply_to_id
    while parent_id is not None:
        parent = statuses().get(pk=parent_id)
        found.append(parent)
        parent_id = parent.in_reply_to_id
    return found[::-1]


# --- as the API tells it ----------------------------------------------------------------------------------------------


def instance() -> Told:
    """Return the instance document, in the form that both versions of it share."""
    return {
        "domain": settings.PUBLIC_URL.split("://", 1)[-1],
        "uri": settings.PUBLIC_URL.split("://", 1)[-1],
        "title": "Eichhorn stage",
        "version": VERSION,
        "configuration": {
            "statuses": {
                "max_characters": rules.TEXT_LIMIT,
                "max_media_attachments": rules.PICTURES,
                "characters_reserved_per_url": rules.LINK_LENGTH,
            },
            "media_attachments": {
                "supported_mime_types": list(rules.PICTURE_TYPES),
                "image_size_limit": rules.PICTURE_BYTES,
                "description_limit": rules.ALT_LIMIT,
            },
            "polls": {
                "max_options": rules.POLL_OPTIONS,
                "max_characters_per_option": rules.POLL_OPTION_LIMIT,
                "min_expiration": rules.POLL_S[0],
                "max_expiration": rules.POLL_S[1],
            },
        },
    }


def told_actor(actor: Actor) -> Told:
    url = f"{pages_url()}/"
    return {
        "id": str(actor.pk), "username": actor.handle, "acct": actor.handle, "display_name": actor.name, "url": url,
        "uri": url, "bot": False, "locked": False, "note": "", "emojis": [], "fields": [],
    }  # fmt: skip


def told_upload(upload: Upload) -> Told:
    url = f"{pages_url()}/media/{upload.pk}/"
    return {
        "id": str(upload.pk), "type": "image", "url": url, "preview_url": url, "description": upload.alt or None,
        "meta": {}, "blurhash": None,
    }  # fmt: skip


def told_status(status: Status) -> Told:
    url = f"{pages_url()}/posts/{status.pk}/"
    parent = status.in_reply_to
    return {
        "id": str(status.pk),
        "uri": url,
        "url": url,
        "created_at": _written(status.made_at),
        "account": told_actor(status.actor),
        "content": rules.markup(status.text),
        "visibility": status.visibility,
        "sensitive": bool(status.spoiler),
        "spoiler_text": status.spoiler,
        "language": status.language or None,
        "in_reply_to_id": str(parent.pk) if parent else None,
        "in_reply_to_account_id": str(parent.actor_id) if parent else None,
        "media_attachments": [told_upload(upload) for upload in status.uploads.all()],
        "poll": _told_poll(status), "mentions": [], "tags": [], "emojis": [], "reblog": None, "favourites_count": 0, "reblogs_count": 0,
        "replies_count": 0,
    }  # fmt: skip


def _told_poll(status: Status) -> Told | None:
    if not status.poll_options or status.poll_ends_at is None:
        return None
    options = [{"title": option, "votes_count": 0} for option in status.poll_options]
    return {
        "id": str(status.pk), "expires_at": _written(status.poll_ends_at), "expired": status.poll_ends_at <= clock.now(),
        "multiple": status.poll_several, "votes_count": 0, "voters_count": 0, "options": options, "emojis": [],
    }  # fmt: skip


def told_mention(status: Status) -> Told:
    """Return the notification of something said; it has the number of what was said, so it keeps its order."""
    return {
        "id": str(status.pk), "type": "mention", "created_at": _written(status.made_at),
        "account": told_actor(status.actor), "status": told_status(status),
    }  # fmt: skip


def paged(found: models.QuerySet[Status], asked: dict[str, str]) -> list[Status]:
    """Return one page, newest first, as max_id, since_id, min_id and limit ask."""
    limit = min(max(_number(asked.get("limit")) or rules.PAGE, 1), rules.LONGEST_PAGE)
    if older := _number(asked.get("max_id")):
        found = found.filter(pk__lt=older)
    if newer := _number(asked.get("since_id")):
        found = found.filter(pk__gt=newer)
    if next_after := _number(asked.get("min_id")):
        return list(found.filter(pk__gt=next_after).order_by("pk")[:limit])[::-1]
    return list(found.order_by("-pk")[:limit])


def told_all(found: Iterable[Status]) -> list[Told]:
    return [told_status(status) for status in found]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
