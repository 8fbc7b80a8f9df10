"""Changing what is out: a correction is a draft of its own, approved like any other, and carried like any other.

The difficult thing: an edit must not be a way round the Yes. So nothing is changed on the spot; a draft begins with the
words that stand there, and what is approved of it leaves by the same door as every post: claimed, written down before
the network is asked, in doubt where nobody answered. Only the network is asked for an edit instead of a post, which may
be repeated without harm. Corrections of one post come one after the other, so that none overtakes another.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from eichhorn.channels import queries as channels
from eichhorn.content import queries as content
from eichhorn.content import services as writing
from eichhorn.content.rules import NOTHING_BESIDE, Beside
from eichhorn.delivery.models import Correction, Delivery, Removal
from eichhorn.delivery.rules import State
from eichhorn.delivery.services.decisions import NotDecidable
from eichhorn.foundation import audit
from eichhorn.networks.doors import Edits, Exchanges
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import services as planning
from eichhorn.planning.rules import Stage

EFFORT_MINUTES = 10
DONE = (Stage.OUT, Stage.CANCELLED)


def can_be_corrected(delivery: Delivery) -> bool:
    """Return whether its network lets a machine change it: it is a post of ours, out under a number. No query."""
    is_out = delivery.state == State.SENT and bool(delivery.network_id) and delivery.draft_id is not None
    return is_out and issubclass(channels.network_class(delivery.channel.network), Edits)


def shows_others(delivery: Delivery) -> bool:
    """Return whether its network lets a machine exchange the pictures of what is out. No query."""
    return issubclass(channels.network_class(delivery.channel.network), Exchanges)


@transaction.atomic
def correct(*, delivery: Delivery, reason: str, by: Person, now: datetime) -> Correction:
    """A draft stands in the plan that says what the post says now; once approved, the post says what it says.

    Raises NotDecidable where it cannot be changed, was taken back, or is being corrected already.
    """
    people.require(by, Act.WRITE, now=now, channel=delivery.channel_id)
    row = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("draft__slot__goal", "version", "channel")
        .get(pk=delivery.pk)
    )
    if not can_be_corrected(row) or not reason.strip() or _is_gone(row) or open_correction(row) is not None:
        raise NotDecidable
    assert row.draft is not None
    before = row.draft.slot
    slot = planning.plan(
        title=_("Correction: %(title)s") % {"title": before.title}, goal=before.goal, channels=[row.channel], kind=None,
        planned_local=None, zone=before.zone, by=by, now=now, stage=Stage.DRAFT, effort_minutes=EFFORT_MINUTES,
        confidential=before.confidential,
    )  # fmt: skip
    draft = writing.begin(slot=slot, by=by, now=now)
    made = Correction.objects.create(draft=draft, of=row, reason=reason.strip()[:300], begun_by=by, begun_at=now)
    _begin_with_what_stands_there(made, by, now)
    audit.record("delivery.correcting", of=("delivery", row.pk), by=by.pk, now=now, details={"draft": draft.pk})
    return made


def open_correction(row: Delivery) -> Correction | None:
    """Return the correction of it that is neither carried out nor given up. One query."""
    return row.corrections.exclude(draft__slot__stage__in=DONE).order_by("pk").first()


def _is_gone(row: Delivery) -> bool:
    return Removal.objects.filter(delivery=row).exclude(next_at__isnull=True, done_at__isnull=True).exists()


def _begin_with_what_stands_there(made: Correction, by: Person, now: datetime) -> None:
    """The draft's first version is what the latest correction made of it, else what was sent."""
    row = made.of
    latest = Delivery.objects.filter(corrects=row, state=State.SENT).order_by("-sent_at").first()
    version = (latest or row).version
    assert version is not None
    there = content.wording(version, row.channel)
    is_first = row.part == 1
    text = there.text if latest is not None else there.pieces[min(row.part, len(there.pieces)) - 1]
    writing.save(
        draft=made.draft, based_on=None, text=text, language=there.language,
        content_warning=there.content_warning if is_first else "",
        attachments=[writing.NewAttachment(p.picture, p.alt, p.framing) for p in there.pictures] if is_first else (),
        beside=Beside(poll=there.poll, card=there.card, film=there.film) if is_first else NOTHING_BESIDE,
        by=by, now=now,
    )  # fmt: skip
