"""What is confidential is read by those who make it; for everybody else it does not exist, at no address.

The same table as for permissions is walked once more, after everything in the world has become confidential.
"""

from collections.abc import Iterator

import pytest
from django.urls import get_resolver
from pytest_django import DjangoDbBlocker

from eichhorn.desk.models import Request
from eichhorn.dialogue.models import Message
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Slot
from tests.architecture.row import TEAM
from tests.architecture.rows import ROWS
from tests.architecture.test_permissions import walk
from tests.architecture.world import SIGNED_IN, World, opened

pytestmark = pytest.mark.django_db

TITLES = ("Wasserwerte", "Tarif ab Juli", "Baustelle Nordring", "Gewinnspiel", "Trinkwasser", "Wie lange noch?")
SHOWS_ONE = {
    "planning:slot", "planning:edit", "moving:place", "composer:draft", "composer:history", "review:approval",
    "desk:request", "desk:decide", "web:thread", "delivery:delivery", "delivery:send_again", "dialogue:message",
}  # fmt: skip
READ_ALL_THE_SAME = {
    ("review:approval", RoleKind.APPROVER),  # who is asked has to read it
    ("web:today", RoleKind.APPROVER),  # and finds the question on their day
    ("notices:outgoing", RoleKind.ADMINISTRATOR),  # who passes mails on by hand has to know which
    ("notices:mail", RoleKind.ADMINISTRATOR),
}
OUTSIDE = sorted(SIGNED_IN - TEAM)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), opened() as made:
        Slot.objects.update(confidential=True)
        Request.objects.update(confidential=True)
        Message.objects.update(private=True)
        yield made


@pytest.mark.parametrize("visitor", OUTSIDE)
def test_whoever_does_not_make_it_finds_no_trace_of_it(world: World, visitor: str) -> None:
    client = world.client(visitor)
    for row in ROWS:
        if row.get and row.link is None and not row.program:
            if (row.name, visitor) in READ_ALL_THE_SAME or row.name.startswith("ui:kit"):
                continue
            answer = walk(row, client, "get", world)
            seen = [title for title in TITLES if title in answer.getvalue().decode(errors="replace")]
            assert not seen, f"{row.name} shows {seen} to {visitor}"
            if row.name in SHOWS_ONE:
                assert answer.status_code in {403, 404}, row.name


@pytest.mark.parametrize("visitor", sorted(TEAM))
def test_whoever_makes_it_reads_it(world: World, visitor: str) -> None:
    client = world.client(visitor)
    for name in ("planning:slot", "composer:draft", "review:approval", "desk:request", "delivery:delivery"):
        row = next(row for row in ROWS if row.name == name)
        assert walk(row, client, "get", world).status_code == 200, name


@pytest.mark.parametrize("visitor", OUTSIDE)
def test_nobody_outside_changes_what_is_hidden(world: World, visitor: str) -> None:
    client = world.client(visitor)
    for row in ROWS:
        about_one = {"slot_id", "draft_id", "request_id", "delivery_id", "message_id", "move_id"}
        if row.post and row.link is None and not row.program and about_one & set(_names(row.name)):
            assert walk(row, client, "post", world).status_code in {403, 404}, row.name


def _names(name: str) -> list[str]:
    """Return the names of the parts of the address."""
    space, _colon, bare = name.rpartition(":")
    resolver = get_resolver() if not space else get_resolver().namespace_dict[space][1]
    possibilities = resolver.reverse_dict.getlist(bare)
    return [part for possibility in possibilities for _path, parts in possibility[0] for part in parts]
