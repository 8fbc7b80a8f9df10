"""Which ideas there are, what became of them, and by which links some come.

The difficult thing: what an idea became may be hidden from who reads the pool. So the post is named only to those who
may read it; others are told that there is one.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eichhorn.content.models import Draft
from eichhorn.ideas.models import Door, Idea, IdeaPicture
from eichhorn.ideas.rules import PAGE, State, Wanted
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planning
from eichhorn.planning.models import Tag
from eichhorn.planning.rules import Stage
from eichhorn.planning.rules.tags import key_of
from eichhorn.strategy.models import Goal
from eichhorn.topics.models import Topic
from eichhorn.ui.waiting import Waiting

MOST_TAGS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Row:
    """An idea in the list."""

    idea: Idea
    post: Draft | None
    """What it became, where the reader may read it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of ideas."""

    rows: tuple[Row, ...]
    number: int
    pages: int
    total: int
    by_state: dict[str, int]
    """How many there are of each state, whatever else is looked for."""
    tags: tuple[Tag, ...]
    goals: tuple[Goal, ...]
    topics: tuple[Topic, ...]

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def page(person: Person, wanted: Wanted, number: int, *, now: datetime) -> Page:
    """Return the page of the ideas that are looked for, the newest first. Ten queries at most, however many there are."""
    found = matching(wanted)
    total = found.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, number), pages)
    ideas = list(whole(found.order_by("-came_at", "-pk"))[(number - 1) * PAGE : number * PAGE])
    readable = _readable([one for one in ideas if one.draft is not None], person, now)
    return Page(
        tuple(Row(one, one.draft if one.pk in readable else None) for one in ideas), number, pages, total,
        dict(Idea.objects.order_by().values_list("state").annotate(times=Count("pk"))),
        tuple(Tag.objects.filter(pk__in=Idea.tags.through.objects.values("tag")).order_by("name", "pk")[:MOST_TAGS_SHOWN]),
        tuple(Goal.objects.filter(pk__in=Idea.objects.filter(goal__isnull=False).values("goal")).order_by("name", "pk")),
        tuple(Topic.objects.filter(pk__in=Idea.objects.filter(topic__isnull=False).values("topic")).order_by("name", "pk")),
    )  # fmt: skip


def matching(wanted: Wanted) -> models.QuerySet[Idea]:
    """Return the ideas that are looked for."""
    found = Idea.objects.filter(state=wanted.state)
    for word in wanted.words.casefold().replace("\x00", "").split()[:8]:
        found = found.filter(findable__contains=word)
    if wanted.by_phone:
        found = found.filter(door__isnull=False)
    if wanted.by_phone == "new":
        found = found.filter(seen_at__isnull=True)
    if wanted.tag:
        tag = Tag.objects.filter(key=key_of(wanted.tag)).values("pk")
        found = found.filter(pk__in=Idea.tags.through.objects.filter(tag__in=tag).values("idea"))
    if wanted.goal is not None:
        found = found.filter(goal=wanted.goal)
    return found.filter(topic=wanted.topic) if wanted.topic is not None else found


def of_topic(topic: Topic) -> models.QuerySet[Idea]:
    """Return the ideas of the topic that wait in the pool, the newest first."""
    waiting = Idea.objects.filter(topic=topic, state=State.OPEN).select_related("brought_by")
    return waiting.order_by("-came_at", "-pk").fetch_mode(models.FETCH_RAISE)


def whole(ideas: models.QuerySet[Idea]) -> models.QuerySet[Idea]:
    """Return the ideas with all that pages show of them. Four queries."""
    pictures = IdeaPicture.objects.select_related("picture").order_by("position")
    return (
        ideas.select_related("brought_by", "moved_by", "door", "goal", "pillar", "topic", "draft__slot")
        .prefetch_related(models.Prefetch("pictures", pictures))
        .prefetch_related(models.Prefetch("tags", Tag.objects.order_by("name", "pk")), "channels")
        .fetch_mode(models.FETCH_RAISE)
    )


def idea(idea_id: int) -> Idea:
    """Return the idea with all that pages show of it, or raise Idea.DoesNotExist. Four queries."""
    return whole(Idea.objects.all()).get(pk=idea_id)


def told(ideas: models.QuerySet[Idea], *, person: Person, now: datetime) -> models.QuerySet[Idea]:
    """Return the ideas with all that is shown of them, and as `is_readable` whether the person may read their post."""
    seen = planning.visible_to(person, now=now).filter(pk=models.OuterRef("draft__slot"))
    return whole(ideas).annotate(is_readable=models.Exists(seen))


def post_of(one: Idea, *, person: Person, now: datetime) -> Draft | None:
    """Return what the idea became, where the person may read it. Two queries at most."""
    return one.draft if _readable([one] if one.draft is not None else [], person, now) else None


def of_draft(draft_id: int) -> Idea | None:
    """Return the idea that the post came from. One query."""
    return Idea.objects.select_related("brought_by").filter(draft=draft_id).first()


def may_return(one: Idea) -> bool:
    """Return whether the idea can go back into the pool: it was put aside, or its post was put back. No query."""
    return one.state == State.ASIDE or (one.draft is not None and one.draft.slot.stage == Stage.CANCELLED)


def who_had(one: Idea) -> str:
    """Return who had the idea, in words; empty where nobody said so. No query."""
    return one.had_by or (one.brought_by.name if one.brought_by is not None else "")


def doors(*, now: datetime) -> models.QuerySet[Door]:
    """Return the links that let somebody in, the one that holds longest first, with how many ideas came by them."""
    return (
        Door.objects.filter(closed_at__isnull=True, ends_at__gt=now)
        .select_related("made_by")
        .annotate(came=Count("ideas"))
        .order_by("-ends_at", "-pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def unseen() -> models.QuerySet[Idea]:
    """Return the ideas that came by phone and that nobody has looked at, the oldest first."""
    return Idea.objects.filter(seen_at__isnull=True, state=State.OPEN).order_by("came_at", "pk")


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return one row for the new ideas from phones, for who plans. Two queries at most, none for others but the permission."""
    if not people.may(person, Act.PLAN, now=now):
        return []
    first = unseen().select_related("door").first()
    if first is None:
        return []
    number = unseen().count()
    who = first.had_by or _("Somebody")
    where = {"who": who, "door": first.door.name if first.door is not None else ""}
    if number == 1:
        title, href = _("%(who)s sent an idea") % where, reverse("ideas:idea", args=[first.pk])
        line = _("%(title)s · by the link “%(door)s”") % {**where, "title": first.title}
    else:
        title = ngettext("%(number)s idea came by phone", "%(number)s ideas came by phone", number) % {"number": number}
        line, href = (
            _("the first from %(who)s: %(title)s") % {"who": who, "title": first.title},
            reverse("ideas:ideas") + "?by=new",
        )
    return [
        Waiting(kind="person", icon="bulb", title=title, line=line, href=href, action=_("Look at it"), since=first.came_at)
    ]  # fmt: skip


def _readable(taken: list[Idea], person: Person, now: datetime) -> set[int]:
    """Return the numbers of those of the ideas whose post the person may read."""
    if not taken:
        return set()
    slots = {one.draft.slot_id: one.pk for one in taken if one.draft is not None}
    seen = planning.visible_to(person, now=now).filter(Q(pk__in=slots)).values_list("pk", flat=True)
    return {slots[slot] for slot in seen}
