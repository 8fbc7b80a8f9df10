"""Who of the house likes to help: one has given, one has promised, and one has not confirmed yet what was written down."""

from datetime import datetime

from eichhorn.allies import services as allies
from eichhorn.allies.models import Ally
from eichhorn.allies.rules import Gift, Way
from eichhorn.allies.services import Drafted, Gifted, Said
from eichhorn.config.demo.days import Days
from eichhorn.config.demo.house import People, Plan
from eichhorn.people import queries as people
from eichhorn.people.models import Person


def give(days: Days, who: People, plan: Plan) -> None:
    """Petra Lindqvist gave three weeks ago, Sabine Öztürk has promised until Friday, Ralf Hansen was only written down."""
    begun = days.before(minutes=60 * 24 * 60)
    sabine, ralf = (_person(name) for name in ("sabine.oeztuerk", "ralf.hansen"))
    grid = _entry(who.lindqvist, begun, gives=(Gift.PHOTO, Gift.VISIT), about="Leitstelle, Störungen, Umspannwerk",
                  way=Way.IN_PERSON, best_time="mittwochs nach der Schichtübergabe")  # fmt: skip
    service = _entry(sabine, begun, gives=(Gift.SENTENCES,), about="Was am Telefon gefragt wird, Zählerstände")
    allies.enter(person=ralf, said=Said(gives=(Gift.SENTENCES,)), by=None, now=days.before(minutes=60 * 24 * 2))

    at = days.before(minutes=60 * 24 * 24)
    night = allies.draft(ally=grid, drafted=Drafted(
        "Die Leitstelle bei Nacht", (Gift.PHOTO,), "Wir möchten zeigen, wer nachts wach ist, damit es hell bleibt.", Way.IN_PERSON,
        goal=plan.trust,
    ), by=who.miriam, now=at)  # fmt: skip
    allies.ask(ask=night, by=who.miriam, now=at)
    allies.give(
        ask=night, gifted=Gifted(words="Um drei ist es am stillsten. Dann hört man die Lüfter."), by=who.miriam,
        now=days.before(minutes=60 * 24 * 21),
    )  # fmt: skip

    since = days.before(minutes=60 * 24)
    asked = allies.draft(ally=service, drafted=Drafted(
        "Drei Fragen, die am Telefon immer kommen", (Gift.SENTENCES,), "Wir möchten antworten, bevor jemand anrufen muss.", Way.MAIL,
        goal=plan.service,
    ), by=who.miriam, now=since)  # fmt: skip
    allies.ask(ask=asked, by=who.miriam, now=since)
    allies.promise(ask=asked, day=days.day(3), by=None, now=since)


def _entry(person: Person, now: datetime, **said: object) -> Ally:
    entry = allies.enter(person=person, said=Said(**said), by=None, now=now)  # type: ignore[arg-type]
    return allies.confirm(ally=entry, now=now)


def _person(name: str) -> Person:
    found = people.person_by_email(f"{name}@erlengrund.example")
    assert found is not None
    return found
