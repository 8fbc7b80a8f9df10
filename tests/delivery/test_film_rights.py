"""A film that may appear no longer leaves in no post, whoever approved it, up to the last instant: the rule of pictures."""

from datetime import date, datetime, timedelta

import pytest

from eichhorn.channels.models import Channel
from eichhorn.delivery import services
from eichhorn.delivery.rules import State
from eichhorn.media import services as media
from eichhorn.media.rules import Consent
from eichhorn.people.rules import RoleKind
from tests import make
from tests.make.delivery import DUE
from tests.make.people import NOW

SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(db: None) -> Channel:
    made: Channel = make.channels.channel("Stadtwerke")
    return made


def claimed(now: datetime) -> int:
    """Return how many posts delivery's own claim lets out at the instant."""
    services.take_in(now=now)
    return len(services.claim(most=5, now=now).errands)


def test_a_consent_withdrawn_in_the_last_second_holds_the_post(stage: Channel) -> None:
    video = make.video.may_stand()
    anna = make.video.shown(video)
    draft = make.delivery.post([stage], film=video)
    services.take_in(now=NOW)
    assert make.delivery.of(draft).state == State.WAITING
    make.media.withdraw(anna, now=DUE - SECOND)
    assert [claimed(DUE + timedelta(minutes=minutes)) for minutes in (0, 1, 20)] == [0, 0, 0]
    assert make.delivery.of(draft).state == State.CANCELLED


def test_a_consent_that_was_only_asked_for_holds_the_post_until_the_yes(stage: Channel) -> None:
    video = make.video.may_stand()
    make.delivery.post([stage], film=video)
    anna = make.video.shown(video, consent=Consent.ASKED)
    assert claimed(DUE) == 0
    by = make.people.person(role=RoleKind.COMMUNITY)
    media.say_consent(shown=anna, consent=Consent.GIVEN, said_on=DUE.date(), by=by, now=DUE)
    assert claimed(DUE + timedelta(minutes=1)) == 1


@pytest.mark.parametrize(("last_day", "number"), [(date(2026, 6, 9), 1), (date(2026, 6, 8), 0)])
def test_the_last_day_of_a_licence_is_still_a_good_one(stage: Channel, last_day: date, number: int) -> None:
    video = make.video.may_stand()
    make.delivery.post([stage], film=video)
    make.video.known(video, last_day=last_day)
    assert claimed(DUE) == number


def test_another_film_of_another_post_is_not_held(stage: Channel) -> None:
    held, free = make.video.may_stand(), make.video.may_stand()
    for video in (held, free):
        make.delivery.post([stage], film=video)
    make.video.shown(held, consent=Consent.WITHDRAWN)
    assert claimed(DUE) == 1
