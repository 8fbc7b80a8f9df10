"""A picture that stands in the card of a link is a use like any other: it is hidden, found, held and settled."""

from datetime import timedelta

import pytest

from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.content import services as content
from eichhorn.content.models import Draft
from eichhorn.content.rules import Beside, Card
from eichhorn.content.services import NewAttachment
from eichhorn.delivery import services as delivery
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import State
from eichhorn.library import duties, queries
from eichhorn.media.finding import Use, Wanted
from eichhorn.media.models import Picture
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning import rules as walls
from eichhorn.planning.models import Slot
from eichhorn.review.services import NotReady, NotReadyBecause, hand_in
from tests import make
from tests.make.delivery import DUE
from tests.make.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def himmel() -> Channel:
    """A channel that shows the cards we give."""
    made = make.channels.unconnected("Himmel", network="bluesky")
    Channel.objects.filter(pk=made.pk).update(health=Health.CONNECTED)  # nobody is asked here
    return Channel.objects.get(pk=made.pk)


def linked(picture: Picture, *chosen: Channel, by: Person, beside: tuple[NewAttachment, ...] = ()) -> Draft:
    """Return a draft whose link has a card with the picture, and other pictures where some are given."""
    draft = make.content.draft(by=by, chosen=chosen, local=walls.wall_of(DUE, "Europe/Berlin"))
    card = Beside(card=Card("https://a.example/nordring", "Nordring", "Drei Tage", picture.digest))
    content.save(
        draft=draft, based_on=1, text="Nordring gesperrt", language="de", beside=card, attachments=beside, by=by, now=NOW
    )  # fmt: skip
    return Draft.objects.get(pk=draft.pk)


def test_it_is_listed_among_the_posts_that_show_it(himmel: Channel, miriam: Person) -> None:
    picture = make.media.picture()
    draft, planned = linked(picture, himmel, by=miriam), linked(picture, himmel, by=miriam)
    make.review.approved(planned, by=miriam)
    found = queries.uses(picture, person=miriam, now=NOW)
    assert (found.drafts, found.planned) == ((draft,), (planned,))
    assert queries.page(miriam, Wanted(use=Use.UNUSED), 1, now=NOW).total == 0


def test_the_card_of_a_confidential_post_is_not_found_by_others(himmel: Channel, miriam: Person) -> None:
    secret = linked(make.media.picture(), himmel, by=miriam)
    reader = make.people.person(role=RoleKind.READER)
    assert queries.visible_to(reader, now=NOW).count() == 1
    Slot.objects.filter(pk=secret.slot_id).update(confidential=True)
    assert queries.visible_to(reader, now=NOW).count() == 0
    assert queries.visible_to(miriam, now=NOW).count() == 1


def test_nobody_is_asked_to_approve_a_card_that_may_not_appear(himmel: Channel, miriam: Person) -> None:
    picture = make.media.picture()
    draft = linked(picture, himmel, by=miriam)
    make.media.withdraw(make.media.shown(picture))
    with pytest.raises(NotReady) as refused:
        hand_in(draft=draft, by=miriam, now=NOW)
    assert refused.value.because is NotReadyBecause.PICTURE_RIGHTS


def test_a_consent_withdrawn_in_the_last_second_holds_the_post(himmel: Channel, miriam: Person) -> None:
    picture = make.media.picture()
    anna = make.media.shown(picture)
    draft = linked(picture, himmel, by=miriam)
    make.review.approved(draft, by=miriam)
    delivery.take_in(now=NOW)
    assert Delivery.objects.get().state == State.WAITING
    make.media.withdraw(anna, now=DUE - timedelta(seconds=1))
    assert delivery.claim(now=DUE, most=9).errands == ()
    assert not Delivery.objects.filter(state=State.SENT).exists()


def test_a_card_that_a_picture_stands_in_place_of_holds_nothing(himmel: Channel, miriam: Person) -> None:
    picture = make.media.picture()
    draft = linked(picture, himmel, by=miriam, beside=(NewAttachment(make.media.picture(), "Bagger am Nordring"),))
    make.media.withdraw(make.media.shown(picture))
    make.review.approved(draft, by=miriam)
    delivery.take_in(now=NOW)
    assert len(delivery.claim(now=DUE, most=9).errands) == 1


@pytest.mark.parametrize(("shows_cards", "due"), [(True, 1), (False, 0)])
def test_a_duty_begins_where_the_card_was_ours_to_give(
    himmel: Channel, miriam: Person, shows_cards: bool, due: int
) -> None:
    channel = himmel if shows_cards else make.channels.by_hand()
    picture = make.media.picture()
    draft = linked(picture, channel, by=miriam)
    make.review.approved(draft, by=miriam)
    delivery.take_in(now=DUE)
    Delivery.objects.update(state=State.SENT, sent_at=DUE, network_id="1", url="https://a.example/1")
    make.media.withdraw(make.media.shown(picture))
    assert len(duties.duties(miriam, now=DUE)) == due
