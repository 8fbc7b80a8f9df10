"""Every address, walked by everybody: nobody, a stranger, each role, each kind of link, and a program.

The difficult thing: an address that is added later must not be forgotten. So the table is compared with the addresses
that Django really answers, and one without a row fails.
"""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from eichhorn.people.models import Knock
from eichhorn.people.rules import LinkPurpose
from tests.architecture.row import Row
from tests.architecture.rows import ROWS
from tests.architecture.world import NOBODY, TOKENS, VISITORS, World, opened

pytestmark = pytest.mark.django_db

LINK_ROWS = [row for row in ROWS if row.link is not None]
OTHER_ROWS = [row for row in ROWS if row.link is None]
PROGRAM_ROWS = [row for row in ROWS if row.program and row.name != "mcp"]  # whose tokens are others


def names(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Yield the name of every address below."""
    for part in resolver.url_patterns:
        if isinstance(part, URLPattern):
            yield f"{before}{part.name}"
        else:
            yield from names(part, f"{before}{part.namespace}:" if part.namespace else before)


def test_every_address_has_exactly_one_row() -> None:
    addresses = sorted(name for name in names(get_resolver()) if not name.startswith("api-v1:"))  # see test_api.py
    rows = sorted(row.name for row in ROWS)
    assert set(addresses) - set(rows) == set(), "addresses without a row in tests/architecture/rows.py"
    assert set(rows) - set(addresses) == set(), "rows without an address"
    assert len(rows) == len(set(rows)), "two rows of one name"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), opened() as made:
        yield made


def walk(row: Row, client: Client, method: str, world: World, *args: object) -> HttpResponse:
    """Ask as the visitor would, and leave nothing behind."""
    path = reverse(row.name, args=[*args, *row.at(world)])
    with transaction.atomic():
        if method == "get":
            answer: HttpResponse = client.get(path, row.asked(world))
        else:
            answer = client.post(f"{path}?{urlencode(row.asked(world))}", row.sent(world))
        transaction.set_rollback(True)
    return answer


def is_sent_to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("row", OTHER_ROWS, ids=[row.name for row in OTHER_ROWS])
def test_each_visitor_is_let_in_or_refused_as_the_table_says(row: Row, method: str, world: World) -> None:
    allowed = row.get if method == "get" else row.post
    found = {}
    for visitor in VISITORS:
        answer = walk(row, world.client(visitor), method, world)
        found[visitor] = _said(answer, row)
        if allowed is None and found[visitor] == "sign in":
            found[visitor] = "no such method"  # the door asked for the sign-in before it looked at the method
    assert found == {visitor: _expected(visitor, allowed, row) for visitor in VISITORS}


def _said(answer: HttpResponse, row: Row) -> str:
    """Return in one word what became of the visitor."""
    if answer.status_code == 405:
        return "no such method"
    if is_sent_to_sign_in(answer):
        return "sign in"
    if answer.status_code == (401 if row.program else row.refused):
        return "refused"
    return "let in" if answer.status_code in row.answers else f"answered {answer.status_code}"


def _expected(visitor: str, allowed: frozenset[str] | None, row: Row) -> str:
    if allowed is None:
        return "no such method"
    if visitor in allowed:
        return "let in"
    return "sign in" if visitor == NOBODY and not row.program else "refused"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("row", LINK_ROWS, ids=[row.name for row in LINK_ROWS])
def test_a_link_opens_the_pages_of_its_purpose_and_no_other(row: Row, method: str, world: World) -> None:
    known = (row.get if method == "get" else row.post) is not None
    opened = {}
    for purpose in TOKENS:
        for visitor in (NOBODY, "administrator"):
            Knock.objects.all().delete()
            answer = walk(row, world.client(visitor), method, world, world.tokens[purpose])
            opened[purpose, visitor] = answer.status_code
            if answer.status_code != 405:
                assert "noindex" in answer["X-Robots-Tag"]
    own = {status for (purpose, _), status in opened.items() if purpose == row.link}
    others = {status for (purpose, _), status in opened.items() if purpose != row.link}
    if not known:
        assert own == {405}
        return
    assert others == {404}
    assert own <= ({410} if row.link is LinkPurpose.SET_UP else {200, 303, 422} | _bare(row)), opened


def _bare(row: Row) -> set[int]:
    """A page that shows a picture has none to show here."""
    return {404} if "picture" in row.name or "film_by" in row.name else set()


def test_a_guest_of_the_stage_sees_the_stage_and_nothing_else(world: World) -> None:
    guest = world.client(NOBODY)
    guest.get(reverse("stage:enter", args=[world.tokens[LinkPurpose.STAGE]]))
    seen = {row.name for row in OTHER_ROWS if row.get and NOBODY not in row.get and not row.program
            and not is_sent_to_sign_in(walk(row, guest, "get", world))}  # fmt: skip
    assert seen == {"stage:timeline", "stage:post", "stage:picture"}


@pytest.mark.parametrize("row", PROGRAM_ROWS, ids=[row.name for row in PROGRAM_ROWS])
def test_a_program_with_a_token_is_let_in_and_a_session_helps_it_nothing(row: Row, world: World) -> None:
    program = Client(headers={"authorization": f"Bearer {world.stage_token}"})
    wrong = Client(headers={"authorization": f"Bearer {world.stage_token[:-1]}"})
    for method, allowed in (("get", row.get), ("post", row.post)):
        if allowed is not None:
            assert _said(walk(row, program, method, world), row) == "let in"
        if allowed == frozenset():
            assert _said(walk(row, wrong, method, world), row) == "refused"


def test_a_form_from_elsewhere_is_refused_even_to_whoever_may(world: World) -> None:
    for row in OTHER_ROWS:
        if row.post and not row.program:
            client = Client(enforce_csrf_checks=True)
            client.cookies = world.client("administrator").cookies
            assert walk(row, client, "post", world).status_code == 403, row.name
