"""Somebody takes back the Yes to their picture: each post with it is found, held or put on a list."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from eichhorn.content.services import NewAttachment
from eichhorn.foundation import clock
from eichhorn.media.models import Shown
from eichhorn.media.rules import Consent
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.review import queries as review
from tests import make
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)
LATER = make.people.NOW + timedelta(hours=4)


@pytest.fixture
def miriam(monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


def test_a_consent_is_withdrawn_and_every_post_with_the_picture_is_found(
    open_page: OpenPage, miriam: Person, shot: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    picture = make.media.picture(by=miriam)
    make.media.shown(picture, "Anna Beispiel")
    shows = [NewAttachment(picture, "Anna am Bagger")]
    out, _row = make.library.out(picture, by=miriam)
    channel = make.channels.by_hand("Stadtwerke auf Facebook")
    planned = make.delivery.post([channel], by=miriam, due_at=LATER + timedelta(days=2), attachments=shows)
    draft = make.content.draft(by=miriam, chosen=[channel], title="Anna erzählt", attachments=shows)
    assert planned.pk in review.standing([planned.pk], now=LATER)
    page = open_page(person=miriam)
    page.goto(f"/media/pictures/{picture.pk}/")
    page.get_by_text("Einwilligung ändern").click()
    page.locator(f"details[open] input[value={Consent.WITHDRAWN}]").check()
    page.get_by_role("button", name="Einwilligung speichern").click()
    expect(page.get_by_role("note")).to_contain_text("1 geplanter Beitrag mit diesem Bild ist angehalten")
    used = page.get_by_role("region", name="Wo es verwendet wird")
    for one in (out, planned, draft):
        expect(used.get_by_role("link", name=one.slot.title, exact=True).first).to_be_visible()
    axe(page)
    shot(page, "consent-withdrawn", whole=True)
    assert Shown.objects.get().consent == Consent.WITHDRAWN
    assert planned.pk not in review.standing([planned.pk], now=LATER)
    page.goto("/")
    expect(page.get_by_role("main")).to_contain_text(out.slot.title)
