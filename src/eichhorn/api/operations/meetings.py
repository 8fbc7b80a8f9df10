"""Editorial meetings: prepared, opened, decided line by line, closed."""

from datetime import UTC, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Router

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.operations import choices
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.problems import Problem
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import meetings as shown
from eichhorn.api.schemas.fields import Numbered
from eichhorn.conference import queries, services
from eichhorn.conference.models import Line, Meeting
from eichhorn.conference.rules import Deed
from eichhorn.conference.services import Wish
from eichhorn.people import services as permissions
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import rules as plan

router = Router(tags=["meetings"])
MeetingId = Annotated[Numbered, Path(description="The number of the meeting.", example=2)]
LineId = Annotated[Numbered, Path(description="The number of the line.", example=12)]


class MeetingPage(Page[shown.MeetingShown]):
    """A page of meetings."""


@router.get("/meetings", **operation("list_meetings", Scope.READ, MeetingPage))
def list_meetings(request: HttpRequest, paging: Paged) -> HttpResponse:
    """List the editorial meetings, those that are closed too."""
    return page(queries.meetings(), paging, shown.meeting, MeetingPage)


@router.post("/meetings", **operation("prepare_meeting", Scope.PLAN, shown.MeetingWhole, status=201))
def prepare_meeting(request: HttpRequest, given: shown.NewMeeting) -> HttpResponse:
    """Prepare a meeting. Its agenda builds itself when it is opened."""
    caller = caller_of(request)
    made = services.prepare(
        title=given.title, begins_at=_instant(given.begins_local), taking_part=_people(given.people, caller),
        by=caller.person, now=caller.now,
    )  # fmt: skip
    return answers.said(_whole(caller, made.pk), status=201, at=f"/meetings/{made.pk}")


@router.get("/meetings/{meeting_id}", **operation("read_meeting", Scope.READ, shown.MeetingWhole))
def read_meeting(request: HttpRequest, meeting_id: MeetingId) -> HttpResponse:
    """Read a meeting: its agenda with what was decided or, once it is closed, its protocol."""
    return answers.said(_whole(caller_of(request), meeting_id))


@router.put("/meetings/{meeting_id}", **operation("change_meeting", Scope.PLAN, shown.MeetingWhole))
def change_meeting(request: HttpRequest, meeting_id: MeetingId, given: shown.NewMeeting) -> HttpResponse:
    """Change a meeting that was not opened yet, as a whole."""
    caller = caller_of(request)
    services.change(
        meeting=Meeting.objects.get(pk=meeting_id), title=given.title, begins_at=_instant(given.begins_local),
        taking_part=_people(given.people, caller), by=caller.person, now=caller.now,
    )  # fmt: skip
    return answers.said(_whole(caller, meeting_id))


@router.post("/meetings/{meeting_id}/open", **operation("open_meeting", Scope.PLAN, shown.MeetingWhole))
def open_meeting(request: HttpRequest, meeting_id: MeetingId) -> HttpResponse:
    """Open a meeting: its agenda is what the house asks at this moment."""
    caller = caller_of(request)
    services.open_(meeting=Meeting.objects.get(pk=meeting_id), by=caller.person, now=caller.now)
    return answers.said(_whole(caller, meeting_id))


@router.post("/meetings/{meeting_id}/close", **operation("close_meeting", Scope.PLAN, shown.MeetingWhole))
def close_meeting(request: HttpRequest, meeting_id: MeetingId) -> HttpResponse:
    """Close a meeting. Its protocol never changes from then on; what was not decided is open."""
    caller = caller_of(request)
    services.close(meeting=Meeting.objects.get(pk=meeting_id), by=caller.person, now=caller.now)
    return answers.said(_whole(caller, meeting_id))


@router.put("/meetings/{meeting_id}/people", **operation("set_meeting_people", Scope.PLAN, shown.MeetingWhole))
def set_meeting_people(request: HttpRequest, meeting_id: MeetingId, given: shown.TakingPart) -> HttpResponse:
    """Say who takes part, as a whole; as long as the meeting is not closed."""
    caller = caller_of(request)
    services.take_part(
        meeting=Meeting.objects.get(pk=meeting_id), taking_part=_people(given.people, caller), by=caller.person,
        now=caller.now,
    )  # fmt: skip
    return answers.said(_whole(caller, meeting_id))


@router.post("/meetings/{meeting_id}/call-off", **operation("call_off_meeting", Scope.PLAN, shown.MeetingShown))
def call_off_meeting(request: HttpRequest, meeting_id: MeetingId) -> HttpResponse:
    """Call off a meeting that was not opened. It is gone; the answer is how it stood."""
    caller = caller_of(request)
    standing = shown.meeting(Meeting.objects.get(pk=meeting_id))
    services.call_off(meeting=Meeting(pk=meeting_id), by=caller.person, now=caller.now)
    return answers.said(standing)


@router.post("/meetings/{meeting_id}/mail", **operation("mail_protocol", Scope.PLAN, shown.MeetingWhole))
def mail_protocol(request: HttpRequest, meeting_id: MeetingId) -> HttpResponse:
    """Mail the protocol of a closed meeting to those who took part: each in their language, as far as they may read it."""
    caller = caller_of(request)
    services.mail(meeting=Meeting.objects.get(pk=meeting_id), by=caller.person, now=caller.now)
    return answers.said(_whole(caller, meeting_id))


@router.post("/meetings/{meeting_id}/points", **operation("add_point", Scope.PLAN, shown.MeetingWhole))
def add_point(request: HttpRequest, meeting_id: MeetingId, given: shown.NewPoint) -> HttpResponse:
    """Put a point of one's own at the end of an agenda."""
    caller = caller_of(request)
    services.add_point(
        meeting=Meeting.objects.get(pk=meeting_id), title=given.title, by=caller.person, now=caller.now
    )  # fmt: skip
    return answers.said(_whole(caller, meeting_id))


@router.post("/meetings/{meeting_id}/additions", **operation("add_to_protocol", Scope.PLAN, shown.MeetingWhole))
def add_to_protocol(request: HttpRequest, meeting_id: MeetingId, given: shown.NewAddition) -> HttpResponse:
    """Add something to a closed protocol, which itself stays as it is."""
    caller = caller_of(request)
    services.add(meeting=Meeting.objects.get(pk=meeting_id), text=given.text, by=caller.person, now=caller.now)
    return answers.said(_whole(caller, meeting_id))


@router.post(
    "/agenda-lines/{line_id}/decisions",
    **operation("decide_line", Scope.PLAN, shown.AgendaLineShown, can=("not-as-seen",)),
)
def decide_line(request: HttpRequest, line_id: LineId, given: shown.NewDecision) -> HttpResponse:
    """Decide about a line of a meeting that runs. What is decided is done, and kept with before and after, or neither is.

    `seen` is that of the line: where somebody has changed its thing since, nothing is done.
    """
    caller = caller_of(request)
    permissions.require(caller.person, Act.PLAN, now=caller.now)
    queries.line(line_id, person=caller.person, now=caller.now)
    try:
        services.decide(
            line_id=line_id, wish=_wish(given, caller), seen=given.seen, by=caller.person, now=caller.now
        )  # fmt: skip
    except services.ChangedMeanwhile as changed:
        raise Problem("not-as-seen", seen=changed.stands.mark, stage=changed.stands.standing.stage) from changed
    except services.NothingSaid as nothing:
        raise invalid.at("note", _("Say in a sentence what was decided.")) from nothing
    except services.NotRunning as over:
        raise Problem("stands-elsewhere", _("The meeting does not run."), reason="not_running") from over
    except services.NotPossible as no:
        raise Problem(
            "stands-elsewhere", _("This cannot be decided about it, or not any more."), reason="not_possible"
        ) from no
    line = queries.line(line_id, person=caller.person, now=caller.now)
    return answers.said(shown.line(line, queries.standings([line])[line.pk]))


def _wish(given: shown.NewDecision, caller: Caller) -> Wish:
    """Return what was decided, or say at which place something is missing for it."""
    match given.deed:
        case Deed.MOVE if given.when_local is None:
            raise invalid.at("when_local", _("Name the new date."))
        case Deed.PLAN if given.title is None:
            raise invalid.at("title", _("Say what the post is about."))
        case Deed.SET_GOAL if given.goal is None:
            raise invalid.at("goal", _("Name the goal."))
    return Wish(
        given.deed, note=" ".join(given.note.replace("\x00", "").split()), when=given.when_local,
        goal=choices.goal(given.goal, caller.now) if given.deed is Deed.SET_GOAL else None, title=given.title or "",
    )  # fmt: skip


def _instant(local: datetime) -> datetime:
    try:
        return plan.instant(local, choices.zone()).astimezone(UTC)
    except plan.NoSuchTime as skipped:
        raise invalid.at(
            "begins_local", _("This time does not exist: on that night the clocks are put forward.")
        ) from skipped


def _people(numbers: list[int], caller: Caller) -> list[Person]:
    return [choices.person(number, caller, at=f"people/{place}") for place, number in enumerate(numbers)]


def _whole(caller: Caller, number: int) -> shown.MeetingWhole:
    """Return the meeting as the caller may read it. Thirteen queries at most."""
    standing = queries.meeting(number)
    lines: list[Line] = queries.visible_lines(standing, person=caller.person, now=caller.now)
    additions = standing.additions.select_related("by").order_by("pk")
    return shown.whole(standing, lines, queries.standings(lines), additions, standing.mailings.order_by("pk"))
