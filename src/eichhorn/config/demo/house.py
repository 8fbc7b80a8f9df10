"""Who works there, on which channels, to what end, and what was agreed."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from eichhorn.channels import services as channels
from eichhorn.channels.models import Channel
from eichhorn.config.demo.days import ZONE, Days
from eichhorn.desk import services as desk
from eichhorn.duty import services as duty
from eichhorn.guidelines import services as guidelines
from eichhorn.guidelines.rules import CheckKind, Severity
from eichhorn.guidelines.services import NewCheck
from eichhorn.people import services as people
from eichhorn.people.models import Person, Team
from eichhorn.people.rules import RoleKind
from eichhorn.planning import services as planning
from eichhorn.planning.models import KindOfWork
from eichhorn.review import services as review
from eichhorn.strategy import services as strategy
from eichhorn.strategy.models import Goal, Pillar

LONG_AGO = timedelta(days=400)
LETTERS: dict[int, str] = {ord(sign): plain for sign, plain in zip("ıäöü ", ("i", "ae", "oe", "ue", "."), strict=True)}


@dataclass(frozen=True, slots=True)
class People:
    miriam: Person
    jonas: Person
    voss: Person
    said: Person
    lindqvist: Person
    emil: Person
    wolff: Person
    brinkmann: Person
    team: Team


@dataclass(frozen=True, slots=True)
class Channels:
    stage: Channel
    facebook: Channel
    instagram: Channel
    linkedin: Channel
    whatsapp: Channel


@dataclass(frozen=True, slots=True)
class Plan:
    trust: Goal
    service: Goal
    young: Goal
    heat: Goal
    works: Pillar
    post: KindOfWork
    short: KindOfWork
    series: KindOfWork


def found(days: Days) -> People:
    """The organisation, its departments and the people of the tour."""
    long_ago = days.now - LONG_AGO
    people.found_organisation(
        name="Stadtwerke Erlengrund", zone=ZONE, language="de", service_begins=time(8), service_ends=time(17),
        day_ends=time(16, 45), contact="Miriam Aydın, Durchwahl 214", is_demo=True, now=long_ago,
    )  # fmt: skip
    names = [
        "Kommunikation",
        "Vertrieb",
        "Netztechnik",
        "Tiefbau",
        "Recht",
        "Kundenservice",
        "Ausbildung",
        "Betriebsrat",
        "Verwaltung",
    ]
    rooms = {name: people.add_department(name=name, by=None, now=long_ago) for name in names}

    def one(name: str, greeted: str, room: str, *kinds: RoleKind) -> Person:
        mail = name.removeprefix("Dr. ").lower().translate(LETTERS)
        person = people.add_person(
            name=name,
            email=f"{mail}@erlengrund.example",
            department=rooms[room],
            salutation=greeted,
            by=None,
            now=long_ago,
        )
        for kind in kinds:
            people.give_role(person=person, kind=kind, begins_on=long_ago.date(), by=None, now=long_ago)
        if kinds:
            people.way_in(person=person)
        return person

    miriam = one("Miriam Aydın", "Frau Aydın", "Kommunikation", RoleKind.MANAGER)
    jonas = one("Jonas Brandt", "Herr Brandt", "Kommunikation", RoleKind.COMMUNITY)
    voss = one("Dr. Helene Voss", "Dr. Voss", "Kommunikation", RoleKind.APPROVER)
    said = one("Tarek Said", "Herr Said", "Recht", RoleKind.APPROVER)
    brinkmann = one("Lea Brinkmann", "Frau Brinkmann", "Verwaltung", RoleKind.ADMINISTRATOR)
    emil = one("Emil Kröger", "Emil", "Ausbildung", RoleKind.AUTHOR)
    wolff = one("Carsten Wolff", "Herr Wolff", "Vertrieb", RoleKind.READER)
    lindqvist = one("Petra Lindqvist", "Frau Lindqvist", "Netztechnik", RoleKind.READER)
    one("Ingrid Pohl", "Frau Pohl", "Vertrieb")
    one("Sabine Öztürk", "Frau Öztürk", "Kundenservice")
    one("Ralf Hansen", "Herr Hansen", "Betriebsrat")
    team = people.add_team(name="Social Media", members=[miriam, jonas, emil], by=None, now=long_ago)
    return People(miriam, jonas, voss, said, lindqvist, emil, wolff, brinkmann, team)


def open_channels(days: Days, who: People) -> Channels:
    """A Mastodon account on the rehearsal stage, and four channels served by hand."""
    long_ago = days.now - LONG_AGO
    stage = channels.open_on_stage(
        name="Stadtwerke Erlengrund", handle="stadtwerke", owner_team=who.team, purpose="Probebühne: hier darf alles versucht werden.",
        by=None, now=long_ago,
    )  # fmt: skip

    channels.describe(
        channel=stage, name="Mastodon", language="de", owner_team=who.team, purpose=stage.purpose,
        imprint_url="https://erlengrund.example/impressum", by=who.brinkmann, now=long_ago,
    )  # fmt: skip

    def by_hand(label: str, account: str, url: str, purpose: str) -> Channel:
        return channels.add(
            name=label, network="by_hand", label=label, account=account, server_url=url, owner_team=who.team,
            purpose=purpose, imprint_url="https://erlengrund.example/impressum", by=None, now=long_ago,
        )  # fmt: skip

    return Channels(
        stage,
        by_hand(
            "Facebook",
            "Stadtwerke Erlengrund",
            "https://facebook.example/stadtwerke",
            "Nachbarschaft: Baustellen, Störungen, Termine.",
        ),
        by_hand(
            "Instagram",
            "stadtwerke_erlengrund",
            "https://instagram.example/stadtwerke",
            "Einblicke: Menschen, Ausbildung, Stadt.",
        ),
        by_hand(
            "LinkedIn", "Stadtwerke Erlengrund", "https://linkedin.example/stadtwerke", "Arbeitgeberin und Fachthemen."
        ),
        by_hand("WhatsApp-Kanal", "Stadtwerke Erlengrund", "https://whatsapp.example/stadtwerke", "Kurz und dringend."),
    )


def agree(days: Days, who: People, where: Channels) -> Plan:
    """Goals, the cadence of the week, what work costs, clauses, and who approves."""
    long_ago = days.now - LONG_AGO
    year, next_year = date(days.today.year, 1, 1), date(days.today.year + 1, 1, 1)
    works = strategy.set_pillar(name="Bauen und Netze", wished_share_percent=40, by=None, now=long_ago)
    folk = strategy.set_pillar(name="Menschen im Werk", wished_share_percent=30, by=None, now=long_ago)
    advice = strategy.set_pillar(name="Service und Rat", wished_share_percent=30, by=None, now=long_ago)

    def goal(name: str, why: str, owner: Person, pillar: Pillar | None, parent: Goal | None = None) -> Goal:
        return strategy.set_goal(
            name=name, why=why, owner=owner, pillar=pillar, begins_on=year, ends_on=next_year, parent=parent, by=None,
            now=long_ago,
        )  # fmt: skip

    house = goal(
        "Die Stadt vertraut ihren Stadtwerken",
        "Wer uns glaubt, fragt uns zuerst, auch wenn es unangenehm wird.",
        who.voss,
        None,
    )

    trust = goal(
        "Vertrauen: Baustellen vorher erklären",
        "Wer vorher weiß, was kommt, ärgert sich weniger und fragt früher.",
        who.voss,
        works,
        house,
    )
    service = goal(
        "Service leicht machen",
        "Einfache Fragen sollen ohne Warteschleife beantwortet sein.",
        who.miriam,
        advice,
        house,
    )
    young = goal("Nachwuchs: Ausbildung zeigen", "Fünf gute Bewerbungen mehr als im vergangenen Jahr.", who.emil, folk)
    heat = goal(
        "Vertrauen: ehrlich über Wärme",
        "Der Wärmeplan betrifft alle; wir sagen auch, was noch offen ist.",
        who.lindqvist,
        works,
        house,
    )
    _cadence(days, where)
    kinds = {
        name: planning.add_kind(name=name, name_en=english, effort_minutes=minutes, by=None, now=long_ago)
        for name, english, minutes in (
            ("Beitrag", "Post", 90),
            ("Kurzmeldung", "Short notice", 30),
            ("Serie", "Series", 120),
        )
    }
    _hours(days, who)
    planning.set_budget(from_day=year, minutes_per_week=120, by=None, now=long_ago)
    planning.set_terms(lead_days=5, holidays_of="DE-NW", by=None, now=long_ago)
    desk.set_terms(answer_hours=4, appeal_to=who.voss, appeal_days=1, by=None, now=long_ago)
    desk.renew_form_link(by=None, now=long_ago)
    _clauses(days)
    review.set_four_eyes(name="Freigabe Kommunikation", approver=who.voss, by=None, now=long_ago)
    return Plan(trust, service, young, heat, works, kinds["Beitrag"], kinds["Kurzmeldung"], kinds["Serie"])


def _hours(days: Days, who: People) -> None:
    """Miriam works full time, Jonas part time; Emil has two days for it and is away next week."""
    long_ago, monday = days.now - LONG_AGO, days.today - timedelta(days=days.today.weekday())
    for person, minutes in (
        (who.miriam, (480, 480, 480, 480, 360, 0, 0)),
        (who.jonas, (360, 360, 0, 360, 360, 0, 0)),
        (who.emil, (0, 0, 240, 240, 0, 0, 0)),
    ):
        duty.tell_week(person=person, from_day=long_ago.date(), minutes=minutes, by=None, now=long_ago)
    first = monday + timedelta(days=9)
    duty.be_away(person=who.emil, begins_on=first, last_day=first + timedelta(days=1), by=None, now=long_ago)
    for person, deputy in ((who.emil, who.jonas), (who.jonas, who.miriam)):
        duty.name_deputy(person=person, deputy=deputy, begins_on=long_ago.date(), last_day=None, by=None, now=long_ago)


def _cadence(days: Days, where: Channels) -> None:
    long_ago = days.now - LONG_AGO
    workdays = range(5)
    places = {
        where.facebook: [(day, at) for day in workdays for at in (time(11), time(14))],
        where.instagram: [(day, time(11)) for day in workdays],
        where.linkedin: [(1, time(15)), (3, time(16))],
        where.whatsapp: [(day, at) for day in workdays for at in (time(8, 30), time(11, 30))],
        where.stage: [(day, at) for day in workdays for at in (time(9), time(14))],
    }
    for channel, wanted in places.items():
        planning.set_places(channel=channel, places=wanted, by=None, now=long_ago)


def _clauses(days: Days) -> None:
    long_ago = days.now - LONG_AGO
    everybody = "mit allen Abteilungen"
    official = [
        {"word": "halbseitig gesperrt", "instead": "auf einer Spur gesperrt"},
        {"word": "zwecks", "instead": "für"},
        {"word": "diesbezüglich", "instead": "dazu"},
        {"word": "Inanspruchnahme", "instead": "Nutzung"},
        {"word": "vollumfänglich", "instead": "ganz"},
    ]
    guidelines.agree_clause(
        number=4, title="Verständlich schreiben", text="Wir schreiben, wie wir am Gartenzaun reden würden.",
        why="Wer uns beim ersten Lesen versteht, fragt nicht nach und fühlt sich ernst genommen.", agreed_by=everybody,
        checks=[NewCheck(CheckKind.WORDS, Severity.WARNS, {"words": official}, language="de")], by=None, now=long_ago,
    )  # fmt: skip
    guidelines.agree_clause(
        number=7, title="Bilder beschreiben", text="Jedes Bild hat eine Beschreibung, die ohne das Bild verständlich ist.",
        why="Etwa jede zehnte Person in der Stadt sieht schlecht oder lässt sich vorlesen.", agreed_by=everybody,
        checks=[NewCheck(CheckKind.ALT_TEXT, Severity.BLOCKS)], by=None, now=long_ago,
    )  # fmt: skip
    guidelines.agree_clause(
        number=11, title="Werbung und Gewinnspiele kennzeichnen",
        text="Wo jemand etwas dafür gibt, steht das Wort Werbung oder Anzeige am Anfang, und die Bedingungen sind verlinkt.",
        why="Es ist Recht, und es ist anständig.", agreed_by="mit Recht und Vertrieb",
        checks=[NewCheck(CheckKind.AD_LABEL, Severity.BLOCKS, {"labels": ["Werbung", "Anzeige"]})], by=None, now=long_ago,
    )  # fmt: skip
