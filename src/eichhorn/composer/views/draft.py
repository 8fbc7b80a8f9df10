"""The composer: one page on which a text is written, checked, seen and handed over.

The difficult thing: whatever goes wrong while saving, the text that was typed is still on the page afterwards.
"""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eichhorn.channels.models import Channel
from eichhorn.composer import carding, composing, filming, inserting, queries, seeing
from eichhorn.composer.composing import Incomplete
from eichhorn.composer.forms import ComposerForm, GoalForm, PictureForm, ReasonForm, own_name
from eichhorn.composer.rules.splitting import TooMany, Uncuttable
from eichhorn.composer.views.parts import draft_of, to
from eichhorn.composer.words import who_was_quicker, why, why_no_card, why_not_cut
from eichhorn.content import attaching, services
from eichhorn.content import queries as content
from eichhorn.content.comparing import changes
from eichhorn.content.models import Draft, Version
from eichhorn.content.rules import NOTHING_STATED, Card
from eichhorn.content.services import Collision, Finished, TooLong, Unfit
from eichhorn.foundation import clock
from eichhorn.foundation.typed import row_number
from eichhorn.foundation.webpages import NotRead
from eichhorn.ideas import queries as ideas
from eichhorn.media.queries import DIGEST
from eichhorn.media.rules import PictureRefused
from eichhorn.media.words import refusal
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning import services as plans
from eichhorn.planning.rules import Stage
from eichhorn.planning.words import SIGNS
from eichhorn.ui import say

NOT_SAVED = (Incomplete, Collision, Finished, TooLong, Unfit, PictureRefused)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show the composer; a POST saves what stands in it, and shows the text that was pressed."""
    found = draft_of(request, draft_id)
    if request.method != "POST":
        return _page(request, found)
    now, person = clock.now(), person_of(request)
    try:
        version = composing.save_posted(draft=found, posted=request.POST, files=request.FILES, by=person, now=now)
    except NOT_SAVED as problem:
        return kept(request, found, problem)
    if request.POST.get("then") == "hand_in":
        return _hand_in(found, version)
    if place := _place(found, request.POST.get("then", "")):
        return _sent_on(place)
    if request.POST.get("then") == "library":
        return SeeOther(reverse("library:pictures") + f"?post={found.pk}")
    if request.POST.get("then") == "video":
        return SeeOther(reverse("video:videos") + f"?post={found.pk}")
    then, _colon, digest = request.POST.get("then", "").partition(":")
    if then == "frame" and DIGEST.fullmatch(digest):
        return SeeOther(reverse("composer:framing", args=[found.pk, digest]))
    return to(found, tab=request.POST.get("tab", request.GET.get("tab", "")))


@require_POST
@signed_in
def autosave(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Save without new pictures; answer with the sentence that says when, or why not: 422 what to mend, 409 never mind."""
    found = draft_of(request, draft_id)
    now, person = clock.now(), person_of(request)
    try:
        version = composing.save_posted(draft=found, posted=request.POST, files=None, by=person, now=now)
    except Collision as collision:
        answer = {"said": who_was_quicker(collision), "draft": found}
        return render(request, "composer/not_saved.html", answer, status=409)
    except Finished as problem:
        return render(request, "composer/not_saved.html", {"said": why(problem)}, status=409)
    except (Incomplete, TooLong, Unfit) as problem:
        return render(request, "composer/not_saved.html", {"said": why(problem)}, status=422)
    return render(request, "composer/saved.html", {"version": version, "at": now})


@require_POST
@signed_in
def look(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Answer what checks and previews say to what stands in the form; saves nothing."""
    found = draft_of(request, draft_id)
    pictures, film = composing.kept_pictures(request.POST), filming.kept(request.POST)
    seen = seeing.look(found, composing.given_form(found, request.POST), pictures, film.footage if film else None)
    context = {
        "look": seen, "draft": found, "slot": found.slot, "pictures": pictures, "may_write": True, "may_plan": people.may(person_of(request), Act.PLAN, now=clock.now()),
        "tab": row_number(request.GET.get("tab", "")) or 0, "film": film,
    }  # fmt: skip
    return render(request, "composer/looked.html", context)


@require_POST
@signed_in
def take(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Save the text with the recommended words in place of the passage."""
    found = draft_of(request, draft_id)
    posted = composing.taken_over(found, request.POST, request.POST.get("take", ""))
    try:
        composing.save_posted(draft=found, posted=posted, files=request.FILES, by=person_of(request), now=clock.now())
    except NOT_SAVED as problem:
        return kept(request, found, problem)
    return to(found, tab=request.GET.get("tab", ""), part="check")


@require_POST
@signed_in
def insert(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Save the text with what was chosen at its end, or with marked links."""
    found, tab = draft_of(request, draft_id), row_number(request.GET.get("tab", "")) or 0
    posted = inserting.inserted(found, request.POST, tab=tab)
    try:
        composing.save_posted(draft=found, posted=posted, files=request.FILES, by=person_of(request), now=clock.now())
    except NOT_SAVED as problem:
        return kept(request, found, problem)
    return to(found, tab=request.GET.get("tab", ""))


@require_POST
@signed_in
def cut(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Propose the text in parts of a thread; nothing is saved before somebody takes them."""
    found, tab = draft_of(request, draft_id), row_number(request.GET.get("tab", "")) or 0
    numbered = "numbered" in request.POST
    try:
        proposed = composing.proposal(found, request.POST, tab=tab, numbered=numbered)
    except (composing.NoThread, Uncuttable, TooMany) as problem:
        return _page(
            request, found, form=composing.given_form(found, request.POST), status=200, problem=why_not_cut(problem)
        )
    form = composing.given_form(found, request.POST)
    return _page(
        request, found, form=form, status=200, proposed=proposed, joined="\n\n---\n\n".join(proposed), numbered=numbered
    )


@require_POST
@signed_in
def card(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Save the text with the card of its first link; where the page says nothing, with an empty one to be typed."""
    found, tab, by, now = (
        draft_of(request, draft_id),
        row_number(request.GET.get("tab", "")) or 0,
        person_of(request),
        clock.now(),
    )
    permissions.require(by, Act.WRITE, now=now)
    url = carding.wanted(request.POST, tab=tab)
    try:
        posted = carding.with_card(request.POST, carding.fetched(url, by=by, now=now))
    except (carding.NoLink, carding.TooOften, NotRead) as problem:
        typed = (
            carding.with_card(request.POST, Card(url, "")) if url and not request.POST.get("card_url") else request.POST
        )
        return _page(request, found, form=composing.given_form(found, typed), status=200, problem=why_no_card(problem))
    try:
        composing.save_posted(draft=found, posted=posted, files=request.FILES, by=by, now=now)
    except NOT_SAVED as problem:
        return kept(request, found, problem)
    return to(found, tab=request.GET.get("tab", ""), part="card")


@require_POST
@signed_in
def justify(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Save the text, and leave a finding as it is with a reason."""
    found = draft_of(request, draft_id)
    now, person, number = clock.now(), person_of(request), request.POST.get("justify", "")
    key = request.POST.get(f"key_{number}", "").replace("\x00", "")
    reason = ReasonForm({"reason": request.POST.get(f"reason_{number}", "")})
    if not key or not reason.is_valid():
        form = composing.given_form(found, request.POST)
        form.is_valid()
        return _page(
            request,
            found,
            form=form,
            refused_key=key,
            refused=reason["reason"],
            problem=_("Not saved yet: the reason needs another look. Your text still stands here."),
        )
    try:
        composing.save_posted(draft=found, posted=request.POST, files=request.FILES, by=person, now=now)
    except NOT_SAVED as problem:
        return kept(request, found, problem)
    services.justify(draft=found, finding_key=key, reason=reason.cleaned_data["reason"], by=person, now=now)
    return to(found, tab=request.GET.get("tab", ""), part="check")


@require_POST
@signed_in
def goal(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Let the post pay into another goal."""
    found = draft_of(request, draft_id)
    now, slot = clock.now(), found.slot
    form = GoalForm(request.POST, today=people.today(now), chosen=slot.goal)
    if form.is_valid():
        plans.describe(
            slot=slot, title=slot.title, goal=form.cleaned_data["goal"], kind=slot.kind, effort_minutes=slot.effort_minutes,
            movable=slot.movable, confidential=slot.confidential, channels=slot.channels.all(), by=person_of(request), now=now,
        )  # fmt: skip
    else:
        say.problem(request, _("This goal cannot be chosen any more. Please choose another one."))
    return to(found, tab=request.GET.get("tab", ""))


def kept(request: HttpRequest, found: Draft, problem: Exception) -> HttpResponse:
    """Show the page again with all that was typed and the sentence that says why it was not saved."""
    form = composing.given_form(found, request.POST)
    form.is_valid()
    if isinstance(problem, Collision):
        theirs = content.wordings([problem.theirs.pk]).get()
        both = {*theirs.channel_ids, *problem.ours.whole.channel_ids}
        differs = changes(theirs, problem.ours, Channel.objects.in_bulk(both))
        said = who_was_quicker(problem, side_by_side=True)
        ours = [services.NewAttachment(each.picture, each.alt, each.framing) for each in problem.ours.pictures]
        return _page(
            request, found, form=form, given=ours, status=409, theirs=problem.theirs, differs=differs, problem=said
        )  # fmt: skip
    if isinstance(problem, PictureRefused):
        picture_form = PictureForm(request.POST)
        picture_form.is_valid()
        picture_form.add_error("picture", refusal(problem.reason))
        return _page(request, found, form=form, picture_form=picture_form)
    return _page(request, found, form=form, problem="" if isinstance(problem, Incomplete) else why(problem))


def _page(
    request: HttpRequest, found: Draft, *, form: ComposerForm | None = None, status: int = 422,
    given: list[services.NewAttachment] | None = None, **more: object,
) -> HttpResponse:  # fmt: skip
    now, person = clock.now(), person_of(request)
    acts = people.acts(person, now=now)
    form = form or composing.blank_form(found)
    pictures = given or (composing.kept_pictures(request.POST) if form.is_bound else _pictures_of(found))
    film = filming.kept(request.POST) if form.is_bound else filming.standing(found)
    seen = seeing.look(found, form, pictures, film.footage if film else None)
    stage, named = Stage(found.slot.stage), row_number(request.GET.get("tab", ""))
    may_write = Act.WRITE in acts and stage not in services.FINAL
    is_edited = stage in {Stage.IDEA, Stage.DRAFT} or "edit" in request.GET or form.is_bound
    context = {
        "draft": found, "slot": found.slot, "form": form, "look": seen, "pictures": pictures, "picture_form": PictureForm(),
        "film": film, "idea": ideas.of_draft(found.pk), "film_ended": film is not None and attaching.film_ended(film.video, found, now=now),
        "ended": attaching.ended_in(pictures, found, now=now),
        "stated": seeing.stated(form) != NOTHING_STATED or bool({"ai_label", "sponsor"} & form.errors.keys()),
        "others": queries.others_here(found, person, now=now), "sign": SIGNS[stage], "card_elsewhere": seeing.card_elsewhere(form), "card_picture": seeing.card_picture(form), "tab": _open_tab(form, [p.channel.pk for p in seen.previews], named),
        "tabs": [(p, form[own_name(p.channel.pk)]) for p in seen.previews],
        "may_write": may_write and is_edited, "may_begin_editing": may_write and not is_edited,
        "insertable": inserting.insertable(found) if may_write and is_edited else None,
        "may_plan": Act.PLAN in acts and stage not in services.FINAL,
        "goal_form": GoalForm(today=people.today(now), chosen=found.slot.goal), **more,
    }  # fmt: skip
    return render(request, "composer/draft.html", context, status=status if form.is_bound else 200)


def _open_tab(form: ComposerForm, channel_ids: list[int], named: int | None) -> int:
    """Return the channel whose own text is shown, 0 for the shared text: the one with a mistake, else the one named."""
    asked = named if named in channel_ids and named is not None else 0
    wrong = [0] * bool(form.errors.get("text")) + [pk for pk in channel_ids if form.errors.get(own_name(pk))]
    return asked if asked in wrong or not wrong else wrong[0]


def _hand_in(found: Draft, version: Version) -> HttpResponse:
    """Let the browser send the same form on to whoever asks for approvals, about exactly the version just saved."""
    return _sent_on(reverse("review:hand_in", args=[found.pk]) + f"?version={version.number}")


def _place(found: Draft, then: str) -> str:
    """Return the address that gives the post a place, where that was pressed; the same form goes on to it."""
    back = urlencode({"next": reverse("composer:draft", args=[found.pk])})
    if then == "free":
        return reverse("moving:next_free", args=[found.slot_id]) + f"?{back}"
    channel = row_number(then.removeprefix("queue-")) if then.startswith("queue-") else None
    if channel is None:
        return ""
    return reverse("queueing:rearrange", args=[channel]) + f"?what=end&slot={found.slot_id}&{back}"


def _sent_on(address: str) -> HttpResponse:
    """Let the browser send the same form on."""
    answer = HttpResponse(status=307)
    answer["Location"] = address
    return answer


def _pictures_of(found: Draft) -> list[services.NewAttachment]:
    attachments = list(found.latest.attachments.all()) if found.latest is not None else []
    return [services.NewAttachment(each.picture, each.alt, each.framing) for each in attachments]
