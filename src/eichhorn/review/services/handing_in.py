"""Handing a draft in: somebody is asked about exactly this version, for exactly these dates and channels."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health, Limits
from eichhorn.content import checking, filming, polling
from eichhorn.content import queries as content
from eichhorn.content.models import Draft, Version
from eichhorn.content.queries import Pictured
from eichhorn.foundation import audit, text
from eichhorn.guidelines.rules import Finding, describes_nothing
from eichhorn.media import queries as media
from eichhorn.media import variants
from eichhorn.media.fitting import Misfit
from eichhorn.people import queries as people_queries
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.people.working_time import add_working_hours
from eichhorn.planning import services as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.review import mails, queries
from eichhorn.review.models import Approval, Route
from eichhorn.review.rules import Outcome, RouteKind
from eichhorn.review.services.deciding import decide, grant
from eichhorn.video import queries as videos

ANSWER_WITHIN_WORKING_H = 9.0
"""How long an approver has, unless the date comes first."""
SHORTEST_TO_ANSWER = timedelta(minutes=15)


class NotReadyBecause(StrEnum):
    """Why a draft cannot be handed in."""

    EMPTY = "empty"
    NO_DATE = "no_date"
    DATE_PASSED = "date_passed"
    NO_CHANNEL = "no_channel"
    CHANNELS_CHANGED = "channels_changed"
    """The text was saved for other channels than those of the plan."""
    NOT_CONNECTED = "not_connected"
    TOO_LONG = "too_long"
    ALT_TOO_LONG = "alt_too_long"
    TOO_MANY_PICTURES = "too_many_pictures"
    NO_PICTURE = "no_picture"
    """The channel shows nothing that has neither a picture nor a film."""
    PICTURE_TOO_LARGE = "picture_too_large"
    PICTURE_TYPE = "picture_type"
    PICTURE_TOO_NARROW = "picture_too_narrow"
    """A strip: somebody has to cut it."""
    PICTURE_MOVES = "picture_moves"
    """It moves, and the network takes it only standing still."""
    PICTURE_RIGHTS = "picture_rights"
    """On its day the picture may not appear: its licence is over by then, or somebody who is shown has not said Yes."""
    PICTURE_ALT = "picture_alt"
    """Nothing is said for those who cannot see a picture, whatever the guidelines ask for."""
    PICTURE_MISSING = "picture_missing"
    """Its row is there and its file is not: nothing may appear in its place."""
    NO_POLLS = "no_polls"
    """The channel has no polls and no text of its own: the post would leave without its question."""
    POLL_UNFIT = "poll_unfit"
    """The poll cannot be asked there like this: too many answers, too long, together with pictures."""
    NO_VIDEOS = "no_videos"
    """The channel takes no videos and has no text of its own: the post would leave without its film."""
    VIDEO_BESIDE = "video_beside"
    """No network shows a video together with pictures or a poll."""
    VIDEO_TOO_LARGE = "video_too_large"
    VIDEO_TOO_LONG = "video_too_long"
    """It plays longer than the network allows this account."""
    VIDEO_ALT = "video_alt"
    """Nothing is said for those who cannot see it."""
    SUBTITLES = "subtitles"
    """It has sound, and no subtitles."""
    VIDEO_RIGHTS = "video_rights"
    VIDEO_MISSING = "video_missing"
    FINDINGS = "findings"
    NO_ROUTE = "no_route"
    NOBODY_MAY = "nobody_may"
    """Everybody who may approve has written on it."""
    NOT_A_DRAFT = "not_a_draft"
    CHANGED = "changed"
    """Somebody saved another version while this one was handed in."""


MISFITS = {
    Misfit.TOO_LARGE: NotReadyBecause.PICTURE_TOO_LARGE,
    Misfit.KIND: NotReadyBecause.PICTURE_TYPE,
    Misfit.TOO_NARROW: NotReadyBecause.PICTURE_TOO_NARROW,
    Misfit.MOVES: NotReadyBecause.PICTURE_MOVES,
    Misfit.MOVES_CUT: NotReadyBecause.PICTURE_MOVES,
    Misfit.MOVES_TOO_LARGE: NotReadyBecause.PICTURE_TOO_LARGE,
}


UNFILMED = {
    filming.Problem.NO_VIDEOS: NotReadyBecause.NO_VIDEOS,
    filming.Problem.BESIDE_PICTURES: NotReadyBecause.VIDEO_BESIDE,
    filming.Problem.BESIDE_POLL: NotReadyBecause.VIDEO_BESIDE,
    filming.Problem.LARGE: NotReadyBecause.VIDEO_TOO_LARGE,
    filming.Problem.LONG: NotReadyBecause.VIDEO_TOO_LONG,
}


class NotReady(Exception):
    """The draft stays where it is; `because` says why, `about` names channel or picture."""

    def __init__(self, because: NotReadyBecause, about: str = "", findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(f"{because} {about}".strip())
        self.because = because
        self.about = about
        self.findings = findings


@transaction.atomic
def hand_in(*, draft: Draft, by: Person, now: datetime, number: int | None = None) -> Approval:
    """Somebody who did not write it is asked about exactly this version. Raises NotReady.

    `number` is that of the version which is meant; None means the latest, whichever it is. On a route of sole
    responsibility its holder has said Yes by handing it in; what somebody else hands in there, the holder is asked about.
    """
    slot = planning.locked(draft.slot_id)
    fresh = content.draft(draft.pk)
    for channel in fresh.slot.channels.all() or [None]:
        people.require(by, Act.WRITE, now=now, channel=channel.pk if channel is not None else None)
    if not _may_be_asked(fresh, slot):
        raise NotReady(NotReadyBecause.NOT_A_DRAFT)
    if number is not None and (fresh.latest is None or fresh.latest.number != number):
        raise NotReady(NotReadyBecause.CHANGED)
    version = _ready(fresh, slot, now)
    route = queries.default_route()
    if route is None:
        raise NotReady(NotReadyBecause.NO_ROUTE)
    approval = _ask(version, slot, route=route, approver=_approver(route, fresh, by, now), by=by, now=now)
    planning.advance(slot=slot, to=Stage.IN_REVIEW, now=now)
    audit.record(
        "review.handed_in", of=("version", version.pk), by=by.pk, now=now,
        details={"route": route.kind, "approval": approval.pk, "digest": version.digest},
    )  # fmt: skip
    if route.kind == RouteKind.SOLE and by.pk == route.approver_id:
        grant(approval, slot, by, by_link=False, now=now)
    else:
        mails.ask(approval, now=now)
    return approval


def _may_be_asked(draft: Draft, slot: Slot) -> bool:
    """Return whether a question about the draft would be a new one: it is a draft, or the last question no longer fits."""
    if Stage(slot.stage) is Stage.DRAFT:
        return True
    if slot.stage not in {Stage.IN_REVIEW, Stage.APPROVED, Stage.NEEDS_SOMEONE}:
        return False
    newest = queries.approvals_of(draft).first()
    return (
        newest is None
        or newest.outcome not in {Outcome.OPEN, Outcome.GRANTED}
        or newest.version_id != draft.latest_id
        or not queries.in_window(newest, slot)
        or {channel.pk for channel in draft.slot.channels.all()} != set(newest.version.channel_ids)
    )


def _ready(draft: Draft, slot: Slot, now: datetime) -> Version:
    """Return the latest version where nothing stops it, or raise NotReady."""
    version = draft.latest
    if version is None:
        raise NotReady(NotReadyBecause.EMPTY)
    if slot.due_at is None:
        raise NotReady(NotReadyBecause.NO_DATE)
    if slot.due_at <= now:
        raise NotReady(NotReadyBecause.DATE_PASSED)
    chosen = list(draft.slot.channels.all())
    if not chosen:
        raise NotReady(NotReadyBecause.NO_CHANNEL)
    if {channel.pk for channel in chosen} != set(version.channel_ids):
        raise NotReady(NotReadyBecause.CHANNELS_CHANGED)
    whole = content.wordings([version.pk]).get()
    for channel in chosen:
        _fits(whole, channel)
    _has_its_pictures(whole, chosen)
    if ended := queries.pictures_ended(whole, due_at=slot.due_at, now=now):
        raise NotReady(NotReadyBecause.PICTURE_RIGHTS, ended[0].picture.file_name)
    _has_its_film(whole, slot.due_at, now)
    _says_all(whole)
    return version


def _says_all(version: Version) -> None:
    """It follows the clauses, and each picture is described whatever they say; or NotReady."""
    if found := checking.open_findings(version):
        raise NotReady(NotReadyBecause.FINDINGS, findings=found)
    for attachment in version.attachments.all():
        if describes_nothing(attachment.alt):
            raise NotReady(NotReadyBecause.PICTURE_ALT, attachment.picture.file_name)


def _fits(version: Version, channel: Channel) -> None:
    """The channel would take the version as it stands, or NotReady."""
    if channel.retired_on is not None or not (channels.by_hand(channel) or channel.health == Health.CONNECTED):
        raise NotReady(NotReadyBecause.NOT_CONNECTED, channel.name)
    limits = channels.limits(channel)
    wording = content.wording(version, channel)
    if not wording.text and not wording.pictures and wording.film is None:
        raise NotReady(NotReadyBecause.EMPTY)
    first, *others = [limits.warned(part, wording.content_warning) for part in wording.parts] or [""]
    beside = limits.beside(len(wording.pictures))
    if beside.left(first) < 0 or any(limits.left(piece) < 0 for piece in (*others, wording.first_comment)):
        raise NotReady(NotReadyBecause.TOO_LONG, channel.name)
    if limits.needs_picture and not wording.pictures and wording.film is None:
        raise NotReady(NotReadyBecause.NO_PICTURE, channel.name)
    if len(wording.pictures) > limits.pictures:
        raise NotReady(NotReadyBecause.TOO_MANY_PICTURES, channel.name)
    _poll_fits(version, channel, limits)
    _film_fits(version, channel, limits)
    for each in wording.pictures:
        if limits.alt_limit and text.length(each.alt, limits.unit) > limits.alt_limit:
            raise NotReady(NotReadyBecause.ALT_TOO_LONG, channel.name)
        if not media.is_missing(each.picture):
            _picture_fits(each, channel)


def _picture_fits(each: Pictured, channel: Channel) -> None:
    """The channel's server takes it, or what can be made of it, or NotReady; what nobody can look at now is left."""
    try:
        why = variants.foreseen(each.picture, each.framing, channels.takes(channel)).why
    except media.PictureOutOfReach:
        return
    if why is not None:
        raise NotReady(MISFITS[why], channel.name)


def _has_its_pictures(version: Version, chosen: Iterable[Channel]) -> None:
    """None of its pictures is surely lost, or NotReady; that none leaves without its bytes is what delivery sees to."""
    for picture in {one.picture for channel in chosen for one in content.wording(version, channel).pictures}:
        if media.is_missing(picture):
            raise NotReady(NotReadyBecause.PICTURE_MISSING, picture.file_name)


def _film_fits(version: Version, channel: Channel, limits: Limits) -> None:
    """The channel would take the film, or says it in words of its own, or NotReady."""
    film, video = version.beside.film, version.video
    if film is None or video is None:
        return
    own = any(variant.channel_id == channel.pk for variant in version.variants.all())
    found = filming.problems(
        filming.Footage(video.size_bytes, video.duration_ms), limits, pictures=len(version.attachments.all()),
        has_poll=version.beside.poll is not None, has_own_text=own,
    )  # fmt: skip
    if found:
        raise NotReady(UNFILMED[found[0]], channel.name)
    if limits.videos and limits.alt_limit and text.length(film.alt, limits.unit) > limits.alt_limit:
        raise NotReady(NotReadyBecause.ALT_TOO_LONG, channel.name)


def _has_its_film(version: Version, due_at: datetime, now: datetime) -> None:
    """Everybody can follow the film, it may appear on its day, and its bytes are not surely lost; or NotReady."""
    film, video = version.beside.film, version.video
    if film is None or video is None:
        return
    if describes_nothing(film.alt):
        raise NotReady(NotReadyBecause.VIDEO_ALT, video.file_name)
    if not film.subtitles and not video.is_silent:
        raise NotReady(NotReadyBecause.SUBTITLES, video.file_name)
    if queries.film_ended(version, due_at=due_at, now=now):
        raise NotReady(NotReadyBecause.VIDEO_RIGHTS, video.file_name)
    if videos.is_missing(video):
        raise NotReady(NotReadyBecause.VIDEO_MISSING, video.file_name)


def _poll_fits(version: Version, channel: Channel, limits: Limits) -> None:
    own = any(variant.channel_id == channel.pk for variant in version.variants.all())
    pictures = len(version.attachments.all())
    found = polling.problems(version.beside.poll, limits, pictures=pictures, has_own_text=own)
    if polling.Problem.NO_POLLS in found:
        raise NotReady(NotReadyBecause.NO_POLLS, channel.name)
    if found:
        raise NotReady(NotReadyBecause.POLL_UNFIT, channel.name)


def _approver(route: Route, draft: Draft, by: Person, now: datetime) -> Person:
    """Return who is asked: the route's approver, or another who may where they wrote it themselves."""
    if route.kind == RouteKind.SOLE and route.approver is not None:
        return route.approver
    asked = [route.approver] if route.approver is not None else []
    for person in (*asked, *people_queries.holders(Act.APPROVE, now=now)):
        if queries.may_approve(person, draft, asked_by=by.pk, now=now):
            return person
    raise NotReady(NotReadyBecause.NOBODY_MAY)


def _ask(
    version: Version, slot: Slot, *, route: Route, approver: Person, by: Person, now: datetime
) -> Approval:  # fmt: skip
    """Return the new question; earlier ones about the draft no longer count."""
    due_at = slot.due_at
    if due_at is None:
        raise NotReady(NotReadyBecause.NO_DATE)
    for earlier in Approval.objects.filter(
        version__draft=version.draft_id, outcome__in=[Outcome.OPEN, Outcome.GRANTED]
    ):
        decide(earlier, Outcome.WITHDRAWN, by=by, because="", by_link=False, now=now)
    usual = add_working_hours(now, ANSWER_WITHIN_WORKING_H, organisation=people_queries.organisation())
    return Approval.objects.create(
        version=version, route=route, approver=approver, asked_by=by, asked_at=now, digest=version.digest,
        answer_due_at=max(min(usual, due_at), now + SHORTEST_TO_ANSWER),
        window_begins_at=due_at - timedelta(minutes=route.window_before_minutes),
        window_ends_at=due_at + timedelta(minutes=max(route.window_after_minutes, 1)),
    )  # fmt: skip
