"""In which language a text is, found out in this house: nothing is sent anywhere.

The difficult thing: a short text may be in any language, so a guess that is not sure is none. The model is read when it is
first needed; it takes a moment and some forty megabytes.
"""

import functools
from collections.abc import Sequence
from typing import Any

import regex

SURE = 0.95
SHORTEST = 25
"""Letters; below that a guess is dice."""
NO_WORDS = regex.compile(r"https?://\S+|[@#][\w.@\-]+|@\{[^}]*\}")


def spoken(text: str, among: Sequence[str]) -> str:
    """Return which of the languages the text is in, empty where that is not sure."""
    words = NO_WORDS.sub(" ", text)
    if len(regex.findall(r"\p{L}", words)) < SHORTEST:
        return ""
    language, sureness = _knower(tuple(among)).classify(words[:2_000])
    return str(language) if sureness >= SURE else ""


@functools.cache
def _knower(among: tuple[str, ...]) -> Any:  # a class of a library without types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    knower = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    knower.set_languages(list(among))
    return knower
