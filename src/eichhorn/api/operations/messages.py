"""Messages: what people said to us, and our replies."""

import uuid
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from eichhorn.api import answers
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import messages as shown
from eichhorn.api.schemas.fields import Numbered
from eichhorn.dialogue import queries, services
from eichhorn.dialogue.models import Message

router = Router(tags=["messages"])
MessageId = Annotated[Numbered, Path(description="The number of the message.", example=12)]


class MessagePage(Page[shown.MessageShown]):
    """A page of messages."""


@router.get("/messages", **operation("list_messages", Scope.READ, MessagePage))
def list_messages(
    request: HttpRequest,
    paging: Paged,
    state: Annotated[shown.MessageState | None, Query(description="Only in this state.")] = None,
) -> HttpResponse:
    """List messages, the newest first; what was said to us alone only for those who answer."""
    caller = caller_of(request)
    rows = queries.listed(queries.visible_to(caller.person, now=caller.now), state)
    return page(rows, paging, shown.message, MessagePage)


@router.get("/messages/{message_id}", **operation("read_message", Scope.READ, shown.Conversation))
def read_message(request: HttpRequest, message_id: MessageId) -> HttpResponse:
    """Read one message with the conversation around it."""
    return _said(caller_of(request), message_id)


@router.post("/messages/{message_id}/replies", **operation("reply", Scope.ANSWER, shown.Conversation, status=201))
def reply(request: HttpRequest, message_id: MessageId, given: shown.NewReply) -> HttpResponse:
    """Answer a message. The reply leaves as soon as possible, once, and the message is answered."""
    caller = caller_of(request)
    services.answer(
        message=_message(caller, message_id), reply_text=given.text, key=_key(request, caller), by=caller.person,
        now=caller.now,
    )  # fmt: skip
    return _said(caller, message_id, status=201)


@router.post("/messages/{message_id}/needs-none", **operation("needs_no_reply", Scope.ANSWER, shown.Conversation))
def needs_no_reply(request: HttpRequest, message_id: MessageId) -> HttpResponse:
    """Put a message away: nobody has to answer it."""
    caller = caller_of(request)
    services.needs_none(message=_message(caller, message_id), by=caller.person, now=caller.now)
    return _said(caller, message_id)


@router.post("/messages/{message_id}/reopen", **operation("reopen_message", Scope.ANSWER, shown.Conversation))
def reopen_message(request: HttpRequest, message_id: MessageId) -> HttpResponse:
    """Let a message that was put away wait for an answer again."""
    caller = caller_of(request)
    services.reopen(message=_message(caller, message_id), by=caller.person, now=caller.now)
    return _said(caller, message_id)


def _message(caller: Caller, number: int) -> Message:
    return queries.visible_to(caller.person, now=caller.now).get(pk=number)


def _said(caller: Caller, number: int, *, status: int = 200) -> HttpResponse:
    visible = queries.visible_to(caller.person, now=caller.now)
    return answers.said(shown.conversation(queries.conversation(visible, number)), status=status)


def _key(request: HttpRequest, caller: Caller) -> uuid.UUID:
    """Return the key of the reply: the same one for the same Idempotency-Key of the token, also after a day."""
    given = request.headers.get("Idempotency-Key")
    return uuid.uuid5(uuid.NAMESPACE_OID, f"eichhorn.api {caller.token.pk} {given}") if given else uuid.uuid4()
