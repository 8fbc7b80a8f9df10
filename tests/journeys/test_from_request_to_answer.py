"""The whole way of one post, as everybody on it sees it: asked for, weighed, written, approved, out, answered.

Told in German and in English. The difficult thing: it takes two days. So the clock of the house is turned on, and what
a worker would do at its time is done by the worker's own loop and task, in this process.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from eichhorn.channels.models import Channel
from eichhorn.config.demo import picture
from eichhorn.desk.models import Request
from eichhorn.dialogue import tasks
from eichhorn.foundation import clock
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import LinkPurpose, RoleKind
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from tests import make
from tests.journeys import languages
from tests.journeys.conftest import OpenPage
from tests.journeys.stories import ENGLISH, GERMAN, Story

pytestmark = pytest.mark.django_db(transaction=True)
LINDQVIST = "petra.lindqvist@erlengrund.example"
VOSS = "helene.voss@erlengrund.example"
WEDNESDAY = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)


class Time:
    """The time of the house, which goes on as usual and can be turned on."""

    def __init__(self) -> None:
        self.turn_to(datetime(2026, 6, 9, 8, 10, tzinfo=UTC))

    def turn_to(self, instant: datetime) -> None:
        self.begun, self.turned = instant, datetime.now(UTC)

    def now(self) -> datetime:
        return self.begun + (datetime.now(UTC) - self.turned)


@pytest.fixture
def time_of_the_house(monkeypatch: pytest.MonkeyPatch) -> Time:
    """It is Tuesday, 9 June 2026, ten past ten in Erlengrund."""
    turned = Time()
    monkeypatch.setattr(clock, "now", turned.now)
    return turned


@pytest.fixture(params=[GERMAN, ENGLISH], ids=["german", "english"])
def story(request: pytest.FixtureRequest) -> Story:
    told: Story = request.param
    return told


@pytest.fixture
def channel(story: Story, time_of_the_house: Time, way: str) -> Channel:
    """A house that speaks the language, with one place a day on its stage, and tomorrow's is taken."""
    long_ago = make.people.NOW
    people.found_organisation(
        name=story.house, zone="Europe/Berlin", language=story.language, service_begins=time(8), service_ends=time(17),
        day_ends=time(16, 45), contact=story.contact, now=long_ago,
    )  # fmt: skip
    department = make.people.department(story.department)
    miriam = make.people.person("Miriam Aydın", role=RoleKind.MANAGER, language=story.language, department=department)
    make.people.person("Petra Lindqvist", email=LINDQVIST, language=story.language, department=department)
    voss = make.people.person("Helene Voss", role=RoleKind.APPROVER, email=VOSS, language=story.language)
    make.review.four_eyes(voss)
    make.planning.budget(120)
    channel: Channel = make.channels.channel(story.house, handle="erlengrund", language=story.language)
    make.planning.set_places(channel, make.planning.every_workday(time(11)))
    make.guidelines.clause(
        make.guidelines.described_pictures(), number=7, title=story.clause, text=story.clause_text, agreed_by=story.agreed_by
    )  # fmt: skip
    make.planning.slot(
        story.in_the_way, channels=[channel], at=datetime(2026, 6, 10, 11), stage=Stage.DRAFT, by=miriam,
        goal=make.strategy.goal(story.goal, owner=miriam), kind=make.planning.kind(story.kind),
    )  # fmt: skip
    return channel


@pytest.mark.long
def test_a_request_becomes_a_post_and_is_answered(
    story: Story, channel: Channel, time_of_the_house: Time, open_page: OpenPage, tmp_path: Path,
    keeps_promises: Callable[..., None], shot: Callable[..., None],
) -> None:  # fmt: skip
    word, language = story.word, story.language
    miriam = Person.objects.get(name="Miriam Aydın")
    guest = open_page(phone=story is GERMAN, language=language)
    desk = open_page(person=miriam, language=language)

    def look(page: Page, name: str = "") -> None:
        keeps_promises(page, language=language)
        if name:
            shot(page, f"path-{name}-{language}")

    def button(page: Page, english: str, context: str = "") -> None:
        page.get_by_role("button", name=word(english, context), exact=True).click()

    # Petra Lindqvist asks, without an account.
    (tmp_path / "nordring.png").write_bytes(picture.digger())
    guest.goto(f"/ask/{make.desk.form_token()}/")
    guest.get_by_label(word("What is it about?")).fill(story.title)
    guest.get_by_label(word("I wish for a date")).check()
    guest.get_by_label(word("Wished date")).fill(story.wish)
    guest.get_by_label(word("What should change by it?")).fill(story.purpose)
    expect(guest.get_by_text("11:00").first).to_be_visible()  # the next free place, beside the wish
    guest.get_by_label(word("Is there a text already?")).fill(story.notes)
    guest.locator("#id_picture").set_input_files(tmp_path / "nordring.png")
    guest.get_by_label(word("What can be seen in the picture?")).fill(story.picture)
    guest.get_by_label(word("Does it serve one of our goals?")).select_option(label=story.goal)
    guest.get_by_label(word("Your name")).fill("Petra Lindqvist")
    guest.get_by_label(word("Where may we answer?")).fill(LINDQVIST)
    look(guest, "ask")
    button(guest, "Send request")
    expect(guest.get_by_role("heading", level=1)).to_have_text(word("Your request has arrived"))
    look(guest)
    status = make.notices.link_to(LINDQVIST)
    speaks_only(language, make.notices.text_to(LINDQVIST))
    guest.goto(status)
    expect(guest.get_by_role("heading", level=1)).to_have_text(story.title)
    look(guest)

    # Miriam sees the price before she chooses, and says yes with the letter that was drafted.
    desk.goto("/")
    look(desk)
    desk.goto("/requests/triage/")
    price = desk.get_by_role("group", name=word("What the newcomer would cost"))
    expect(price).to_contain_text(story.in_the_way)
    letter = desk.locator("textarea[name=text]")
    drafted = letter.input_value()
    desk.get_by_role("radio", name=word("Accept")).check()
    expect(letter).not_to_have_value(drafted)
    assert story.in_the_way in letter.input_value()
    speaks_only(language, letter.input_value())
    look(desk, "triage")
    button(desk, "Send answer")
    expect(desk.get_by_role("heading", name=word("Everybody has an answer"))).to_be_visible()
    asked = Request.objects.select_related("slot").get()
    assert asked.slot is not None
    assert Slot.objects.get(title=story.in_the_way).planned_local > asked.slot.planned_local
    speaks_only(language, make.notices.text_to(LINDQVIST))
    guest.goto(status)
    expect(guest.get_by_text(drafted.split(",")[0]).first).to_be_visible()
    look(guest, "status-accepted")

    # She writes it, from the notes and with the picture that came along, and hands it in.
    desk.goto(f"/plan/slots/{asked.slot.pk}/")
    look(desk)
    button(desk, "Write the draft")
    text = desk.get_by_label(word("Shared text"), exact=True)
    expect(text).to_have_value(story.notes)
    expect(desk.locator("textarea[name^=alt_]").first).to_have_value(story.picture)
    text.fill(story.post)
    expect(desk.locator("#saved [data-based-on='2']")).to_be_visible()
    look(desk, "composer")
    button(desk, "Send for approval")
    expect(desk.get_by_role("button", name=word("Send for approval"))).to_have_count(0)
    look(desk)

    # Dr. Voss reads it by the link in her mail, and says yes.
    speaks_only(language, make.notices.text_to(VOSS))
    approver = open_page(language=language)
    approver.goto(make.notices.link_to(VOSS))
    expect(approver.get_by_text(story.post)).to_be_visible()
    look(approver, "approval")
    button(approver, "Approve", "button")
    expect(approver.get_by_role("button", name=word("Approve", "button"))).to_have_count(0)
    look(approver)

    # The next morning it leaves by itself.
    time_of_the_house.turn_to(WEDNESDAY)
    make.delivery.run(clock.now())
    desk.goto("/plan/outbox/")
    out = desk.get_by_role("region", name=word("Out", ""))
    expect(out.get_by_role("link", name=story.title, exact=True)).to_be_visible()
    look(desk)
    guest.goto(status)
    look(guest)

    # A neighbour reads it on her phone, and asks.
    neighbour = open_page(phone=True, language=language)
    neighbour.goto(f"/stage/enter/{make.people.link(LinkPurpose.STAGE, lasts=timedelta(days=1))}/")
    said = neighbour.get_by_role("article").filter(has_text=story.post)
    expect(said.get_by_role("img", name=story.picture)).to_be_visible()
    look(neighbour)
    said.get_by_role("link", name=story.house).last.click()
    neighbour.get_by_label(word("What is your name?")).fill(story.visitor)
    neighbour.get_by_label(word("What would you like to say?")).fill(story.question)
    button(neighbour, "Send answer")
    expect(neighbour.get_by_role("article").filter(has_text=story.question)).to_be_visible()
    look(neighbour)

    # Miriam finds it under the post, and answers.
    tasks.listen_to(channel.pk)
    desk.goto("/dialogue/")
    expect(desk.get_by_role("article").get_by_text(story.question)).to_be_visible()
    desk.get_by_role("article").get_by_role("textbox").fill(story.answer)
    look(desk, "inbox")
    button(desk, "Send answer")
    expect(desk.get_by_role("heading", name=word("Everybody has an answer"))).to_be_visible()
    make.delivery.run(clock.now())
    neighbour.reload()
    expect(neighbour.get_by_role("article").filter(has_text=story.answer)).to_be_visible()
    look(neighbour, "stage-answer")
    desk.goto("/dialogue/?state=answered")
    look(desk)

    # And Petra Lindqvist sees how far her request has come.
    guest.goto(status)
    look(guest, "status-answered")


def speaks_only(language: str, text: str) -> None:
    """A mail or letter is in the language of whoever reads it."""
    strange = [found for line in text.splitlines() for found in languages.strange_in(line.strip(), language=language)]
    assert not strange, f"{strange}\n{text}"
