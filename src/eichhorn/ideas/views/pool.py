"""The pool of ideas as the team sees it.

The difficult thing: two people read one idea, and one of them is quicker. So each press is answered with what became of
the idea meanwhile, and what somebody typed still stands in the form.
"""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.foundation import clock
from eichhorn.foundation.typed import row_number
from eichhorn.ideas import queries, services
from eichhorn.ideas.forms import AsideForm, IdeaForm, SearchForm
from eichhorn.ideas.models import Idea
from eichhorn.ideas.rules import State
from eichhorn.ideas.services import Collision, NotOpen, Said
from eichhorn.ideas.views.sending import kept, once, pictures_of
from eichhorn.ideas.words import SIGNS, not_open
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.ui import say
from eichhorn.ui.marks import mark_of


@require_safe
@signed_in
def ideas(request: HttpRequest) -> HttpResponse:
    """List the ideas, the newest first."""
    now, person = clock.now(), person_of(request)
    search = SearchForm(request.GET)
    wanted = search.wanted()
    page = queries.page(person, wanted, row_number(request.GET.get("page", "")) or 1, now=now)
    asked = QueryDict(mutable=True)
    asked.update({name: str(request.GET[name]) for name in search.base_fields if request.GET.get(name)})
    acts = people.acts(person, now=now)
    context = {
        "page": page, "wanted": wanted, "asked": asked.urlencode(), "sign": SIGNS[wanted.state], "acts": acts,
        "states": [(state.value, sign, page.by_state.get(state.value, 0)) for state, sign in SIGNS.items()],
        "is_empty": not sum(page.by_state.values()),
    }  # fmt: skip
    return render(request, "ideas/ideas.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Keep an idea in a few seconds, and go back to where one was."""
    now, by = clock.now(), person_of(request)
    permissions.require(by, Act.READ, now=now)
    form = IdeaForm(*_given(request), today=people.today(now), topic=row_number(request.GET.get("topic", "")))
    if request.method == "POST" and form.is_valid():
        made = kept(form, lambda: services.add(said=_said(form), by=by, once=once(request), now=now))
        if made is not None:
            say.done(request, _("“%(title)s” is in the pool of ideas.") % {"title": made.title})
            return SeeOther(_way_back(request) or reverse("ideas:ideas"))
    context = {"form": form, "mark": mark_of(request), "way_back": _way_back(request)}
    return _form(request, form, context)


@require_safe
@signed_in
def idea(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Show an idea, where it came from and what became of it."""
    return _page(request, _idea(idea_id), AsideForm())


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Write an idea anew."""
    now, by, found = clock.now(), person_of(request), _idea(idea_id)
    if found.brought_by_id != by.pk:
        permissions.require(by, Act.WRITE, now=now)
    form = IdeaForm(*_given(request), today=people.today(now), idea=found)
    edition = row_number(request.POST.get("based_on", ""))
    if found.state != State.OPEN:
        say.problem(request, not_open(found))
        return _to(found)
    if request.method == "POST" and form.is_valid():
        try:
            made = kept(form, lambda: services.change(
                idea=found, said=_said(form), based_on=edition, by=by, now=now,
            ))  # fmt: skip
        except Collision:
            form.add_error(None, _(
                "Somebody wrote this idea anew meanwhile. What you typed stands here; press once more to keep yours."
            ))  # fmt: skip
        except NotOpen as late:
            say.problem(request, not_open(late.idea))
            return _to(found)
        else:
            if made is not None:
                say.done(request, _("The idea is kept as you wrote it."))
                return _to(found)
    return _form(request, form, {"form": form, "idea": found})


@require_POST
@signed_in
def aside(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Put an idea aside."""
    found, by, now = _idea(idea_id), person_of(request), clock.now()
    permissions.require(by, Act.WRITE, now=now)
    form = AsideForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        services.put_aside(idea=found, because=form.cleaned_data["because"], by=by, now=now)
    except NotOpen as late:
        say.problem(request, not_open(late.idea))
        return _to(found)
    say.done(
        request, _("It is put aside. It is kept and can be brought back."), undo=reverse("ideas:back", args=[found.pk])
    )
    return SeeOther(reverse("ideas:ideas"))


@require_POST
@signed_in
def back(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Bring an idea back into the pool."""
    found = _idea(idea_id)
    try:
        services.bring_back(idea=found, by=person_of(request), now=clock.now())
    except NotOpen as late:
        say.problem(request, not_open(late.idea))
    else:
        say.done(request, _("The idea waits in the pool again."))
    return _to(found)


@require_POST
@signed_in
def seen(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Leave an idea that came by phone in the pool, for later."""
    found = _idea(idea_id)
    services.see(idea=found, by=person_of(request), now=clock.now())
    say.done(request, _("It stays in the pool."))
    return SeeOther(reverse("ideas:ideas"))


def _idea(idea_id: int) -> Idea:
    try:
        return queries.idea(idea_id)
    except Idea.DoesNotExist as error:
        raise Http404 from error


def _given(request: HttpRequest) -> tuple[object, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _said(form: IdeaForm) -> Said:
    """Return what was typed. Raises PictureRefused, TooManyPictures."""
    given = form.cleaned_data
    return Said(
        title=given["title"], note=given["note"], link=given["link"], had_by=given["had_by"], goal=given["goal"],
        pillar=given["pillar"], topic=given["topic"], channels=given["channels"], tags=given["tags"], kept=form.kept, new=pictures_of(form),
    )  # fmt: skip


def _form(request: HttpRequest, form: IdeaForm, context: dict[str, object]) -> HttpResponse:
    more = {
        "lost_pictures": bool(request.FILES) and bool(form.errors),
        "more_open": bool({"had_by", "goal", "pillar", "topic", "channels", "tags"} & form.errors.keys())
        or (not form.is_bound and form.initial.get("topic") is not None),
    }
    return render(request, "ideas/form.html", context | more, status=422 if form.errors else 200)


def _page(request: HttpRequest, found: Idea, form: AsideForm) -> HttpResponse:
    now, person = clock.now(), person_of(request)
    acts = people.acts(person, now=now)
    context = {
        "idea": found, "sign": SIGNS[State(found.state)], "who": queries.who_had(found), "aside_form": form,
        "post": queries.post_of(found, person=person, now=now), "is_open": found.state == State.OPEN,
        "may_take": {Act.WRITE, Act.PLAN} <= acts, "may_write": Act.WRITE in acts,
        "may_change": _may_change(found, person, acts), "may_return": queries.may_return(found),
    }  # fmt: skip
    return render(request, "ideas/idea.html", context, status=422 if form.errors else 200)


def _may_change(found: Idea, person: Person, acts: frozenset[Act]) -> bool:
    return Act.WRITE in acts or (found.brought_by_id == person.pk and Act.READ in acts)


def _way_back(request: HttpRequest) -> str:
    """Return the page of this house from which somebody came, empty where it is none."""
    wanted = request.POST.get("back", "") or request.GET.get("back", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours and wanted.isprintable() and len(wanted) <= 1_000 else ""


def _to(found: Idea) -> HttpResponse:
    return SeeOther(reverse("ideas:idea", args=[found.pk]))
