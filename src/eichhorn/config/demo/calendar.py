"""The plan around the demo's Tuesday: what is approved, what waits for somebody, what is being written."""

from datetime import timedelta

from eichhorn.config.demo.days import ZONE, Days
from eichhorn.config.demo.house import Channels, People, Plan
from eichhorn.config.demo.posts import Told, approved, written
from eichhorn.planning import services as planning
from eichhorn.planning.rules import Stage
from eichhorn.review import services as review

NORDRING = """Ab Montag erneuern wir am Nordring die Trinkwasserleitung. Sie ist von 1962 und hat ihren Dienst getan.

Was das für Sie heißt: Zwischen Hausnummer 12 und 48 ist die Straße halbseitig gesperrt, der Bus 4 hält an der \
Lindenschule. Ihr Wasser fließt weiter, nur am Donnerstag von 9 bis 11 Uhr nicht.

Fragen? Wir stehen am Mittwoch um 17 Uhr mit Kaffee an der Ecke Birkenweg."""


def fill(days: Days, who: People, where: Channels, plan: Plan) -> None:
    """Five weeks stand in the plan."""
    yesterday = days.before(days=1)
    for told in _approved(days, where, plan):
        if days.instant(told.local) > days.now + timedelta(minutes=5):
            approved(days, told, by=who.miriam, now=yesterday)
    written(
        days, Told("Baustelle Nordring", days.local(2, 14), [where.facebook, where.instagram], NORDRING, plan.trust, plan.post),
        by=who.miriam, now=days.before(hours=2),
    )  # fmt: skip
    for told in _waiting(days, where, plan):
        draft = written(days, told, by=who.miriam, now=yesterday)
        review.hand_in(draft=draft, by=who.miriam, now=yesterday + timedelta(minutes=15))
    written(
        days, Told("Azubi-Serie 4", days.local(8, 10), [where.instagram], "Mein zweiter Entwurf: ein Tag in der Leitwarte, an dem zum Glück nichts passiert.", plan.young, plan.series),
        by=who.emil, now=days.before(hours=2),
    )  # fmt: skip
    for title, local, channels, goal, kind in _ideas(days, where, plan):
        planning.plan(
            title=title, goal=goal, channels=channels, kind=kind, planned_local=local, zone=ZONE, by=None, now=yesterday,
            stage=Stage.DRAFT,
        )  # fmt: skip
    planning.plan(
        title="Wallbox-Aktion im Laden", goal=None, channels=[where.whatsapp], kind=plan.short,
        planned_local=days.local(0, 8, 30), zone=ZONE, spontaneous=True, by=None, now=yesterday, stage=Stage.IDEA,
    )  # fmt: skip


def _approved(days: Days, where: Channels, plan: Plan) -> list[Told]:
    fb, ig = where.facebook, where.instagram
    return [
        Told("Freibad-Wetter", days.local(0, 11, 30), [where.whatsapp], "Heute 27 Grad, kaum Wind. Das Freibad hat bis 20 Uhr auf.", None, plan.short),
        Told("Azubi-Serie 3", days.local(0, 15), [ig], "Yusuf hat heute seine erste Straßenlaterne gesetzt. Sie leuchtet.", plan.young, plan.series),
        Told("Sprechstunde Abschlag", days.local(1, 10), [fb, where.stage], "Fragen zum Abschlag? Donnerstag von 16 bis 18 Uhr sitzen wir im Kundenzentrum, ohne Termin.", plan.service, plan.post),
        Told("Bus 4 hält anders", days.local(3, 9, 30), [where.stage], "Wegen der Baustelle am Nordring hält der Bus 4 ab Montag an der Lindenschule.", plan.trust, plan.short, movable=False),
        Told("Sonntagsbild", days.sunday(0, 9), [ig], "Der Stausee am frühen Morgen, aufgenommen vom Bereitschaftsdienst.", None, plan.short),
        Told("Wasser aus 9 bis 11", days.local(7, 7, 30), [where.whatsapp, fb], "Heute von 9 bis 11 Uhr kein Wasser am Nordring 12 bis 48. Bitte vorher einen Topf füllen.", plan.trust, plan.short, movable=False),
        Told("Wasser wieder da", days.local(7, 11, 15), [where.whatsapp], "Am Nordring läuft das Wasser wieder. Danke für die Geduld.", plan.trust, plan.short, movable=False),
        Told("Sonnenwende im Solarpark", days.sunday(1, 9), [ig], "Der längste Tag: Der Solarpark hat heute 16 Stunden Licht.", plan.heat, plan.short),
    ]  # fmt: skip


def _waiting(days: Days, where: Channels, plan: Plan) -> list[Told]:
    return [
        Told("Nordring: los geht es", days.local(4, 8), [where.stage], "Heute beginnen die Arbeiten am Nordring. Die Umleitung ist ausgeschildert.", plan.trust, plan.short, movable=False),
        Told("Kaffee am Birkenweg", days.local(6, 17), [where.facebook], "Heute um 17 Uhr stehen wir mit Kaffee an der Ecke Birkenweg und beantworten alles zur Baustelle.", plan.trust, plan.short, movable=False),
        Told("Tarif ab Juli", days.local(12, 14), [where.facebook, where.stage], "Ab dem nächsten Ersten sinkt der Arbeitspreis im Tarif Erlenstrom um 1,2 Cent je Kilowattstunde. Für einen Haushalt mit 3.000 kWh sind das rund 36 Euro im Jahr.\n\nSie müssen nichts tun. Ihr Abschlag bleibt gleich, die Ersparnis steht in der nächsten Rechnung.", plan.trust, plan.post),
    ]  # fmt: skip


def _ideas(days: Days, where: Channels, plan: Plan) -> list[tuple]:  # type: ignore[type-arg]
    return [
        ("Photovoltaik-Abend", days.local(2, 16), [where.linkedin], plan.heat, plan.post),
        ("Wasserstoff erklärt", days.local(5, 11), [where.facebook], plan.heat, plan.post),
        ("Trinkbrunnen-Karte", days.local(10, 12), [where.instagram], plan.service, plan.post),
        ("Rückblick Nordring", days.local(13, 10), [where.facebook], plan.trust, plan.post),
        ("Halbzeit: Was wir gelernt haben", days.local(15, 9), [where.linkedin], plan.trust, plan.post),
    ]
