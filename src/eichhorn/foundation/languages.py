"""In which language a text is, found out in this house: nothing is sent anywhere.

The difficult thing: a short text may be in any language, so a guess that is not sure is none. The model is read when it is
first needed; it takes a moment and some forty megabytes.
"""

import functools
from collections.abc import Sequence
from typing import Any

import regex

NAMES = [
    ("de", "Deutsch"), ("en", "English"), ("ar", "العربية"), ("bg", "Български"), ("cs", "Čeština"), ("da", "Dansk"),
    ("el", "Ελληνικά"), ("es", "Español"), ("fa", "فارسی"), ("fr", "Français"), ("hr", "Hrvatski"), ("it", "Italiano"),
    ("ku", "Kurdî"), ("nl", "Nederlands"), ("pl", "Polski"), ("pt", "Português"), ("ro", "Română"), ("ru", "Русский"),
    ("sr", "Српски"), ("tr", "Türkçe"), ("uk", "Українська"), ("vi", "Tiếng Việt"), ("zh", "中文"),
]  # fmt: skip
"""Languages that we write in, each in its own words; the first two are those of most houses."""
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
