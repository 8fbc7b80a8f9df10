"""The inbox: what waits, one conversation, and our answer to it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.channels import queries as channels
from eichhorn.dialogue import queries, rules, services
from eichhorn.dialogue.forms import ReplyForm
from eichhorn.dialogue.models import Message
from eichhorn.dialogue.rules import State
from eichhorn.dialogue.words import SIGNS, left
from eichhorn.foundation import clock, text, typed
from eichhorn.people import queries as people
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say


@signed_in
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the list, and beside it the message that has waited longest."""
    messages, state = queries.visible_to(person_of(request), now=clock.now()), _state(request)
    first = None if "list" in request.GET else queries.listed(messages, state, before=_before(request)).first()
    return _page(request, queries.conversation(messages, first.pk) if first is not None else None, state)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Show one conversation, and send our answer to it."""
    talk = _talk(request, message_id)
    if request.method != "POST":
        return _page(request, talk, _state(request, of=talk))
    form = ReplyForm(request.POST)
    if not form.is_valid() or not _answered(request, form, talk.message):
        return _page(request, talk, _state(request, of=talk), form)
    say.done(request, gettext("Your answer to %(name)s is on its way.") % {"name": talk.message.name})
    return SeeOther(reverse("dialogue:inbox"))


@signed_in
@require_POST
def count(request: HttpRequest, message_id: int) -> HttpResponse:
    """Tell how long the reply is as the network counts. Changes nothing."""
    return render(request, "dialogue/counted.html", _length(_talk(request, message_id), request.POST.get("text", "")))


@signed_in
@require_POST
def needs_none(request: HttpRequest, message_id: int) -> HttpResponse:
    """Put the message away: it needs no answer."""
    talk = _talk(request, message_id)
    services.needs_none(message=talk.message, by=person_of(request), now=clock.now())
    say.done(
        request, gettext("%(name)s needs no answer.") % {"name": talk.message.name},
        undo=reverse("dialogue:reopen", args=[message_id]),
    )  # fmt: skip
    return SeeOther(reverse("dialogue:inbox"))


@signed_in
@require_POST
def reopen(request: HttpRequest, message_id: int) -> HttpResponse:
    """Let the message wait for an answer again."""
    services.reopen(message=_talk(request, message_id).message, by=person_of(request), now=clock.now())
    answer = redirect("dialogue:message", message_id)
    answer.status_code = 303
    return answer


def _talk(request: HttpRequest, message_id: int) -> queries.Conversation:
    try:
        return queries.conversation(queries.visible_to(person_of(request), now=clock.now()), message_id)
    except Message.DoesNotExist as missing:
        raise Http404 from missing


def _answered(request: HttpRequest, form: ReplyForm, of: Message) -> bool:
    """Return whether the answer is on its way; else the form says why not."""
    given = form.cleaned_data
    try:
        services.answer(message=of, reply_text=given["text"], key=given["key"], by=person_of(request), now=clock.now())
    except services.TooLong as error:
        sentence = ngettext(
            "This is too long: %(network)s takes %(count)s character.",
            "This is too long: %(network)s takes %(count)s characters.",
            error.most,
        )
        form.add_error("text", sentence % {"network": channels.label(of.channel), "count": error.most})
        return False
    return True


def _page(
    request: HttpRequest, talk: queries.Conversation | None, state: State, form: ReplyForm | None = None
) -> HttpResponse:
    now, person, house = clock.now(), person_of(request), people.organisation()
    messages = queries.visible_to(person, now=now)
    found = list(queries.listed(messages, state, before=_before(request))[: queries.MOST + 1])
    rows = [
        (one, channels.icon(one.channel), SIGNS[queries.state_of(one)], left(queries.answer_due_at(one, organisation=house), now=now))
        for one in found[: queries.MOST]
    ]  # fmt: skip
    context: dict[str, Any] = {
        "rows": rows, "older": found[queries.MOST - 1].pk if len(found) > queries.MOST and state is not State.NEW else None,
        "state": state, "filters": [(one, sign.word) for one, sign in SIGNS.items()], "waiting": queries.number_of(messages, State.NEW),
        "talk": talk, "sign": SIGNS[talk.state] if talk else None, "form": form or ReplyForm.fresh(), "now": now,
        "promised_hours": int(rules.ANSWER_WITHIN_WORKING_H), "house": house,
        "silent": queries.silent(now=now),
    }  # fmt: skip
    if talk is not None:
        context |= _length(talk, form.data.get("text", "") if form else "") | {
            "due": left(queries.answer_due_at(talk.message, organisation=house), now=now),
            "may_answer": people.may(person, Act.ANSWER, now=now, channel=talk.message.channel_id),
        }
    return render(request, "dialogue/inbox.html", context, status=422 if form and form.errors else 200)


def _length(talk: queries.Conversation, written: str) -> dict[str, Any]:
    """Return how long the text is as the network counts, and how much it takes."""
    limits = channels.limits(talk.message.channel)
    most = limits.text_limit - rules.addressed_length(talk.message.author)
    characters = text.length_with_links(written.strip(), limits.unit, link_length=limits.link_length)
    return {"talk": talk, "characters": characters, "text_limit": most, "over": max(0, characters - most)}


def _state(request: HttpRequest, *, of: queries.Conversation | None = None) -> State:
    asked = request.GET.get("state", "")
    if asked in set(State):
        return State(asked)
    return of.state if of is not None else State.NEW


def _before(request: HttpRequest) -> int | None:
    return typed.row_number(request.GET.get("before", ""))
