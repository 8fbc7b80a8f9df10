"""The drafted answers: a letter for each way to answer, in the requester's language, with a real reason.

The difficult thing: a reason must be true. So every sentence is made from a fact of the price or the plan; where no fact
speaks for an answer, the draft says the little that is known, and the person who sends it adds why.
What is confidential is never named to a requester.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext, ngettext

from eichhorn.desk.rules import AnswerKind, Because
from eichhorn.desk.words import listed, near, near_day
from eichhorn.noticing.rules import Notice
from eichhorn.noticing.words import questions
from eichhorn.planning.rules import Price


@dataclass(frozen=True, slots=True)
class Facts:
    """What the letters are made of. Moments are wall-clock time."""

    name: str
    """As a letter greets: "Herr Wolff", else the whole name."""
    title: str
    channels: tuple[str, ...]
    wish: datetime | None
    has_passed: bool
    price: Price | None
    later: datetime | None
    has_goal: bool
    has_text: bool
    goals: tuple[str, ...]
    """The goals in force."""
    lead_days: int
    contact: str
    today: date
    language: str
    notices: tuple[Notice, ...] = ()
    """What was noticed in the words of the request."""


def draft(answer: AnswerKind, facts: Facts) -> str:
    """Return the drafted letter, in the requester's language."""
    with translation.override(facts.language):
        greeting = gettext("Hello %(name)s,") % {"name": facts.name}
        return f"{greeting} {_sentences(BODIES[answer](facts))}"


def drafts(facts: Facts) -> dict[str, str]:
    """Return the letter of each answer."""
    return {answer: draft(answer, facts) for answer in BODIES}


def reason(facts: Facts) -> Because:
    """Return the reason that the drafted No names first."""
    if not facts.has_goal and facts.goals:
        return Because.NO_GOAL
    if facts.has_passed:
        return Because.PASSED
    if facts.price is not None and (facts.price.displaced or facts.price.over_ceiling):
        return Because.FULL
    if facts.price is not None and facts.price.minutes:
        return Because.SHORT_NOTICE
    return Because.OTHER


def on_another_day(facts: Facts, price: Price) -> str:
    """Return the drafted letter that offers the day of this price, and names what moves for it."""
    with translation.override(facts.language):
        greeting = gettext("Hello %(name)s,") % {"name": facts.name}
        said = [
            *_against_the_date(facts),
            gettext("%(when)s is reserved for you.") % {"when": _starting(price.at, facts)},
            *_moving(price, facts),
        ]
        return f"{greeting} {_sentences(said)}"


def undone(*, name: str, title: str, language: str) -> str:
    """Return the letter to somebody whose answer the team takes back, because it was sent too early."""
    with translation.override(language):
        greeting = gettext("Hello %(name)s,") % {"name": name}
        said = [
            gettext("our answer to “%(title)s” came too early, and its date does not hold any more.")
            % {"title": title},
            gettext("we are sorry, and look at it once more."),
        ]
        return f"{greeting} {_sentences(said)}"


def taken_up_again(*, name: str, title: str, language: str) -> str:
    """Return the drafted letter to somebody who objected and was heard."""
    with translation.override(language):
        greeting = gettext("Hello %(name)s,") % {"name": name}
        said = [
            gettext("you have convinced us: we look at “%(title)s” once more.") % {"title": title},
            gettext("thank you for telling us."),
        ]
        return f"{greeting} {_sentences(said)}"


def handed_on(facts: Facts) -> str:
    """Return the drafted letter to somebody whose request another team looks at."""
    with translation.override(facts.language):
        greeting = gettext("Hello %(name)s,") % {"name": facts.name}
        said = gettext("others here know more about “%(title)s”, so we have passed it on to them.") % {
            "title": facts.title
        }
        return f"{greeting} {said}"


def opening(facts: Facts) -> tuple[str, ...]:
    """Return how a call could begin, sentence by sentence, in the requester's language: the matter, what speaks against it, an offer."""
    with translation.override(facts.language):
        said = [gettext("I am calling about “%(title)s”.") % {"title": facts.title}, *_against_the_date(facts)]
        if len(said) > 1 and facts.later is not None:
            said.append(gettext("what we can offer is %(when)s.") % {"when": _starting(facts.later, facts)})
        said += questions(facts.notices)[:2] or [gettext("what matters most to you about it?")]
        return tuple(sentence[:1].upper() + sentence[1:] for sentence in said)


def _accept(facts: Facts) -> list[str]:
    price = facts.price
    if price is None:
        return [gettext("we are glad to take “%(title)s” into our plan.") % {"title": facts.title}]
    said = [
        gettext("gladly: “%(title)s” appears %(when)s on %(channels)s.")
        % {"title": facts.title, "when": _when(price.at, facts), "channels": listed(list(facts.channels))}
    ]
    return [*said, *_moving(price, facts)]


def _moving(price: Price, facts: Facts) -> list[str]:
    """Return what moves for it, a sentence each; what is confidential is not named."""
    said = []
    for moved in price.displaced:
        if moved.hidden:
            said.append(gettext("another post moves to make room for it."))
        else:
            said.append(
                gettext("“%(title)s” moves to %(when)s to make room for it.")
                % {"title": moved.title, "when": near(moved.after, today=facts.today)}
            )
    return said


def _later(facts: Facts) -> list[str]:
    said = _against_the_date(facts)
    if facts.later is None:
        said.append(gettext("we are looking for another date and will tell you."))
    else:
        said.append(gettext("%(when)s is reserved for you.") % {"when": _starting(facts.later, facts)})
    return said


def _decline(facts: Facts) -> list[str]:
    said = []
    if not facts.has_goal and facts.goals:
        said.append(
            ngettext(
                "“%(title)s” does not serve our present goal, %(goals)s.",
                "“%(title)s” serves none of our present goals: %(goals)s.",
                len(facts.goals),
            )
            % {
                "title": facts.title,
                "goals": listed([_quoted(name) for name in facts.goals[:3]]),
            }
        )
    said += _against_the_date(facts)
    if not said:
        said.append(gettext("our plan has no good place for “%(title)s”.") % {"title": facts.title})
    said.append(gettext("that is why we say no this time."))
    if facts.contact:
        said.append(gettext("we are glad to look for another way with you: %(contact)s.") % {"contact": facts.contact})
    return said


def _ask_back(facts: Facts) -> list[str]:
    asked = questions(facts.notices)
    if len(asked) > 1:
        return [gettext("so that we can decide well, we have a few questions."), *asked]
    if asked:
        question = asked[0]
    elif not facts.has_text:
        question = gettext("what exactly should we say, in two or three sentences?")
    elif not facts.has_goal:
        question = gettext("which of our goals should it serve?")
    else:
        question = gettext("who should read it above all?")
    return [gettext("so that we can decide well, one thing is missing: %(question)s") % {"question": question}]


def _reshape(facts: Facts) -> list[str]:
    return [
        gettext("we would like to tell about “%(title)s”, only in another shape.") % {"title": facts.title},
        gettext("Our proposal: a short note with a picture from you, together with other news of that week, instead of a post of its own."),
        gettext("Does that serve you as well?"),
    ]  # fmt: skip


def _against_the_date(facts: Facts) -> list[str]:
    """Return what speaks against the wished date; nothing where nothing does."""
    if facts.wish is None:
        return []
    if facts.has_passed:
        return [
            gettext("the date that you wished for, %(day)s, has passed.")
            % {"day": near_day(facts.wish, today=facts.today)}
        ]
    price = facts.price
    if price is None or not (price.displaced or price.over_ceiling or price.minutes):
        return []
    if price.displaced or price.over_ceiling:
        return [_full(facts, price)]
    if price.minutes_over:
        return [gettext("the hours that we keep for the unplanned are spent in that week.")]
    return [
        ngettext(
            "%(day)s is very soon: usually we need %(count)s working day.",
            "%(day)s is very soon: usually we need %(count)s working days.",
            facts.lead_days,
        )
        % {"day": near_day(facts.wish, today=facts.today), "count": facts.lead_days}
    ]


def _full(facts: Facts, price: Price) -> str:
    day = _day(price.at, facts)
    named = [moved for moved in price.displaced if not moved.hidden]
    if not named:
        return gettext("%(day)s our plan is full.") % {"day": day}
    titles = listed([_quoted(moved.title) for moved in named])
    goals = sorted({moved.goal for moved in named if moved.goal})
    if goals:
        return gettext("%(day)s we need the place for %(titles)s, for our goal %(goals)s.") % {
            "day": day, "titles": titles, "goals": listed(goals),
        }  # fmt: skip
    return gettext("%(day)s we need the place for %(titles)s.") % {"day": day, "titles": titles}


def _day(moment: datetime, facts: Facts) -> str:
    """Return "morgen", "am Mi 10. Juni": the day as it stands inside a sentence."""
    day = near_day(moment, today=facts.today)
    return day if _is_near(moment, facts) else gettext("on %(day)s") % {"day": day}


def _when(moment: datetime, facts: Facts) -> str:
    """Return "morgen 10:00", "am Fr 12. Juni, 11:00"."""
    when = near(moment, today=facts.today)
    return when if _is_near(moment, facts) else gettext("on %(day)s") % {"day": when}


def _starting(moment: datetime, facts: Facts) -> str:
    return near(moment, today=facts.today)


def _quoted(title: str) -> str:
    return gettext("“%(title)s”") % {"title": title}


def _is_near(moment: datetime, facts: Facts) -> bool:
    return abs((moment.date() - facts.today).days) <= 1


def _sentences(said: list[str]) -> str:
    """Return the sentences in one paragraph; the first goes on after the greeting, the others begin with a capital."""
    first, *rest = said
    return " ".join([first, *(sentence[:1].upper() + sentence[1:] for sentence in rest)])


BODIES = {
    AnswerKind.ACCEPT: _accept,
    AnswerKind.LATER: _later,
    AnswerKind.ASK_BACK: _ask_back,
    AnswerKind.RESHAPE: _reshape,
    AnswerKind.DECLINE: _decline,
}
