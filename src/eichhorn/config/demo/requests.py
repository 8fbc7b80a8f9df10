"""What others want from the team on that morning."""

from datetime import datetime

from eichhorn.channels.models import Channel
from eichhorn.config.demo.days import ZONE, Days
from eichhorn.config.demo.house import Channels, Plan
from eichhorn.desk import services as desk
from eichhorn.desk.services import Asked
from eichhorn.intake import services as intake
from eichhorn.intake.models import RequestType
from eichhorn.intake.rules import QuestionKind
from eichhorn.people import queries as people
from eichhorn.strategy.models import Goal


def build_form(now: datetime) -> None:
    """The form offers three types, and asks what the team would have to ask back otherwise."""

    def offer(name_de: str, name_en: str, hint_de: str, hint_en: str, lead_days: int) -> RequestType:
        words = intake.TypeWords(name_de, name_en, hint_de, hint_en, lead_days)
        return intake.offer(words=words, by=None, now=now)

    offer(
        "Ankündigung",
        "Announcement",
        "Öffnungszeiten, Baustellen, Neues im Haus.",
        "Opening hours, roadworks, news.",
        5,
    )
    event = offer(
        "Veranstaltung", "Event", "Etwas, zu dem Menschen kommen sollen.", "Something that people should come to.", 15
    )
    offer(
        "Kurzfristig",
        "At short notice",
        "Wenn es nicht warten kann; etwas anderes muss dann warten.",
        "When it cannot wait; something else has to.",
        2,
    )
    place = intake.ask(
        of=event, by=None, now=now,
        words=intake.QuestionWords(
            QuestionKind.ONE, "Wo findet es statt?", "Where does it take place?", required=True,
            choices=[("drinnen", "inside"), ("draußen", "outside"), ("online", "online")],
        ),
    )  # fmt: skip
    outside, online = (place.choices.get(words_de=words) for words in ("draußen", "online"))
    for after, kind, german, english in (
        (outside, QuestionKind.LINE, "Und wenn es regnet?", "And if it rains?"),
        (online, QuestionKind.LINK, "Unter welchem Link?", "Under which link?"),
    ):
        words = intake.QuestionWords(kind, german, english, only_after=[after])
        intake.ask(of=event, words=words, by=None, now=now)
    intake.ask(
        of=event,
        words=intake.QuestionWords(QuestionKind.TICK, "Muss man sich anmelden?", "Does one have to sign up?"),
        by=None,
        now=now,
    )


def come_in(days: Days, where: Channels, plan: Plan) -> None:
    """Three requests wait for an answer; the first would push out the post about the Nordring."""

    def ask(  # noqa: PLR0917  # reads like the form, row by row
        title: str, mail: str, purpose: str, text: str, wish: datetime | None, channels: list[Channel],
        goal: Goal | None, minutes_ago: float, type_: RequestType,
    ) -> None:  # fmt: skip
        person = people.person_by_email(f"{mail}@erlengrund.example")
        assert person is not None
        desk.open_request(
            title=title, requester_name=person.name, requester_email=person.email, language="de",
            asked=Asked(purpose=purpose, goal=goal, text=text, wish_local=wish, zone=ZONE, channels=channels, type=type_),
            now=days.before(minutes=minutes_ago),
        )  # fmt: skip

    announcement, _event, short = RequestType.objects.order_by("place")
    ask(
        "Gewinnspiel Wallbox", "carsten.wolff", "Aufmerksamkeit",
        "Wir verlosen drei Wallboxen unter allen, die bis Freitag kommentieren. Der Hersteller zahlt. Wäre super, wenn "
        "das morgen früh rausgeht, die Aktion läuft schon im Laden.",
        days.local(1, 10), [where.facebook, where.instagram], None, 30, short,
    )  # fmt: skip
    ask(
        "Neue Öffnungszeiten Kundenzentrum", "sabine.oeztuerk", "Niemand soll vor verschlossener Tür stehen.",
        "Ab dem Ersten haben wir dienstags bis 18 Uhr offen und freitags schon ab 8 Uhr.",
        days.local(13, 11), [where.facebook], plan.service, 20, announcement,
    )  # fmt: skip
    ask(
        "Danke an die Spätschicht", "ralf.hansen", "Die Kolleginnen und Kollegen sollen es öffentlich lesen.",
        "In der Sturmnacht waren elf Leute draußen. Das darf man ruhig einmal sagen.", None, [where.facebook], None, 6, announcement,
    )  # fmt: skip
