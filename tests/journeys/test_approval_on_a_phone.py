"""Somebody without an account decides between two meetings, on a phone, by the link in a mail."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from eichhorn.content.models import Draft
from eichhorn.content.services import NewAttachment
from eichhorn.media import services as media
from eichhorn.notices.models import Notice
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.review.models import Approval
from eichhorn.review.rules import Outcome
from tests import make
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)
SAID = "tarek.said@erlengrund.example"
TEXT = (
    "Ab 1. Juli sinkt der Arbeitspreis im Tarif Erlenstrom um 1,2 Cent je Kilowattstunde. Für einen Haushalt mit 3.000 kWh "
    "sind das rund 36 Euro im Jahr.\n\nSie müssen nichts tun. Ihr Abschlag bleibt gleich, die Ersparnis steht in der "
    "nächsten Rechnung."
)
ALT = "Eine Stromrechnung auf einem Küchentisch, daneben eine Tasse Kaffee"


@pytest.fixture
def asked(on_the_day: datetime, address: str) -> Approval:
    """Miriam has written about the tariff and asks Tarek Said, who has no account."""
    miriam = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    said: Person = make.people.person("Tarek Said", role=RoleKind.APPROVER, email=SAID, salutation="Herr Said")
    make.review.four_eyes(said)
    picture = media.store(content=picture_of_a_bill(), file_name="rechnung.png", by=miriam, now=on_the_day)
    draft: Draft = make.content.draft(
        by=miriam, text=TEXT, title="Tarif ab Juli", local=datetime(2026, 6, 25, 14),
        chosen=[make.channels.channel("Stadtwerke Erlengrund"), make.channels.by_hand("Facebook")],
        attachments=[NewAttachment(picture, ALT)], now=on_the_day - timedelta(minutes=20),
    )  # fmt: skip
    asked: Approval = make.review.handed_in(draft, by=miriam, now=on_the_day)
    return asked


def picture_of_a_bill() -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", (960, 640), (206, 170, 132))
    draw = ImageDraw.Draw(image)
    draw.polygon([(250, 90), (640, 60), (690, 560), (300, 600)], fill=(250, 247, 241))
    for line in range(6):
        draw.line([(312 + 5 * line, 190 + 58 * line), (570 + 5 * line, 170 + 58 * line)], (150, 138, 124), 14)
    draw.ellipse((730, 120, 900, 290), fill=(154, 67, 30))
    draw.ellipse((756, 146, 874, 264), fill=(74, 44, 28))
    image.save(out, "PNG")
    return out.getvalue()


def stands(asked: Approval) -> Outcome:
    return Outcome(Approval.objects.get(pk=asked.pk).outcome)


def test_a_yes_between_two_meetings(
    asked: Approval, open_page: OpenPage, keeps_promises: Callable[..., None], shot: Callable[..., None]
) -> None:
    link = make.notices.link_to(SAID)
    phone = open_page(phone=True)
    for _ in range(2):  # a scanner of mails looks first, then the person
        phone.goto(link)
        expect(phone.get_by_role("heading", level=1)).to_have_text("Tarif ab Juli")
        assert stands(asked) is Outcome.OPEN
    assert not Notice.objects.filter(subject__startswith="Freigegeben").exists()
    expect(phone.get_by_text("Ab 1. Juli sinkt der Arbeitspreis")).to_be_visible()
    expect(phone.get_by_role("img", name=ALT)).to_be_visible()
    yes = phone.get_by_role("button", name="Freigeben", exact=True)
    expect(yes).to_be_in_viewport(ratio=1)  # without scrolling
    keeps_promises(phone, language="de")
    shot(phone, "approval-phone")

    yes.tap()
    expect(phone.get_by_text("Danke, Ihre Antwort ist da.")).to_be_visible()
    expect(phone.get_by_text("Sie haben diese Fassung am Di 9. Juni, 10:10 freigegeben.")).to_be_visible()
    expect(phone.get_by_role("button", name="Freigeben", exact=True)).to_have_count(0)
    assert stands(asked) is Outcome.GRANTED
    keeps_promises(phone, language="de")
    shot(phone, "approval-phone-done")
    assert "Ihre Freigabe" in make.notices.text_to(SAID)

    evening = open_page(phone=True, dark=True)
    evening.goto(link)
    expect(evening.get_by_text("Sie haben diese Fassung am Di 9. Juni, 10:10 freigegeben.")).to_be_visible()
    expect(evening.get_by_role("button", name="Nicht freigeben")).to_have_count(0)
    shot(evening, "approval-phone-again-dark")
    keeps_promises(evening, language="de")


def test_a_no_says_why(
    asked: Approval, open_page: OpenPage, keeps_promises: Callable[..., None], shot: Callable[..., None]
) -> None:
    phone = open_page(phone=True, scripts=False)
    phone.goto(make.notices.link_to(SAID))
    phone.get_by_role("link", name="Nicht freigeben").tap()
    phone.get_by_role("button", name="Mit dieser Begründung ablehnen").tap()
    expect(phone.get_by_role("alert")).to_be_visible()
    assert stands(asked) is Outcome.OPEN
    phone.get_by_role("textbox").fill("Der Preis gilt nur für Erlenstrom Plus. Bitte den ganzen Namen nennen.")
    shot(phone, "approval-phone-no")
    phone.get_by_role("button", name="Mit dieser Begründung ablehnen").tap()
    expect(phone.get_by_text("Der Preis gilt nur für Erlenstrom Plus.")).to_be_visible()
    assert stands(asked) is Outcome.REFUSED
    shot(phone, "approval-phone-refused")
    told = make.notices.text_to(Person.objects.get(name="Miriam Aydın").email)
    assert "Der Preis gilt nur für Erlenstrom Plus." in told
