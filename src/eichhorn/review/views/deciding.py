"""Pages on which somebody says Yes or No: by link without an account, or signed in.

The difficult thing: mail scanners open links. So opening decides nothing; a decision is a POST that names the digest of
what was on the page.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from eichhorn.content.queries import Pictured
from eichhorn.duty import queries as duty
from eichhorn.foundation import clock
from eichhorn.foundation.typed import row_number
from eichhorn.media.queries import PictureMissing
from eichhorn.media.responses import picture_response
from eichhorn.people import queries as people
from eichhorn.people.access import SeeOther, link_page, person_of, signed_in
from eichhorn.people.models import Link, Person
from eichhorn.people.rules import Act, LinkPurpose, NotAllowed
from eichhorn.planning import queries as planning
from eichhorn.remarks import queries as remarked
from eichhorn.remarks import services as remarks
from eichhorn.remarks.forms import AnswerForm, GuestRemarkForm
from eichhorn.remarks.rules import Unfit, UnfitRemark
from eichhorn.remarks.showing import for_guest
from eichhorn.remarks.words import unfit
from eichhorn.review import queries, services, words
from eichhorn.review.forms import ReasonForm
from eichhorn.review.models import Approval
from eichhorn.review.rules import Outcome
from eichhorn.review.services import Undecidable, UndecidableBecause
from eichhorn.review.showing import Shown, Turn, picture_at, shown
from eichhorn.video import queries as videos
from eichhorn.video.queries import Subtitle
from eichhorn.video.responses import film_response, poster_response, subtitles_response


@link_page(LinkPurpose.APPROVAL)
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, link: Link) -> HttpResponse:
    """Show the post to the link's addressee; a POST decides."""
    asked = _of_link(request, link)
    if request.method == "POST" and link.person is not None and request.POST.get("said") == "remark":
        return _remark(request, asked, link.person)
    if request.method == "POST" and link.person is not None and request.POST.get("said") in {"answer", "settled"}:
        return _on_a_remark(request, asked, link.person)
    if request.method == "POST" and link.person is not None:
        return _decide(request, asked, link.person, by_link=True)
    return _page(request, asked, by_link=True)


@link_page(LinkPurpose.APPROVAL)
@require_safe
def picture_by_link(request: HttpRequest, link: Link, position: int, turn: Turn = Turn.NOW) -> HttpResponse:
    """Answer a picture of the post, as it will appear, to whoever has the link to its approval."""
    seen = picture_at(_of_link(request, link), position, turn)
    if seen is None:
        raise Http404
    try:
        return picture_response(seen.picture, seen.framing)
    except PictureMissing as error:
        raise Http404 from error


@link_page(LinkPurpose.APPROVAL)
@require_safe
def film_by_link(request: HttpRequest, link: Link, what: str) -> HttpResponseBase:
    """Answer the film of the post, its poster or its subtitles in a language, to whoever has the link to its approval."""
    version = _of_link(request, link).version
    film, video = version.beside.film, version.video
    if film is None or video is None:
        raise Http404
    if what == "film":
        return film_response(request, film.digest)
    if what == "poster":
        return poster_response(request, film.poster_digest)
    wanted = [Subtitle(language, digest) for language, digest in film.subtitles if language == what]
    for text in videos.subtitles(video, wanted):
        return subtitles_response(text)
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def approval(request: HttpRequest, approval_id: int) -> HttpResponse:
    """Show a question and its answer to everybody signed in; its addressee decides by POST."""
    asked, person = _approval(approval_id), person_of(request)
    visible = planning.visible_to(person, now=clock.now()).filter(pk=asked.version.draft.slot_id)
    if person.pk != asked.approver_id and not visible.exists():
        raise Http404
    if request.method == "POST":
        return _decide(request, asked, person, by_link=False)
    return _page(request, asked, by_link=False)


def _decide(request: HttpRequest, asked: Approval, by: Person, *, by_link: bool) -> HttpResponse:
    """Carry out what was pressed, or show the page again with the sentence that says why not."""
    now, answer = clock.now(), request.POST.get("answer")
    form = ReasonForm(request.POST if answer == "refuse" else None)
    try:
        if request.POST.get("digest") != asked.digest:
            raise Undecidable(UndecidableBecause.CHANGED)
        if answer == "approve":
            services.approve(approval=asked, by=by, now=now, by_link=by_link)
        elif answer == "refuse" and form.is_valid():
            services.refuse(approval=asked, reason=form.cleaned_data["reason"], by=by, now=now, by_link=by_link)
        elif answer == "refuse":
            return _page(request, asked, by_link=by_link, form=form, status=422)
    except Undecidable as problem:
        said = words.undecidable(problem.because)
        return _page(request, _approval(asked.pk), by_link=by_link, problem=said, status=409)
    return SeeOther(request.path)


def _remark(request: HttpRequest, asked: Approval, by: Person) -> HttpResponse:
    """Put beside the post what a guest says about it, or show the page again with the sentence that says why not."""
    form = GuestRemarkForm(request.POST)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("text", "passage", "wording")}
        try:
            remarks.remark_as_guest(draft=asked.version.draft, by=by, now=clock.now(), **told)
        except UnfitRemark as problem:
            form.refuse(problem.why)
        else:
            return SeeOther(request.path + "#remarks")
    return _page(request, asked, by_link=True, remark_form=form, status=422)


def _on_a_remark(request: HttpRequest, asked: Approval, by: Person) -> HttpResponse:
    """Put a guest's answer below a remark of this post, or settle one of their own; else say why not."""
    draft, now = asked.version.draft, clock.now()
    to = remarked.of_guests(draft, row_number(request.POST.get("remark", "")))
    if to is None:
        return _page(request, asked, by_link=True, problem=unfit(Unfit.SETTLED), status=409)
    form = AnswerForm(request.POST)
    try:
        if request.POST.get("said") == "settled":
            remarks.settle_as_guest(remark=to, by=by, now=now)
        elif form.is_valid():
            remarks.answer_as_guest(to=to, text=form.cleaned_data["text"], by=by, now=now)
        else:
            return _page(request, asked, by_link=True, problem=" ".join(map(str, form.errors["text"])), status=422)
    except UnfitRemark as problem:
        return _page(request, asked, by_link=True, problem=unfit(problem.why), status=422)
    except NotAllowed:
        return _page(request, asked, by_link=True, problem=unfit(Unfit.SETTLED), status=403)
    return SeeOther(f"{request.path}#remark-{to.pk}")


def _page(
    request: HttpRequest, asked: Approval, *, by_link: bool, form: ReasonForm | None = None, problem: str = "",
    remark_form: GuestRemarkForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    def href(seen: Pictured, position: int, turn: Turn) -> str:
        name = "review:picture_before_by_link" if turn is Turn.BEFORE else "review:picture_by_link"
        return reverse(name, args=[_token(request), position]) if by_link else seen.href

    def film_href(what: str, which: str) -> str:
        if by_link:
            return reverse("review:film_by_link", args=[_token(request), what])
        return reverse({"film": "video:film", "poster": "video:poster_picture"}.get(what, "video:text"), args=[which])

    page, now = shown(asked, picture_href=href, film_href=film_href), clock.now()
    reader = asked.approver if by_link else person_of(request)
    kind, icon, word = words.sign(Outcome(asked.outcome))
    context = {
        "page": page, "approval": asked, "here": request.path, "form": form or ReasonForm(),
        "refusing": form is not None or "refuse" in request.GET, "problem": problem, "kind": kind, "icon": icon, "word": word,
        "decides": page.is_open and queries.may_decide(reader, asked, now=now),
        "away": duty.away_now([asked.approver_id], now=now).get(asked.approver_id) if page.is_open else None,
        **(for_guest(asked.version.draft, person=reader, form=remark_form) if by_link else {}),
        **({} if by_link else _rights(reader, page, people.acts(reader, now=now))),
    }  # fmt: skip
    return render(request, "review/by_link.html" if by_link else "review/approval.html", context, status=status)


def _rights(reader: Person, page: Shown, acts: frozenset[Act]) -> dict[str, bool]:
    """Return what the reader may do beside deciding."""
    asked = page.approval
    steers, is_granted, is_open = Act.STEER in acts, asked.outcome == Outcome.GRANTED, asked.outcome == Outcome.OPEN
    return {
        "may_take_back": is_granted and not page.has_changed and (reader.pk == asked.approver_id or steers),
        "may_call_back": is_open and not page.has_changed and (reader.pk == asked.asked_by_id or steers),
        "may_ask_again": (is_open or is_granted) and page.has_moved and not page.has_changed and Act.WRITE in acts,
    }


def _of_link(request: HttpRequest, link: Link) -> Approval:
    """Return what the link asks about; never to whoever wrote it, even where they got hold of the link."""
    asked = _approval(link.object_id)
    person = getattr(request.user, "person", None)
    if link.person_id != asked.approver_id or (person is not None and person.pk == link.hidden_from):
        raise Http404
    return asked


def _approval(approval_id: int | None) -> Approval:
    try:
        return queries.approval(approval_id or 0)
    except Approval.DoesNotExist as error:
        raise Http404 from error


def _token(request: HttpRequest) -> str:
    assert request.resolver_match is not None
    return str(request.resolver_match.kwargs["token"])
