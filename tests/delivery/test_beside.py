"""A poll and a link's card leave with exactly the post that was approved, on the channels that take them."""

from datetime import timedelta

import pytest

from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.content import services as content
from eichhorn.content.rules import Beside, Card, Poll
from eichhorn.delivery import services
from eichhorn.delivery.carrying import _packed
from eichhorn.delivery.models import Delivery
from eichhorn.media import queries as media
from eichhorn.networks import base
from eichhorn.people.rules import RoleKind
from eichhorn.planning import rules as walls
from tests import make
from tests.make.delivery import DUE
from tests.make.people import NOW

AT = walls.wall_of(DUE, "Europe/Berlin")
pytestmark = pytest.mark.django_db


def test_what_hangs_on_a_post_leaves_with_its_first_part() -> None:
    stage, himmel = make.channels.channel("Bühne"), make.channels.unconnected("Himmel", network="bluesky")
    Channel.objects.filter(pk=himmel.pk).update(health=Health.CONNECTED)  # nobody is asked here
    author, picture = make.people.person(role=RoleKind.MANAGER), make.media.picture()
    draft = make.content.draft(
        by=author, text="Wer kommt?", chosen=[stage, Channel.objects.get(pk=himmel.pk)], local=AT
    )
    beside = Beside(
        Poll(("Ja", "Nein"), 60, several=True), Card("https://a.example/x", "Titel", "Mehr", picture.digest)
    )
    own = {himmel.pk: "Kommen Sie?"}
    content.save(
        draft=draft,
        based_on=1,
        text="Wer kommt?\n---\nUnd wann?",
        language="de",
        variants=own,
        beside=beside,
        by=author,
        now=NOW,
    )
    make.review.approved(draft, by=author)
    services.take_in(now=DUE)
    found = {errand.channel.name: errand for errand in services.claim(now=DUE, most=9).errands}
    here, there = _packed(found["Bühne"], lambda: DUE), _packed(found["Himmel"], lambda: DUE)
    assert (here.poll, here.card) == (base.Poll(("Ja", "Nein"), timedelta(hours=1), several=True), None)
    assert there.poll is None
    assert there.card is not None
    assert (there.card.url, there.card.title, there.card.description) == ("https://a.example/x", "Titel", "Mehr")
    assert there.card.picture is not None
    assert there.card.picture.content == media.content_of(picture)


def test_who_posts_by_hand_gets_the_answers_laid_ready() -> None:
    hand, author = make.channels.by_hand("Facebook"), make.people.person(role=RoleKind.MANAGER)
    draft = make.content.draft(by=author, text="Wer kommt?", chosen=[hand], local=AT)
    poll = Beside(poll=Poll(("Ja", "Nein"), 1440))
    content.save(draft=draft, based_on=1, text="Wer kommt?", language="de", beside=poll, by=author, now=NOW)
    make.review.approved(draft, by=author)
    make.delivery.run(DUE)
    page = make.people.client_of(author).get(f"/plan/outbox/{Delivery.objects.get().pk}/").content.decode()
    assert "<li>Ja</li><li>Nein</li>" in page
    assert "Sie läuft 1 Tag" in page
