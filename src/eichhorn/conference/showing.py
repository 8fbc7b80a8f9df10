"""Lines of an agenda as a page or a letter shows them: in words, with what can be decided and what was.

The difficult thing: the same lines are read in a meeting, on a projector, on paper and in a letter. So they are put into
words once, here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from eichhorn.conference import queries, words
from eichhorn.conference.models import Decision, Line
from eichhorn.conference.queries import Stands, is_left_open
from eichhorn.conference.rules import DEEDS, Deed, Section, Why, changes, is_question
from eichhorn.conference.words import Button
from eichhorn.people.rules import Act
from eichhorn.planning.words import Sign, sign
from eichhorn.ui import typed_dates

NEEDS: dict[Deed, Act] = {Deed.BEGIN: Act.WRITE, Deed.HOLD: Act.HOLD}
"""What a deed needs besides the right to plan."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One field of a thing, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision, in words."""

    word: str
    note: str
    at: datetime
    noted_by: str
    is_adjourned: bool
    changes: tuple[Changed, ...]
    made_href: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line, in words."""

    pk: int
    number: int
    icon: str
    title: str
    said: str
    href: str
    triage: str
    """Where a request is decided."""
    sign: Sign | None
    """How its post stands now."""
    mark: str
    deeds: tuple[Button, ...]
    decided: tuple[Decided, ...]
    is_question: bool
    is_open: bool
    """A question about which nothing is decided yet."""
    goes_on: bool
    """It goes to the next meeting."""
    is_gone: bool
    when: str
    """The date that it has, as it is typed; for the field of another one."""
    goal: str
    first_free: str
    """The first free place of a channel, as it is typed."""

    @property
    def latest(self) -> Decided | None:
        return self.decided[-1] if self.decided else None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the agenda with its lines."""

    title: str
    rows: tuple[Row, ...]


def rows(lines: Iterable[Line], *, acts: Collection[Act]) -> list[Row]:
    """Return the lines in words, each with what the holder of the acts can decide. Two queries."""
    known = list(lines)
    stands = queries.standings(known)
    return [_row(line, stands[line.pk], acts) for line in known]


def parts(shown: Iterable[Row], lines: Iterable[Line]) -> list[Part]:
    """Return the rows by parts of the agenda; a part without a row is left out."""
    found: dict[Section, list[Row]] = {section: [] for section in Section}
    for row, line in zip(shown, lines, strict=True):
        found[Section(line.section)].append(row)
    return [Part(str(words.SECTIONS[section]), tuple(of)) for section, of in found.items() if of]


def _row(line: Line, stands: Stands, acts: Collection[Act]) -> Row:
    why, decided = Why(line.why), tuple(_decided(one) for one in line.decisions.all())
    question = is_question(why) and not line.facts.settled
    return Row(
        pk=line.pk, number=line.number, icon=words.ICONS[why], title=words.title_of(line), said=words.said(line),
        href="" if stands.is_gone else words.href(line), mark=stands.mark,
        triage=reverse("desk:decide", args=[line.request_id])
        if stands.standing.request == "received" and Act.TRIAGE in acts
        else "",
        sign=sign(stands.standing.stage) if stands.standing.stage else None, deeds=_offered(line, stands, acts),
        decided=decided, is_question=question, is_open=question and not decided, goes_on=is_left_open(line), is_gone=stands.is_gone,
        when=_typed(stands.standing.when), goal=stands.standing.goal, first_free=_typed(line.facts.days[0]) if line.facts.days else "",
    )  # fmt: skip


def _typed(iso: str) -> str:
    return typed_dates.written(datetime.fromisoformat(iso)) if iso else ""


def _offered(line: Line, stands: Stands, acts: Collection[Act]) -> tuple[Button, ...]:
    """Return what can be decided: what the room would do now, and what the reader may."""
    if Act.PLAN not in acts:
        return ()
    stage, offered = stands.standing.stage, []
    for deed in DEEDS[Why(line.why)]:
        about_slot = deed in {Deed.MOVE, Deed.BEGIN, Deed.SET_GOAL, Deed.PUT_BACK}
        over = about_slot and (stands.is_gone or stage in {"out", "cancelled"})
        if over or (deed is Deed.BEGIN and stage != "idea") or (deed is Deed.SET_GOAL and stands.standing.goal):
            continue
        if deed not in NEEDS or NEEDS[deed] in acts:
            offered.append(words.BUTTONS[deed])
    return tuple(offered)


def _decided(one: Decision) -> Decided:
    return Decided(
        word=str(words.DECIDED[Deed(one.deed)]), note=one.note, at=one.at, noted_by=one.noted_by.name if one.noted_by else "",
        is_adjourned=one.deed == Deed.ADJOURN,
        changes=tuple(Changed(*words.changed(change)) for change in changes(one.before, one.after) if one.made_slot_id is None)
        or _made(one),
        made_href=reverse("planning:slot", args=[one.made_slot_id]) if one.made_slot_id is not None else "",
    )  # fmt: skip


def _made(one: Decision) -> tuple[Changed, ...]:
    """Return what came into the plan, as one change."""
    if one.made_slot_id is None:
        return ()
    after = one.after
    date = words.value("when", after.when)
    return (Changed(str(words.FIELDS["title"]), "", f"{after.title}, {date}"),)
