"""Everything that happens on the stage: programs are let in, accounts speak, visitors answer, old things go.

The difficult thing: it must behave as honestly as a foreign server, so that what is rehearsed here holds there. It
drops repeats by key and does not claim to be Mastodon, so nobody relies on that.
"""

import hmac
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from PIL import Image

from eichhorn.foundation import audit, crypto, text
from eichhorn.networks import instance
from eichhorn.networks.base import Told
from eichhorn.people import links
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act, LinkPurpose
from eichhorn.stage import queries, rules
from eichhorn.stage.models import Actor, App, Grant, Status, Upload
from eichhorn.stage.rules import Asked


class No(StrEnum):
    """Why the stage does not do something."""

    HANDLE = "handle"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    PICTURE = "picture"
    """No picture, too large, or already used."""
    POLL = "poll"
    """Too few answers or too many, two alike, too long, too short, or beside pictures."""
    PARENT = "parent"
    CODE = "code"
    REDIRECT = "redirect"


class StageRefused(Exception):
    def __init__(self, why: No) -> None:
        super().__init__(str(why))
        self.why = why


@dataclass(frozen=True, slots=True)
class Door:
    """How a program speaks for an account, told this once."""

    token: str = field(repr=False)
    told: Told


@dataclass(frozen=True, slots=True)
class Registered:
    client_id: str
    client_secret: str = field(repr=False)


@transaction.atomic
def register(*, name: str, redirect_uris: str, now: datetime) -> Registered:
    """A program is known to the stage from now on."""
    if not redirect_uris.strip() or len(redirect_uris) > 2_000:
        raise StageRefused(No.REDIRECT)
    made = Registered(crypto.new_token(), crypto.new_token())
    App.objects.create(
        client_id=made.client_id, client_secret_hash=crypto.token_hash(made.client_secret), made_at=now,
        name=name[:120] or "?", redirect_uris=redirect_uris,
    )  # fmt: skip
    return made


@transaction.atomic
def account(*, handle: str, name: str) -> Actor:
    """Return the account of the handle, made where there is none."""
    if not rules.HANDLE.match(handle) or handle.startswith(rules.VISITOR):
        raise StageRefused(No.HANDLE)
    return Actor.objects.get_or_create(handle=handle, defaults={"name": name[:120] or handle})[0]


@transaction.atomic
def consent(*, app: App, actor: Actor, redirect_uri: str, challenge: str, now: datetime) -> str:
    """Return the code that the program redeems for a token."""
    if redirect_uri not in app.redirect_uris.split() or actor.visitor:
        raise StageRefused(No.REDIRECT)
    code = crypto.new_token()
    Grant.objects.create(
        app=app, actor=actor, code_hash=crypto.token_hash(code), redirect_uri=redirect_uri, challenge=challenge[:128],
        made_at=now,
    )  # fmt: skip
    return code


@transaction.atomic
def redeem(*, client_id: str, client_secret: str, code: str, redirect_uri: str, verifier: str, now: datetime) -> str:
    """Return the token for a code; each code works once, for the program it was given to."""
    grant = (
        Grant.objects.select_for_update(of=("self",))
        .select_related("app")
        .filter(code_hash=crypto.token_hash(code), app__client_id=client_id)
        .first()
    )
    if grant is None or now - grant.made_at > rules.CODE_LASTS or grant.redirect_uri != redirect_uri:
        raise StageRefused(No.CODE)
    if not hmac.compare_digest(grant.app.client_secret_hash, crypto.token_hash(client_secret)):
        raise StageRefused(No.CODE)
    if grant.challenge and not hmac.compare_digest(grant.challenge, rules.challenge_of(verifier)):
        raise StageRefused(No.CODE)
    token = crypto.new_token()
    grant.token_hash, grant.code_hash = crypto.token_hash(token), None
    grant.save(update_fields=["token_hash", "code_hash"])
    return token


@transaction.atomic
def open_account(*, handle: str, name: str, now: datetime) -> Door:
    """Return a way to speak for the account without a consent page, and what the stage tells of itself."""
    back = "urn:ietf:wg:oauth:2.0:oob"
    app = register(name="Eichhorn", redirect_uris=back, now=now)
    actor = account(handle=handle, name=name)
    known = queries.app(app.client_id)
    assert known is not None
    code = consent(app=known, actor=actor, redirect_uri=back, challenge="", now=now)
    token = redeem(
        client_id=app.client_id, client_secret=app.client_secret, code=code, redirect_uri=back, verifier="", now=now
    )
    host = queries.instance()["domain"]
    told = instance.limits(
        [queries.instance()], software=queries.SOFTWARE, account=f"@{handle}@{host}", account_id=str(actor.pk)
    )
    return Door(token, told)


@transaction.atomic
def take_picture(*, actor: Actor, content: bytes, alt: str, now: datetime) -> Upload:
    """A picture waits for its post."""
    if len(content) > rules.PICTURE_BYTES or len(alt) > rules.ALT_LIMIT:
        raise StageRefused(No.PICTURE)
    try:
        with Image.open(io.BytesIO(content)) as picture:
            media_type = Image.MIME.get(picture.format or "", "")
            picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise StageRefused(No.PICTURE) from error
    if media_type not in rules.PICTURE_TYPES:
        raise StageRefused(No.PICTURE)
    return Upload.objects.create(actor=actor, picture_bytes=content, media_type=media_type, alt=alt, made_at=now)


def post(
    *,
    actor: Actor,
    words: str,
    now: datetime,
    key: str | None = None,
    spoiler: str = "",
    language: str = "",
    visibility: str = "public",
    reply_to: int | None = None,
    uploads: Sequence[int] = (),
    poll: Asked | None = None,
) -> Status:
    """The account says something. The same key again gives what was said the first time."""
    length = text.length_with_links(words, text.Unit.GRAPHEMES, link_length=rules.LINK_LENGTH)
    if length + text.length(spoiler, text.Unit.GRAPHEMES) > rules.TEXT_LIMIT or len(spoiler) > rules.SPOILER_LIMIT:
        raise StageRefused(No.TOO_LONG)
    if not words.strip() and not uploads:
        raise StageRefused(No.EMPTY)
    if poll is not None and (uploads or not poll.is_in_order):
        raise StageRefused(No.POLL)
    if key and (known := Status.objects.filter(actor=actor, idempotency_key=key).first()):
        return known
    try:
        with transaction.atomic():
            parent = _parent(reply_to)
            status = Status.objects.create(
                actor=actor, text=words, spoiler=spoiler, language=language[:10], in_reply_to=parent, made_at=now,
                visibility=visibility if visibility in ("public", "unlisted", "private", "direct") else "public",
                idempotency_key=key or None, **_asked(poll, now),
            )  # fmt: skip
            _attach(status, uploads)
    except IntegrityError:
        return Status.objects.get(actor=actor, idempotency_key=key)  # another process was quicker with the same key
    return status


def _asked(poll: Asked | None, now: datetime) -> dict[str, Any]:
    """Return the columns of a poll."""
    if poll is None:
        return {"poll_options": [], "poll_several": False, "poll_ends_at": None}
    ends_at = now + timedelta(seconds=poll.lasts_s)
    return {"poll_options": list(poll.options), "poll_several": poll.several, "poll_ends_at": ends_at}


@transaction.atomic
def revise(
    *,
    status: Status,
    words: str,
    spoiler: str,
    language: str,
    described: Mapping[int, str],
    poll: Asked | None,
    uploads: Sequence[int] | None = None,
    now: datetime,
) -> None:
    """The account's post says and asks this now, and shows these pictures, or those that it has; with these descriptions."""
    length = text.length_with_links(words, text.Unit.GRAPHEMES, link_length=rules.LINK_LENGTH)
    if length + text.length(spoiler, text.Unit.GRAPHEMES) > rules.TEXT_LIMIT or len(spoiler) > rules.SPOILER_LIMIT:
        raise StageRefused(No.TOO_LONG)
    if not words.strip() and not status.uploads.exists():
        raise StageRefused(No.EMPTY)
    if any(len(alt) > rules.ALT_LIMIT for alt in described.values()):
        raise StageRefused(No.PICTURE)
    if poll is not None and (status.uploads.exists() or not poll.is_in_order):
        raise StageRefused(No.POLL)
    Status.objects.filter(pk=status.pk).update(text=words, spoiler=spoiler, language=language[:10], **_asked(poll, now))
    if uploads is not None:
        status.uploads.exclude(pk__in=uploads).delete()
        _attach(status, [number for number in uploads if not status.uploads.filter(pk=number).exists()])
    for number, alt in described.items():
        status.uploads.filter(pk=number).update(alt=alt)


def say_as_visitor(*, name: str, words: str, reply_to: int | None, language: str, now: datetime) -> Status:
    """Somebody who is no account answers on the stage."""
    handle = rules.handle_of(name, visitor=True)
    visitor, _ = Actor.objects.get_or_create(handle=handle, defaults={"name": name[:120], "visitor": True})
    return post(actor=visitor, words=words, reply_to=reply_to, language=language, now=now)


def invite(*, by: Person, now: datetime) -> str:
    """Return the token of a link that opens the stage to visitors; it is told this once. Earlier links end."""
    people.require(by, Act.PLAN, now=now)
    with transaction.atomic():
        links.revoke(purpose=LinkPurpose.STAGE, object_id=None, now=now)
        token = links.issue(purpose=LinkPurpose.STAGE, lasts=None, now=now)
        audit.record("stage.link_issued", of=("stage", 0), by=by.pk, now=now)
    return token


@transaction.atomic
def sweep(*, now: datetime) -> int:
    """What is older than thirty days is gone, also visitors who said nothing since and programs nobody used."""
    long_ago = now - rules.KEPT
    gone, _ = Status.objects.filter(made_at__lt=long_ago).delete()
    Upload.objects.filter(status__isnull=True, made_at__lt=now - timedelta(days=1)).delete()
    Actor.objects.filter(visitor=True, statuses__isnull=True).delete()
    Grant.objects.filter(token_hash__isnull=True, made_at__lt=now - timedelta(days=1)).delete()
    App.objects.filter(made_at__lt=now - timedelta(days=1)).exclude(pk__in=Grant.objects.values("app_id")).delete()
    return gone


def _parent(number: int | None) -> Status | None:
    if number is None:
        return None
    if (found := Status.objects.filter(pk=number).first()) is None:
        raise StageRefused(No.PARENT)
    return found


def _attach(status: Status, uploads: Sequence[int]) -> None:
    if len(uploads) > rules.PICTURES:
        raise StageRefused(No.PICTURE)
    for position, number in enumerate(uploads):
        waiting = Upload.objects.filter(pk=number, actor_id=status.actor_id, status__isnull=True)
        if not waiting.update(status=status, position=position):
            raise StageRefused(No.PICTURE)
