"""Drafts and their versions: begin, save, restore, look at the findings, hand in."""

from datetime import datetime
from typing import Annotated, Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of, need
from eichhorn.api.operations import choices, contents
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import changes as changed
from eichhorn.api.schemas import drafts as shown
from eichhorn.api.schemas.approvals import ApprovalShown
from eichhorn.api.schemas.approvals import approval as shown_approval
from eichhorn.api.schemas.fields import Numbered
from eichhorn.api.schemas.people import person
from eichhorn.channels.models import Channel
from eichhorn.content import checking, queries, services
from eichhorn.content.comparing import changes
from eichhorn.content.models import Attachment, Draft, Variant, Version
from eichhorn.desk import queries as desk
from eichhorn.people import services as permissions
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planning
from eichhorn.planning import services as plans
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.review import queries as review_queries
from eichhorn.review import services as review
from eichhorn.review.rules import RouteKind

router = Router(tags=["drafts"])
DraftId = Annotated[Numbered, Path(description="The number of the draft.", example=7)]
VersionNumber = Annotated[Numbered, Path(description="The number of the version in its draft.", example=1)]


class DraftPage(Page[shown.DraftShown]):
    """A page of drafts."""


class VersionPage(Page[shown.VersionShown]):
    """A page of versions."""


@router.get("/drafts", **operation("list_drafts", Scope.READ, DraftPage))
def list_drafts(
    request: HttpRequest, paging: Paged, stage: Annotated[Stage | None, Query(description="Only at this stage.")] = None
) -> HttpResponse:
    """List drafts with their latest versions, the newest first."""
    rows = _whole(_visible(caller_of(request)))
    return page(rows.filter(slot__stage=stage) if stage else rows, paging, shown.draft, DraftPage)


@router.post("/drafts", **operation("begin_draft", Scope.DRAFT, shown.DraftShown, status=201))
def begin_draft(request: HttpRequest, given: shown.NewDraft) -> HttpResponse:
    """Begin a draft in a slot, or plan the slot with it; with `content` its first version is saved as well.

    A slot has one draft: where it has one already, that one is answered with 200. A slot that came from a request begins
    with what was asked for, unless `content` is given. A new slot (`post`) needs the scope plan as well.
    """
    caller = caller_of(request)
    if (given.slot is None) == (given.post is None):
        raise invalid.at("slot", _("Name either a slot or a post."))
    if given.post is not None and given.content is not None:
        draft = _written(request, given.post, given.content)
        return answers.said(_after(draft, draft.latest, given.content), status=201, at=f"/drafts/{draft.pk}")
    slot = _planned(request, given.post) if given.post is not None else _slot(caller, given.slot or 0)
    asked = desk.request_of_slot(slot.pk) if given.slot is not None else None
    version = desk.latest_version(asked) if asked is not None else None
    begins_with = version if given.content is None else None
    draft = services.begin(slot=slot, by=caller.person, now=caller.now, request_version=begins_with)
    is_new = draft.made_at == caller.now
    saved = _saved(caller, draft, given.content, based_on=None, request_version=version) if given.content else None
    return answers.said(
        _after(draft, saved, given.content), status=201 if is_new else 200, at=f"/drafts/{draft.pk}" if is_new else ""
    )


@router.get("/drafts/{draft_id}", **operation("read_draft", Scope.READ, shown.DraftShown))
def read_draft(request: HttpRequest, draft_id: DraftId) -> HttpResponse:
    """Read a draft with its latest version."""
    return answers.said(shown.draft(_draft(caller_of(request), draft_id)))


@router.get("/drafts/{draft_id}/versions", **operation("list_versions", Scope.READ, VersionPage))
def list_versions(request: HttpRequest, draft_id: DraftId, paging: Paged) -> HttpResponse:
    """List the versions of a draft, the newest first."""
    draft = _draft(caller_of(request), draft_id)
    rows = queries.wordings(draft.versions.values_list("pk", flat=True)).select_related("by")
    return page(rows, paging, _version, VersionPage)


@router.post(
    "/drafts/{draft_id}/versions",
    **operation("save_version", Scope.DRAFT, shown.VersionShown, status=201, can=("collision",)),
)
def save_version(request: HttpRequest, draft_id: DraftId, given: shown.NewVersion) -> HttpResponse:
    """Save the next version. The same content again is answered with the version that holds it (200).

    Somebody who saved meanwhile is never overwritten: `based_on` names the version that the text is made from, and an
    older one than the latest is refused (409, collision). Where people were asked to approve the text, it is a draft
    again afterwards.
    """
    caller = caller_of(request)
    draft = _draft(caller, draft_id)
    saved = _saved(caller, draft, given, based_on=given.based_on)
    is_new = saved.at == caller.now
    return answers.said(
        _version(_version_of(draft, saved.number)), status=201 if is_new else 200,
        at=f"/drafts/{draft.pk}/versions/{saved.number}" if is_new else "",
    )  # fmt: skip


@router.get("/drafts/{draft_id}/versions/{number}", **operation("read_version", Scope.READ, shown.VersionShown))
def read_version(request: HttpRequest, draft_id: DraftId, number: VersionNumber) -> HttpResponse:
    """Read one version of a draft."""
    return answers.said(_version(_version_of(_draft(caller_of(request), draft_id), number)))


@router.get(
    "/drafts/{draft_id}/versions/{number}/changes", **operation("read_changes", Scope.READ, changed.ChangesShown)
)
def read_changes(
    request: HttpRequest,
    draft_id: DraftId,
    number: VersionNumber,
    since: Annotated[
        Numbered | None, Query(description="The version to compare with; left out: the one before.")
    ] = None,
) -> HttpResponse:
    """Read what differs between two versions of a draft, part by part, in everything that readers see."""
    draft = _draft(caller_of(request), draft_id)
    after = _version_of(draft, number)
    other = draft.versions.filter(number=since) if since is not None else draft.versions.filter(number__lt=number)
    before = queries.wordings(other.order_by("-number").values_list("pk", flat=True)[:1]).first()
    if before is None and since is not None:
        raise invalid.about("since", _("There is no such version."))
    known = Channel.objects.in_bulk({n for one in (before, after) if one is not None for n in one.channel_ids})
    found = changes(before, after, known) if before is not None else ()
    return answers.said(changed.changes(before.number if before is not None else None, after.number, found))


@router.post(
    "/drafts/{draft_id}/versions/{number}/restore", **operation("restore_version", Scope.DRAFT, shown.VersionShown)
)
def restore_version(request: HttpRequest, draft_id: DraftId, number: VersionNumber) -> HttpResponse:
    """Make the content of an earlier version the latest again, as a new version; nothing in between is lost."""
    caller = caller_of(request)
    draft = _draft(caller, draft_id)
    saved = services.restore(draft=draft, number=number, by=caller.person, now=caller.now)
    return answers.said(_version(_version_of(draft, saved.number)))


@router.get("/drafts/{draft_id}/findings", **operation("list_findings", Scope.READ, shown.Findings))
def list_findings(request: HttpRequest, draft_id: DraftId) -> HttpResponse:
    """Read what the checks say to the latest version, each with the clause that it comes from."""
    version = _latest(_draft(caller_of(request), draft_id))
    stopping = {finding.key for finding in checking.open_findings(version)}
    found = [shown.finding(one, stops=one.key in stopping) for one in checking.findings(version)]
    return answers.said(shown.Findings(version=version.number, findings=found))


@router.post("/drafts/{draft_id}/reasons", **operation("give_reason", Scope.DRAFT, shown.Findings))
def give_reason(request: HttpRequest, draft_id: DraftId, given: shown.NewReason) -> HttpResponse:
    """Leave a finding as it is, with a reason that everybody can read; answers the findings as they stand then."""
    caller = caller_of(request)
    draft = _draft(caller, draft_id)
    services.justify(draft=draft, finding_key=given.finding, reason=given.reason, by=caller.person, now=caller.now)
    return list_findings(request, draft_id)


@router.post(
    "/drafts/{draft_id}/hand-in",
    **operation("hand_in_draft", Scope.PROPOSE, ApprovalShown, status=201, can=("not-ready",)),
)
def hand_in_draft(request: HttpRequest, draft_id: DraftId, given: shown.HandIn) -> HttpResponse:
    """Ask for the approval of exactly one version.

    Who declared that they decide alone says Yes by handing in; then the scope approve is needed as well.
    """
    caller = caller_of(request)
    draft, route = _draft(caller, draft_id), review_queries.default_route()
    if route is not None and route.kind == RouteKind.SOLE and route.approver_id == caller.person.pk:
        need(request, Scope.APPROVE)
    asked = review.hand_in(draft=draft, by=caller.person, now=caller.now, number=given.version)
    return answers.said(shown_approval(review_queries.approval(asked.pk)), status=201, at=f"/approvals/{asked.pk}")


def _planned(request: HttpRequest, post: shown.NewPost) -> Slot:
    """Return a new slot for the post, as the page "New post" plans it."""
    return plans.plan(kind=None, stage=Stage.DRAFT, **_place(request, post))


def _written(request: HttpRequest, post: shown.NewPost, given: shown.Content) -> Draft:
    """Return a new draft in a slot of its own, with its first version."""
    place = _place(request, post)
    known = {channel.pk for channel in place["channels"]}
    return services.write(
        **place,
        **contents.words(given),
        variants=contents.variants(known, given),
        attachments=contents.attachments(given),
    )


def _place(request: HttpRequest, post: shown.NewPost) -> dict[str, Any]:
    """Return what a new slot for the post is made of, by whom, and when."""
    caller = need(request, Scope.PLAN)
    permissions.require(caller.person, Act.WRITE, now=caller.now)
    return {
        "title": post.title, "goal": choices.goal(post.goal, caller.now, at="post/goal"),
        "channels": choices.channels(post.channels, at="post/channels"), "planned_local": post.planned_local,
        "zone": choices.zone(), "by": caller.person, "now": caller.now,
    }  # fmt: skip


def _slot(caller: Caller, number: int) -> Slot:
    found = planning.visible_to(caller.person, now=caller.now).filter(pk=number).first()
    if found is None:
        raise invalid.at("slot", _("There is no such slot."))
    return found


def _visible(caller: Caller) -> models.QuerySet[Draft]:
    slots = planning.visible_to(caller.person, now=caller.now).order_by().values("pk")
    return Draft.objects.filter(slot__in=slots)


def _whole(drafts: models.QuerySet[Draft]) -> models.QuerySet[Draft]:
    """Return the drafts with all that is shown of them. Three queries, however many."""
    return (
        drafts.select_related("slot", "latest__by", "made_by")
        .prefetch_related(
            models.Prefetch("latest__variants", Variant.objects.order_by("channel_id")),
            models.Prefetch("latest__attachments", Attachment.objects.select_related("picture").order_by("position")),
        )
        .fetch_mode(models.FETCH_RAISE)
    )


def _draft(caller: Caller, number: int) -> Draft:
    return _whole(_visible(caller)).get(pk=number)


def _latest(draft: Draft) -> Version:
    if draft.latest is None:
        raise Version.DoesNotExist
    draft.latest.draft = draft  # the same row, at hand already
    return draft.latest


def _version_of(draft: Draft, number: int) -> Version:
    wanted = draft.versions.filter(number=number).values_list("pk", flat=True)
    return queries.wordings(wanted).select_related("by").get()


def _version(version: Version) -> shown.VersionShown:
    return shown.version(version, list(version.variants.all()), list(version.attachments.all()))


def _saved(caller: Caller, draft: Draft, given: shown.Content, *, based_on: int | None, **more: Any) -> Version:
    """Return the version that holds the content."""
    known = set(draft.slot.channels.values_list("pk", flat=True)) if given.variants else set()
    return services.save(
        draft=draft, based_on=based_on, **contents.words(given), variants=contents.variants(known, given),
        attachments=contents.attachments(given), by=caller.person, now=caller.now, **more,
    )  # fmt: skip


def _after(draft: Draft, saved: Version | None, given: shown.Content | None) -> shown.DraftShown:
    """Return the draft as it stands now, without asking for what is at hand."""
    is_plain = saved is not None and given is not None and not given.variants and not given.attachments
    if saved is None or not is_plain or not _is_fresh(draft, saved.at):
        return shown.draft(_whole(Draft.objects.all()).get(pk=draft.pk))
    by = person(draft.made_by)
    return shown.DraftShown(
        id=draft.pk, slot=draft.slot_id, title=draft.slot.title, stage=Stage(draft.slot.stage), made_by=by,
        made_at=draft.made_at, latest=shown.version(saved, [], []),
    )  # fmt: skip


def _is_fresh(draft: Draft, at: datetime) -> bool:
    return draft.made_at == at
