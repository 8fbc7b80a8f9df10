"""Places of a request that do not fit, in a sentence each.

The difficult thing: the library that reads requests explains itself in English and in the words of its own. So its kinds
of errors are translated here, and one that is new gets a plain sentence rather than a foreign one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from eichhorn.api.problems import Fault, Problem

SENTENCES: dict[str, Promise] = {
    "missing": _("This is missing."),
    "extra_forbidden": _("This is not known here. It may have a typing error."),
    "string_too_short": _("This is too short, or empty."),
    "too_short": _("This is too short, or empty."),
    "string_pattern_mismatch": _("This is not written as it has to be; the reference shows how."),
    "string": _("This has to be a text."),
    "int": _("This has to be a whole number."),
    "bool": _("This has to be true or false."),
    "list": _("This has to be a list."),
    "model": _("This has to be an object."),
    "dict": _("This has to be an object."),
    "date": _("There is no such date."),
    "nul_in_text": _("This holds a character that no text has (U+0000)."),
}
"""By the beginning of the library's own name for the error; the first that fits."""


def problem(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """Return the refusal for the errors of pydantic."""
    return Problem("invalid", faults=[_fault(error) for error in errors])


def at(field: str, detail: str) -> Problem:
    """Return the refusal for one place of the body: "text", "attachments/0/alt"."""
    return Problem("invalid", faults=[Fault(detail, pointer=f"#/{field}")])


def about(parameter: str, detail: str) -> Problem:
    """Return the refusal for one parameter of the address."""
    return Problem("invalid", faults=[Fault(detail, parameter=parameter)])


def _fault(error: Mapping[str, Any]) -> Fault:
    source, *rest = [str(part) for part in error["loc"]] or ["body"]
    detail = sentence(str(error["type"]), error.get("ctx") or {})
    if source in {"body", "form", "file"}:
        path = rest[1:] if source == "body" else rest  # first comes the name of our own argument
        return Fault(detail, pointer="#" + "".join(f"/{_escaped(part)}" for part in path))
    return Fault(detail, parameter=rest[-1] if rest else source)


def _escaped(part: str) -> str:
    """Return the part as a JSON pointer writes it (RFC 6901)."""
    return part.replace("~", "~0").replace("/", "~1")


def sentence(kind: str, limits: Mapping[str, Any]) -> str:
    """Return what is wrong, in words; `limits` says what would have been right."""
    if kind in {"string_too_long", "too_long"}:
        return _too_much(kind, int(limits["max_length"]))
    if kind in {"literal_error", "enum"}:
        return gettext("This has to be one of: %(known)s.") % {
            "known": str(limits.get("expected", "")).replace("'", "")
        }
    if kind in {"greater_than_equal", "greater_than"}:
        return gettext("This has to be at least %(least)s.") % {"least": limits.get("ge", limits.get("gt"))}
    if kind in {"less_than_equal", "less_than"}:
        return gettext("This may be %(most)s at most.") % {"most": limits.get("le", limits.get("lt"))}
    return str(
        next((said for begin, said in SENTENCES.items() if kind.startswith(begin)), _("This does not fit here."))
    )


def _too_much(kind: str, most: int) -> str:
    if kind == "too_long":
        return ngettext("This may have %(most)s entry at most.", "This may have %(most)s entries at most.", most) % {
            "most": most
        }
    return ngettext(
        "This may have %(most)s character at most.", "This may have %(most)s characters at most.", most
    ) % {"most": most}  # fmt: skip
