"""Refusals as problem details (RFC 9457), in the caller's language.

The difficult thing: a program branches on what a person reads. So every kind has a name that never changes (`type`), a
status, and a sentence that may; what it is about stands in members of its own, never only in the sentence.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"
PLACE = "/api/v1/#problem-"
"""Where the reference explains a kind: the `type` of a problem begins with it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of refusal."""

    status: int
    title: Promise
    helps: Promise
    """What stands as `detail` where nothing more exact is known."""


KINDS: dict[str, Kind] = {
    "not-understood": Kind(
        400, _("We did not understand this request."),
        _("The body is no JSON, or it is not what it says it is. Nothing was changed."),
    ),
    "key-malformed": Kind(
        400, _("This is no Idempotency-Key."), _("A key has 1 to 255 printable ASCII characters. A UUID is best.")
    ),
    "token-missing": Kind(
        401, _("A token is missing."),
        _("Send it in the header: Authorization: Bearer eichhorn.… It is made under Settings, Access for programs."),
    ),
    "token-unknown": Kind(
        401, _("This token lets nobody in."), _("It is unknown, has expired, or was revoked by its owner. Make a new one.")
    ),
    "scope-missing": Kind(
        403, _("The token is not meant for this."),
        _("Its owner has not given it this scope. Make a token with the scope that `scope` names."),
    ),
    "role-missing": Kind(
        403, _("The role of the token's owner does not allow this step."),
        _("A token never lets anybody do more than their roles do. An administrator can give the role."),
    ),
    "not-found": Kind(
        404, _("There is nothing here."), _("It does not exist, or the token's owner may not see it.")
    ),
    "method-unknown": Kind(
        405, _("This address does not know this method."), _("The header Allow names the methods that it knows.")
    ),
    "collision": Kind(
        409, _("Somebody saved meanwhile."),
        _("`latest` is the number of the version that stands there now. Read it, bring both together, and save again."),
    ),
    "stands-elsewhere": Kind(
        409, _("It stands elsewhere by now."), _("Somebody was quicker, or it is too late. Nothing was changed.")
    ),
    "not-ready": Kind(409, _("Something is still missing."), _("Nothing was changed.")),
    "price-changed": Kind(
        409, _("The plan has changed since the price was named."),
        _("Nothing was moved. Read the new price, and send its fingerprint if it is right."),
    ),
    "not-as-seen": Kind(
        409, _("It is not as it was seen."),
        _("Nothing was changed. Look at it again, and send what you saw then if it is right."),
    ),
    "key-in-use": Kind(
        409, _("The first request with this Idempotency-Key is still running."),
        _("Wait as long as Retry-After says, then send the same request again."),
    ),
    "key-reused": Kind(
        409, _("This Idempotency-Key belongs to another request."),
        _("A key stands for one request, word for word, for 24 hours. Send another request under a new key."),
    ),
    "too-large": Kind(
        413, _("This is too large."), _("A body may have 2 MB, a picture 10 MB; a video comes by pieces. Nothing was changed.")
    ),
    "media-type-unknown": Kind(
        415, _("The body is not of a kind that we read here."), _("Send Content-Type: application/json.")
    ),
    "part-not-there": Kind(
        416, _("The file does not reach so far."), _("The header Content-Range names how large it is.")
    ),
    "invalid": Kind(
        422, _("Some of it does not fit."), _("`errors` names each place and what helps. Nothing was changed.")
    ),
    "too-many-requests": Kind(
        429, _("These were too many requests in a short time."),
        _("Wait as long as Retry-After says. Nothing was changed."),
    ),
    "out-of-reach": Kind(
        503, _("The place where pictures and videos are kept does not answer right now."),
        _("Wait as long as Retry-After says, then send the same request again. Nothing was changed."),
    ),
    "broken": Kind(
        500, _("Something broke on our side."),
        _("It is written down. Nothing was changed, so the same request can be sent again, with the same key."),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One place of the request that does not fit: a JSON pointer into the body, or the name of a parameter."""

    detail: str
    pointer: str = ""
    parameter: str = ""


class Refusal(HttpResponse):
    """A problem as it leaves."""

    afterwards: Callable[[], None] | None = None
    """What is done once all that the refused request did was taken back."""


class Problem(Exception):
    """The request is refused; the answer says as what kind, and in which words."""

    def __init__(
        self, kind: str, detail: str = "", *, faults: Sequence[Fault] = (), headers: Mapping[str, str] | None = None,
        **more: object,
    ) -> None:  # fmt: skip
        super().__init__(kind)
        self.kind = kind
        self.detail = detail
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        self.more = more
        self.afterwards: Callable[[], None] | None = None

    def answer(self) -> HttpResponse:
        """Return the problem as it leaves, in the language that is spoken now."""
        kind = KINDS[self.kind]
        said: dict[str, object] = {
            "type": PLACE + self.kind,
            "title": str(kind.title),
            "status": kind.status,
            "detail": self.detail or str(kind.helps),
            **self.more,
        }
        if self.faults:
            said["errors"] = [
                {"detail": fault.detail} | ({"pointer": fault.pointer} if fault.pointer else {"parameter": fault.parameter})
                for fault in self.faults
            ]  # fmt: skip
        body = json.dumps(said, ensure_ascii=False, default=str)
        refusal = Refusal(body, status=kind.status, content_type=MEDIA_TYPE, headers=self.headers)
        refusal.afterwards = self.afterwards
        return refusal


def named(status: int) -> str:
    """Return the phrase of a status: "Not Found"."""
    return HTTPStatus(status).phrase
