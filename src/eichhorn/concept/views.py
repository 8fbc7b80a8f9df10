"""Pages of the strategy: what is in force, the versions, the draft with its seven answers, and the document."""

from collections.abc import Callable
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.concept import paper, queries, services, showing, words
from eichhorn.concept.forms import AnswerForm, DecisionForm
from eichhorn.concept.models import Answer, Version
from eichhorn.concept.rules import Question, unanswered
from eichhorn.foundation import clock, press
from eichhorn.foundation.states import ForbiddenMove
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people import throttle
from eichhorn.people.access import SeeOther, person_of, signed_in, too_often
from eichhorn.people.rules import Act
from eichhorn.ui import say

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES, PER = 30, timedelta(minutes=5)
"""Setting one keeps a processor busy; nobody needs more."""


@signed_in
@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """Show the strategy that is in force today."""
    today = people.today(clock.now())
    every = queries.versions(on=today)
    seen, standing = showing.rows(every), queries.in_force(on=today)
    row = next((one for one in seen if standing is not None and one.version.pk == standing.pk), None)
    context = {
        "row": row, "chapters": showing.chapters(standing) if standing is not None else (),
        "went_back": showing.went_back(standing, every) if standing is not None else (),
        "to_come": [one for one in seen if one.standing == "to_come"],
        "draft": next((one.version for one in seen if one.standing == "draft"), None), "may_steer": _may_steer(request),
    }  # fmt: skip
    return render(request, "concept/document.html", context)


@signed_in
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """List all versions, with what each changed and why."""
    rows = showing.rows(queries.versions(on=people.today(clock.now())))
    return render(request, "concept/versions.html", {"rows": rows})


@signed_in
@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Show one version, and what differs from the one before."""
    row, every = _row(number), queries.versions(on=people.today(clock.now()))
    before = queries.before(row.version)
    chapters = showing.chapters(row.version, against=before)
    context = {
        "row": row, "before": before, "went_back": showing.went_back(row.version, every), "chapters": chapters, "changed": [one for one in chapters if one.pieces],
        "may_take_back": row.standing == "to_come" and _may_steer(request),
    }  # fmt: skip
    return render(request, "concept/version.html", context)


@signed_in
@require_safe
def word(request: HttpRequest, number: int) -> HttpResponse:
    """Answer the version as a file of Word."""
    return _file(request, number, "docx", WORD, paper.word)


@signed_in
@require_safe
def pdf(request: HttpRequest, number: int) -> HttpResponse:
    """Answer the version as a PDF."""
    return _file(request, number, "pdf", "application/pdf", paper.pdf)


@signed_in
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the next version, and go there; where one is begun already, only go there."""
    try:
        services.begin(by=person_of(request), now=clock.now())
    except services.DraftThere:
        say.problem(request, gettext("A version is being written already. You see it here."))
    return SeeOther(reverse("concept:draft"))


@signed_in
@require_safe
def draft(request: HttpRequest) -> HttpResponse:
    """Show how far the draft is."""
    standing = queries.draft()
    if standing is None:
        return SeeOther(reverse("concept:document"))
    before = queries.before(standing)
    chapters = showing.chapters(standing, against=before)
    said = {one.question: one.text for one in chapters}
    context = {
        "draft": standing, "before": before, "chapters": chapters, "open_count": len(unanswered(said)),
        "may_steer": _may_steer(request),
    }  # fmt: skip
    return render(request, "concept/draft.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, question: Question) -> HttpResponse:
    """Write the answer to one question of the draft."""
    permissions.require(person_of(request), Act.STEER, now=clock.now())
    standing = queries.draft()
    if standing is None:
        return _too_late(request)
    stands = queries.answers(standing)[question]
    form = AnswerForm(request.POST or None, initial={"text": stands.text, "based_on": stands.revision})
    if request.method != "POST" or not form.is_valid():
        return _answer(request, question, stands, form)
    given = form.cleaned_data
    try:
        services.write(
            version=standing, question=question, text=given["text"], based_on=given["based_on"], by=person_of(request),
            now=clock.now(),
        )  # fmt: skip
    except services.Collision as collision:
        return _answer(request, question, collision.theirs, form, collides=True)
    except ForbiddenMove:
        return _too_late(request)
    asked = words.QUESTIONS[question]
    say.done(request, gettext("The answer to “%(question)s” is kept.") % {"question": asked.question})
    return SeeOther(_after(question) if "next" in request.POST else reverse("concept:draft"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest) -> HttpResponse:
    """Decide the draft, from a day on."""
    now, standing = clock.now(), queries.draft()
    permissions.require(person_of(request), Act.STEER, now=now)
    if standing is None:
        return _too_late(request)
    before = queries.before(standing)
    form = DecisionForm(request.POST or None, is_first=before is None)
    if request.method == "POST" and form.is_valid():
        try:
            decided = services.decide(version=standing, decision=form.decision, by=person_of(request), now=now)
        except services.NotDecided as refused:
            form.refuse(refused.because)
        except ForbiddenMove:
            return _too_late(request)
        else:
            say.done(request, gettext("Version %(number)s is decided.") % {"number": decided.number})
            return SeeOther(reverse("concept:version", args=[decided.number]))
    context = {
        "form": form, "draft": standing, "before": before, "changed": [
            one for one in showing.chapters(standing, against=before) if one.pieces
        ],
    }  # fmt: skip
    return render(request, "concept/decide.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Make a draft again of a version whose day has not come."""
    row = _row(number)
    return _moved(request, lambda: services.take_back(version=row.version, by=person_of(request), now=clock.now()))


@signed_in
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Throw the draft away."""
    permissions.require(person_of(request), Act.STEER, now=clock.now())
    standing = queries.draft()
    if standing is None:
        return _too_late(request)
    return _moved(request, lambda: services.discard(version=standing, by=person_of(request), now=clock.now()))


def _answer(
    request: HttpRequest, question: Question, stands: Answer, form: AnswerForm, *, collides: bool = False
) -> HttpResponse:
    """Show the form; after a collision both texts, and what is sent next is sent knowing theirs."""
    ours = form.data.get("text", "") if collides else ""
    if collides:
        form = AnswerForm(initial={"text": ours, "based_on": stands.revision})
    context = {
        "question": question, "asked": words.QUESTIONS[question], "stands": stands, "form": form, "collides": collides,
        "pieces": showing.differing(stands.text, ours) if collides else (),
        "number": list(Question).index(question) + 1, "is_last": _after(question) == reverse("concept:draft"),
    }  # fmt: skip
    return render(request, "concept/answer.html", context, status=422 if form.errors or collides else 200)


def _after(question: Question) -> str:
    every = list(Question)
    at = every.index(question) + 1
    return reverse("concept:answer", args=[every[at]]) if at < len(every) else reverse("concept:draft")


def _file(
    request: HttpRequest, number: int, ending: str, kind: str, made: Callable[[paper.Sheet], bytes]
) -> HttpResponse:
    now, person = clock.now(), person_of(request)
    if not throttle.allow(f"paper:{person.pk}", limit=FILES, per=PER, now=now):
        return too_often(request)
    version = _row(number).version
    try:
        content = made(paper.sheet(version))
    except press.NotInTime:
        say.problem(request, gettext("The file was not ready in time. Please try once more."))
        return SeeOther(reverse("concept:version", args=[number]))
    answered = HttpResponse(content, content_type=kind)
    name = f"{pgettext('file name', 'strategy')}-{version.number}.{ending}"
    answered["Content-Disposition"] = f'attachment; filename="{name}"'
    return answered


def _moved(request: HttpRequest, work: Callable[[], Version | None]) -> HttpResponse:
    try:
        work()
    except ForbiddenMove:
        return _too_late(request)
    except services.DraftThere:
        say.problem(request, gettext("A version is being written already. Decide it or throw it away first."))
        return SeeOther(reverse("concept:draft"))
    return SeeOther(reverse("concept:draft"))


def _row(number: int) -> showing.Row:
    rows = showing.rows(queries.versions(on=people.today(clock.now())))
    found = next((row for row in rows if row.version.number == number), None)
    if found is None:
        raise Http404
    return found


def _may_steer(request: HttpRequest) -> bool:
    return people.may(person_of(request), Act.STEER, now=clock.now())


def _too_late(request: HttpRequest) -> HttpResponse:
    say.problem(request, gettext("Somebody was quicker: the strategy stands otherwise than you saw it."))
    return SeeOther(reverse("concept:document"))
