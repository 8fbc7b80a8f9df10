"""The composer, the list of posts, and the history of one.

The difficult thing: whatever goes wrong while saving, the text that was typed is still on the page afterwards.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.content import composing, queries, services
from eichhorn.content.composing import Incomplete
from eichhorn.content.forms import ComposerForm, JustifyForm, NewPostForm, PictureForm
from eichhorn.content.models import Draft
from eichhorn.content.rules import differences
from eichhorn.content.services import Collision, Finished, TooLong
from eichhorn.desk import queries as desk
from eichhorn.foundation import clock
from eichhorn.media.rules import PictureRefused
from eichhorn.media.words import refusal
from eichhorn.people import queries as people
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planning
from eichhorn.planning import services as plans
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.planning.words import SIGNS
from eichhorn.ui import moments, say


@require_safe
@signed_in
def posts(request: HttpRequest) -> HttpResponse:
    """List the posts, those with work first."""
    now, person = clock.now(), person_of(request)
    visible = planning.visible_to(person, now=now)
    rows = queries.posts(visible, only=request.GET.get("stage", ""))
    context = {
        "rows": [(draft, SIGNS[Stage(draft.slot.stage)]) for draft in rows], "stage": request.GET.get("stage", ""),
        "may_write": people.may(person, Act.WRITE, now=now) and people.may(person, Act.PLAN, now=now),
    }  # fmt: skip
    return render(request, "content/posts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Begin a post: its slot and its draft."""
    now, house, person = clock.now(), people.organisation(), person_of(request)
    form = NewPostForm(request.POST or None, zone=house.zone, today=people.today(now))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        slot = plans.plan(
            title=given["title"], goal=given["goal"], channels=given["channels"], kind=None, planned_local=given["when"],
            zone=house.zone, by=person, now=now, stage=Stage.DRAFT,
        )  # fmt: skip
        return _to(services.begin(slot=slot, by=person, now=now))
    return render(request, "content/new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@signed_in
def begin(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Begin the draft of a slot, with what was asked for where it came from a request."""
    now = clock.now()
    try:
        slot = planning.slot_of(slot_id, person=person_of(request), now=now)
    except Slot.DoesNotExist as error:
        raise Http404 from error
    asked = desk.request_of_slot(slot_id)
    version = desk.latest_version(asked) if asked is not None else None
    return _to(services.begin(slot=slot, by=person_of(request), now=now, request_version=version))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show the composer; a POST saves what stands in it, and does what else was pressed."""
    found = _draft(request, draft_id)
    if request.method != "POST":
        return _page(request, found)
    try:
        composing.save_posted(
            draft=found, posted=request.POST, files=request.FILES, by=person_of(request), now=clock.now()
        )
    except (Incomplete, Collision, Finished, TooLong, PictureRefused) as problem:
        return _kept(request, found, problem)
    tab = request.POST.get("tab", request.GET.get("tab", ""))
    return SeeOther(reverse("content:draft", args=[draft_id]) + (f"?tab={int(tab)}" if tab.isdecimal() else ""))


@require_POST
@signed_in
def autosave(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Save without pictures; answer with the sentence that says when, or 409 with who was quicker."""
    found = _draft(request, draft_id)
    try:
        version = composing.save_posted(
            draft=found, posted=request.POST, files=None, by=person_of(request), now=clock.now()
        )
    except Collision as collision:
        return HttpResponse(_who_was_quicker(collision), status=409)
    except (Incomplete, Finished, TooLong):
        return HttpResponse(_("Not saved yet: something on this page needs a look."), status=409)
    return render(request, "content/saved.html", {"version": version})


@require_POST
@signed_in
def look(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Answer what checks and previews say to what stands in the form; saves nothing."""
    found = _draft(request, draft_id)
    form = ComposerForm(request.POST, channels=list(found.slot.channels.all()))
    pictures = composing.kept_pictures(found, request.POST)
    seen = composing.look(found, form, [(new.picture.file_name, new.alt) for new in pictures])
    return render(request, "content/look.html", {"look": seen, "draft": found, "pictures": pictures, "justify": JustifyForm()})


@require_POST
@signed_in
def take(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Save the text with the recommended words in place of the passage."""
    found = _draft(request, draft_id)
    posted = request.POST.copy()
    form = ComposerForm(posted, channels=list(found.slot.channels.all()))
    pictures = [(new.picture.file_name, new.alt) for new in composing.kept_pictures(found, posted)]
    for name in [name for name in form.fields if name == "text" or name.startswith("own_")]:
        posted[name] = composing.mended_text(posted.get(name, ""), request.POST.get("take", ""), form, found, pictures)
    try:
        composing.save_posted(draft=found, posted=posted, files=None, by=person_of(request), now=clock.now())
    except (Incomplete, Collision, Finished, TooLong) as problem:
        return _kept(request, found, problem)
    return SeeOther(reverse("content:draft", args=[draft_id]) + "#check")


@require_POST
@signed_in
def justify(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Leave a finding as it is, with a reason."""
    found = _draft(request, draft_id)
    form = JustifyForm(request.POST)
    if not form.is_valid():
        say.problem(request, _("Please say why in a sentence. Everybody can read it at the post."))
    else:
        services.justify(
            draft=found, finding_key=form.cleaned_data["key"], reason=form.cleaned_data["reason"],
            by=person_of(request), now=clock.now(),
        )  # fmt: skip
    return SeeOther(reverse("content:draft", args=[draft_id]) + "#check")


@require_safe
@signed_in
def history(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show how the text became what it is."""
    found = _draft(request, draft_id)
    versions = queries.history(found)
    steps = [
        (version, differences(before.text, version.text) if before is not None else ())
        for version, before in zip(versions, [*versions[1:], None], strict=True)
    ]
    return render(request, "content/history.html", {"draft": found, "steps": steps})


@require_POST
@signed_in
def restore(request: HttpRequest, draft_id: int, number: int) -> HttpResponse:
    """Make an earlier version the latest again; nothing in between is lost."""
    found = _draft(request, draft_id)
    services.restore(draft=found, number=number, by=person_of(request), now=clock.now())
    say.done(request, _("Version %(number)s is the text again. The later ones stay in the history.") % {"number": number})
    return _to(found)


def _page(request: HttpRequest, found: Draft, *, form: ComposerForm | None = None, **more: object) -> HttpResponse:
    now, person = clock.now(), person_of(request)
    form = form or composing.blank_form(found)
    attachments = list(found.latest.attachments.all()) if found.latest is not None else []
    pictures = [services.NewAttachment(attachment.picture, attachment.alt) for attachment in attachments]
    if form.is_bound:
        pictures = composing.kept_pictures(found, request.POST)
    seen = composing.look(found, form, [(new.picture.file_name, new.alt) for new in pictures])
    tab = request.GET.get("tab", "")
    context = {
        "draft": found, "slot": found.slot, "form": form, "look": seen, "pictures": pictures, "picture_form": PictureForm(),
        "justify": JustifyForm(), "sign": SIGNS[Stage(found.slot.stage)],
        "tab": int(tab) if tab.isdecimal() and int(tab) in {p.channel.pk for p in seen.previews} else 0,
        "tabs": [(preview, form[f"own_{preview.channel.pk}"]) for preview in seen.previews],
        "may_write": people.may(person, Act.WRITE, now=now) and found.slot.stage not in services.FINAL,
        "can_hand_in": found.slot.stage == Stage.DRAFT,
        **more,
    }  # fmt: skip
    return render(request, "content/draft.html", context, status=422 if form.is_bound else 200)


def _kept(request: HttpRequest, found: Draft, problem: Exception) -> HttpResponse:
    """Show the page again with all that was typed and the sentence that says why it was not saved."""
    form = ComposerForm(request.POST, channels=list(found.slot.channels.all()))
    form.is_valid()
    if isinstance(problem, Collision):
        pieces = differences(problem.theirs.text, request.POST.get("text", ""))
        return _page(request, found, form=form, theirs=problem.theirs, pieces=pieces, problem=_who_was_quicker(problem))
    return _page(request, found, form=form, problem=_why(problem))


def _why(problem: Exception) -> str:
    match problem:
        case PictureRefused():
            return refusal(problem.reason)
        case TooLong():
            return _("Something is longer than any network takes: at most %(most)s characters.") % {"most": problem.most}
        case Finished():
            return _("This post is out or was put back. Its text is history and stays as it was.")
    return _("Nothing was saved yet. Your text still stands here.")


def _who_was_quicker(collision: Collision) -> str:
    name = collision.theirs.by.name if collision.theirs.by is not None else "Eichhorn"
    return _("%(name)s changed this text at %(when)s. Your version is kept here. Compare the two.") % {
        "name": name, "when": moments.clock(collision.theirs.at),
    }  # fmt: skip


def _draft(request: HttpRequest, draft_id: int) -> Draft:
    try:
        found = queries.draft(draft_id)
    except Draft.DoesNotExist as error:
        raise Http404 from error
    if not planning.visible_to(person_of(request), now=clock.now()).filter(pk=found.slot_id).exists():
        raise Http404
    return found


def _to(found: Draft) -> HttpResponse:
    return SeeOther(reverse("content:draft", args=[found.pk]))


