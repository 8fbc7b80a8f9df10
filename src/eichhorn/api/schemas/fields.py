"""The kinds of values that requests are made of.

The difficult thing: what a program sends has passed no browser and no form. So every text is free of what a database or
a page refuses, every number fits its column, and every time is written in one way only.
"""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from eichhorn.content.rules import LANGUAGES

LARGEST_NUMBER = 2**63 - 1
DAY = r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
LOCAL = r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"


class Sent(BaseModel):
    """A body: nothing in it that is not known."""

    model_config = ConfigDict(extra="forbid")


class Shown(BaseModel):
    """An answer."""

    model_config = ConfigDict(frozen=True)


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise PydanticCustomError("nul_in_text", "holds U+0000")
    return text


def _line(text: str) -> str:
    """Return the text in one line; it has to say something."""
    line = " ".join(text.split())
    if not line:
        raise PydanticCustomError("string_too_short", "is empty")
    return line


def _said(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("string_too_short", "is empty")
    return text


def _written(value: Any) -> Any:
    """Let only texts through: a number is no date."""
    if value is not None and not isinstance(value, str):
        raise PydanticCustomError("string_type", "is no text")
    return value


def _day(value: Any) -> Any:
    text = _written(value)
    if text is None or (isinstance(text, str) and re.fullmatch(DAY, text, flags=re.ASCII)):
        return text
    raise PydanticCustomError("string_pattern_mismatch", "is not written as it has to be")


def _language(code: str) -> str:
    if code not in KNOWN_LANGUAGES:
        raise PydanticCustomError("literal_error", "is not known", {"expected": ", ".join(KNOWN_LANGUAGES)})
    return code


KNOWN_LANGUAGES = tuple(code for code, _ in LANGUAGES)

Text = Annotated[str, AfterValidator(_without_nul)]
"""A text of any length and many lines; it may be empty."""
Line = Annotated[str, AfterValidator(_without_nul), AfterValidator(_line), Field(json_schema_extra={"pattern": r"\S"})]
"""A text in one line that is not empty."""
Words = Annotated[str, AfterValidator(_without_nul), AfterValidator(_said), Field(json_schema_extra={"pattern": r"\S"})]
"""A text that is not empty."""
Number = Annotated[int, Field(strict=True, ge=1, le=LARGEST_NUMBER)]
"""The number of a thing."""
Numbered = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
"""The number of a thing, in an address."""
Flag = Annotated[bool, Field(strict=True)]
Day = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "pattern": DAY})
]  # fmt: skip
Language = Annotated[
    str, AfterValidator(_language), WithJsonSchema({"type": "string", "enum": list(KNOWN_LANGUAGES)})
]  # fmt: skip


def _local(value: Any) -> Any:
    text = _written(value)
    if text is None or (isinstance(text, str) and re.fullmatch(LOCAL, text, flags=re.ASCII)):
        return text
    raise PydanticCustomError("string_pattern_mismatch", "is not written as it has to be")


Local = Annotated[
    datetime, BeforeValidator(_local),
    WithJsonSchema({"type": "string", "pattern": LOCAL, "examples": ["2026-06-11T14:00"]}),
]  # fmt: skip
"""Wall-clock time in the organisation's zone, without an offset. In code a datetime without zone."""


def words_of(kind: type[StrEnum]) -> WithJsonSchema:
    """Return the values in their place: several rooms call an enumeration State, and a document knows one of each name."""
    return WithJsonSchema({"type": "string", "enum": [member.value for member in kind]})
