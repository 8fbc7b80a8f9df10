"""The ear with which the journeys listen for the other language: it hears it, and nothing else."""

import pytest

from tests.journeys.languages import other, said, strange_in


@pytest.mark.parametrize("language", ["de", "en"])
def test_all_that_the_catalogues_say_is_strange_in_the_other_language(language: str) -> None:
    ours = said()[language].whole
    assert len(ours) > 500
    assert [text for text in ours if not strange_in(text, language=other(language))] == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_it_is_at_home_in_its_own(language: str) -> None:
    """But for a few sentences for programs, which quote a word of the other."""
    ours = said()[language].whole
    mistaken = {text: found for text in ours if (found := strange_in(text, language=language))}
    assert len(mistaken) < len(ours) / 50, mistaken


@pytest.mark.parametrize(
    ("text", "language"),
    [("We never marked this for translation", "de"), ("Das hat niemand übersetzt, und es fällt auf", "en")],
)
def test_a_sentence_that_no_catalogue_knows_is_heard_by_its_small_words(text: str, language: str) -> None:
    assert strange_in(text, language=language) != []
    assert strange_in(text, language=other(language)) == []


@pytest.mark.parametrize("text", ["Mastodon", "@stadtwerke@erlengrund.social", "14:05", "Dr. Helene Voss"])
def test_names_belong_to_every_language(text: str) -> None:
    assert strange_in(text, language="de") == strange_in(text, language="en") == []
