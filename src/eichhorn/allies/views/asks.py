"""Asks as the team prepares, sends and answers them.

The difficult thing: half of it happens at the door or on the phone. So whatever somebody says there is written down with
one press, and means the same as if they had pressed it themselves.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.allies import letters, queries, services, words
from eichhorn.allies.forms import AskForm, NoForm, PromiseForm, ThanksForm, ToldForm
from eichhorn.allies.models import Ally, Ask, Given, Speech
from eichhorn.allies.rules import STATES, No, State, Step, Way, known_gifts
from eichhorn.allies.rules.limits import LONGEST_TITLE, MOST_PAGES, PAGE
from eichhorn.allies.services import Drafted, Gifted, NotNow, Resting
from eichhorn.allies.services.answering import LONGEST_PROMISE
from eichhorn.foundation import clock
from eichhorn.foundation.typed import one_line, row_number
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.topics import queries as topics
from eichhorn.topics.models import Topic
from eichhorn.ui import qr, say
from eichhorn.video.responses import Unanswerable, part_of

SPEECH_TYPE = "audio/mp4"
OPEN_ONES = "open"


@require_safe
@signed_in
def asks(request: HttpRequest) -> HttpResponse:
    """List what was asked for, what waits first."""
    permissions.require(person_of(request), Act.WRITE, now=clock.now())
    state = request.GET.get("state", "")
    if state not in {OPEN_ONES, *State}:
        state = ""
    by_state, page = queries.numbers(), min(row_number(request.GET.get("page", "")) or 1, MOST_PAGES)
    found = list(queries.asks(state)[(page - 1) * PAGE : page * PAGE + 1])
    shown = [one for one in State if by_state.get(one)]
    context = {
        "asks": [(one, words.SIGNS[State(one.state)], words.listed(known_gifts(one.wants))) for one in found[:PAGE]],
        "state": state, "states": [(one.value, words.SIGNS[one], by_state[one]) for one in shown],
        "total": sum(by_state.values()), "open_ones": sum(by_state.get(one, 0) for one in (State.ASKED, State.PROMISED)),
        "before": page - 1, "after": page + 1 if len(found) > PAGE else 0,
    }  # fmt: skip
    return render(request, "allies/asks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Say what it is about and see whom to ask, then write the ask; two steps on one address."""
    now, by = clock.now(), person_of(request)
    permissions.require(by, Act.WRITE, now=now)
    about = one_line(request.GET.get("about", ""))[:LONGEST_TITLE]
    topic = topics.every_topic().filter(pk=row_number(request.GET.get("topic", "")) or 0).first()
    about = about or (topic.name if topic is not None else "")
    chosen = row_number(request.GET.get("ally", ""))
    if chosen is None:
        return _propose(request, about, topic)
    ally = get_object_or_404(queries.rows(now=now), pk=chosen)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        today=people.today(now),
        initial=_proposed(ally, about, topic),
    )
    if form.is_valid():
        made = services.draft(ally=ally, drafted=form.drafted(), by=by, now=now)
        if "send" in request.POST:
            return _send(request, made)
        say.done(request, _("The ask is prepared; %(who)s has not heard of it.") % {"who": ally.person.name})
        return _to(made)
    context = {"form": form, "ally": ally, "rest": _rest_of(ally)}
    return render(request, "allies/ask_form.html", context, status=422 if form.errors else 200)


def _propose(request: HttpRequest, about: str, topic: Topic | None) -> HttpResponse:
    free, resting = queries.proposals(about, now=clock.now()) if about else ([], [])
    context = {
        "about": about, "topic": topic, "topics": topics.open_topics(),
        "free": [(one, words.listed(one.wants), words.WAYS[Way(one.ally.way)]) for one in free],
        "resting": [(one, words.resting(one.known.rest, one.known.free_on)) for one in resting if one.known.rest],
    }  # fmt: skip
    return render(request, "allies/ask_whom.html", context)


def _proposed(ally: Ally, about: str, topic: Topic | None) -> dict[str, Any]:
    now = clock.now()
    one = next((found for found in queries.proposals_of([ally], about, now=now)), None)
    wants = one.wants if one is not None else ()
    given = one.known.times_given if one is not None else 0
    letter = letters.asking(title=about, wants=wants, about="", times_given=given, language=ally.person.language)
    return {
        "title": about, "wants": [gift.value for gift in wants], "letter": letter, "way": ally.way,
        "topic": topic, "goal": topic.goal_id if topic is not None else None,
    }  # fmt: skip


@require_safe
@signed_in
def ask(request: HttpRequest, ask_id: int) -> HttpResponse:
    """Show an ask: what was said, what comes next by itself, what came, and the thanks."""
    permissions.require(person_of(request), Act.WRITE, now=clock.now())
    return _page(request, _ask(ask_id))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: HttpRequest, ask_id: int) -> HttpResponse:
    """Write a prepared ask anew."""
    now, by = clock.now(), person_of(request)
    permissions.require(by, Act.WRITE, now=now)
    found = _ask(ask_id)
    if found.state != State.DRAFTED or found.ally is None:
        say.problem(request, words.not_now(found))
        return _to(found)
    standing = {name: getattr(found, name) for name in ("title", "wants", "letter", "way", "due_on", "topic", "goal")}
    form = AskForm(
        request.POST if request.method == "POST" else None, today=people.today(now), ask=found, initial=standing
    )
    if form.is_valid():
        made = _changed(request, found, form.drafted(), by)
        return _send(request, made) if made is not None and "send" in request.POST else _to(found)
    context = {"form": form, "ally": found.ally, "ask": found, "rest": _rest_of(found.ally)}
    return render(request, "allies/ask_form.html", context, status=422 if form.errors else 200)


def _changed(request: HttpRequest, found: Ask, drafted: Drafted, by: Person) -> Ask | None:
    try:
        return services.change(ask=found, drafted=drafted, by=by, now=clock.now())
    except NotNow as late:
        say.problem(request, words.not_now(late.ask))
        return None


@require_POST
@signed_in
def send(request: HttpRequest, ask_id: int) -> HttpResponse:
    """Ask."""
    permissions.require(person_of(request), Act.WRITE, now=clock.now())
    return _send(request, _ask(ask_id))


def _send(request: HttpRequest, found: Ask) -> HttpResponse:
    try:
        sent = services.ask(ask=found, by=person_of(request), now=clock.now())
    except Resting as no:
        say.problem(request, words.resting(no.why, no.free_on) + " " + _("The ask stays prepared."))
    except NotNow as late:
        say.problem(request, words.not_now(late.ask))
    else:
        assert sent.ally is not None
        said = {"who": sent.ally.person.name}
        say.done(request, {
            Way.MAIL: _("%(who)s has the letter."), Way.PHONE: _("Now ring %(who)s; the first sentence stands here."),
            Way.IN_PERSON: _("Now drop in on %(who)s; the first sentence stands here."),
        }[Way(sent.way)] % said)  # fmt: skip
    return _to(found)


@require_POST
@signed_in
def link(request: HttpRequest, ask_id: int) -> HttpResponse:
    """Show a link that the person opens with their phone, here and now; it is shown this once."""
    permissions.require(person_of(request), Act.WRITE, now=clock.now())
    found = _ask(ask_id)
    try:
        address = services.link_for(ask=found, by=person_of(request), now=clock.now())
    except NotNow as late:
        say.problem(request, words.not_now(late.ask))
        return _to(found)
    answer = render(request, "allies/link.html", {"ask": found, "address": address, "code": qr.drawn(address)})
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@signed_in
def withdraw(request: HttpRequest, ask_id: int) -> HttpResponse:
    """Say that it is not needed any more."""
    permissions.require(person_of(request), Act.WRITE, now=clock.now())
    return _done(
        request, _ask(ask_id), lambda found: services.withdraw(ask=found, by=person_of(request), now=clock.now()),
        _("The ask is withdrawn. Nobody is reminded of it."),
    )  # fmt: skip


@require_POST
@signed_in
def promised(request: HttpRequest, ask_id: int) -> HttpResponse:
    """Note that somebody said they will."""
    now, by = clock.now(), person_of(request)
    permissions.require(by, Act.WRITE, now=now)
    found, form = _ask(ask_id), _promise(request.POST)
    if not form.is_valid():
        return _page(request, found, promise=form)
    return _done(
        request, found, lambda one: services.promise(ask=one, day=form.cleaned_data["day"], by=by, now=now),
        _("It is noted, and the link is on its way to them."),
    )  # fmt: skip


@require_POST
@signed_in
def declined(request: HttpRequest, ask_id: int) -> HttpResponse:
    """Note that somebody said No."""
    now, by = clock.now(), person_of(request)
    permissions.require(by, Act.WRITE, now=now)
    found, form = _ask(ask_id), NoForm(request.POST, today=people.today(now), prefix="no")
    if not form.is_valid():
        return _page(request, found, no=form)
    given = form.cleaned_data
    return _done(
        request, found,
        lambda one: services.decline(
            ask=one, no=No(given["no"]), because=given["because"], again_from=given["again_from"], by=by, now=now
        ),
        _("The No is noted. They are left alone for a while."),
    )  # fmt: skip


@require_POST
@signed_in
def told(request: HttpRequest, ask_id: int) -> HttpResponse:
    """Keep what somebody told by word of mouth as their gift."""
    now, by = clock.now(), person_of(request)
    permissions.require(by, Act.WRITE, now=now)
    found, form = _ask(ask_id), ToldForm(request.POST, prefix="told")
    if not form.is_valid():
        return _page(request, found, told=form)
    return _done(
        request, found,
        lambda one: services.give(ask=one, gifted=Gifted(words=form.cleaned_data["words"]), by=by, now=now),
        _("It is kept as their gift, in the pool of ideas."),
    )  # fmt: skip


@require_POST
@signed_in
def thank(request: HttpRequest, ask_id: int) -> HttpResponse:
    """Send the thanks, or note that somebody was thanked in person."""
    now, by = clock.now(), person_of(request)
    permissions.require(by, Act.WRITE, now=now)
    found, form = _ask(ask_id), ThanksForm(request.POST)
    in_person = "in_person" in request.POST
    if not in_person and not form.is_valid():
        return _page(request, found, thanks=form)
    text = "" if in_person else form.cleaned_data["text"]
    return _done(
        request, found, lambda one: services.thank(ask=one, text=text, by=by, now=now),
        _("It is noted that you have thanked them.") if in_person else _("The thanks are on their way."),
    )  # fmt: skip


@require_safe
@signed_in
def speech(request: HttpRequest, given_id: int) -> HttpResponse:
    """Play what somebody said; players that jump about are answered with the part they ask for."""
    permissions.require(person_of(request), Act.WRITE, now=clock.now())
    content = bytes(get_object_or_404(Speech, given=given_id).content)
    try:
        part = part_of(request.headers.get("Range", ""), len(content))
    except Unanswerable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
    begins, ends = part or (0, len(content))
    answer = HttpResponse(content[begins:ends], content_type=SPEECH_TYPE, status=206 if part else 200)
    answer["Accept-Ranges"], answer["Cache-Control"] = "bytes", "private, no-store"
    if part:
        answer["Content-Range"] = f"bytes {begins}-{ends - 1}/{len(content)}"
    return answer


def _done(request: HttpRequest, found: Ask, act: Callable[[Ask], Ask | Given], sentence: str) -> HttpResponse:
    """Do it and say so; where it is too late for it, say how the ask stands."""
    try:
        act(found)
    except (NotNow, services.Answered) as late:
        say.problem(request, words.not_now(late.ask))
    except services.TooOften:
        say.problem(request, _("Enough has come for this ask. Please note it as an idea of its own."))
    else:
        say.done(request, sentence)
    return _to(found)


def _promise(data: Any = None) -> PromiseForm:
    today = people.today(clock.now())
    return PromiseForm(data, today=today, last=today + LONGEST_PROMISE, prefix="promise")


def _page(
    request: HttpRequest, found: Ask, *, promise: PromiseForm | None = None, no: NoForm | None = None,
    told: ToldForm | None = None, thanks: ThanksForm | None = None,
) -> HttpResponse:  # fmt: skip
    now, state, wants = clock.now(), State(found.state), known_gifts(found.wants)
    gifts = queries.gifts_of(found)
    effect = queries.effect(gifts) if gifts and found.ally is not None else None
    owes = effect is not None and found.thanked_at is None
    forms = {"promise_form": promise, "no_form": no, "told_form": told, "thanks_form": thanks}
    context = {
        "ask": found, "sign": words.SIGNS[state], "wants": words.listed(wants), "way": words.WAYS[Way(found.way)],
        "no_word": words.NOES[No(found.no)] if found.no else "", "gifts": gifts, "effect": effect, "owes": owes,
        "is_open": state in {State.ASKED, State.PROMISED}, "may_answer": found.ally is not None and STATES.may(state, State.GIVEN),
        "reminds": found.next_step == Step.REMIND, "left": found.reminders - found.reminded,
        "rest": _rest_of(found.ally) if state == State.DRAFTED and found.ally is not None else "",
        "opening": _opening(found) if found.ally is not None and state in {State.DRAFTED, State.ASKED} else "",
        "promise_form": promise or _promise(), "told_form": told or ToldForm(prefix="told"),
        "no_form": no or NoForm(today=people.today(now), prefix="no"),
        "thanks_form": thanks or (ThanksForm(initial={"text": _thanks(found, effect)}) if owes and effect else None),
    }  # fmt: skip
    wrong = any(form is not None for form in forms.values())
    return render(request, "allies/ask.html", context, status=422 if wrong else 200)


def _opening(found: Ask) -> str:
    if found.way == Way.MAIL or found.ally is None:
        return ""
    return letters.opening(
        title=found.title, wants=known_gifts(found.wants), way_is_phone=found.way == Way.PHONE,
        language=found.ally.person.language,
    )  # fmt: skip


def _thanks(found: Ask, effect: queries.Effect) -> str:
    assert found.ally is not None
    return letters.thanks(
        title=found.title, gifts=known_gifts(found.wants), addresses=effect.addresses, answers=effect.answers,
        language=found.ally.person.language,
    )  # fmt: skip


def _rest_of(ally: Ally) -> str:
    known = queries.known([ally], now=clock.now())[ally.pk]
    return words.resting(known.rest, known.free_on) if known.rest is not None else ""


def _ask(number: int) -> Ask:
    try:
        return queries.ask(number)
    except Ask.DoesNotExist as error:
        raise Http404 from error


def _to(found: Ask) -> HttpResponse:
    return SeeOther(reverse("allies:ask", args=[found.pk]))
