"""Ideas come in, are written anew, put aside and brought back.

The difficult thing: a phone at a building site sends the same form twice, because the first answer never came. So a form
has a mark, and the same mark is the same idea.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from eichhorn.channels.models import Channel
from eichhorn.foundation import audit
from eichhorn.ideas.models import Door, Idea, IdeaPicture
from eichhorn.ideas.rules import MOST_PICTURES, STATES, State, findable
from eichhorn.media import services as media
from eichhorn.media.models import Picture
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning.rules import Stage
from eichhorn.planning.services.tags import known
from eichhorn.strategy.models import Goal, Pillar
from eichhorn.topics.models import Topic


class NotOpen(Exception):
    """The idea does not wait in the pool any more: somebody took it up or put it aside. `idea` is how it stands."""

    def __init__(self, idea: Idea) -> None:
        super().__init__(f"idea {idea.pk} is {idea.state}")
        self.idea = idea


class Collision(Exception):
    """Somebody wrote the idea anew since it was read; `idea` is how it stands."""

    def __init__(self, idea: Idea) -> None:
        super().__init__(f"idea {idea.pk} was changed")
        self.idea = idea


class TooManyPictures(Exception):
    """An idea has MOST_PICTURES at most."""


@dataclass(frozen=True, slots=True)
class NewPicture:
    """A picture as it was given."""

    content: bytes
    file_name: str


@dataclass(frozen=True, slots=True)
class Said:
    """What an idea says. Its pictures are those that are there already, each with its description, and then new ones."""

    title: str
    note: str = ""
    link: str = ""
    had_by: str = ""
    goal: Goal | None = None
    pillar: Pillar | None = None
    topic: Topic | None = None
    channels: Collection[Channel] = ()
    tags: tuple[str, ...] = ()
    kept: Sequence[tuple[Picture, str]] = ()
    new: Sequence[NewPicture] = ()


def add(*, said: Said, by: Person | None, door: Door | None = None, once: str = "", now: datetime) -> Idea:
    """The idea is in the pool; with the mark of a form that was sent before, the one that is there. Raises PictureRefused.

    `by` None is a guest who was let in by the door, or the installation itself (demo data).
    """
    try:
        return _added(said, by, door, once, now)
    except IntegrityError:  # perhaps the same form, sent twice at one moment
        there = Idea.objects.filter(once=once).first() if once else None
        if there is None:
            raise
        return there


@transaction.atomic
def _added(said: Said, by: Person | None, door: Door | None, once: str, now: datetime) -> Idea:
    if by is not None:
        people.require(by, Act.READ, now=now)
    if once and (there := Idea.objects.filter(once=once).first()) is not None:
        return there
    idea = Idea(
        brought_by=by,
        door=door,
        came_at=now,
        seen_at=None if door is not None else now,
        once=once or None,
        **_words(said),
    )
    idea.save(force_insert=True)
    _hang(idea, said, by, now)
    audit.record("ideas.added", of=("idea", idea.pk), by=_id(by), now=now)
    return idea


@transaction.atomic
def change(*, idea: Idea, said: Said, based_on: int | None = None, by: Person, now: datetime) -> Idea:
    """The idea says this from now on. Raises NotOpen, PictureRefused, and Collision where it is a later edition."""
    standing = _locked(idea)
    if standing.brought_by_id != by.pk:
        people.require(by, Act.WRITE, now=now)
    people.require(by, Act.READ, now=now)
    if standing.state != State.OPEN:
        raise NotOpen(standing)
    if based_on is not None and based_on != standing.edition:
        raise Collision(standing)
    for name, value in _words(said).items():
        setattr(standing, name, value)
    standing.edition += 1
    standing.save()
    _hang(standing, said, by, now)
    audit.record("ideas.changed", of=("idea", standing.pk), by=by.pk, now=now)
    return standing


@transaction.atomic
def put_aside(*, idea: Idea, because: str = "", by: Person, now: datetime) -> Idea:
    """Nobody wants to make it now; it is kept. Raises NotOpen where somebody was quicker."""
    people.require(by, Act.WRITE, now=now)
    standing = _locked(idea)
    if standing.state != State.OPEN:
        raise NotOpen(standing)
    standing.because = because.strip()
    move(standing, State.ASIDE, by, now)
    audit.record("ideas.put_aside", of=("idea", standing.pk), by=by.pk, now=now)
    return standing


@transaction.atomic
def bring_back(*, idea: Idea, by: Person, now: datetime) -> Idea:
    """The idea waits in the pool again. One that became a post comes back only when that was put back, else NotOpen."""
    people.require(by, Act.WRITE, now=now)
    standing = _locked(idea)
    if standing.state == State.OPEN:
        return standing
    if standing.draft is not None and standing.draft.slot.stage != Stage.CANCELLED:
        raise NotOpen(standing)
    standing.because, standing.draft = "", None
    move(standing, State.OPEN, by, now)
    audit.record("ideas.brought_back", of=("idea", standing.pk), by=by.pk, now=now)
    return standing


@transaction.atomic
def see(*, idea: Idea, by: Person, now: datetime) -> None:
    """The team knows of the idea, and it stays in the pool: it waits on nobody's day any more. Idempotent."""
    people.require(by, Act.WRITE, now=now)
    if Idea.objects.filter(pk=idea.pk, seen_at__isnull=True).update(seen_at=now):
        audit.record("ideas.seen", of=("idea", idea.pk), by=by.pk, now=now)


@transaction.atomic
def forget_who(*, ideas: Collection[int]) -> None:
    """The ideas stay, without the name of whoever had them."""
    for one in Idea.objects.select_for_update(of=("self",)).filter(pk__in=ideas).order_by("pk"):
        one.had_by, one.findable = "", findable(one.title, one.note, one.link)
        one.save(update_fields=["had_by", "findable"])


def move(standing: Idea, to: State, by: Person, now: datetime) -> None:
    """The locked idea stands there, and has been seen."""
    standing.state = STATES.check(standing.state, to).value
    standing.moved_at, standing.moved_by, standing.seen_at = now, by, standing.seen_at or now
    standing.save(update_fields=["state", "because", "draft", "moved_at", "moved_by", "seen_at"])


def _locked(idea: Idea) -> Idea:
    return Idea.objects.select_for_update(of=("self",)).select_related("draft__slot", "moved_by").get(pk=idea.pk)


def _words(said: Said) -> dict[str, object]:
    return {
        "title": said.title.strip(), "note": said.note.strip(), "link": said.link.strip(), "had_by": said.had_by.strip(),
        "goal": said.goal, "pillar": said.pillar, "topic": said.topic,
        "findable": findable(said.title, said.note, said.link, said.had_by),
    }  # fmt: skip


def _hang(idea: Idea, said: Said, by: Person | None, now: datetime) -> None:
    """The idea has these channels, tags and pictures, each picture once."""
    if len(said.kept) + len(said.new) > MOST_PICTURES:
        raise TooManyPictures
    idea.channels.set(said.channels)
    idea.tags.set(known(said.tags))
    pictures = {picture.pk: (picture, alt) for picture, alt in said.kept}
    for new in said.new:
        stored = media.store(content=new.content, file_name=new.file_name, by=by, now=now)
        pictures.setdefault(stored.pk, (stored, ""))
    idea.pictures.all().delete()
    IdeaPicture.objects.bulk_create(
        IdeaPicture(idea=idea, position=position, picture=picture, alt=alt.strip())
        for position, (picture, alt) in enumerate(pictures.values())
    )


def _id(person: Person | None) -> int | None:
    return person.pk if person is not None else None
