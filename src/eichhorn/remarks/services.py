"""Making remarks, answering and settling them, and taking a proposed wording.

The difficult thing: a proposed wording must not be a way round the version and its approval. Taking one saves the next
version by the composer's own service, so whatever was approved before is asked about anew.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from eichhorn.content import services as writing
from eichhorn.content.models import Draft, Version
from eichhorn.foundation import audit
from eichhorn.notices import services as notices
from eichhorn.people import queries as people
from eichhorn.people import services as permission
from eichhorn.people.models import Person
from eichhorn.people.rules import Act, NotAllowed
from eichhorn.planning import queries as planning
from eichhorn.planning import services as plan
from eichhorn.remarks import queries, rules
from eichhorn.remarks.models import Remark
from eichhorn.remarks.rules import MOST_REMARKS, Audience, Settled, Unfit, UnfitRemark

VERBS = {Settled.DONE: "remarks.done", Settled.TAKEN: "remarks.taken", Settled.LEFT: "remarks.left"}


@transaction.atomic
def remark(
    *, draft: Draft, text: str, passage: str = "", wording: str = "", audience: Audience, by: Person, now: datetime
) -> Remark:  # fmt: skip
    """It stands beside the draft for whoever may read it. Raises UnfitRemark; NotAllowed for whoever may not read the post."""
    _require_reader(draft, by, now)
    return _made(draft, text, passage, wording, audience=audience, by=by, now=now)


@transaction.atomic
def remark_as_guest(
    *, draft: Draft, text: str, passage: str = "", wording: str = "", by: Person, now: datetime
) -> Remark:  # fmt: skip
    """It stands beside the draft, also for guests. The caller has let them in, by a link to this post that is theirs."""
    made = _made(draft, text, passage, wording, audience=Audience.GUESTS, by=by, now=now)
    writer = Draft.objects.select_related("made_by").get(pk=draft.pk).made_by
    if writer is not None and not made.names.filter(pk=writer.pk).exists():
        _tell(made, [writer], now=now)
    return made


@transaction.atomic
def answer_as_guest(*, to: Remark, text: str, by: Person, now: datetime) -> Remark:
    """The answer stands below a remark that guests read too. The caller has let them in, as for `remark_as_guest`."""
    first = to if to.answers_id is None else Remark.objects.select_related("draft").get(pk=to.answers_id)
    if first.audience != Audience.GUESTS:
        raise NotAllowed(Act.READ)
    made = _made(first.draft, text, "", "", audience=Audience.GUESTS, by=by, now=now, answers=first)
    asked = [one for one in (first.by, first.draft.made_by) if one is not None]
    _tell(made, [one for one in dict.fromkeys(asked) if not made.names.filter(pk=one.pk).exists()], now=now)
    return made


@transaction.atomic
def settle_as_guest(*, remark: Remark, by: Person, now: datetime) -> Remark:
    """What a guest said themselves is seen to. Raises UnfitRemark where it was, NotAllowed where it is not their own."""
    row = _open(remark)
    if row.by_id != by.pk:
        raise NotAllowed(Act.WRITE)
    return _settled(row, Settled.LEFT if row.wording else Settled.DONE, by, now)


@transaction.atomic
def answer(*, to: Remark, text: str, by: Person, now: datetime) -> Remark:
    """The answer stands below the remark, for those whom the remark is for. Raises UnfitRemark, NotAllowed."""
    _require_reader(to.draft, by, now)
    first = to if to.answers_id is None else Remark.objects.select_related("draft").get(pk=to.answers_id)
    return _made(first.draft, text, "", "", audience=Audience(first.audience), by=by, now=now, answers=first)


@transaction.atomic
def settle(*, remark: Remark, how: Settled, by: Person, now: datetime) -> Remark:
    """It is seen to. Whoever writes on the post may say so, and whoever made the remark. Raises UnfitRemark where it was."""
    row = _open(remark)
    if row.by_id != by.pk:
        permission.require(by, Act.WRITE, now=now)
    if how is Settled.TAKEN:
        raise ValueError("a wording is taken by `take`")
    return _settled(row, how, by, now)


@transaction.atomic
def take(*, remark: Remark, by: Person, now: datetime) -> Version:
    """The proposed wording stands in the text, as its next version. Raises UnfitRemark and what `content.save` raises."""
    plan.locked(remark.draft.slot_id)
    row = _open(remark)
    draft = Draft.objects.select_related("latest").get(pk=row.draft_id)
    if not row.wording or draft.latest is None:
        raise UnfitRemark(Unfit.NOT_THERE)
    texts = rules.reworded(queries.texts_of(draft.latest), row.passage, row.wording)
    words = writing.Words(
        texts.pop(None),
        texts.pop(queries.COMMENT),
        {number: own for number, own in texts.items() if number is not None},
    )
    version = writing.reword(draft=draft, words=words, by=by, now=now)
    _settled(row, Settled.TAKEN, by, now)
    return version


@transaction.atomic
def reopen(*, remark: Remark, by: Person, now: datetime) -> Remark:
    """It is open again. Raises UnfitRemark where it is not settled, or its wording stands in the text."""
    row = Remark.objects.select_for_update(of=("self",)).select_related("draft").get(pk=remark.pk)
    if row.by_id != by.pk:
        permission.require(by, Act.WRITE, now=now)
    if row.settled not in {Settled.DONE, Settled.LEFT}:
        raise UnfitRemark(Unfit.SETTLED)
    row.settled, row.settled_by, row.settled_at = "", None, None
    row.save(update_fields=["settled", "settled_by", "settled_at"])
    audit.record("remarks.reopened", of=("draft", row.draft_id), by=by.pk, now=now, details={"remark": row.pk})
    return row


def _made(
    draft: Draft, text: str, passage: str, wording: str, *, audience: Audience, by: Person, now: datetime,
    answers: Remark | None = None,
) -> Remark:  # fmt: skip
    standing = Draft.objects.select_related("latest", "slot", "made_by").get(pk=draft.pk)
    if standing.latest is None:
        raise UnfitRemark(Unfit.NOT_THERE)
    said = rules.said(text, passage, wording, texts=queries.texts_of(standing.latest).values())
    if Remark.objects.filter(draft=draft).count() >= MOST_REMARKS:
        raise UnfitRemark(Unfit.TOO_MANY)
    made = Remark.objects.create(
        draft=standing, version=standing.latest, answers=answers, text=said.text, passage=said.passage, wording=said.wording,
        audience=audience, by=by, at=now,
    )  # fmt: skip
    called = _called(said.text, standing, now)
    made.names.set(called)
    audit.record("remarks.made", of=("draft", draft.pk), by=by.pk, now=now, details={"remark": made.pk})
    _tell(made, called, now=now)
    return made


def _called(text: str, draft: Draft, now: datetime) -> list[Person]:
    """Return who is called by an @ and may read the post."""
    if "@" not in text:
        return []
    staff = list(people.holders(Act.READ, now=now))
    known = Counter(person.name.casefold() for person in staff)
    by_name = {person.name: person for person in staff if known[person.name.casefold()] == 1}
    found = [by_name[name] for name in sorted(rules.named(text, by_name))]
    return [one for one in found if planning.visible_to(one, now=now).filter(pk=draft.slot_id).exists()]


def _tell(made: Remark, readers: Iterable[Person], *, now: datetime) -> None:
    """They know by mail; nobody of their own words."""
    draft = made.draft
    by = made.by
    for person in readers:
        if by is None or person.pk == by.pk:
            continue
        with translation.override(person.language):
            words = {"name": by.name, "title": draft.slot.title}
            lines = [
                _("Hello %(name)s,") % {"name": person.salutation or person.name},
                _("%(name)s said something about “%(title)s”.") % words,
                made.text or made.wording,
                f"{settings.PUBLIC_URL}{reverse('composer:draft', args=[draft.pk])}#remarks",
            ]
            notices.tell(
                to_email=person.email, to_person=person, language=person.language,
                subject=_("A remark about %(title)s") % words, body="\n\n".join(lines) + "\n", about=("draft", draft.pk), now=now,
            )  # fmt: skip


def _open(remark: Remark) -> Remark:
    row = Remark.objects.select_for_update(of=("self",)).select_related("draft").get(pk=remark.pk)
    if row.settled or row.answers_id is not None:
        raise UnfitRemark(Unfit.SETTLED)
    return row


def _settled(row: Remark, how: Settled, by: Person, now: datetime) -> Remark:
    row.settled, row.settled_by, row.settled_at = how, by, now
    row.save(update_fields=["settled", "settled_by", "settled_at"])
    audit.record(VERBS[how], of=("draft", row.draft_id), by=by.pk, now=now, details={"remark": row.pk})
    return row


def _require_reader(draft: Draft, by: Person, now: datetime) -> None:
    permission.require(by, Act.READ, now=now)
    if not planning.visible_to(by, now=now).filter(pk=draft.slot_id).exists():
        raise NotAllowed(Act.READ)
