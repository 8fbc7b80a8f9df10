"""What the house speaks about over the year, and for whom."""

from datetime import date, timedelta

from eichhorn.config.demo.days import Days
from eichhorn.config.demo.house import LONG_AGO, Channels, People, Plan
from eichhorn.ideas import services as ideas
from eichhorn.ideas.services import Said
from eichhorn.lenses import services as lenses
from eichhorn.lenses.rules import Kind, Lens, Part, Subject
from eichhorn.lenses.services import One
from eichhorn.measures import services as measures
from eichhorn.measures.rules import How
from eichhorn.measures.services import Wanted
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import quarter
from eichhorn.strategy import services as strategy
from eichhorn.topics import services as topics
from eichhorn.topics.rules import TopicState
from eichhorn.topics.services import Described


def speak(days: Days, who: People, where: Channels, plan: Plan) -> None:
    """Three audiences and their topics, one with a brief and an idea; the posts of a goal belong to its topic."""
    at, year = days.now - LONG_AGO, days.today.year
    families, neighbours, school = (
        topics.set_audience(name=name, who=is_, wants=wants, channels=channels, goals=goals, by=None, now=at)
        for name, is_, wants, channels, goals in (
            ("Familien zur Miete", "Wenig Zeit, abends am Telefon, rechnen genau.", "Was kostet es, und wen rufe ich an?",
             [where.facebook, where.whatsapp], [plan.service]),
            ("Nachbarschaft der Baustellen", "Wohnt oder arbeitet an der Strecke.", "Wie lange, und komme ich durch?",
             [where.facebook, where.whatsapp], [plan.trust]),
            ("Schulabgang", "Sechzehn bis neunzehn, weiß noch nicht wohin.", "Wie ist es bei euch wirklich?",
             [where.instagram], [plan.young]),
        )
    )  # fmt: skip
    works = topics.set_topic(
        said=Described(
            "Bauen am Nordring", who.lindqvist, days.today.replace(day=1), date(year + 1, 1, 1), plan.trust,
            audiences=(neighbours,), state=TopicState.UNDER_WAY,
        ), by=None, now=at,
    )  # fmt: skip
    topics.write_brief(
        topic=works, based_on=0, by=who.miriam, now=days.before(minutes=60 * 24 * 8),
        parts={
            "message": "Wer am Nordring wohnt, weiß eine Woche vorher, was kommt.",
            "facts": "3,2 km Fernwärme, vier Abschnitte (Bauplan Tiefbau, Stand März).",
            "tone": "Am Gartenzaun, nicht am Amtsbrett.",
            "do": "Straßen beim Namen nennen. Sagen, was wir noch nicht wissen.",
            "do_not": "Nichts versprechen, was der Tiefbau nicht bestätigt hat.",
        },
    )  # fmt: skip
    warm = Described(
        "Wie wir heizen werden", who.lindqvist, date(year, 9, 1), date(year, 12, 1), plan.heat, audiences=(families,)
    )
    topics.set_topic(said=warm, by=None, now=at)
    start = Described(
        "Ausbildung: ein Tag mit uns", who.emil, date(year, 1, 10), date(year, 4, 1), plan.young, audiences=(school,),
        state=TopicState.DONE,
    )  # fmt: skip
    topics.set_topic(said=start, by=None, now=at)
    look_back = Wanted(
        "Einladung zum Rundgang am Nordring", (where.facebook, where.stage), plan.post, How.BEFORE, days.today + timedelta(days=30),
        days_before=(14, 7, 1),
    )  # fmt: skip
    measures.set_measure(of=works, wanted=look_back, by=None, now=days.now)
    for slot in Slot.objects.filter(goal=plan.trust).order_by("pk"):
        topics.tie(slot_id=slot.pk, topic=works, by=None, now=days.now)
    asked = Said(
        "Wie tief liegt so eine Leitung eigentlich?", "Die Kinder an der Baustelle fragen das jeden Tag.", topic=works
    )
    ideas.add(said=asked, by=who.jonas, now=days.before(minutes=60 * 20))
    _celebrate(days, who, where, plan)
    _look(days, who, where, plan)


def _celebrate(days: Days, who: People, where: Channels, plan: Plan) -> None:
    """A campaign runs with two measures: one can be planned, and one was left undone when the last quarter ended."""
    at, past = days.now - LONG_AGO, quarter(days.today)[0] - timedelta(days=10)
    tower = strategy.set_campaign(
        name="Hundert Jahre Wasserturm", why="Der Turm wird hundert, und kaum jemand war je oben.", owner=who.lindqvist,
        goal=plan.trust, begins_on=past - timedelta(days=60), ends_on=days.today + timedelta(days=120), by=None, now=at,
    )  # fmt: skip
    for title, channels, how, until, before in (
        ("Drei Geschichten aus dem Turm", (where.instagram, where.facebook), How.WEEKLY, past, ()),
        ("Einladung zur Turmführung", (where.facebook, where.stage), How.BEFORE, days.today + timedelta(days=45), (21, 7, 1)),
    ):  # fmt: skip
        wanted = Wanted(title, channels, plan.post, how, until, days_before=before)
        measures.set_measure(of=tower, wanted=wanted, by=None, now=at)


def _look(days: Days, who: People, where: Channels, plan: Plan) -> None:
    """Technology and brand are shared out; through CRM nobody answers for anything yet."""
    for lens, goal, accountable, does in (
        (Lens.TECHNOLOGY, plan.service, who.lindqvist, who.jonas),
        (Lens.BRAND, plan.service, who.voss, who.miriam),
        (Lens.BRAND, plan.trust, who.voss, who.miriam),
    ):
        lenses.set_cell(
            lens=lens, subject=Subject(Kind.GOAL, goal.pk, goal.name), by=None, now=days.now - LONG_AGO,
            shares={Part.ACCOUNTABLE: (One(accountable.pk),), Part.RESPONSIBLE: (One(does.pk),)},
        )  # fmt: skip
    for channel in (where.stage, where.facebook):
        lenses.set_cell(
            lens=Lens.BRAND, subject=Subject(Kind.CHANNEL, channel.pk, channel.name), by=None, now=days.now - LONG_AGO,
            shares={Part.ACCOUNTABLE: (One(who.miriam.pk),), Part.RESPONSIBLE: (One(who.jonas.pk),)},
        )  # fmt: skip
