"""How long letters are kept: as long as somebody needs them, then not a day longer."""

from datetime import timedelta

import pytest

from eichhorn.desk.models import Request
from eichhorn.desk.rules import State
from eichhorn.foundation import clock
from eichhorn.mailbox import services
from eichhorn.mailbox.models import Door, Letter
from eichhorn.mailbox.rules import Standing
from eichhorn.people.rules import RoleKind
from tests import make
from tests.make.mailbox import PASSED, written

pytestmark = pytest.mark.django_db
NOW = make.people.NOW
KEPT = timedelta(days=180)


@pytest.fixture(autouse=True)
def _house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    make.people.organisation()
    make.mailbox.door()


def ended(state: State = State.DONE, **at: object) -> Request:
    """Return a request that came by mail and was ended."""
    request = make.mailbox.letter(written(results=[PASSED]), now=NOW - timedelta(days=5)).request
    assert request is not None
    if state == State.DONE:
        at["slot"] = make.planning.slot("Ladesäule")
    Request.objects.filter(pk=request.pk).update(state=state, **at)
    return request


@pytest.mark.parametrize(("state", "at"), [(State.DONE, "fulfilled_at"), (State.DECLINED, "decided_at")])
def test_letters_go_a_hundred_and_eighty_days_after_the_end_and_the_request_stays(state: State, at: str) -> None:
    request = ended(state, **{at: NOW})
    assert services.forget(now=NOW + KEPT) == 0
    assert services.forget(now=NOW + KEPT + timedelta(seconds=1)) == 1
    assert not Letter.objects.exists()
    assert Request.objects.get().pk == request.pk


def test_letters_of_a_request_that_goes_on_are_kept_however_old_they_are() -> None:
    make.mailbox.letter(written(results=[PASSED]))
    assert services.forget(now=NOW + 20 * KEPT) == 0


def test_a_letter_at_which_a_person_has_to_look_is_kept_until_they_did() -> None:
    aside = make.mailbox.aside(now=NOW)
    assert services.forget(now=NOW + 2 * KEPT) == 0
    services.put_away(letter=aside, by=make.people.person(role=RoleKind.MANAGER), now=NOW + 2 * KEPT)
    assert Letter.objects.get().standing == Standing.DONE
    assert services.forget(now=NOW + 2 * KEPT) == 1


def test_how_long_is_said_on_the_page_within_limits() -> None:
    client = make.people.client_of(make.people.administrator())
    sent = {"known_domains": "erlengrund.example", "server": "mx.erlengrund.example"}
    for days, status in (("29", 422), ("30", 303), ("3650", 303), ("3651", 422)):
        answer = client.post("/settings/requests-by-mail/", sent | {"keeps_days": days})
        assert answer.status_code == status, days
    assert Door.objects.get().keeps_days == 3650
    ended(fulfilled_at=NOW)
    assert services.forget(now=NOW + timedelta(days=3649)) == 0
    assert services.forget(now=NOW + timedelta(days=3651)) == 1
