"""Whatever a stranger could come to read: lines of the log, what objects say of themselves, tables, and files.

The difficult thing: a temporary file is gone before anybody looks. So while something is written, each file that this
process or one that it started holds open for writing is read by its descriptor, also one that has no name.
"""

import contextlib
import logging
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse

from eichhorn.config.backup import contents
from eichhorn.foundation.log import EventFormatter
from tests.setup.running import command_of, descendants

OWN_ADDRESS = re.compile(rb'name="next" value="[^"]*"')
"""The visitor's own address, in the form that switches the language."""
UNSAID = frozenset({"Set-Cookie"})
"""A browser's own key travels there, and nowhere else."""


@dataclass
class Gathered:
    """Texts by the place in which they were found; each once."""

    texts: dict[str, set[bytes]] = field(default_factory=dict)

    def take(self, place: str, content: str | bytes) -> None:
        raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")
        self.texts.setdefault(place, set()).update(raw.split(b"\n") if len(raw) < 1_000_000 else [raw])

    def answer(self, place: str, answer: HttpResponse) -> HttpResponse:
        """Take what a visitor is answered, and give it back."""
        head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items() if name not in UNSAID)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        self.take(place, head)
        self.take(place, OWN_ADDRESS.sub(b"", body))
        return answer

    def whole(self, place: str) -> bytes:
        return b"\n".join(sorted(self.texts[place]))


class Lines(logging.Handler):
    """Takes each line of the log, as the console would get it."""

    def __init__(self, gathered: Gathered) -> None:
        super().__init__(logging.DEBUG)
        self.gathered = gathered
        self.events: set[str] = set()
        self.setFormatter(EventFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        self.events.add(record.name if record.exc_info is None else f"{record.name} with a trace")
        self.gathered.take("the log", self.format(record))


@contextlib.contextmanager
def listening(gathered: Gathered) -> Iterator[Lines]:
    """Take all that is logged inside the block, down to what is meant for finding faults."""
    lines, root = Lines(gathered), logging.getLogger()
    before = root.level
    root.addHandler(lines)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.setLevel(before)
        root.removeHandler(lines)


def rows(gathered: Gathered) -> None:
    """Take what every row of every table says of itself."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.all():
            gathered.take(f"what a row of {model._meta.label} says of itself", f"{row!r}\n{row!s}")


def tables(gathered: Gathered) -> None:
    """Take every column of every table as text, and what a session holds."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'select row_to_json("{table}")::text from "{table}"')
            for (row,) in cursor.fetchall():
                gathered.take(f"the table {table}", row)
    for session in Session.objects.all():
        gathered.take("what a session holds", repr(session.get_decoded()))


class Watched:
    """Looks into every file that is being written, each time that a part of a backup is packed."""

    def __init__(self, gathered: Gathered, patch: pytest.MonkeyPatch) -> None:
        self.gathered = gathered
        self.seen: set[str] = set()
        stream = contents.Packing.stream

        def watched(packing: contents.Packing, name: str, size: int, content: Any) -> None:
            self.look()
            stream(packing, name, size, content)
            self.look()

        patch.setattr(contents.Packing, "stream", watched)

    def look(self) -> None:
        for number in descendants(os.getpid()):
            if "postgres" in command_of(number).partition(" ")[0]:
                continue  # the server itself, whose files are the tables
            for door in _open_for_writing(number):
                with contextlib.suppress(OSError):
                    self.seen.add(str(door.readlink()))
                    self.gathered.take("a file while a backup is written", door.read_bytes())


def _open_for_writing(number: int) -> Iterator[Path]:
    """Yield the descriptors of the process behind which is a file on a disk that it may write to."""
    with contextlib.suppress(OSError):
        for door in Path(f"/proc/{number}/fd").iterdir():
            with contextlib.suppress(OSError):
                flags = int(Path(f"/proc/{number}/fdinfo/{door.name}").read_text().split("flags:")[1].split()[0], 8)
                if flags & os.O_ACCMODE != os.O_RDONLY and stat.S_ISREG(door.stat().st_mode):
                    yield door
