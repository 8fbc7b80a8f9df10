"""A copied message is read: what it proposes, and that none of its words are lost."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.noticing.rules import pasted
from eichhorn.noticing.rules.pasted import Pasted

TUESDAY = date(2026, 6, 9)
OUTLOOK = """Von: Carsten Wolff <carsten.wolff@erlengrund.example>
Gesendet: Dienstag, 9. Juni 2026 10:10
An: Social Media
Betreff: AW: WG: Ladesäule am Markt

Hallo Miriam,

am 11. Juni um 11 Uhr geht die Ladesäule ans Netz.

Viele Grüße
Carsten Wolff
Tel. 0341 12-345"""
ENGLISH = """*From:* "Moss, Ada" <ada.moss@erlengrund.example>
*Date:* Tue, 9 June 2026 at 10:10
*Subject:* Open day
*To:* <social@erlengrund.example>

Dear all, we open the gates on 20 June 2026."""


def test_a_mail_with_its_head_says_who_wrote_it_and_what_it_is_about() -> None:
    found = pasted.read(OUTLOOK)
    assert (found.name, found.email) == ("Carsten Wolff", "carsten.wolff@erlengrund.example")
    assert (found.title, found.phone) == ("Ladesäule am Markt", "0341 12-345")
    assert found.text.startswith("Hallo Miriam,\n\nam 11. Juni")
    assert "Gesendet" not in found.text


def test_a_head_in_bold_with_the_surname_first_is_read_too() -> None:
    found = pasted.read(ENGLISH)
    assert (found.name, found.email, found.title) == ("Moss, Ada", "ada.moss@erlengrund.example", "Open day")
    assert found.text == "Dear all, we open the gates on 20 June 2026."


def test_an_address_in_square_brackets_is_one() -> None:
    found = pasted.read("From: Ada Moss [mailto:ada@erlengrund.example]\nSubject: Hi\n\nPlease post it.")
    assert (found.name, found.email) == ("Ada Moss", "ada@erlengrund.example")


def test_a_line_with_a_colon_alone_is_no_head_of_a_mail() -> None:
    words = "Betreff: unser Tag der offenen Tür.\nBitte auf allen Kanälen."
    assert pasted.read(words).text == words


@pytest.mark.parametrize("stamp", ["[09.06.26, 10:15:22] ", "[6/9/26, 10:15 AM] ", "09.06.26, 10:15 - ", "\u200e[09.06.2026, 10:15] "])  # fmt: skip
def test_a_chat_says_who_wrote_and_loses_its_stamps(stamp: str) -> None:
    found = pasted.read(f"{stamp}Carsten Wolff: Hallo Miriam!\nMit Absatz.\n{stamp}Carsten Wolff: Postet ihr das?")
    assert (found.name, found.text) == ("Carsten Wolff", "Hallo Miriam!\nMit Absatz.\nPostet ihr das?")


def test_where_two_wrote_in_a_chat_it_stays_seen_who_said_what() -> None:
    words = "09.06.26, 10:15 - Carsten Wolff: Geht das?\n09.06.26, 10:16 - Miriam: Ich frage nach."
    found = pasted.read(words)
    assert (found.name, found.text) == ("Carsten Wolff", words)


def test_somebody_who_is_a_number_in_a_chat_is_a_number_here() -> None:
    found = pasted.read("09.06.26, 10:15 - +49 170 1234567: Geht das?")
    assert (found.name, found.phone) == ("", "+49 170 1234567")


@pytest.mark.parametrize(
    "closing",
    ["Viele Grüße\n{}", "Mit freundlichen Grüßen\n\n{}", "LG {}", "Best regards,\n{}", "Herzliche Grüße aus der Netzleitstelle\n{}", "Danke, {}"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["Carsten Wolff", "Dr. Helene Voss", "Helene"])
def test_a_name_below_the_greeting_is_proposed(closing: str, name: str) -> None:
    assert pasted.read(f"Bitte zeigen.\n\n{closing.format(name)}").name == name


@pytest.mark.parametrize(
    "below", ["wir melden uns noch einmal", "0341 12-345", "", "Stadtwerke Erlengrund GmbH & Co. KG 2026"]
)
def test_what_is_no_name_is_not_proposed_as_one(below: str) -> None:
    assert pasted.read(f"Bitte zeigen.\n\nViele Grüße\n{below}").name == ""


def test_of_two_addresses_neither_is_proposed() -> None:
    assert pasted.read("Schreibt an a@erlengrund.example.").email == "a@erlengrund.example"
    assert pasted.read("Schreibt an a@erlengrund.example oder b@erlengrund.example.").email == ""


def test_the_first_sentence_after_the_greeting_is_what_it_is_about() -> None:
    assert (
        pasted.read("Hallo zusammen,\n\nwir suchen drei Auszubildende. Postet ihr das?").title
        == "Wir suchen drei Auszubildende"
    )
    short = "Am 11. Juni zeigt Dr. Voss z. B. den Markt"
    assert pasted.read(f"{short}. Gern mit Bild!").title == short


@pytest.mark.parametrize("length", [79, 80, 81, 300])
def test_a_long_first_sentence_is_cut_between_words(length: int) -> None:
    title = pasted.read("Wort " * (length // 5) + "x" * (length % 5)).title
    assert len(title) <= pasted.LONGEST_TITLE
    assert title.endswith("…") == (length > pasted.LONGEST_TITLE)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("Am 11. Juni um 11 Uhr geht es los.", datetime(2026, 6, 11, 11)),
        ("Am 11. Juni, 14:30", datetime(2026, 6, 11, 14, 30)),
        ("Bis zum 11.6.2026 bitte.", date(2026, 6, 11)),
        ("Am 11. Juni von 10 Uhr bis 14 Uhr", date(2026, 6, 11)),
        ("Am 11. Juni um 24 Uhr", date(2026, 6, 11)),
        ("Am 3. März", date(2027, 3, 3)),
        ("Am 9. Juni", TUESDAY),
        ("Am 3. März 2026", None),
        ("Am 11. oder 12. Juni", date(2026, 6, 12)),
        ("Am 11. Juni oder am 12. Juni", None),
        ("Am 6/7/2026", None),
        ("Am 31. Februar", None),
        ("Bald", None),
    ],
)
def test_one_clear_day_to_come_is_the_wish(text: str, wish: date | None) -> None:
    assert pasted.wish(text, today=TUESDAY) == wish


LINES = st.lists(
    st.one_of(
        st.sampled_from([*OUTLOOK.split("\n"), "LG", "09.06.26, 10:15 - A B: Hi", "[09.06.26, 10:15] C: Ho", "-----", "Hallo,"]),
        st.text(max_size=60),
    ), max_size=12,
)  # fmt: skip


@given(LINES)
def test_whatever_is_pasted_is_read_without_losing_its_words(lines: list[str]) -> None:
    message = "\n".join(lines)
    found = pasted.read(message)
    assert isinstance(found, Pasted)
    assert len(found.title) <= 500
    if not any(":" in line for line in lines):
        assert found.text == message.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").strip()
    pasted.wish(found.text, today=TUESDAY)
