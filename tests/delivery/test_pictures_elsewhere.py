"""A post whose pictures are out of reach waits: it is not lost, not doubled, and never leaves without them."""

from datetime import timedelta

import pytest

from eichhorn.channels.models import Channel
from eichhorn.content.models import Draft
from eichhorn.content.services import NewAttachment
from eichhorn.delivery import queries
from eichhorn.delivery.models import Attempt
from eichhorn.delivery.rules import AttemptKind, Because, Outcome, State
from eichhorn.delivery.words import attempt_said, sentence
from eichhorn.media import variants
from eichhorn.media.stores import Address
from eichhorn.media.stores.bucket import Bucket
from tests import make
from tests.make.delivery import DUE
from tests.networks.running import Faulty

pytestmark = pytest.mark.parametrize("faulty", ["mastodon"], indirect=True)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def draft(bucket: Address, channel: Channel) -> Draft:
    draft: Draft = make.delivery.post([channel], attachments=[NewAttachment(make.media.picture(), "Anna am Bagger")])
    return draft


def test_a_post_whose_bucket_is_away_waits_and_leaves_once_with_its_picture(
    bucket: Address, draft: Draft, faulty: Faulty
) -> None:
    content = {key: Bucket(bucket).read(key.rpartition("/")[2]) for key in make.buckets.keys(bucket)}
    make.buckets.away(bucket)
    for minutes in range(3):
        make.delivery.run(DUE + minutes * MINUTE)
        row = make.delivery.of(draft)
        assert (row.state, row.because, row.next_at) == (State.WAITING, Outcome.UNTRIED, DUE + (minutes + 1) * MINUTE)
    assert faulty.accepted() == []
    assert (
        "antwortet gerade nicht. Ihr Beitrag ist hier sicher; er geht mit seinen Bildern hinaus oder gar nicht"
        in sentence(row)
    )
    attempt = Attempt.objects.filter(delivery=row).order_by("number").last()
    assert attempt is not None
    assert "seine Bilder waren nicht zu lesen" in attempt_said(attempt)
    make.buckets.make_again(bucket)
    for key, each in content.items():
        make.buckets.put(bucket, key, each)
    for minutes in range(3, 6):
        make.delivery.run(DUE + minutes * MINUTE)
    (said,) = faulty.accepted()
    assert said["alts"] == ["Anna am Bagger"]
    assert make.delivery.of(draft).state == State.SENT


def test_posts_without_pictures_on_the_channel_do_not_wait_with_it(
    bucket: Address, draft: Draft, channel: Channel, faulty: Faulty
) -> None:
    plain = make.delivery.post([channel])
    make.buckets.away(bucket)
    make.delivery.run(DUE)
    assert (make.delivery.of(draft).state, make.delivery.of(plain).state) == (State.WAITING, State.SENT)


def test_when_it_is_too_late_somebody_decides(bucket: Address, draft: Draft, faulty: Faulty) -> None:
    make.buckets.away(bucket)
    make.delivery.run(DUE)
    make.delivery.run(DUE + timedelta(minutes=45))
    row = make.delivery.of(draft)
    assert (row.state, row.because) == (State.EXPIRED, Because.LATE)
    assert [one.pk for one in queries.needs_someone()] == [row.pk]
    assert faulty.accepted() == []


def test_a_picture_that_the_bucket_lost_stops_the_post(bucket: Address, draft: Draft, faulty: Faulty) -> None:
    (key,) = make.buckets.keys(bucket)
    Bucket(bucket).remove(key.rpartition("/")[2])
    make.delivery.run(DUE)
    assert (make.delivery.of(draft).state, faulty.accepted()) == (State.STOPPED, [])


def test_a_picture_with_other_bytes_stops_the_post(bucket: Address, draft: Draft, faulty: Faulty) -> None:
    (key,) = make.buckets.keys(bucket)
    make.buckets.put(bucket, key, make.media.png())
    make.delivery.run(DUE)
    assert (make.delivery.of(draft).state, faulty.accepted()) == (State.STOPPED, [])


def test_a_doubt_stays_a_doubt_while_the_pictures_are_away(bucket: Address, draft: Draft, faulty: Faulty) -> None:
    faulty.order("cut_after")
    make.delivery.run(DUE)
    assert make.delivery.of(draft).state == State.CHECKING
    make.buckets.away(bucket)
    for minutes in range(1, 30):
        make.delivery.run(DUE + minutes * MINUTE)
    row = make.delivery.of(draft)
    assert row.state in {State.CHECKING, State.UNSURE}
    kinds = Attempt.objects.filter(delivery=row).values_list("kind", flat=True)
    assert list(kinds).count(AttemptKind.SEND) == 1
    assert len(faulty.accepted()) == 1


def test_pictures_that_take_the_whole_turn_leave_none_for_the_network(
    bucket: Address, draft: Draft, faulty: Faulty, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the network would be asked until another worker takes the post for lost."""
    clock = [DUE]
    real = variants.content_of

    def slowly(picture: object) -> bytes:
        clock[0] += timedelta(seconds=50)
        content: bytes = real(picture)  # type: ignore[arg-type]
        return content

    monkeypatch.setattr(variants, "content_of", slowly)
    make.delivery.run_by(lambda: clock[0])
    assert faulty.accepted() == []
    row = make.delivery.of(draft)
    assert (row.state, row.because) == (State.WAITING, Outcome.UNTRIED)
