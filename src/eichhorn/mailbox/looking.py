"""Looking for letters: in the folder of this machine, and in the account on a mail server.

The difficult thing: whoever looks may die at any moment. So a letter is taken in first and moved on after, and taking it in
twice is taking it in once; one that breaks something is set aside, and never holds up those behind it.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from eichhorn.mailbox import folder, services
from eichhorn.mailbox.folder import FolderTrouble
from eichhorn.mailbox.imap import Account, AccountUrlWrong, Position, Session
from eichhorn.mailbox.models import Door
from eichhorn.mailbox.rules import Trouble, Why
from eichhorn.mailbox.rules.reading import MOST_BYTES, digest

logger = logging.getLogger(__name__)
AT_ONCE = 100
"""Letters that one look takes in; the next look goes on."""
REST = timedelta(minutes=15)
"""How long a refused password is not tried again by itself: servers lock out whoever tries too often."""


def is_set() -> bool:
    """Return whether letters come in from anywhere."""
    return bool(settings.MAILDROP or settings.IMAP_URL)


def look(*, now: datetime, rests: bool = True) -> int:
    """Everything new is taken in, and whether that worked stands on the page; return how many letters.

    A password that was refused a moment ago `rests`, unless somebody asks to have it tried.
    """
    if not is_set():
        return 0
    taken, trouble = 0, None
    for source in (_folder, partial(_account, rests=rests)):
        try:
            for _letter in source(now):
                taken += 1
        except FolderTrouble as problem:
            trouble = problem.trouble
            logger.warning("mailbox.trouble", extra={"why": problem.trouble.value})
    looked = {"looked_at": now, "trouble": trouble or ""} | ({} if trouble else {"worked_at": now})
    Door.objects.update_or_create(only_one=True, defaults=looked)
    return taken


def _folder(now: datetime) -> Iterator[str]:
    if not settings.MAILDROP:
        return
    where = Path(settings.MAILDROP)
    for file in folder.waiting(where, at_most=AT_ONCE):
        raw = folder.content(file, most=MOST_BYTES)
        _take(raw, file.name, file.stat().st_size if raw is None else len(raw), now)
        folder.seen(where, file)
        yield file.name


def _account(now: datetime, *, rests: bool) -> Iterator[str]:
    try:
        account = Account.from_url(settings.IMAP_URL)
    except AccountUrlWrong as wrong:
        raise FolderTrouble(Trouble.SERVER) from wrong
    if account is None:
        return
    with _let_in(account, now, rests=rests) as session:
        before = _position()
        begins_anew = before is None or before.validity != session.validity
        waiting = session.waiting(before, since=_last_read_on())
        for number in waiting if begins_anew else waiting[:AT_ONCE]:
            size = session.size(number)
            if size is not None:  # else somebody deleted it meanwhile
                name = f"{account.folder}:{session.validity}:{number}"
                raw = session.content(number, most=MOST_BYTES) if size <= MOST_BYTES else None
                _take(raw, name, size, now)
                session.seen(number)
                yield name
            if not begins_anew:
                _read_up_to(Position(session.validity, number))
        if begins_anew:
            _read_up_to(Position(session.validity, session.next_number - 1))


@contextmanager
def _let_in(account: Account, now: datetime, *, rests: bool) -> Iterator[Session]:
    """Give the open folder, and keep since when we are not let in. Raises FolderTrouble."""
    refused_at = (Door.objects.first() or Door()).refused_at
    if rests and refused_at is not None and now - refused_at < REST:
        raise FolderTrouble(Trouble.PASSWORD)
    with ExitStack() as stack:
        try:
            session = stack.enter_context(Session(account))
        except FolderTrouble as problem:
            if problem.trouble == Trouble.PASSWORD:
                Door.objects.update_or_create(only_one=True, defaults={"refused_at": now})
            raise
        if refused_at is not None:
            Door.objects.update(refused_at=None)
        yield session


def _take(raw: bytes | None, name: str, size: int, now: datetime) -> None:
    """The letter is one of ours, whatever breaks over it; None is one that is too large to be read."""
    if raw is None:
        key = hashlib.sha256(f"{name}:{size}".encode()).hexdigest()
        services.set_aside(key, b"", Why.TOO_LARGE, name, now, size=size)
        return
    try:
        services.take_in(raw=raw, file_name=name, now=now)
    except Exception as fault:  # noqa: BLE001  # one letter must not hold up the others; a traceback would hold its text
        logger.error("mailbox.fault", extra={"kind": type(fault).__name__})  # noqa: TRY400
        services.set_aside(digest(raw), raw, Why.FAULT, name, now)


def _last_read_on() -> date | None:
    """Return the day before the last look that worked: what came later may have been read by others and not by us."""
    door = Door.objects.first()
    return (door.worked_at - timedelta(days=1)).date() if door is not None and door.worked_at is not None else None


def _position() -> Position | None:
    door = Door.objects.first()
    if door is None or door.validity is None:
        return None
    return Position(door.validity, door.read_up_to)


@transaction.atomic
def _read_up_to(position: Position) -> None:
    """The next look begins behind this; of two who look at once the further one counts."""
    Door.objects.get_or_create(only_one=True)
    door = Door.objects.select_for_update().get()
    if door.validity != position.validity or door.read_up_to < position.number:
        door.validity, door.read_up_to = position.validity, position.number
        door.save(update_fields=["validity", "read_up_to"])
