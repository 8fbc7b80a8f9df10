"""Building the form that requesters fill in: its types and its questions."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.foundation import clock
from eichhorn.foundation.typed import row_number
from eichhorn.intake import queries, rules, services
from eichhorn.intake.forms import QuestionForm, TypeForm
from eichhorn.intake.models import Question, RequestType
from eichhorn.intake.words import problem, too_many_types
from eichhorn.people import services as permissions
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say


@dataclass(frozen=True, slots=True)
class Sheet:
    """The questions of one type, or those for all where it is None."""

    of: RequestType | None
    questions: list[Question]
    required: int
    """So many fields of its form must be filled in at most."""


@signed_in
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show the form as it is built."""
    _may(request)
    asked, types = queries.every_question(), queries.every_type()
    sheets = [_sheet(None, asked), *(_sheet(each, asked) for each in types)]
    context = {"sheets": sheets, "most": rules.MOST_REQUIRED, "offered": queries.types()}
    return render(request, "intake/types.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_type(request: HttpRequest) -> HttpResponse:
    """Offer a further type."""
    return _type(request, None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def one_type(request: HttpRequest, type_id: int) -> HttpResponse:
    """Change a type."""
    return _type(request, get_object_or_404(RequestType, pk=type_id))


@signed_in
@require_POST
def retire(request: HttpRequest, type_id: int) -> HttpResponse:
    """Offer a type no more."""
    of = get_object_or_404(RequestType, pk=type_id)
    services.retire(of=of, by=person_of(request), now=clock.now())
    say.done(request, gettext("“%(name)s” is offered no more. Requests of this type keep it.") % {"name": of.name})
    return _back()


@signed_in
@require_POST
def offer_again(request: HttpRequest, type_id: int) -> HttpResponse:
    """Offer a type again."""
    of = get_object_or_404(RequestType, pk=type_id)
    try:
        services.offer_again(of=of, by=person_of(request), now=clock.now())
    except services.TooManyTypes:
        say.problem(request, too_many_types())
    else:
        say.done(request, gettext("“%(name)s” can be chosen again.") % {"name": of.name})
    return _back()


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_question(request: HttpRequest) -> HttpResponse:
    """Ask a further question: of those who choose the type in `of`, else of everybody."""
    number = row_number(request.GET.get("of", ""))
    return _question(request, None, get_object_or_404(RequestType, pk=number) if number is not None else None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """Change a question."""
    standing = get_object_or_404(Question.objects.select_related("of"), pk=question_id)
    return _question(request, standing, standing.of)


@signed_in
@require_POST
def move(request: HttpRequest, question_id: int) -> HttpResponse:
    """Move a question up or down."""
    standing = get_object_or_404(Question, pk=question_id)
    try:
        services.move(of=standing, up=request.POST.get("to") == "up", by=person_of(request), now=clock.now())
    except services.Unbuildable as refused:
        say.problem(request, problem(refused.wrong))
    return _back()


@signed_in
@require_POST
def remove(request: HttpRequest, question_id: int) -> HttpResponse:
    """Ask a question no more."""
    standing = get_object_or_404(Question, pk=question_id)
    try:
        services.remove(of=standing, by=person_of(request), now=clock.now())
    except services.Unbuildable as refused:
        say.problem(request, problem(refused.wrong))
    else:
        say.done(request, gettext("The question is asked no more. Answers to it stay."))
    return _back()


def _type(request: HttpRequest, of: RequestType | None) -> HttpResponse:
    _may(request)
    form = TypeForm(request.POST or None, initial=TypeForm.first(of) if of is not None else None)
    if form.is_valid():
        by, now = person_of(request), clock.now()
        try:
            made = (
                services.offer(words=form.words, by=by, now=now) if of is None
                else services.change_type(of=of, words=form.words, by=by, now=now)
            )  # fmt: skip
        except services.TooManyTypes:
            form.add_error(None, too_many_types())
        else:
            say.done(request, gettext("“%(name)s” is kept.") % {"name": made.name})
            return _back()
    return render(request, "intake/type.html", {"form": form, "of": of}, status=422 if form.errors else 200)


def _question(request: HttpRequest, standing: Question | None, of: RequestType | None) -> HttpResponse:
    _may(request)
    form = QuestionForm(
        request.POST or None, initial=QuestionForm.first(standing) if standing is not None else {"kind": "line"},
        earlier=_earlier(standing, of),
    )  # fmt: skip
    if form.is_valid():
        by, now = person_of(request), clock.now()
        try:
            if standing is None:
                services.ask(of=of, words=form.words, by=by, now=now)
            else:
                services.change_question(of=standing, words=form.words, by=by, now=now)
        except services.Unbuildable as refused:
            form.add_error(None, problem(refused.wrong))
        else:
            say.done(request, gettext("The form asks it from now on."))
            return _back()
    context = {"form": form, "of": of, "question": standing}
    return render(request, "intake/question.html", context, status=422 if form.errors else 200)


def _earlier(standing: Question | None, of: RequestType | None) -> list[Question]:
    """Return the questions that stand above it."""
    asked = queries.questions(of)
    if standing is None:
        return [one for one in asked if of is not None or one.of_id is None]
    return asked[: next((at for at, one in enumerate(asked) if one.pk == standing.pk), 0)]


def _sheet(of: RequestType | None, asked: list[Question]) -> Sheet:
    number = of.pk if of is not None else None
    form = [one for one in asked if one.of_id is None or one.of_id == number]
    required = rules.ALWAYS_REQUIRED + rules.most_required(queries.as_rules(form))
    return Sheet(of, [one for one in asked if one.of_id == number], required)


def _may(request: HttpRequest) -> None:
    permissions.require(person_of(request), Act.STEER, now=clock.now())


def _back() -> HttpResponse:
    answer = redirect("intake:types")
    answer.status_code = 303
    return answer
