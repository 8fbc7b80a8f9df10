"""A mail with a missing date becomes a published post: what is missing is asked for by itself and answered on a phone.

The difficult thing: it takes three days. The clock of the house is turned on, and what a worker would do at its time is done
in this process.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time

import pytest
from playwright.sync_api import Page, expect

from eichhorn.desk.models import Request
from eichhorn.desk.rules import State
from eichhorn.foundation import clock
from eichhorn.mailbox.models import Letter
from eichhorn.people.rules import RoleKind
from tests import make
from tests.journeys.conftest import OpenPage
from tests.make.mailbox import HOUSE, PASSED, written

pytestmark = pytest.mark.django_db(transaction=True)
TUESDAY, THURSDAY = datetime(2026, 6, 9, 8, 10, tzinfo=UTC), datetime(2026, 6, 11, 9, 1, tzinfo=UTC)
WOLFF = f"carsten.wolff@{HOUSE}"
POST = "Am Markt lädt jetzt die erste öffentliche Säule. Zwei Autos zugleich, mit Strom vom Dach der Schule."


@pytest.mark.long
def test_a_mail_without_a_date_becomes_a_post_and_its_writer_sees_the_whole_way(
    open_page: OpenPage, way: str, monkeypatch: pytest.MonkeyPatch, keeps_promises: Callable[..., None]
) -> None:
    now = [TUESDAY]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    make.people.organisation()
    make.mailbox.door()
    miriam = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    voss = make.people.person("Dr. Helene Voss", role=RoleKind.APPROVER)
    make.review.four_eyes(voss)
    channel = make.channels.channel("Stadtwerke", handle="erlengrund")
    make.planning.set_places(channel, make.planning.every_workday(time(11)))

    # Carsten Wolff writes a mail. The receipt leads to the one thing that it leaves open.
    words = "Am Markt steht unsere neue Ladesäule. Können Sie sie bitte zeigen? Zwei Autos laden dort zugleich."
    make.mailbox.letter(written(words, results=[PASSED]), now=now[0])
    phone = open_page(phone=True)
    phone.goto(make.notices.link_to(WOLFF))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Was wir noch brauchen")
    keeps_promises(phone)
    phone.get_by_label("Ich wünsche mir einen Termin").check()
    phone.get_by_label("Wunschtermin").fill("11.6.2026 11:00")
    press(phone, "Antwort senden")
    expect(phone.get_by_role("region").get_by_text("Danke. Damit geht es weiter.")).to_be_visible()
    keeps_promises(phone)
    request = Request.objects.get()
    assert request.versions.latest("number").wish_local == datetime(
        2026, 6, 11, 11, tzinfo=UTC
    )  # as on the wall, stored without a zone

    # Miriam accepts with the drafted letter, reads the mail, and writes.
    desk = open_page(person=miriam)
    desk.goto("/requests/triage/")
    letter = desk.locator("textarea[name=text]")
    drafted = letter.input_value()
    desk.get_by_role("radio", name="Annehmen").check()
    expect(letter).not_to_have_value(drafted)
    keeps_promises(desk)
    press(desk, "Antwort senden")
    expect(desk.get_by_role("heading", name="Alle haben eine Antwort")).to_be_visible()
    request.refresh_from_db()
    assert request.state == State.ACCEPTED
    assert request.slot is not None
    desk.goto(f"/requests/{request.pk}/letters/")
    expect(desk.get_by_text("Zwei Autos laden dort zugleich.").first).to_be_visible()
    keeps_promises(desk)
    desk.goto(f"/requests/letters/{Letter.objects.get().pk}/")
    keeps_promises(desk)
    desk.goto(f"/plan/slots/{request.slot.pk}/")
    press(desk, "Entwurf schreiben")
    text = desk.get_by_label("Grundtext", exact=True)
    expect(text).to_have_value(words)
    text.fill(POST)
    expect(desk.locator("#saved [data-based-on='2']")).to_be_visible()
    press(desk, "Zur Freigabe geben")
    expect(desk.get_by_role("button", name="Zur Freigabe geben")).to_have_count(0)

    # Dr. Voss says Yes by the link in her mail, and on Thursday it leaves by itself.
    approver = open_page(phone=True)
    approver.goto(make.notices.link_to(voss.email))
    press(approver, "Freigeben")
    expect(approver.get_by_role("button", name="Freigeben", exact=True)).to_have_count(0)
    now[0] = THURSDAY
    make.delivery.run(now[0])
    request.refresh_from_db()
    assert request.state == State.DONE
    assert "ist draußen" in make.notices.text_to(WOLFF)
    phone.goto(make.notices.link_to(WOLFF))
    expect(phone.get_by_text("Erledigt").first).to_be_visible()
    keeps_promises(phone)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
