"""Pages on which somebody says Yes or No: by link without an account, or signed in; and who is asked."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.content import composing
from eichhorn.content import queries as content
from eichhorn.content.models import Draft
from eichhorn.content.services import Collision, Finished, TooLong
from eichhorn.foundation import clock
from eichhorn.media.responses import picture_response
from eichhorn.media.rules import PictureRefused
from eichhorn.people import queries as people
from eichhorn.people.access import SeeOther, link_page, person_of, signed_in
from eichhorn.people.models import Link, Person
from eichhorn.people.rules import Act, LinkPurpose
from eichhorn.planning import queries as planning
from eichhorn.review import queries, services, words
from eichhorn.review.forms import ReasonForm, RouteForm, SoleForm
from eichhorn.review.models import Approval
from eichhorn.review.services import NotReady, Undecidable, UndecidableBecause
from eichhorn.review.showing import picture_at, shown


@link_page(LinkPurpose.APPROVAL)
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, link: Link) -> HttpResponse:
    """Show the post to the link's addressee; a POST decides."""
    approval = _approval(link.object_id)
    if link.person is None or link.person_id != approval.approver_id:
        raise Http404
    token = _token(request)
    here = reverse("review:by_link", args=[token])
    if request.method == "POST":
        return _decide(request, approval, link.person, here, by_link=True)
    return _page(request, approval, "review/by_link.html", here, token=token)


@link_page(LinkPurpose.APPROVAL)
@require_safe
def picture_by_link(request: HttpRequest, link: Link, position: int) -> HttpResponse:  # noqa: ARG001
    """Answer a picture of the post to whoever has the link to its approval."""
    picture = picture_at(_approval(link.object_id), position)
    if picture is None:
        raise Http404
    return picture_response(picture)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def approval(request: HttpRequest, approval_id: int) -> HttpResponse:
    """Show a question and its answer to everybody signed in; its addressee decides by POST."""
    asked = _approval(approval_id)
    here = reverse("review:approval", args=[approval_id])
    if not planning.visible_to(person_of(request), now=clock.now()).filter(pk=asked.version.draft.slot_id).exists():
        if person_of(request).pk != asked.approver_id:
            raise Http404
    if request.method == "POST":
        return _decide(request, asked, person_of(request), here, by_link=False)
    return _page(request, asked, "review/approval.html", here)


@require_POST
@signed_in
def hand_in(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Save what stands in the composer and hand exactly that in."""
    draft = _draft(draft_id)
    try:
        if "text" in request.POST:
            composing.save_posted(
                draft=draft, posted=request.POST, files=request.FILES, by=person_of(request), now=clock.now()
            )
        handed = services.hand_in(draft=draft, by=person_of(request), now=clock.now())
    except NotReady as problem:
        messages.error(request, words.not_ready(problem))
        return SeeOther(reverse("content:draft", args=[draft_id]) + "#check")
    except (composing.Incomplete, Collision, Finished, TooLong, PictureRefused):
        messages.error(request, _("Nothing was handed in, because the text could not be saved. Please look at it once more."))
        return SeeOther(reverse("content:draft", args=[draft_id]))
    messages.success(request, _("%(name)s has the question now.") % {"name": handed.approver.name} if handed.route.kind == "four_eyes" else _("Approved under sole responsibility."))
    return SeeOther(reverse("content:draft", args=[draft_id]))


@require_POST
@signed_in
def withdraw(request: HttpRequest, approval_id: int) -> HttpResponse:
    """Take a Yes or an open question back."""
    asked = _approval(approval_id)
    try:
        services.withdraw(
            approval=asked, by=person_of(request), now=clock.now(),
            because=request.POST.get("because", "") or _("Taken back for another look."),
        )  # fmt: skip
        messages.success(request, _("Taken back. The post is a draft again."))
    except Undecidable as problem:
        messages.error(request, words.undecidable(problem.because))
    return SeeOther(reverse("content:draft", args=[asked.version.draft_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def routes(request: HttpRequest) -> HttpResponse:
    """Show who is asked about posts, and change it."""
    now, person = clock.now(), person_of(request)
    chosen = request.POST.get("kind") if request.method == "POST" else ""
    form = RouteForm(request.POST if chosen == "four_eyes" else None, now=now)
    sole = SoleForm(request.POST if chosen == "sole" else None)
    if chosen == "four_eyes" and form.is_valid():
        approver = form.cleaned_data["approver"]
        services.set_four_eyes(name=_("Four eyes"), approver=approver, by=person, now=now)
        messages.success(request, _("%(name)s is asked from now on.") % {"name": approver.name})
        return SeeOther(reverse("review:routes"))
    if chosen == "sole" and sole.is_valid():
        services.declare_sole(holder=person, because=sole.cleaned_data["because"], now=now)
        messages.success(request, _("You decide alone from now on, and everybody can see it."))
        return SeeOther(reverse("review:routes"))
    context = {
        "routes": queries.routes(), "route": queries.default_route(), "form": form, "sole": sole,
        "administers": people.may(person, Act.ADMINISTER, now=now), "steers": people.may(person, Act.STEER, now=now),
    }  # fmt: skip
    return render(request, "review/routes.html", context)


def _decide(request: HttpRequest, asked: Approval, by: Person, here: str, *, by_link: bool) -> HttpResponse:
    """Carry out what was pressed, or show the page again with the sentence that says why not."""
    now = clock.now()
    form = ReasonForm(request.POST if request.POST.get("answer") == "refuse" else None)
    template = "review/by_link.html" if by_link else "review/approval.html"
    token = _token(request) if by_link else ""
    try:
        if request.POST.get("answer") == "approve":
            if request.POST.get("digest") != asked.digest:
                raise Undecidable(UndecidableBecause.CHANGED)
            services.approve(approval=asked, by=by, now=now, by_link=by_link)
        elif request.POST.get("answer") == "refuse":
            if not form.is_valid():
                return _page(request, asked, template, here, token=token, form=form, status=400)
            services.refuse(approval=asked, reason=form.cleaned_data["reason"], by=by, now=now, by_link=by_link)
        return SeeOther(here)
    except Undecidable as problem:
        said = words.undecidable(problem.because)
        return _page(request, _approval(asked.pk), template, here, token=token, problem=said, status=409)


def _page(
    request: HttpRequest, asked: Approval, template: str, here: str, *, token: str = "", form: ReasonForm | None = None,
    problem: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    page = shown(
        asked,
        picture_href=(lambda n: reverse("review:picture_by_link", args=[token, n]))
        if token
        else (lambda n: reverse("media:picture", args=[_digest(asked, n)])),
    )
    reader = getattr(request.user, "person", None) if not token else asked.approver
    kind, icon, word = words.sign(asked.outcome)  # type: ignore[arg-type]
    context = {
        "page": page, "approval": asked, "here": here, "form": form or ReasonForm(), "refusing": form is not None or "refuse" in request.GET,
        "problem": problem, "decides": reader is not None and reader.pk == asked.approver_id,
        "sign": {"kind": kind, "icon": icon, "word": word},
    }  # fmt: skip
    return render(request, template, context, status=status)


def _digest(asked: Approval, position: int) -> str:
    picture = picture_at(asked, position)
    return picture.digest if picture is not None else ""


def _approval(approval_id: int | None) -> Approval:
    try:
        return queries.approval(approval_id or 0)
    except Approval.DoesNotExist as error:
        raise Http404 from error


def _draft(draft_id: int) -> Draft:
    try:
        return content.draft(draft_id)
    except Draft.DoesNotExist as error:
        raise Http404 from error


def _token(request: HttpRequest) -> str:
    assert request.resolver_match is not None
    return str(request.resolver_match.kwargs["token"])
