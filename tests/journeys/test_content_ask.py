"""A story from the training workshop: asked for at the door, given with a phone, out on the stage, and thanked for.

The difficult thing: it takes days and two people. The clock of the house is turned on, and what a worker would do is done
by the worker's own functions in this process; the microphone is Chromium's own, which hums.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from eichhorn.allies import services
from eichhorn.allies.models import Ask, Given
from eichhorn.allies.rules import Gift, Way
from eichhorn.config.demo import picture
from eichhorn.content.models import Draft
from eichhorn.foundation import clock
from eichhorn.people.rules import RoleKind
from tests import make
from tests.journeys.conftest import OpenPage
from tests.journeys.presses import Presses

pytestmark = pytest.mark.django_db(transaction=True)
TUESDAY, AT_ELEVEN = datetime(2026, 6, 9, 8, 10, tzinfo=UTC), datetime(2026, 6, 9, 9, 1, tzinfo=UTC)


@pytest.mark.long
def test_a_trainer_gives_a_photo_three_sentences_and_their_voice_and_is_thanked(
    open_page: OpenPage, way: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, keeps_promises: Callable[..., None],
) -> None:  # fmt: skip
    now = [TUESDAY]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    miriam = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    trainer = make.people.person("Jens Kruse", department=make.people.department("Ausbildung"), salutation="Herr Kruse")
    entry = make.allies.ally(trainer, about="Drehbank", way=Way.IN_PERSON, per_quarter=6, gives=(Gift.PHOTO,))
    for days in (40, 30):
        make.allies.given(
            make.allies.asked(entry, by=miriam, now=TUESDAY - timedelta(days=days)), now=TUESDAY - timedelta(days=days)
        )
    Given.objects.update(at=TUESDAY - timedelta(days=30))
    channel = make.channels.channel("Stadtwerke", handle="erlengrund")
    make.planning.set_places(channel, make.planning.every_workday(time(11)))

    # The system proposes the trainer, and the smallest next thing.
    desk, asking = open_page(person=miriam), Presses()
    desk.goto("/requests/asks/")
    asking.on(desk.get_by_role("link", name="Jemanden bitten"))
    desk.get_by_label("Worum geht es?").fill("Auszubildende an der Drehbank")
    asking.on(desk.get_by_role("button", name="Ansehen, wen man bitten kann"))
    expect(desk.get_by_text("hat 2-mal geholfen · wird gern persönlich gefragt")).to_be_visible()
    expect(desk.get_by_text("ein Foto und drei Sätze")).to_be_visible()
    keeps_promises(desk)
    asking.on(desk.get_by_role("link", name="Bitte vorbereiten"))
    asking.on(desk.get_by_role("button", name="Jetzt bitten"))
    expect(desk.get_by_text("Ich komme gerade vorbei.")).to_be_visible()
    assert asking.count == 4
    asking.on(desk.get_by_role("button", name="Link fürs Handy zeigen"))
    address = desk.locator("#ask-link").inner_text()

    # At the lathe: a photo, three sentences, and some words into the phone.
    phone, giving = open_page(phone=True), Presses()
    phone.context.grant_permissions(["microphone"])
    (tmp_path / "drehbank.png").write_bytes(picture.digger())
    phone.goto(address)
    giving.choose(phone.get_by_label("Foto", exact=False).first, tmp_path / "drehbank.png")
    giving.on(phone.get_by_label("Ich darf das Bild weitergeben"))
    phone.get_by_label("Wer ist zu sehen?").fill("Lena Wolf")
    phone.get_by_label("Drei Sätze").fill("Lena dreht seit drei Wochen. Heute saß der Griff. Sie hat gelacht.")
    keeps_promises(phone)
    giving.on(phone.get_by_role("button", name="Stimme aufnehmen"))
    phone.wait_for_timeout(1_500)
    giving.on(phone.get_by_role("button", name="Stopp"))
    expect(phone.get_by_role("button", name="Noch einmal aufnehmen")).to_be_visible()
    giving.on(phone.get_by_role("button", name="Senden"))
    expect(phone.get_by_role("heading", name="Es ist angekommen")).to_be_visible()
    keeps_promises(phone)
    assert giving.count == 5

    # Miriam takes it into the plan with one press, and it goes its usual way.
    desk.goto("/")
    desk.get_by_role("link", name="Jens Kruse hat geliefert", exact=True).click()
    expect(desk.locator("audio")).to_be_attached()
    expect(desk.get_by_text("Zu sehen: Lena Wolf.")).to_be_visible()
    keeps_promises(desk)
    desk.get_by_role("link", name="In den Plan übernehmen").click()
    desk.get_by_label("Stadtwerke").check()
    desk.get_by_role("button", name="Nächster freier Platz").click()
    desk.get_by_role("button", name="Schreiben beginnen").click()
    alt = desk.locator("textarea[name^=alt_]").first
    alt.fill("Eine Auszubildende an der Drehbank lacht.")
    expect(desk.locator("#saved [data-based-on='2']")).to_be_visible()
    draft = Draft.objects.get()
    make.review.approved(draft, by=miriam, now=now[0])
    now[0] = AT_ELEVEN
    make.delivery.run(now[0])

    # It is out, so the thanks are drafted; Miriam sends them.
    desk.goto("/")
    desk.get_by_role("link", name="Jens Kruse danken", exact=True).click()
    thanks = desk.get_by_label("Ihr Dank")
    sent = make.delivery.of(draft)
    assert sent.url
    assert sent.url in thanks.input_value()
    keeps_promises(desk)
    desk.get_by_role("button", name="Dank senden").click()
    expect(desk.get_by_text("Geliefert und am Di 9. Juni bedankt.")).to_be_visible()
    assert sent.url in make.notices.text_to(trainer.email)

    # Nobody reminds him of anything.
    assert services.drip(now=AT_ELEVEN + timedelta(days=30)) == 0
    assert Ask.objects.filter(next_at__isnull=False).count() == 0
