"""Bad input at every form of the house: an answer, a sentence at the field, nothing stored by halves, nothing typed lost.

The difficult thing: a form that is added later must not be forgotten. So the forms are found by walking the table of
addresses: each field that a page shows gets each kind of bad input in turn, with everything else as it should be.
"""

import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from eichhorn.desk.models import RequestVersion
from eichhorn.people.models import Knock
from eichhorn.planning.models import Slot
from eichhorn.ui.fields import LocalDateField, LocalDateTimeField
from tests import make
from tests.architecture.row import Row
from tests.architecture.rows import ROWS
from tests.architecture.world import NOBODY, VISITORS, World, opened

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(7)</script>\"'&"
WORDS = {
    "oversized": "ü" * 60_000, "html": SCRIPT, "a NUL": "Null\x00", "nothing that is seen": "\u200b\u2060\ufeff",
    "turned round": "abc\u202egnp.exe\u2066",
}  # fmt: skip
DATES = {
    "in the summer-time gap": "28.3.2027 2:30", "in the last year": "31.12.9999 23:59", "in the first year": "1.1.0001 0:00",
    "no date": SCRIPT, "a NUL": "1.6.2031\x00",
}  # fmt: skip
CHOICES = {"a raised two": "²", "too large a number": "9" * 40, "a NUL": "1\x00"}
ADDRESSES = {"no port": "https://erlengrund.example:99999/", "no name": "https://abc\u202egnp.exe\u2066/"}
GAP = datetime(2027, 3, 28, 2, 30, tzinfo=UTC)
"""As the database keeps the wall clock."""
TAKEN = frozenset({200, 302, 303, 307, 404, 409})
CHANGES_ANYHOW = frozenset({"people_knock", "people_user", "people_device", "django_session", "account_emailaddress"})
"""Counting tries and signing in are no part of what a form stores."""
WRITES = re.compile(r"\b(insert|update|delete|truncate|nextval|setval)\b", re.IGNORECASE)
NOT_TYPED = {"website", "stamp"}
"""Fields of the request form that no person sees."""
SENDS_NOTHING = {"channels:connect", "media:begin_upload", "media:upload", "video:begin_upload", "video:upload"}
"""A button alone, the fields on its page belong to other forms; and what only scripts send, which has tests of its own."""
KINDS_A_FIELD = 2
"""Each form tries every kind of bad input, each field so many of them in turn: all fields check by the same few classes."""
OF_THE_COMPOSER = {"composer:card", "composer:cut", "composer:insert", "composer:justify", "composer:take"}
"""Buttons that send the whole form of the composer: `composer:draft` tries more, these one kind for each field."""
BESIDE = {"remarks"}
"""Rooms whose forms stand on pages of others and are sent to an address of their own, where they are tried."""
TESTED = [
    row
    for row in ROWS
    if row.post and not row.program and not row.name.startswith(("account_", "mfa_")) and row.name not in SENDS_NOTHING
]
"""Signing in has tests of its own, and counts what fails."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), opened() as made:
        yield made


def visitor_at(row: Row) -> str:
    return NOBODY if row.link else next(one for one in reversed(VISITORS) if one in (row.post or ()))


def path_of(row: Row, world: World) -> str:
    path = reverse(row.name, args=([world.tokens[row.link]] if row.link else []) + list(row.at(world)))
    return f"{path}?{urlencode(row.asked(world))}"


def stored() -> dict[str, str]:
    """Return a mark of all that each table holds."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        tables = sorted({name for (name,) in cursor.fetchall()} - CHANGES_ANYHOW)
        marks = (
            f"select '{t}', md5(coalesce(string_agg(x::text, '|' order by x::text), '')) from {t} x" for t in tables
        )
        cursor.execute(" union all ".join(marks))
        return dict(cursor.fetchall())


def left_behind[T](work: Callable[[], T]) -> T:
    """Return what the work returns, and take all back that it stored."""
    with transaction.atomic():
        Knock.objects.all().delete()
        found = work()
        transaction.set_rollback(True)
    return found


def fields_of(row: Row, client: Client, world: World) -> dict[str, forms.Field | None]:
    """Return every field that the page's forms show, by name; None where only the table knows it."""
    path = path_of(row, world)
    found: dict[str, forms.Field | None] = dict.fromkeys(row.sent(world))
    for answer in (left_behind(lambda: client.get(path)), left_behind(lambda: client.post(path, {}))):
        for layer in answer.context or ():
            for shown in getattr(layer, "dicts", ()):
                for form in [one for one in shown.values() if isinstance(one, forms.BaseForm) and belongs(one, row)]:
                    found |= {form.add_prefix(name): field for name, field in form.fields.items()}
    return {name: field for name, field in found.items() if name not in NOT_TYPED}


def belongs(form: forms.BaseForm, row: Row) -> bool:
    """Return whether the form is sent to the row's address."""
    room = type(form).__module__.split(".")[1]
    return room not in BESIDE or row.name.startswith(f"{room}:")


def bad_for(field: forms.Field | None) -> dict[str, str]:
    match field:
        case LocalDateField() | LocalDateTimeField():
            return DATES
        case forms.URLField():
            return ADDRESSES | WORDS
        case forms.CharField():
            return WORDS
        case forms.FileField():
            return {}
        case None:
            return WORDS | CHOICES
        case _:
            return CHOICES


@pytest.mark.parametrize("row", TESTED, ids=[row.name for row in TESTED])
def test_bad_input_is_answered_with_a_sentence_and_nothing_is_stored_by_halves(row: Row, world: World) -> None:
    client, before, found = world.client(visitor_at(row)), stored(), []
    for place, (name, field) in enumerate(fields_of(row, client, world).items()):
        number = 1 if row.name in OF_THE_COMPOSER else KINDS_A_FIELD
        for kind, typed in in_turn(list(bad_for(field).items()), place, number):
            problem = left_behind(lambda: wrong_with(row, client, world, name, typed, before))  # noqa: B023
            found += [f"{name} as {kind}: {problem}"] if problem else []
    assert not found, "\n".join(found)


def in_turn[T](kinds: list[T], place: int, number: int) -> list[T]:
    """Return the kinds that the field at this place tries: the fields after one another try all, and begin again."""
    return [kinds[(place * number + more) % len(kinds)] for more in range(min(number, len(kinds)))]


def wrong_with(row: Row, client: Client, world: World, name: str, typed: str, before: dict[str, str]) -> str:
    """Return what is wrong with the answer to the bad input, empty where nothing is."""
    wrote: list[str] = []

    def watching(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if WRITES.search(sql):
            wrote.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watching):
        answer = client.post(path_of(row, world), row.sent(world) | {name: typed})
    if Slot.objects.filter(planned_local=GAP).exists() or RequestVersion.objects.filter(wish_local=GAP).exists():
        return "a time that does not exist was stored"
    if answer.status_code in TAKEN:
        return "the markup was shown as such" if SCRIPT in typed and shows_markup(answer, client) else ""
    if answer.status_code != 422:
        return f"answered {answer.status_code}"
    if wrote and stored() != before:
        return "refused, and something was stored"
    return wrong_on(answer.content.decode(), name, typed)


def shows_markup(answer: HttpResponse, client: Client) -> bool:
    """Return whether a page runs what somebody typed: the one that answered, or the one it leads to."""
    if answer.status_code in (302, 303):
        answer = client.get(answer["Location"])
    return not answer.streaming and SCRIPT[:16] in answer.content.decode(errors="replace")


def wrong_on(page: str, name: str, typed: str) -> str:
    """Return what the page with the refusal does not keep of its promises."""
    if SCRIPT[:16] in page:
        return "the markup is shown as such"
    if 'role="alert"' not in page and 'class="err"' not in page:
        return "no word about what is wrong"
    for control in re.findall(r'<(?:input|textarea|select)\b[^>]*aria-invalid="true"[^>]*>', page):
        if not re.search(r'type="(?:radio|checkbox)"', control) and not is_tied(control, page):
            return f"no sentence belongs to {control[:120]}"
    shown = re.search(
        rf'<(?:textarea|input\b[^>]*type="(?:text|url|email|number)")[^>]*\bname="{re.escape(name)}"', page
    )
    if shown and "\x00" not in typed and html.escape(typed) not in page:
        return "what was typed is lost"
    return ""


def is_tied(control: str, page: str) -> bool:
    """Return whether the control points to a sentence that says what is wrong with it."""
    named = re.search(r'aria-describedby="([^"]+)"', control)
    idents = [ident for ident in (named[1].split() if named else []) if ident.endswith("error")]
    return any(re.search(rf'id="{re.escape(ident)}"[^>]*>.*?\S', page) for ident in idents)


FILES = {
    "no picture": b"Das ist ein Brief.", "empty": b"", "a drawing with scripts": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "cut off": make.media.png()[:40], "too large": b"\x89PNG" + b"0" * 10_000_001,
}  # fmt: skip
WITH_PICTURE = {"composer:draft": "text", "desk:ask": "purpose", "desk:enter": "purpose", "desk:change": "purpose"}
"""Forms that take a picture, each with a text that has to stay."""


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("name", WITH_PICTURE)
def test_a_file_that_is_no_picture_is_refused_at_its_field(world: World, name: str, kind: str) -> None:
    row = next(row for row in ROWS if row.name == name)
    client, before = world.client(visitor_at(row)), stored()
    sent = row.sent(world) | {WITH_PICTURE[name]: "Das bleibt stehen.", "alt": "Ein Bagger", "alt_new": "Ein Bagger"}

    def refused() -> tuple[int, str, bool]:
        given = SimpleUploadedFile("bagger.png", FILES[kind], "image/png")
        answer = client.post(path_of(row, world), sent | {"picture": given})
        return answer.status_code, answer.content.decode(), stored() == before

    status, page, nothing_stored = left_behind(refused)
    assert status == 422
    assert nothing_stored
    assert "Das bleibt stehen." in page
    control = re.search(r'<input type="file"[^>]*>', page)
    assert control is not None
    assert is_tied(control[0], page), control[0]
