"""The language of a text, found out without asking anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.content.rules import LANGUAGES
from eichhorn.foundation.languages import spoken

AMONG = [code for code, _ in LANGUAGES]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ab Montag erneuern wir am Nordring die Trinkwasserleitung.", "de"),
        ("From Monday on we renew the water main in the northern part of the town.", "en"),
        ("Pazartesiden itibaren yol kapalı olacak, otobüsler başka yerden kalkıyor.", "tr"),
        ("Od poniedziałku droga będzie zamknięta, autobusy jeżdżą inną trasą.", "pl"),
        ("من يوم الاثنين سيكون الطريق مغلقا أمام السيارات", "ar"),
        ("À partir de lundi, la rue sera fermée et les bus changent de route.", "fr"),
        ("Danke", ""),
        ("https://erlengrund.example/wir-sind-fuer-sie-da #WirSindErlengrund @stadtwerke@erlengrund.social", ""),
        ("", ""),
    ],
)
def test_a_sentence_tells_its_language_and_a_word_does_not(text: str, language: str) -> None:
    assert spoken(text, AMONG) == language


@given(st.text(max_size=80))
def test_any_text_has_one_of_the_languages_or_none(text: str) -> None:
    assert spoken(text, AMONG) in {"", *AMONG}
