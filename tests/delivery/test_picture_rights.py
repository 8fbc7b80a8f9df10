"""A picture that may appear no longer leaves in no post, whoever approved it, up to the last instant."""

from datetime import date, timedelta

import pytest

from eichhorn.channels.models import Channel
from eichhorn.content.models import Draft
from eichhorn.content.services import NewAttachment
from eichhorn.delivery import services
from eichhorn.delivery.rules import State
from eichhorn.media import services as media
from eichhorn.media.models import Picture
from eichhorn.media.rules import Consent
from eichhorn.people.rules import RoleKind
from tests import make
from tests.make.delivery import DUE
from tests.make.people import NOW
from tests.networks.running import Faulty

SECOND = timedelta(seconds=1)


def post(channel: Channel, picture: Picture) -> Draft:
    draft: Draft = make.delivery.post([channel], attachments=[NewAttachment(picture, "Anna am Bagger")])
    return draft


def test_a_consent_withdrawn_in_the_last_second_holds_the_post(channel: Channel, faulty: Faulty) -> None:
    picture = make.media.picture()
    anna = make.media.shown(picture)
    draft = post(channel, picture)
    services.take_in(now=NOW)
    assert make.delivery.of(draft).state == State.WAITING
    make.media.withdraw(anna, now=DUE - SECOND)
    for minutes in (0, 1, 5, 20):
        make.delivery.run(DUE + timedelta(minutes=minutes))
    assert faulty.accepted() == []
    assert make.delivery.of(draft).state == State.CANCELLED


def test_a_consent_that_was_only_asked_for_holds_the_post(channel: Channel, faulty: Faulty) -> None:
    picture = make.media.picture()
    post(channel, picture)
    make.media.shown(picture, consent=Consent.ASKED)
    make.delivery.run(DUE)
    assert faulty.accepted() == []


def test_a_yes_given_again_lets_the_post_leave(channel: Channel, faulty: Faulty) -> None:
    picture = make.media.picture()
    anna = make.media.shown(picture)
    post(channel, picture)
    make.media.withdraw(anna)
    make.delivery.run(DUE)
    assert faulty.accepted() == []
    by = make.people.person(role=RoleKind.COMMUNITY)
    media.say_consent(shown=anna, consent=Consent.GIVEN, said_on=DUE.date(), by=by, now=DUE)
    make.delivery.run(DUE + timedelta(minutes=1))
    assert len(faulty.accepted()) == 1


@pytest.mark.parametrize(("last_day", "leaves"), [(date(2026, 6, 9), True), (date(2026, 6, 8), False)])
def test_the_last_day_of_a_licence_is_still_a_good_one(
    channel: Channel, faulty: Faulty, last_day: date, leaves: bool
) -> None:
    picture = make.media.picture()
    post(channel, picture)
    make.media.known(picture, last_day=last_day)
    make.delivery.run(DUE)
    assert bool(faulty.accepted()) is leaves


def test_a_late_post_does_not_leave_on_the_day_after_the_last(channel: Channel, faulty: Faulty) -> None:
    picture = make.media.picture()
    by = make.people.person(role=RoleKind.MANAGER)
    almost_midnight = NOW.replace(hour=21, minute=55)  # 23:55 in Erlengrund
    make.delivery.post([channel], by=by, due_at=almost_midnight, attachments=[NewAttachment(picture, "Anna am Bagger")])
    make.media.known(picture, last_day=date(2026, 6, 9))
    make.delivery.run(almost_midnight + timedelta(minutes=5))  # midnight, and late by no more than is forgiven
    assert faulty.accepted() == []


def test_another_picture_of_another_post_is_not_held(channel: Channel, faulty: Faulty) -> None:
    held, free = make.media.picture(), make.media.picture()
    post(channel, held), post(channel, free)
    make.media.shown(held, consent=Consent.WITHDRAWN)
    make.delivery.run(DUE)
    assert len(faulty.accepted()) == 1


def test_the_question_costs_the_claim_no_query_of_its_own(
    channel: Channel, django_assert_num_queries: make.Counting
) -> None:
    from eichhorn.review import queries as review

    draft = post(channel, make.media.picture())
    with django_assert_num_queries(2):
        assert draft.pk in review.standing([draft.pk], now=NOW)
