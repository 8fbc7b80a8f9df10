"""The pages of the library.

The difficult thing: several files come in at once, and one that is refused must not cost the others. So each is stored
by itself, and the page says of each what became of it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.content.models import Draft
from eichhorn.foundation import clock
from eichhorn.foundation.typed import row_number
from eichhorn.library import queries, services, words
from eichhorn.library.duties import duties
from eichhorn.library.forms import AboutForm, AddForm, ConsentForm, ReasonForm, ShownForm, consent_form
from eichhorn.library.queries import Thing
from eichhorn.library.rules import Kind
from eichhorn.media import services as storing
from eichhorn.media.forms import SearchForm
from eichhorn.media.models import Picture, Shown, SomebodyShown
from eichhorn.media.rules import LARGEST_BYTES, Consent, PictureProblem, PictureRefused
from eichhorn.media.words import RIGHTS, refusal, short_why
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planning
from eichhorn.planning.rules import Stage
from eichhorn.planning.words import SIGNS
from eichhorn.ui import say
from eichhorn.video import services as filming
from eichhorn.video.models import Shown as FilmShown
from eichhorn.video.models import Video

PAGES = {
    Kind.PICTURE: {"name": "library:name_person", "consent": "library:say_consent", "unname": "library:unname", "duty": "library:duty"},
    Kind.VIDEO: {"name": "library:name_in_video", "consent": "library:say_consent_in_video", "unname": "library:unname_in_video", "duty": "library:video_duty"},
}  # fmt: skip
"""Where what is said of either goes."""


@require_safe
@signed_in
def pictures(request: HttpRequest) -> HttpResponse:
    """Show the pictures, the newest first."""
    return _grid(request, AddForm())


@require_POST
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """Store the files, each by itself; what is refused is named with its reason, and the rest is there."""
    by, now, form = person_of(request), clock.now(), AddForm(request.POST, request.FILES)
    permissions.require(by, Act.WRITE, now=now)
    given = request.FILES.getlist("pictures")
    if not given:
        form.is_valid()
        return _grid(request, form, status=422)
    took = [_taken(file, by, now) for file in given]
    _say_what_came(request, took)
    refused = [one for one in took if one.refused]
    if refused:
        form.is_valid()
        form.errors.pop("pictures", None)  # the field looks at the last file alone
        for one in refused:
            form.add_error("pictures", f"{one.name}: {one.refused}")
        return _grid(request, form, status=422)
    only = took[0].picture if len(took) == 1 else None
    return SeeOther(reverse("library:picture", args=[only.pk]) if only is not None else reverse("library:pictures"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def picture(request: HttpRequest, picture_id: int) -> HttpResponse:
    """Show one picture with all that is known of it; a POST says it anew."""
    found = _picture(request, picture_id)
    if request.method != "POST":
        return _page(request, found)
    by, now, form = person_of(request), clock.now(), AboutForm(request.POST)
    permissions.require(by, Act.WRITE, now=now)
    if not form.is_valid():
        return _page(request, found, about=form)
    storing.describe(picture=found, known=form.known(), by=by, now=now)
    say.done(request, _("What you said of the picture is kept."))
    return _to(found)


@require_safe
@signed_in
def video(request: HttpRequest, number: int) -> HttpResponse:
    """Show who is shown in a video, and which posts use it; the room of videos shows the rest."""
    return _page(request, _thing(request, Kind.VIDEO, number))


@require_POST
@signed_in
def name_person(request: HttpRequest, kind: Kind, number: int) -> HttpResponse:
    """Name somebody who is shown, with what they said."""
    found, by, now = _thing(request, kind, number), person_of(request), clock.now()
    permissions.require(by, Act.WRITE, now=now)
    form = ShownForm(request.POST, today=people.today(now))
    if form.is_valid():
        try:
            shown = _named(found, form, by, now)
        except storing.NamedAlready:
            form.add_error("name", _("Somebody of this name stands here already."))
        else:
            say.done(request, _("%(name)s is named now.") % {"name": shown.name})
            return _to(found, "people")
    return _page(request, found, name_form=form)


@require_POST
@signed_in
def say_consent(request: HttpRequest, kind: Kind, number: int, shown_id: int) -> HttpResponse:
    """Write down what somebody who is shown has said now."""
    found, by, now = _thing(request, kind, number), person_of(request), clock.now()
    permissions.require(by, Act.WRITE, now=now)
    shown = _shown(found, shown_id)
    form = ConsentForm(request.POST, today=people.today(now), auto_id=f"id_{shown.pk}_%s")
    if not form.is_valid():
        return _page(request, found, changed=(shown.pk, form))
    said = storing.say_consent(shown=shown, **_said(form), by=by, now=now)
    if said.consent == Consent.GIVEN:
        say.done(request, _("%(name)s has said Yes.") % {"name": said.name})
    else:
        say.done(request, _("Without a Yes of %(name)s no post with it leaves.") % {"name": said.name})
    return _to(found, "people")


@require_POST
@signed_in
def unname(request: HttpRequest, kind: Kind, number: int, shown_id: int) -> HttpResponse:
    """Take somebody off who was named by mistake."""
    found, by, now = _thing(request, kind, number), person_of(request), clock.now()
    permissions.require(by, Act.WRITE, now=now)
    shown = _shown(found, shown_id)
    storing.unname(shown=shown, by=by, now=now)
    say.done(request, _("%(name)s is not named any more.") % {"name": shown.name})
    return _to(found, "people")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def duty(request: HttpRequest, kind: Kind, number: int, draft_id: int) -> HttpResponse:
    """Show a post that is out with what may appear no longer; a POST says what was decided."""
    found, by, now = _thing(request, kind, number), person_of(request), clock.now()
    permissions.require(by, Act.PUBLISH, now=now)
    draft = get_object_or_404(Draft.objects.select_related("slot"), pk=draft_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _settled(request, found, draft, form.cleaned_data["reason"])
    open_one = next(iter(duties(by, now=now, only=(found, draft.pk))), None)
    if open_one is None:
        return _to(found)
    context = {
        "thing": found,
        "back": _address(found),
        "duty": open_one,
        "why": words.why(open_one.ended),
        "form": form,
    }
    return render(request, "library/duty.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file."""

    name: str
    picture: Picture | None = None
    is_new: bool = False
    refused: str = ""


def _taken(file: Any, by: Person, now: datetime) -> Taken:  # an UploadedFile, whose type has no types
    name = file.name or _("File without a name")
    try:
        if (file.size or 0) > LARGEST_BYTES:
            raise PictureRefused(PictureProblem.TOO_LARGE)
        stored = storing.store(content=file.read(), file_name=file.name or "", by=by, now=now)
    except PictureRefused as problem:
        return Taken(name, refused=refusal(problem.reason))
    return Taken(name, stored, is_new=stored.added_at == now)


def _say_what_came(request: HttpRequest, took: list[Taken]) -> None:
    new, known = sum(one.is_new for one in took), [one for one in took if one.picture and not one.is_new]
    said = []
    if new:
        said.append(
            ngettext("%(number)s picture is there now.", "%(number)s pictures are there now.", new) % {"number": new}
        )
    if known:
        said.append(_("Was there already: %(names)s.") % {"names": ", ".join(one.name for one in known)})
    if said:
        say.done(request, " ".join(said))


def _grid(request: HttpRequest, form: AddForm, *, status: int = 200) -> HttpResponse:
    now, person = clock.now(), person_of(request)
    wanted = SearchForm(request.GET).wanted()
    page = queries.page(person, wanted, row_number(request.GET.get("page", "")) or 1, now=now)
    asked = SearchForm.asked(request.GET)
    post = _post_of(request)
    if post is not None:
        asked["post"] = str(post.pk)
    context = {
        "post": post, "page": page, "wanted": wanted, "form": form, "may_add": people.may(person, Act.WRITE, now=now),
        "tiles": [(tile, short_why(tile.ended.why) if tile.ended else "") for tile in page.tiles],
        "rights": list(RIGHTS.items()), "asked": asked.urlencode(),
    }  # fmt: skip
    return render(request, "library/pictures.html", context, status=status)


def _post_of(request: HttpRequest) -> Draft | None:
    """Return the post for which a picture is chosen, where one is named that the reader may read."""
    number, now = row_number(request.GET.get("post", "")), clock.now()
    if number is None:
        return None
    readable = planning.visible_to(person_of(request), now=now)
    return Draft.objects.filter(slot__in=readable, pk=number).select_related("slot").first()


def _page(
    request: HttpRequest, found: Thing, *, about: AboutForm | None = None, name_form: ShownForm | None = None,
    changed: tuple[int, ConsentForm] | None = None,
) -> HttpResponse:  # fmt: skip
    now, person = clock.now(), person_of(request)
    today, acts = people.today(now), people.acts(person, now=now)
    ended, uses, kind = (
        queries.ended(found, on=today),
        queries.uses(found, person=person, now=now),
        queries.kind_of(found),
    )
    shown = [
        (one, changed[1] if changed and changed[0] == one.pk else consent_form(one, today=today), words.CONSENTS[Consent(one.consent)])
        for one in found.shown.all()
    ]  # fmt: skip
    refused = about or name_form or (changed[1] if changed else None)
    may_write = Act.WRITE in acts
    context = {
        kind.value: found, "thing": found, "ended": ended, "may_write": may_write, "uses": uses, "refused": refused, "changed": changed,
        "why": (words.why(ended) if may_write else short_why(ended.why)) if ended else "", "at": PAGES[kind],
        "about": about or (AboutForm.of(found, {one.language: one.text for one in found.descriptions.all()}) if isinstance(found, Picture) else None), "name_form": name_form or ShownForm(today=today, auto_id="id_new_%s"),
        "shown": shown if may_write else [], "groups": _groups(uses), "settled": queries.settled(found) if may_write else (),
        "duties": {one.draft.pk for one in duties(person, now=now) if one.thing == found} if ended and Act.PUBLISH in acts else (),
    }  # fmt: skip
    return render(request, f"library/{kind.value}.html", context, status=422 if refused is not None else 200)


def _groups(uses: queries.Uses) -> list[tuple[str, list[tuple[Draft, object]]]]:
    """Return the posts by what they amount to, each with its sign; a kind without posts is left out."""
    kinds = ((_("Out"), uses.published), (_("Planned"), uses.planned), (_("In the making"), uses.drafts))
    return [(word, [(draft, SIGNS[Stage(draft.slot.stage)]) for draft in drafts]) for word, drafts in kinds if drafts]


def _picture(request: HttpRequest, picture_id: int) -> Picture:
    try:
        return queries.picture(picture_id, person=person_of(request), now=clock.now())
    except Picture.DoesNotExist as error:
        raise Http404 from error


def _thing(request: HttpRequest, kind: Kind, number: int) -> Thing:
    found = queries.thing(kind, number, person=person_of(request), now=clock.now())
    if found is None:
        raise Http404
    return found


def _shown(found: Thing, number: int) -> SomebodyShown:
    if isinstance(found, Video):
        return get_object_or_404(FilmShown.objects.select_related("video"), pk=number, video=found)
    return get_object_or_404(Shown.objects.select_related("picture"), pk=number, picture=found)


def _named(found: Thing, form: ShownForm, by: Person, now: datetime) -> SomebodyShown:
    name = form.cleaned_data["name"]
    if isinstance(found, Video):
        return filming.name_person(video=found, **_said(form), name=name, by=by, now=now)
    return storing.name_person(picture=found, **_said(form), name=name, by=by, now=now)


def _settled(request: HttpRequest, found: Thing, draft: Draft, reason: str) -> HttpResponse:
    try:
        services.settle(thing=found, draft=draft, reason=reason, by=person_of(request), now=clock.now())
    except services.NothingToSettle:
        say.problem(
            request, _("Nothing is left to decide here: the post is not out any more, or somebody was quicker.")
        )
    else:
        say.done(request, _("What you decided about %(title)s is kept.") % {"title": draft.slot.title})
    return _to(found)


def _said(form: ConsentForm) -> dict[str, Any]:
    given = form.cleaned_data
    return {"consent": Consent(given["consent"]), "said_on": given["said_on"], "note": given["note"]}


def _to(found: Thing, part: str = "") -> HttpResponse:
    return SeeOther(_address(found) + (f"#{part}" if part else ""))


def _address(found: Thing) -> str:
    return reverse(f"library:{queries.kind_of(found).value}", args=[found.pk])
