"""What can be inserted into a text: people, hashtags, signatures, templates, signs; and links that get their marks.

With scripts it lands where the cursor stands (assets/ts/inserting.ts), without at the end of the text.
"""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import get_language

from eichhorn.composer.forms import own_name
from eichhorn.content.models import Draft
from eichhorn.content.rules import tidy
from eichhorn.foundation.typed import row_number
from eichhorn.snippets import emoji, queries
from eichhorn.snippets.models import Mentioned, Snippet
from eichhorn.snippets.rules import Kind, Scheme, filled, marked, places


@dataclass(frozen=True, slots=True)
class Insertable:
    """Everything that a writer can insert here."""

    people: tuple[Mentioned, ...]
    snippets: tuple[Snippet, ...]
    """Hashtags and signatures."""
    templates: tuple[tuple[Snippet, tuple[str, ...]], ...]
    """Each with what has to be filled in."""
    emoji: tuple[tuple[str, str], ...]
    """Sign and name."""
    scheme: Scheme


def insertable(draft: Draft) -> Insertable:
    """Return what there is for the channels of the draft. At most four queries."""
    found = list(queries.insertable([channel.pk for channel in draft.slot.channels.all()]))
    language = get_language() or "de"
    return Insertable(
        people=tuple(queries.people()), scheme=queries.scheme(),
        snippets=tuple(one for one in found if one.kind != Kind.TEMPLATE),
        templates=tuple((one, places(one.text)) for one in found if one.kind == Kind.TEMPLATE),
        emoji=tuple((one.sign, one.name(language)) for one in emoji.ALL),
    )  # fmt: skip


def inserted(draft: Draft, posted: QueryDict, *, tab: int) -> QueryDict:
    """Return what was sent, with what was chosen at the end of the text of the tab; unchanged where it is not there."""
    after, name = posted.copy(), own_name(tab) if tab else "text"
    words = tidy(posted.get(name, "")) or (tidy(posted.get("text", "")) if tab else "")
    what, _, which = posted.get("insert", "").partition(":")
    if what == "links":
        scheme, values = queries.scheme(), belongs(draft)
        for each in [one for one in posted if one == "text" or one.startswith(own_name(""))]:
            after[each] = marked(tidy(posted.get(each, "")), scheme, values)
    elif more := _words(draft, posted, what, which):
        between = " " if what in {"emoji", "mention"} else "\n\n"
        after[name] = f"{words}{between}{more}" if words else more
    return after


def belongs(draft: Draft) -> dict[str, str]:
    """Return what a link may say of the post. At most three queries."""
    slot = draft.slot
    named = {"campaign": slot.campaign, "goal": slot.goal, "pillar": slot.pillar or (slot.goal and slot.goal.pillar)}
    return {place: one.name for place, one in named.items() if one is not None}


def _words(draft: Draft, posted: QueryDict, what: str, which: str) -> str:
    if what == "emoji":
        return which if which in emoji.SIGNS else ""
    number = row_number(which)
    if number is None:
        return ""
    if what == "mention":
        return next((f"@{{{one.name}}}" for one in queries.people().filter(pk=number)), "")
    on = [channel.pk for channel in draft.slot.channels.all()]
    chosen = queries.insertable(on).filter(pk=number).first() if what == "snippet" else None
    if chosen is None:
        return ""
    values = {name: posted.get(f"place_{number}_{n}", "") for n, name in enumerate(places(chosen.text))}
    return filled(chosen.text, values) if chosen.kind == Kind.TEMPLATE else chosen.text
