"""Taking in letters: each once, kept whole, and led to the request it is about.

The difficult thing: everybody can write anything into a letter, and into the line that says who wrote it. So nobody is
answered by a machine whom our own mail server has not confirmed; and words are added to a request only where they answer a
letter of ours, which nobody can name who has not had it, from the address that it was sent to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext

from eichhorn.desk import queries as desk_queries
from eichhorn.desk import services as desk
from eichhorn.desk.models import Request
from eichhorn.desk.rules import OPEN, State
from eichhorn.foundation import audit
from eichhorn.foundation.languages import spoken
from eichhorn.mailbox.models import Door, Letter
from eichhorn.mailbox.rules import Attachment, Mail, Nature, Standing, Unreadable, Why, is_confirmed, read
from eichhorn.mailbox.rules.reading import MOST_TEXT, digest, identities
from eichhorn.media import services as media
from eichhorn.media.models import Picture
from eichhorn.media.rules import PictureProblem, PictureRefused
from eichhorn.notices import queries as notices
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people import throttle
from eichhorn.people.models import Person
from eichhorn.people.rules import Act

A_DAY = timedelta(days=1)
FROM_ONE = 30
"""Letters from one address in a day that become requests or words to one."""
IN_ALL = 500
RECEIPTS = 3
"""Automatic answers to one address in a day."""
MOST_PICTURES = 10
LARGEST_PICTURE_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class _Files:
    pictures: Sequence[Picture] = ()
    refused: Sequence[dict[str, str]] = ()


@transaction.atomic
def take_in(*, raw: bytes, file_name: str, now: datetime) -> Letter:
    """The letter is kept whole, and what follows from it has happened. Idempotent: the same letter is taken in once."""
    Door.objects.get_or_create(only_one=True)
    door = Door.objects.select_for_update().get()  # letters are taken in one after the other
    key = digest(raw)
    known = Letter.objects.filter(digest=key).first()
    if known is not None:
        return known
    try:
        mail = read(raw)
    except Unreadable as problem:
        return set_aside(key, raw, problem.why, file_name, now)
    letter = Letter.objects.create(
        digest=key, raw=raw, file_name=file_name[:255], size_bytes=len(raw), name=mail.name, address=mail.address,
        subject=mail.subject[:300], text=mail.text, standing=Standing.AUTOMATIC, came_at=now,
        sender_is_confirmed=mail.domain in door.known_domains
        and is_confirmed(mail.results, server=door.server, domain=mail.domain),
    )  # fmt: skip
    _follow(letter, mail, raw, now)
    letter.save(update_fields=["standing", "why", "request", "refused"])
    audit.record(
        "mailbox.taken_in", of=("letter", letter.pk), by=None, now=now, details={"standing": str(letter.standing)}
    )
    return letter


def _follow(letter: Letter, mail: Mail, raw: bytes, now: datetime) -> None:
    """What the letter leads to has happened, and it says what; its caller saves it."""
    if mail.nature == Nature.BOUNCE:
        letter.request = _answered(identities(raw.decode("ascii", "replace")))
        if letter.request is not None:
            letter.standing, letter.why = Standing.ASIDE, Why.BOUNCE
        return
    if mail.nature == Nature.AUTOMATIC or notices.answered([mail.message_id]) is not None:
        return
    if not throttle.allow_all({f"mailbox:{mail.address.lower()}": FROM_ONE, "mailbox": IN_ALL}, per=A_DAY, now=now):
        letter.standing, letter.why = Standing.ASIDE, Why.TOO_MANY
        return
    request = _answered(mail.answers_to)
    if request is None:
        _open(letter, mail, now)
    else:
        _add(letter, mail, request, now)


def _answered(names: Sequence[str]) -> Request | None:
    notice = notices.answered(names)
    if notice is None or notice.about_id is None:
        return None
    return Request.objects.filter(pk=notice.about_id).first()


def _open(letter: Letter, mail: Mail, now: datetime) -> None:
    house = people.organisation()
    language = spoken(mail.text, ("de", "en")) or house.language
    files = _taken_over(mail, now) if letter.sender_is_confirmed else _left(mail)
    with translation.override(language):
        title = mail.subject or gettext("Letter from %(name)s") % {"name": mail.name}
    letter.request = desk.open_request(
        title=title[:160], requester_name=mail.name, requester_email=mail.address, language=language,
        asked=desk.Asked(purpose="", text=mail.text, text_language=language, zone=house.zone),
        by_mail=desk.ByMail(
            sender_is_confirmed=letter.sender_is_confirmed, gets_receipt=_gets_receipt(letter, mail, now)
        ), now=now,
    )  # fmt: skip
    letter.standing = Standing.OPENED
    _keep(letter, files)


def _gets_receipt(letter: Letter, mail: Mail, now: datetime) -> bool:
    return (
        letter.sender_is_confirmed
        and mail.nature == Nature.PERSON
        and throttle.allow(f"mailbox-receipt:{mail.address.lower()}", limit=RECEIPTS, per=A_DAY, now=now)
    )


def _add(letter: Letter, mail: Mail, request: Request, now: datetime) -> None:
    """The words stand with the request, as if they had been written on its page; else a person looks at them."""
    letter.request = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if (why := _against(letter.request, mail)) is not None:
        letter.standing, letter.why = Standing.ASIDE, why
        return
    words = mail.text or ", ".join(one.file_name for one in mail.attachments if one.file_name) or mail.subject or "…"
    if letter.request.state == State.ASKED_BACK:
        desk.requester_replies(request=letter.request, text=words, now=now)
    else:
        before = desk.as_asked(desk_queries.latest_version(letter.request))
        desk.change_request(request=letter.request, asked=replace(before, text=_with(before.text, words)), now=now)
    letter.standing = Standing.ADDED
    _keep(letter, _taken_over(mail, now))


def _against(request: Request, mail: Mail) -> Why | None:
    """Return why these words are not added by themselves, None where nothing speaks against it."""
    if mail.address.lower() != request.requester_email.lower():
        return Why.OTHER_SENDER
    if State(request.state) not in OPEN:
        return Why.CLOSED
    version = desk_queries.latest_version(request)
    return Why.TOO_LONG if len(_with(version.text, mail.text)) > MOST_TEXT else None


def _with(before: str, words: str) -> str:
    return f"{before}\n\n{words}".strip()


def _taken_over(mail: Mail, now: datetime) -> _Files:
    pictures: list[Picture] = []
    refused: list[dict[str, str]] = []
    for one in mail.attachments:
        if not one.media_type.startswith("image/"):
            refused.append(_refused(one, "kind"))
        elif len(pictures) >= MOST_PICTURES:
            refused.append(_refused(one, "many"))
        elif len(one.content) > LARGEST_PICTURE_BYTES:
            refused.append(_refused(one, PictureProblem.TOO_LARGE))
        else:
            try:
                pictures.append(media.store(content=one.content, file_name=one.file_name, by=None, now=now))
            except PictureRefused as problem:
                refused.append(_refused(one, problem.reason))
    return _Files(pictures, refused)


def _left(mail: Mail) -> _Files:
    return _Files(refused=[_refused(one, "sender") for one in mail.attachments])


def _refused(one: Attachment, why: str) -> dict[str, str]:
    return {"file": one.file_name, "why": str(why)}


def _keep(letter: Letter, files: _Files) -> None:
    letter.refused = list(files.refused)
    letter.pictures.set(files.pictures)


def set_aside(key: str, raw: bytes, why: Why, file_name: str, now: datetime, *, size: int | None = None) -> Letter:
    """The letter waits for a person, whole. Idempotent."""
    letter, is_new = Letter.objects.get_or_create(
        digest=key,
        defaults={
            "raw": raw, "file_name": file_name[:255], "size_bytes": len(raw) if size is None else size,
            "standing": Standing.ASIDE, "why": why, "came_at": now,
        },
    )  # fmt: skip
    if is_new:
        audit.record("mailbox.taken_in", of=("letter", letter.pk), by=None, now=now, details={"standing": "aside"})
    return letter


@transaction.atomic
def put_away(*, letter: Letter, by: Person, now: datetime) -> None:
    """Somebody has looked at what was set aside. Idempotent."""
    permissions.require(by, Act.TRIAGE, now=now)
    if Letter.objects.filter(pk=letter.pk, standing=Standing.ASIDE).update(standing=Standing.DONE):
        audit.record("mailbox.put_away", of=("letter", letter.pk), by=by.pk, now=now)


@transaction.atomic
def set_up(*, known_domains: Sequence[str], server: str, keeps_days: int = 180, by: Person, now: datetime) -> Door:
    """Letters from these domains that our server confirmed are answered at once, and letters are kept so long."""
    permissions.require(by, Act.ADMINISTER, now=now)
    door, _is_new = Door.objects.update_or_create(
        only_one=True,
        defaults={"known_domains": [one.lower() for one in known_domains], "server": server, "keeps_days": keeps_days},
    )
    audit.record("mailbox.set_up", of=("mailbox_door", door.pk), by=by.pk, now=now)
    return door


@transaction.atomic
def forget(*, now: datetime) -> int:
    """Letters whose request was ended so long ago are gone, and those that led to none and were looked at; return how many.

    The request stays, with all that was taken over; a letter at which a person still has to look stays, too.
    """
    before = now - timedelta(days=(Door.objects.first() or Door()).keeps_days)
    ended = Request.objects.filter(state__in=[State.DONE, State.DECLINED]).annotate(
        ended_at=Coalesce("fulfilled_at", "decided_at", "received_at")
    )
    over = Letter.objects.exclude(standing=Standing.ASIDE).filter(came_at__lt=before)
    old = over.filter(Q(request__isnull=True) | Q(request__in=ended.filter(ended_at__lt=before).values("pk")))
    numbers = list(old.values_list("pk", flat=True))
    if numbers:
        Letter.objects.filter(pk__in=numbers).delete()
        audit.record("mailbox.forgotten", of=("mailbox_door", 0), by=None, now=now, details={"letters": len(numbers)})
    return len(numbers)
