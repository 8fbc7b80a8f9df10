"""A mail, read: who wrote it, to which letter it answers, what it says, what lies in it, and whether a person wrote it.

The difficult thing: a mail is whatever somebody sends. So what would make a reader slow is counted before it is read, and each
limit has its own reason; what cannot be read is kept whole by whoever calls.
"""

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from enum import StrEnum

from eichhorn.mailbox.rules.cutting import clean, of_html, said
from eichhorn.mailbox.rules.kinds import Why

MOST_BYTES = 45_000_000
"""A letter with an attachment of 30 MB is read, and the attachment refused with its reason."""
MOST_HEADER_BYTES = 200_000
LONGEST_HEADER = 10_000
MOST_PARTS = 100
MOST_NESTED = 20
MOST_TEXT = 10_000
"""As much as the request form takes."""
MOST_MARKUP = 1_000_000
MOST_REFERENCES = 100
PART = re.compile(rb"^content-type[ \t]*:", re.IGNORECASE | re.MULTILINE)
HOLDER = re.compile(rb"^content-type[ \t]*:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
HEAD_END = re.compile(rb"\r?\n\r?\n")
ADDRESS = re.compile(r"[^\s@<>\"(),;:\\\x00-\x1f]+@[^\s@<>\"(),;:\\\x00-\x1f]+\.[^\s@<>\"(),;:\\.\x00-\x1f]+")
IDENTITY = re.compile(r"<([^<>\s]{1,500})>")
NEEDED = ("from", "subject", "message-id", "date", "in-reply-to", "references")


class Nature(StrEnum):
    """Whether a person wrote a letter, and whether an answer would go astray."""

    PERSON = "person"
    UNANSWERED = "unanswered"
    """By a list, or with the wish that no machine answers."""
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"


class Unreadable(Exception):
    """The letter is not read; `why` says what about it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a letter."""

    file_name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter, read."""

    message_id: str
    answers_to: tuple[str, ...]
    """The Message-IDs of the letters before it, without brackets."""
    name: str
    address: str
    subject: str
    text: str
    """What its writer says now."""
    is_cut: bool
    """Whether it was longer than we keep as a text."""
    attachments: tuple[Attachment, ...]
    nature: Nature
    results: tuple[str, ...]
    """What servers recorded about where it comes from, the topmost first."""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2].lower()


def digest(raw: bytes) -> str:
    """Return by what a letter is known again, whichever way it came: its own headers and its body, not those of the way."""
    head, body = _divided(raw)
    own = [
        line for line in re.split(rb"\r?\n(?![ \t])", head)
        if line.lower().startswith((b"message-id:", b"from:", b"date:", b"subject:"))
    ]  # fmt: skip
    plain = b"\n".join([*sorted(own), b"", body.replace(b"\r\n", b"\n").rstrip()])
    return hashlib.sha256(plain).hexdigest()


def read(raw: bytes) -> Mail:
    """Return what the letter is and says. Raises Unreadable."""
    _count(raw)
    try:
        found = message_from_bytes(raw, policy=default)
        assert isinstance(found, EmailMessage)
        return _read(found)
    except (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError) as problem:
        # the standard library raises all of these over letters that somebody built to break it
        raise Unreadable(Why.BROKEN) from problem


def identities(text: str) -> tuple[str, ...]:
    """Return the Message-IDs that are named, without brackets."""
    return tuple(IDENTITY.findall(text)[:MOST_REFERENCES])


def _count(raw: bytes) -> None:
    if len(raw) > MOST_BYTES:
        raise Unreadable(Why.TOO_LARGE)
    if len(_divided(raw)[0]) > MOST_HEADER_BYTES:
        raise Unreadable(Why.HEADERS)
    if _more_than(MOST_NESTED, HOLDER, raw):
        raise Unreadable(Why.NESTED)
    if _more_than(MOST_PARTS, PART, raw):
        raise Unreadable(Why.PARTS)


def _more_than(most: int, pattern: re.Pattern[bytes], raw: bytes) -> bool:
    return any(number >= most for number, _found in enumerate(pattern.finditer(raw)))


def _divided(raw: bytes) -> tuple[bytes, bytes]:
    end = HEAD_END.search(raw)
    return (raw, b"") if end is None else (raw[: end.start()], raw[end.end() :])


def _read(mail: EmailMessage) -> Mail:
    given = _headers(mail)
    parts = list(mail.walk())
    if len(parts) > MOST_PARTS:
        raise Unreadable(Why.PARTS)
    name, address = _sender(given["from"])
    answers_to = tuple(dict.fromkeys(identities(given["in-reply-to"]) + identities(given["references"])))
    body = mail.get_body(("plain", "html"))
    whole = _text(body) if isinstance(body, EmailMessage) else ""
    text = said(whole, answers=bool(answers_to))
    return Mail(
        message_id=(identities(given["message-id"]) or ("",))[0], answers_to=answers_to, name=name, address=address,
        subject=_line(given["subject"]), text=text[:MOST_TEXT], is_cut=len(text) > MOST_TEXT,
        attachments=tuple(_attachment(one) for one in parts if _is_attached(one, body)), nature=_nature(mail),
        results=tuple(str(one) for one in mail.get_all("authentication-results", [])),
    )  # fmt: skip


def _headers(mail: EmailMessage) -> dict[str, str]:
    """Return the headers that are needed, once each. Raises Unreadable where one is longer than anybody writes."""
    if len([name for name, _value in mail.raw_items() if name.lower() == "from"]) != 1:
        raise Unreadable(Why.NO_SENDER)
    if any(name.lower() in NEEDED and len(value) > LONGEST_HEADER for name, value in mail.raw_items()):
        raise Unreadable(Why.HEADERS)
    return {name: str(mail.get(name, "")) for name in NEEDED}


def _sender(value: str) -> tuple[str, str]:
    found = getaddresses([value])
    if len(found) != 1 or len(found[0][1]) > 254 or not ADDRESS.fullmatch(found[0][1]):
        raise Unreadable(Why.NO_SENDER)
    name, address = found[0]
    return _line(name)[:120] or address[:120], address


def _nature(mail: EmailMessage) -> Nature:
    submitted = _word(mail, "auto-submitted")
    if mail.get_content_type() == "multipart/report" or _word(mail, "return-path") == "<>":
        return Nature.BOUNCE
    if submitted not in {"", "no"} or _word(mail, "precedence") == "auto_reply" or "x-autoreply" in mail:
        return Nature.AUTOMATIC
    if _word(mail, "precedence") in {"bulk", "junk", "list"} or "list-id" in mail or "list-unsubscribe" in mail:
        return Nature.UNANSWERED
    return Nature.UNANSWERED if "x-auto-response-suppress" in mail else Nature.PERSON


def _word(mail: EmailMessage, header: str) -> str:
    return str(mail.get(header, "")).partition(";")[0].strip().lower()


def _text(part: EmailMessage) -> str:
    raw = part.get_payload(decode=True)
    assert isinstance(raw, bytes)
    raw = raw[:MOST_MARKUP]
    try:
        text = raw.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        text = raw.decode("utf-8", "replace")
    text = clean(text)
    return of_html(text) if part.get_content_type() == "text/html" else text


def _is_attached(part: EmailMessage, body: object) -> bool:
    if part is body or part.is_multipart():
        return False
    return (
        bool(part.get_filename())
        or part.is_attachment()
        or part.get_content_maintype() not in {"text", "multipart", "message"}
    )


def _attachment(part: EmailMessage) -> Attachment:
    content = part.get_payload(decode=True)
    return Attachment(
        file_name=_line(part.get_filename() or "")[:200],
        media_type=part.get_content_type(),
        content=content if isinstance(content, bytes) else b"",
    )


def _line(text: str) -> str:
    return " ".join(clean(text).split())
