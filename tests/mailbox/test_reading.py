"""What a letter is and says, and how much of it is read; without a database."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eichhorn.mailbox.rules import Nature, Unreadable, Why, is_confirmed, read
from eichhorn.mailbox.rules import reading as limits
from eichhorn.mailbox.rules.cutting import said
from tests.make.mailbox import HOUSE, PASSED, SERVER, TEXT, written


def why(raw: bytes) -> Why:
    with pytest.raises(Unreadable) as problem:
        read(raw)
    return problem.value.why


def test_a_letter_says_who_wrote_it_and_what() -> None:
    mail = read(written("Guten Tag\r\n\r\n-- \r\nCarsten Wolff\r\nTel. 214"))
    assert (mail.name, mail.address, mail.domain) == ("Carsten Wolff", f"carsten.wolff@{HOUSE}", HOUSE)
    assert (mail.subject, mail.text, mail.nature) == ("Ladesäule am Markt", "Guten Tag", Nature.PERSON)


def test_an_answer_is_read_without_what_it_quotes_and_a_forwarded_letter_with_it() -> None:
    quoted = "Ja, am 12. Juni.\n\nAm Di., 2. Juni 2026 um 10:00 schrieb Social <social@x.example>:\n> Wann?\n"
    assert said(quoted, answers=True) == "Ja, am 12. Juni."
    assert "Wann?" in said(quoted, answers=False)
    broken = "Yes.\n\nOn Tue, 2 June 2026 at 10:00 Social\n<social@x.example> wrote:\n> When?"
    assert said(broken, answers=True) == "Yes."
    outlook = "Gern.\n\nVon: Social <s@x.example>\nGesendet: Dienstag\nBetreff: Frage\n\nWann?"
    assert said(outlook, answers=True) == "Gern."
    assert said("> nur das", answers=True) == "> nur das"


def test_a_letter_in_html_is_read_as_words() -> None:
    raw = b"From: a@b.example\nContent-Type: text/html; charset=utf-8\n\n<style>p{}</style><p>Gern am <b>Freitag</b>.</p><p>Danke</p>"
    assert read(raw).text == "Gern am Freitag.\n\nDanke"


@pytest.mark.parametrize(
    ("header", "value", "nature"),
    [
        ("Auto-Submitted", "auto-replied", Nature.AUTOMATIC), ("Auto-Submitted", "no", Nature.PERSON),
        ("Return-Path", "<>", Nature.BOUNCE), ("Precedence", "bulk", Nature.UNANSWERED), ("List-Id", "<a.b>", Nature.UNANSWERED),
        ("X-Auto-Response-Suppress", "OOF", Nature.UNANSWERED), ("Precedence", "auto_reply", Nature.AUTOMATIC),
        ("Precedence", "normal", Nature.PERSON),
    ],
)  # fmt: skip
def test_what_machines_write_is_known(header: str, value: str, nature: Nature) -> None:
    assert read(written(headers=[(header, value)])).nature == nature


@pytest.mark.parametrize(
    ("results", "confirmed"),
    [
        ([PASSED], True),
        ([f"{SERVER}; dkim=pass header.d={HOUSE}"], True),
        ([f"{SERVER} 1; spf=pass smtp.mailfrom=someone@{HOUSE}"], True),
        ([f"{SERVER}; dkim=pass (good) header.d={HOUSE}; dmarc=fail header.from={HOUSE}"], False),
        ([f"{SERVER}; dkim=pass header.d=elsewhere.example"], False),
        ([f"{SERVER}; dkim=fail header.d={HOUSE}"], False),
        ([f"{SERVER}; none"], False),
        ([], False),
        ([f"mx.elsewhere.example; dmarc=pass header.from={HOUSE}"], False),
        ([f"{SERVER}; dmarc=fail header.from={HOUSE}", PASSED], False),
        (["mx.elsewhere.example; none", PASSED], False),
        ([f"{SERVER}; none", PASSED], False),
        ([f'{SERVER}; spf=fail smtp.mailfrom="x; dkim=pass header.d={HOUSE}; "@evil.example'], False),
        ([f"{SERVER}; spf=fail (of x; dkim=pass header.d={HOUSE}; y) smtp.mailfrom=a@evil.example"], False),
        ([f"{SERVER}; dmarc=pass header.from={HOUSE}.evil.example"], False),
        ([f"{SERVER}; dmarc=pass header.from={HOUSE}" + " " * 10_000], False),
    ],
)
def test_only_what_our_own_server_recorded_last_confirms_a_sender(results: list[str], *, confirmed: bool) -> None:
    assert is_confirmed(tuple(results), server=SERVER, domain=HOUSE) is confirmed
    assert not is_confirmed(tuple(results), server="", domain=HOUSE)


def test_a_letter_without_one_writer_is_not_read() -> None:
    assert why(b"Subject: x\n\nx") == Why.NO_SENDER
    assert why(b"From: a@b.example, c@d.example\n\nx") == Why.NO_SENDER
    assert why(b"From: a@b.example\nFrom: c@d.example\n\nx") == Why.NO_SENDER
    assert why(b"From: somebody\n\nx") == Why.NO_SENDER


def test_headers_have_a_limit() -> None:
    head = b"From: a@b.example\nX-Long: "
    room = limits.MOST_HEADER_BYTES - len(head)
    assert read(head + b"x" * room + b"\n\nGuten Tag").text == "Guten Tag"
    assert why(head + b"x" * (room + 1) + b"\n\nGuten Tag") == Why.HEADERS
    assert read(b"From: a@b.example\nSubject: " + b"x" * limits.LONGEST_HEADER + b"\n\nx").subject
    assert why(b"From: a@b.example\nSubject: " + b"x" * (limits.LONGEST_HEADER + 1) + b"\n\nx") == Why.HEADERS


def parts(number: int) -> bytes:
    head = b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n"
    return head + b"--b\nContent-Type: text/plain\n\nx\n" * number + b"--b--\n"


def test_parts_have_a_limit() -> None:
    assert read(parts(limits.MOST_PARTS - 1)).text == "x"
    assert why(parts(limits.MOST_PARTS)) == Why.PARTS
    bare = (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\n\nx\n" * limits.MOST_PARTS
        + b"--b--\n"
    )
    assert why(bare) == Why.PARTS


def nested(depth: int) -> bytes:
    levels = [b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth)]
    return b"From: a@b.example\n" + b"".join(levels) + b"Content-Type: text/plain\n\nx\n"


def test_letters_in_letters_have_a_limit() -> None:
    assert read(nested(limits.MOST_NESTED)).address == "a@b.example"
    assert why(nested(limits.MOST_NESTED + 1)) == Why.NESTED
    assert why(nested(20_000)) == Why.NESTED


def test_a_letter_has_a_limit_and_so_has_its_text() -> None:
    head = b"From: a@b.example\n\n"
    assert why(head + b"x" * (limits.MOST_BYTES - len(head) + 1)) == Why.TOO_LARGE
    whole, longer = read(head + b"x" * limits.MOST_TEXT), read(head + b"x" * (limits.MOST_TEXT + 1))
    assert (len(whole.text), whole.is_cut, len(longer.text), longer.is_cut) == (10_000, False, 10_000, True)


def test_the_same_letter_is_known_by_whatever_way_it_came_and_another_is_another() -> None:
    one = written()
    assert limits.digest(b"Received: from a by b\r\n" + one) == limits.digest(one)
    assert limits.digest(one.replace(b"Freitag", b"Montag")) != limits.digest(one)


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"From: ", b"From: a@b.example\n", b"From: a@b.example\nContent-Type: ", b""]),
)
def test_whatever_comes_is_read_or_refused_with_a_reason(noise: bytes, before: bytes) -> None:
    try:
        mail = read(before + noise)
    except Unreadable:
        return
    assert "\x00" not in mail.text + mail.subject + mail.name


def test_a_text_of_every_charset_is_read() -> None:
    raw = b"From: a@b.example\nContent-Type: text/plain; charset=klingon\n\nGr\xc3\xbc\xc3\x9fe"
    assert read(raw).text == "Grüße"
    assert read(written(TEXT)).text == TEXT
