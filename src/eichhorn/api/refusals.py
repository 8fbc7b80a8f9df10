"""What the rooms refuse, as problems.

The difficult thing: a refusal that is forgotten here would look like a breakdown. So this is one table from the rooms'
own errors to kinds of problems, and a test walks through all that the services can raise.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eichhorn.allies import services as allies
from eichhorn.allies.words import not_now, resting
from eichhorn.api import invalid
from eichhorn.api.problems import Fault, Problem
from eichhorn.calendar import services as calendar
from eichhorn.carrying import services as carrying
from eichhorn.composer import carding, composing
from eichhorn.composer.rules.splitting import TooMany, Uncuttable
from eichhorn.composer.words import why_no_card, why_not_cut
from eichhorn.content import services as content
from eichhorn.delivery import services as delivery
from eichhorn.desk import services as desk
from eichhorn.dialogue import services as dialogue
from eichhorn.duty import rules as hours
from eichhorn.duty import services as duty
from eichhorn.foundation.states import ForbiddenMove
from eichhorn.foundation.webpages import NotRead
from eichhorn.ideas import services as ideas
from eichhorn.ideas.words import not_open, too_many
from eichhorn.library import services as library
from eichhorn.media.responses import COME_AGAIN_S
from eichhorn.media.rules import PictureProblem, PictureRefused
from eichhorn.media.services import WrongPlace
from eichhorn.media.words import refusal
from eichhorn.people.rules import NotAllowed
from eichhorn.planning import rules as plans
from eichhorn.planning import services as planning
from eichhorn.planning.rules.tags import MOST_TAGS, TooManyTags
from eichhorn.queueing import services as queueing
from eichhorn.queueing import words as queues
from eichhorn.queueing.queries import NotWaiting
from eichhorn.queueing.rules import NoPlace
from eichhorn.remarks.rules import Unfit, UnfitRemark
from eichhorn.remarks.words import unfit
from eichhorn.review import services as review
from eichhorn.review import words
from eichhorn.review.services import NotReadyBecause, UndecidableBecause
from eichhorn.several import services as several
from eichhorn.snippets import services as snippets
from eichhorn.strategy import services as strategy
from eichhorn.topics import services as topics
from eichhorn.video import words as videos
from eichhorn.video.rules.subtitles import SubtitlesRefused
from eichhorn.video.rules.taking import VideoProblem, VideoRefused

PLACES = {"sponsor": "stated/sponsor", "pictures": "attachments", "parts": "text", "alt": "attachments",
          "option": "poll/options", "options": "poll/options", "card_url": "card/url", "card_title": "card/title",
          "card_description": "card/description"}  # fmt: skip
"""Where a part that is too long stands in a body, where it is called otherwise there."""


def _too_long(error: content.TooLong) -> Problem:
    if error.part == "pictures":
        return invalid.at("attachments", _("A post may have %(most)s pictures at most.") % {"most": error.most})
    if error.part == "parts":
        return invalid.at("text", _("A thread may have %(most)s parts at most.") % {"most": error.most})
    if error.part == "options":
        return invalid.at("poll/options", _("A poll may have %(most)s answers at most.") % {"most": error.most})
    return invalid.at(
        PLACES.get(error.part, error.part), invalid.sentence("string_too_long", {"max_length": error.most})
    )


def _not_ready(error: review.NotReady) -> Problem:
    detail = words.not_ready(error)
    if error.because in {NotReadyBecause.CHANGED, NotReadyBecause.NOT_A_DRAFT}:
        return Problem("stands-elsewhere", detail, reason=error.because.value)
    return Problem(
        "not-ready", detail, reason=error.because.value, about=error.about, findings=[f.key for f in error.findings]
    )


def _undecided(error: review.Undecidable) -> Problem:
    if error.because is UndecidableBecause.NO_REASON:
        return invalid.at("reason", words.undecidable(error.because))
    if error.because is UndecidableBecause.AUTHOR:
        return Problem("role-missing", words.undecidable(error.because), act="approve", reason="author")
    return Problem("stands-elsewhere", words.undecidable(error.because), reason=error.because.value)


def _unanswered(error: desk.Undecidable) -> Problem:
    match error.because:
        case "no_channel":
            return invalid.at("channels", _("Name one channel at least."))
        case "not_declined":
            return Problem("stands-elsewhere", _("It was not declined."), reason=error.because)
        case "no_date":
            return invalid.at("planned_local", _("Name the date that is reserved."))
        case "embargoed":
            return invalid.at("planned_local", _("This is before the embargo ends."))
        case "same_team":
            return Problem("stands-elsewhere", _("This team looks at it already."), reason=error.because)
        case "no_reason":
            return invalid.at("text", _("An answer without a reason cannot be sent."))
    return Problem("stands-elsewhere", reason=error.because)


def _collision(error: content.Collision) -> Problem:
    return Problem("collision", latest=error.theirs.number)


def _unfit_beside(error: content.Unfit) -> Problem:
    match error.part:
        case "minutes":
            return invalid.at("poll/minutes", _("A poll lasts five minutes at least and 30 days at most."))
        case "film":
            return invalid.at("film/media", _("There is no such video. Add it first."))
        case "card_picture":
            return invalid.at("card/media", _("There is no such picture. Send it first."))
    return invalid.at("card/url", _("This is no address of a page. It begins with https://."))


def _no_room(error: planning.PlaceTaken) -> Problem:
    free = error.next_free.isoformat(timespec="minutes") if error.next_free is not None else None
    return Problem("stands-elsewhere", _("This day is full by now."), reason="place_taken", next_free_local=free)


def _too_long_to_answer(error: dialogue.TooLong) -> Problem:
    detail = ngettext(
        "The network takes only %(most)s character.", "The network takes only %(most)s characters.", error.most
    )
    return invalid.at("text", detail % {"most": error.most})


def _unfit(error: UnfitRemark) -> Problem:
    match error.why:
        case Unfit.EMPTY | Unfit.TOO_LONG:
            return invalid.at("text", unfit(error.why))
        case Unfit.NO_PASSAGE | Unfit.NOT_THERE:
            return invalid.at("passage", unfit(error.why))
    return Problem("stands-elsewhere", unfit(error.why), reason=error.why.value)


def _picture(error: PictureRefused) -> Problem:
    if error.reason is PictureProblem.NOT_KEPT:
        return Problem("out-of-reach", headers={"Retry-After": str(COME_AGAIN_S)})
    return invalid.at("file", refusal(error.reason))


def _video(error: VideoRefused) -> Problem:
    match error.reason:
        case VideoProblem.NOT_KEPT:
            return Problem("out-of-reach", headers={"Retry-After": str(COME_AGAIN_S)})
        case VideoProblem.GONE:
            return Problem("not-ready", videos.refusal(error.reason), reason=error.reason.value)
        case VideoProblem.EMPTY | VideoProblem.TOO_LARGE:
            place = "#/size_bytes"
        case _:
            place = "#"
    return Problem("invalid", faults=[Fault(videos.refusal(error.reason), pointer=place)], reason=error.reason.value)


def _subtitles(error: SubtitlesRefused) -> Problem:
    found = [{"line": one.line, "reason": one.what.value} for one in error.mistakes]
    return Problem(
        "invalid", faults=[Fault(videos.mistake(one), pointer="#/text") for one in error.mistakes], mistakes=found
    )


REFUSALS: dict[type[Exception], Callable[[Any], Problem]] = {
    ObjectDoesNotExist: lambda _e: Problem("not-found"),
    Http404: lambda _e: Problem("not-found"),
    NotAllowed: lambda e: Problem("role-missing", act=e.act.value),
    ForbiddenMove: lambda _e: Problem("stands-elsewhere"),
    content.Collision: _collision,
    topics.Collision: lambda e: Problem("collision", latest=e.theirs.number),
    content.Finished: lambda _e: Problem(
        "stands-elsewhere", _("The post is out or was put back. Its text is history and stays as it was."), reason="finished"
    ),
    content.TooLong: _too_long,
    content.Unlabelled: lambda _e: invalid.at(
        "stated", _("A deepfake needs its label (ai_label), and political advertising names who pays (sponsor).")
    ),
    content.Unfit: _unfit_beside,
    content.CannotBeCut: lambda _e: invalid.at(
        "attachments", _("A moving picture cannot be cut: it would no longer move. Show it whole.")
    ),
    PictureRefused: _picture,
    VideoRefused: _video,
    SubtitlesRefused: _subtitles,
    library.NothingToSettle: lambda _e: Problem(
        "stands-elsewhere",
        _("Nothing is left to decide here: the post is not out any more, or somebody was quicker."),
        reason="nothing_to_settle",
    ),
    carding.TooOften: lambda e: Problem(
        "too-many-requests", why_no_card(e), headers={"Retry-After": str(int(carding.PER.total_seconds()))}
    ),
    NotRead: lambda e: Problem("invalid", faults=[Fault(why_no_card(e), pointer="#/url")], reason=e.why.value),
    composing.NoThread: lambda e: invalid.at("channels", why_not_cut(e)),
    Uncuttable: lambda e: Problem("invalid", faults=[Fault(why_not_cut(e), pointer="#/text")], uncuttable=e.what),
    TooMany: lambda e: invalid.at("text", why_not_cut(e)),
    WrongPlace: lambda e: Problem(
        "stands-elsewhere", _("The piece begins elsewhere, or it is not what was sent. Go on where `received_bytes` says."),
        reason="wrong_place", received_bytes=e.received,
    ),
    allies.Resting: lambda e: Problem("stands-elsewhere", resting(e.why, e.free_on), reason=e.why.value),
    allies.NotNow: lambda e: Problem("stands-elsewhere", not_now(e.ask), reason=e.ask.state),
    allies.Answered: lambda e: Problem("stands-elsewhere", not_now(e.ask), reason=e.ask.state),
    allies.TooOften: lambda _e: Problem(
        "stands-elsewhere", _("Enough has come for this ask. Please note it as an idea of its own."), reason="too_often"
    ),
    allies.AlreadyTheirs: lambda _e: Problem("stands-elsewhere", reason="already_theirs"),
    ideas.NotOpen: lambda e: Problem("stands-elsewhere", not_open(e.idea), reason=e.idea.state),
    ideas.Collision: lambda e: Problem("collision", latest=e.idea.edition),
    ideas.TooManyPictures: lambda _e: invalid.at("attachments", too_many()),
    strategy.WouldCircle: lambda _e: invalid.at("parent", _("A goal cannot serve itself, or one that serves it.")),
    strategy.IsArchived: lambda e: Problem(
        "stands-elsewhere", _("The goal above it is archived. Bring that one back first."), reason="archived", goal=e.goal.pk
    ),
    calendar.NameTaken: lambda _e: Problem(
        "stands-elsewhere", _("A view of this name is kept already. Please choose another name."), reason="name_taken"
    ),
    calendar.TooMany: lambda _e: Problem(
        "stands-elsewhere", _("So many views are kept already. Please drop one first."), reason="too_many"
    ),
    snippets.NameTaken: lambda _e: Problem(
        "stands-elsewhere", _("This name is taken already, or the channel has a signature already."), reason="name_taken"
    ),
    snippets.SaysNothing: lambda _e: invalid.at("text", _("There is no word in it of which a hashtag could be made.")),
    duty.Overlaps: lambda _e: Problem(
        "stands-elsewhere", _("For one of these days something is told already. Take that back first."), reason="overlaps"
    ),
    duty.OwnDeputy: lambda _e: invalid.at("deputy", _("Nobody can stand in for themselves.")),
    duty.HasLeft: lambda _e: invalid.at("deputy", _("There is nobody of this number.")),
    hours.NotSane: lambda _e: invalid.at("minutes", _("A day has between 0 and 960 minutes.")),
    hours.EndsTooSoon: lambda _e: invalid.at("ends_on", _("This has to be a later day.")),
    hours.TooLong: lambda _e: invalid.at("ends_on", _("More than two years cannot be told in one piece.")),
    hours.TooFar: lambda _e: Problem(
        "stands-elsewhere", _("This lies more than five years from today."), reason="too_far"
    ),
    planning.CannotUndo: lambda e: Problem(
        "stands-elsewhere", _("It cannot be undone any more."), reason=str(e.hindrances[0].because),
        slots=[one.slot.pk for one in e.hindrances],
    ),
    planning.NeverComes: lambda _e: invalid.at("begins_on", _("This rule means no day that is still to come.")),
    plans.NoSuchTime: lambda _e: invalid.at(
        "planned_local", _("This time does not exist: on that night the clocks are put forward.")
    ),
    planning.NotMovable: lambda _e: Problem(
        "stands-elsewhere", _("It is out already. Its date can no longer be changed."), reason="not_movable"
    ),
    planning.ChangedSince: lambda e: Problem(
        "stands-elsewhere", _("One of them was moved or approved since. Nothing was moved."), reason="changed_since",
        slots=[slot.pk for slot in e.slots],
    ),
    several.ChangedMeanwhile: lambda _e: Problem("not-as-seen"),
    queueing.Asked: lambda _e: Problem("not-as-seen"),
    queueing.QueueChanged: lambda _e: Problem("not-as-seen"),
    queueing.UnderWay: lambda e: Problem("stands-elsewhere", queues.why(e), reason="under_way"),
    NotWaiting: lambda e: Problem("stands-elsewhere", queues.why(e), reason="not_waiting"),
    NoPlace: lambda e: Problem("stands-elsewhere", queues.why(e), reason="no_place"),
    carrying.ReasonMissing: lambda _e: invalid.at("because", _("Say in a sentence why it is let go.")),
    planning.CampaignEnded: lambda _e: invalid.at("campaign", _("Somebody ended this campaign.")),
    planning.CannotTake: lambda _e: invalid.at("to", _("This person may not write on one of its channels.")),
    TooManyTags: lambda _e: invalid.at("tags", _("A post has %(most)s tags at most.") % {"most": MOST_TAGS}),
    planning.PlaceTaken: _no_room,
    planning.TimePassed: lambda _e: invalid.at("planned_local", _("This date has passed.")),
    planning.ReasonMissing: lambda _e: invalid.at(
        "overrun_because", _("The budget would be exceeded, or a day would be too full. Say why it is right all the same.")
    ),
    desk.Undecidable: _unanswered,
    desk.Closed: lambda _e: Problem("stands-elsewhere"),
    UnfitRemark: _unfit,
    review.NotReady: _not_ready,
    review.Undecidable: _undecided,
    delivery.NotDecidable: lambda _e: Problem("stands-elsewhere"),
    delivery.NotConfirmed: lambda _e: invalid.at(
        "confirmed", _("It may be there already. Look first; then say so with the value not_there.")
    ),
    delivery.ProofMissing: lambda _e: invalid.at("url", _("Name the address at which it can be seen.")),
    dialogue.TooLong: _too_long_to_answer,
}  # fmt: skip


def problem_of(error: Exception) -> Problem | None:
    """Return the refusal that the error means, None where it is a breakdown."""
    if isinstance(error, Problem):
        return error
    for kind in type(error).__mro__:
        if (said := REFUSALS.get(kind)) is not None:
            return said(error)
    return None
