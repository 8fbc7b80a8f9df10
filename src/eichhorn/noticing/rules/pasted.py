"""A message that somebody copied from elsewhere, read: who wrote it, how to reach them, what it is about and what it says.

The difficult thing: each program copies its messages in a form of its own, and people copy half of them. So only what stands
in a form that can mean nothing else is proposed; the words themselves are never shortened, and nothing is decided here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from email.utils import getaddresses

from eichhorn.noticing.rules.days import Day, days

LONGEST = 20_000
"""Signs; a longer message is refused before it is read."""
LONGEST_NAME = 80
LONGEST_TITLE = 80
FROM, SUBJECT, OTHER = "from", "subject", "other"
LABELS = {
    **dict.fromkeys(("von", "from", "absender", "de"), FROM),
    **dict.fromkeys(("betreff", "subject", "objet"), SUBJECT),
    **dict.fromkeys(
        ("an", "to", "cc", "kopie", "bcc", "datum", "date", "gesendet", "sent", "antwort an", "reply-to", "anlagen",
         "attachments", "priorität", "importance", "message-id"), OTHER),
}  # fmt: skip
LABELLED = re.compile(
    r"^[*_>\s]{0,4}(?P<label>[A-Za-zÄÖÜäöü-]{2,12}(?: an)?)[*_]{0,2}\s{0,3}:[*_]{0,2}\s{0,3}(?P<value>.{0,500})$"
)
DIVIDED = re.compile(r"^\s*-{3,}.{0,80}$")
TURN = re.compile(
    r"^\u200e?(?:\[\d{1,2}[./:-]\d{1,2}[^\]\n]{0,24}\]\s|\d{1,2}[./-]\d{1,2}[./-]\d{2,4},?\s\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?\s[-–]\s)"
    r"(?P<who>[^:\n\[\]]{2,60}):\s?(?P<words>.*)$",
    re.IGNORECASE,
)
"""One message of a chat: "[09.06.26, 10:15] Carsten Wolff: Hallo" or "09.06.26, 10:15 - Carsten Wolff: Hallo"."""
PREFIX = re.compile(r"^(?:(?:re|aw|wg|fwd?|antw)\s?:\s*)+", re.IGNORECASE)
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
PHONE = re.compile(
    r"(?:\b(?:tel|telefon|phone|mobil|mobile|handy|durchwahl|fon|call)\b\.?\s?:?\s{0,2}|[☎📞]\s?)(?P<number>\+?\(?\d[\d\s()/.-]{2,28}\d)",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\+?[\d\s()/-]{6,30}")
CLOSING = re.compile(
    r"^\s*(?:mit )?(?:(?:viele|liebe|beste|schöne|herzliche|freundliche|freundlichen|besten|herzlichen|sonnige)n?\s(?:grüße|grüsse|gruß|dank)\w*"
    r"|(?:(?:best|kind|warm)\s)?regards|(?:best|all the best)(?=\s*,?\s*$)|cheers|many thanks|thanks|thank you|danke|lg|vg|mfg|bg|gruß|grüße)"
    r"(?:\s(?:aus|from)\s[^,\n]{1,40})?\s*[,.–-]?\s*(?P<rest>.{0,80})$",
    re.IGNORECASE,
)
NAME = re.compile(r"^(?:(?:Dr|Prof|Dipl|Ing|Mag)\.(?:-\w+\.)?\s){0,3}[^\W\d_][\w'’.-]*(?:\s[^\W\d_][\w'’.-]*){0,4}$")
GREETING = re.compile(
    r"^\s*(?:hallo|hi|hey|hello|moin|servus|liebe[rs]?|dear|guten (?:tag|morgen|abend)|good (?:morning|afternoon)|sehr geehrte[rs]?)\b[^.!?\n]{0,60}[,!.:]?\s*$",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?:(?<=[^\W\d_]{2})(?<!\bDr)(?<!\bNr)(?<!\bSt)(?<!\bca)(?<!\bbzw)\.|[!?])(?=\s|$)")
CLOCK = re.compile(
    r"(?<![\d.:])(?:(?P<h>[01]?\d|2[0-4])(?:[:.](?P<m>[0-5]\d))?\s?(?:uhr|o'clock)|(?P<h2>[01]?\d|2[0-3]):(?P<m2>[0-5]\d)(?![\d:]))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a copied message proposes; empty where it proposes nothing."""

    name: str = ""
    email: str = ""
    phone: str = ""
    title: str = ""
    text: str = ""
    """All of its words, without the lines that only say who wrote to whom."""


def read(message: str) -> Pasted:
    """Return what the message proposes. Pure; never raises."""
    lines = message.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").strip().split("\n")
    heads, body = _headed(lines)
    found = _of_mail(heads, body) if heads else _of_chat(lines)
    return _completed(found or Pasted(text="\n".join(lines).strip()))


def wish(text: str, *, today: date) -> date | datetime | None:
    """Return the one day to come that the text names, with the one time where it names one; None where it is not clear.

    A day without a year is the next one.
    """
    named = days(text)
    if len(named) != 1 or named[0].other is not None or (day := _next(named[0], today)) is None:
        return None
    times = {_time(found) for found in CLOCK.finditer(text)}
    (at,) = times if len(times) == 1 else (None,)
    return datetime.combine(day, at) if at is not None else day


def _next(named: Day, today: date) -> date | None:
    years = (named.year,) if named.year is not None else (today.year, today.year + 1)
    return next((day for year in years if (day := named.on(year)) is not None and day >= today), None)


def _time(found: re.Match[str]) -> time | None:
    hour, minute = int(found["h"] or found["h2"]), int(found["m"] or found["m2"] or 0)
    return time(hour, minute) if hour < 24 else None


def _headed(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return the head of a mail and what stands below it; no head where fewer than two of its lines stand at the top."""
    heads: dict[str, str] = {}
    end = 0
    for number, line in enumerate(lines):
        found = LABELLED.match(line)
        kind = LABELS.get(found["label"].lower()) if found else None
        if found is not None and kind is not None:
            heads.setdefault(kind, found["value"].strip())
            end = number + 1
        elif line.strip() and not (DIVIDED.match(line) and not heads):
            break
    known = sum(1 for line in lines[:end] if LABELLED.match(line))
    return (heads, lines[end:]) if known >= 2 and (FROM in heads or SUBJECT in heads) else ({}, lines)


def _of_mail(heads: dict[str, str], body: list[str]) -> Pasted:
    name, email = _sender(heads.get(FROM, ""))
    return Pasted(
        name=name, email=email, title=PREFIX.sub("", heads.get(SUBJECT, "")).strip(), text="\n".join(body).strip()
    )


def _sender(value: str) -> tuple[str, str]:
    plain = re.sub(r"[\[(<]+\s*(?:mailto:)?", "<", re.sub(r"[\])>]+", ">", value))
    parts = getaddresses([plain])
    name, email = next(((n, a) for n, a in parts if ADDRESS.fullmatch(a)), ("", ""))
    if not email:
        return value.strip()[:LONGEST_NAME], ""
    given = name or plain.partition("<")[0].strip(' "')
    return ("" if "@" in given else " ".join(given.split())[:LONGEST_NAME]), email


def _of_chat(lines: list[str]) -> Pasted | None:
    """Return what a copied chat proposes, None where the lines are none. Where several wrote, their names stay in it."""
    turns = [TURN.match(line) for line in lines]
    if not turns or turns[0] is None:
        return None
    who = list(dict.fromkeys(found["who"].strip() for found in turns if found))
    first = who[0]
    said = [found["words"] if found else line for found, line in zip(turns, lines, strict=True)]
    text = "\n".join(said if len(who) == 1 else lines).strip()
    return Pasted(phone=first, text=text) if NUMBER.fullmatch(first) else Pasted(name=first, text=text)


def _completed(found: Pasted) -> Pasted:
    """Return it with what the words themselves say, where nothing stood above them."""
    addresses = list(dict.fromkeys(one.lower().rstrip(".") for one in ADDRESS.findall(found.text)))
    number = PHONE.search(found.text)
    return replace(
        found,
        name=found.name or next(_signed(found.text.split("\n")), ""),
        email=found.email or (addresses[0] if len(addresses) == 1 else ""),
        phone=found.phone or (" ".join(number["number"].split()) if number else ""),
        title=found.title or _title(found.text),
    )


def _signed(lines: list[str]) -> Iterator[str]:
    """Yield the names that stand below a closing line or on it."""
    for number, line in enumerate(lines):
        if (found := CLOSING.match(line)) is None:
            continue
        below = next((one for one in lines[number + 1 :] if one.strip()), "")
        for words in (found["rest"].strip(" ,"), below.strip(" ,")):
            if words and len(words) <= LONGEST_NAME and words[0].isupper() and NAME.match(words):
                yield words
                break


def _title(text: str) -> str:
    """Return the first thing that is said after the greeting, as far as it fits on a line."""
    first = next((line.strip() for line in text.split("\n") if line.strip() and not GREETING.match(line)), "")
    end = SENTENCE_END.search(first)
    sentence = first[: end.start()] if end else first.rstrip(" .,:;!?")
    sentence = sentence[:1].upper() + sentence[1:]
    if len(sentence) <= LONGEST_TITLE:
        return sentence
    cut = sentence[: LONGEST_TITLE - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:–-") + "…"
