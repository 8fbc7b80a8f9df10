"""The plan around the demo's Tuesday: what leaves by itself, what waits for somebody, what is being written."""

from datetime import timedelta

from eichhorn.config.demo.album import Album
from eichhorn.config.demo.days import ZONE, Days
from eichhorn.config.demo.house import Channels, People, Plan
from eichhorn.config.demo.saying import Told, approved, asked, sent, written
from eichhorn.planning import services as planning
from eichhorn.planning.rules import Stage

IN_TIME = timedelta(minutes=5)


def fill(days: Days, who: People, where: Channels, plan: Plan, album: Album) -> None:
    """Three weeks stand in the plan. What is due before the first start is out."""
    yesterday = days.before(days=1)
    for told in _approved(days, where, plan, album):
        due = days.instant(told.local)
        if due > days.now + IN_TIME:
            approved(told, by=who.miriam, now=yesterday)
        else:
            sent(approved(told, by=who.miriam, now=due - timedelta(days=1)), at=due, hand=who.jonas, days=days)
    written(_nordring(days, where, plan, album), by=who.miriam, now=days.before(hours=1))
    for told in _waiting(days, where, plan):
        asked(told, by=who.miriam, now=days.before(hours=1))
    written(_emils(days, where, plan), by=who.emil, now=days.before(hours=2))
    for title, local, channels, goal, kind in (
        ("Photovoltaik-Abend", days.local(2, 16), [where.linkedin, where.instagram], plan.heat, plan.post),
        ("Wasserstoff erklärt", days.local(5, 11), [where.facebook, where.stage], plan.heat, plan.post),
        ("Trinkbrunnen-Karte", days.local(10, 12), [where.instagram], plan.service, plan.post),
        ("Rückblick Nordring", days.local(13, 10), [where.facebook], plan.trust, plan.post),
        ("Halbzeit: Was wir gelernt haben", days.local(15, 9), [where.linkedin], plan.trust, plan.post),
    ):
        planning.plan(
            title=title, goal=goal, channels=channels, kind=kind, planned_local=local, zone=ZONE, by=None, now=yesterday,
            stage=Stage.DRAFT,
        )  # fmt: skip


def _approved(days: Days, where: Channels, plan: Plan, album: Album) -> list[Told]:
    fb, ig, stage, whatsapp = where.facebook, where.instagram, where.stage, where.whatsapp
    return [
        Told("Freibad-Wetter", days.local(0, 11, 30), [ig, whatsapp], "Heute 27 Grad und kaum Wind. Das Freibad hat bis 20 Uhr auf, die Liegewiese ist gemäht.", None, plan.short, pictures=[album.pool]),
        Told("Azubi-Serie 3", days.local(0, 15), [stage, ig], "Yusuf hat heute seine erste Straßenlaterne gesetzt. Sie leuchtet. Er auch.", plan.young, plan.series, pictures=[album.lamp]),
        Told("Sprechstunde Abschlag", days.local(1, 10), [stage, fb], f"Fragen zum Abschlag? Am {days.weekday(3)} von 16 bis 18 Uhr sitzen wir im Kundenzentrum am Markt, ohne Termin. Bringen Sie gern Ihre Rechnung mit.", plan.service, plan.post),
        Told("Bus 4 hält anders", days.local(3, 9, 30), [stage, fb], f"Wegen der Baustelle am Nordring hält der Bus 4 ab {days.spoken(4)} an der Lindenschule, drei Minuten Fußweg weiter.", plan.trust, plan.short, movable=False),
        Told("Sonntagsbild", days.sunday(0, 9), [ig], "Der Stausee um sechs Uhr früh, aufgenommen vom Bereitschaftsdienst auf dem Heimweg.", None, plan.short, pictures=[album.lake]),
        Told("Wasser aus 9 bis 11", days.local(7, 7, 30), [whatsapp, stage], "Heute von 9 bis 11 Uhr kein Wasser am Nordring 12 bis 48. Bitte vorher einen Topf und die Kaffeemaschine füllen.", plan.trust, plan.short, movable=False),
        Told("Wasser wieder da", days.local(7, 11, 15), [whatsapp, stage], "Am Nordring läuft das Wasser wieder. Die ersten Liter bitte ablaufen lassen. Danke für die Geduld.", plan.trust, plan.short, movable=False),
        Told("Sonnenwende im Solarpark", days.sunday(1, 9), [ig], "Der längste Tag: Der Solarpark hat heute sechzehn Stunden Licht und speist 310 Haushalte.", plan.heat, plan.short, pictures=[album.panels]),
    ]  # fmt: skip


def _nordring(days: Days, where: Channels, plan: Plan, album: Album) -> Told:
    """The post that the raffle would displace. The check has one finding: a phrase from an office."""
    return Told(
        "Baustelle Nordring", days.local(1, 14), [where.stage, where.facebook, where.instagram],
        f"Ab {days.spoken(4)}, erneuern wir am Nordring die Trinkwasserleitung. Sie ist von 1962 und hat ihren Dienst getan.\n\n"
        "Was das für Sie heißt: Zwischen Hausnummer 12 und 48 ist die Straße halbseitig gesperrt, der Bus 4 hält an der "
        f"Lindenschule. Ihr Wasser fließt weiter, nur am {days.short(7)} von 9 bis 11 Uhr nicht.\n\n"
        f"Fragen? Wir stehen am {days.weekday(6)} um 17 Uhr mit Kaffee an der Ecke Birkenweg.",
        plan.trust, plan.post,
        own=[
            (
                where.facebook,
                f"Baustelle am Nordring ab {days.short(4)}: Wir erneuern die Wasserleitung von 1962. Die wichtigsten Fragen "
                "beantworten wir hier in den Kommentaren, montags bis freitags von 8 bis 17 Uhr.",
            ),
            (
                where.instagram,
                f"Der Nordring bekommt eine neue Wasserleitung. Kaffee und Antworten: {days.weekday(6)}, 17 Uhr, Ecke Birkenweg. "
                "#Erlengrund #Trinkwasser",
            ),
        ],
        pictures=[album.digger],
    )  # fmt: skip


def _waiting(days: Days, where: Channels, plan: Plan) -> list[Told]:
    fb, stage = where.facebook, where.stage
    return [
        Told("Nordring: los geht es", days.local(4, 8), [stage], "Heute beginnen die Arbeiten am Nordring. Die Umleitung ist ausgeschildert, und an der Ecke Birkenweg steht jemand, der Fragen beantwortet.", plan.trust, plan.short, movable=False),
        Told("Kaffee am Birkenweg", days.local(6, 17), [fb], "Heute um 17 Uhr stehen wir mit Kaffee an der Ecke Birkenweg und beantworten alles zur Baustelle. Bringen Sie eine Tasse mit, wenn Sie mögen.", plan.trust, plan.short, movable=False),
        Told("Tarif ab Juli", days.local(12, 14), [stage, fb], "Ab 1. Juli sinkt der Arbeitspreis im Tarif Erlenstrom um 1,2 Cent je Kilowattstunde. Für einen Haushalt mit 3.000 kWh sind das rund 36 Euro im Jahr.\n\nSie müssen nichts tun. Ihr Abschlag bleibt gleich, die Ersparnis steht in der nächsten Rechnung.", plan.trust, plan.post),
    ]  # fmt: skip


def _emils(days: Days, where: Channels, plan: Plan) -> Told:
    return Told(
        "Azubi-Serie 4", days.local(8, 10), [where.instagram],
        "Ein Tag in der Leitwarte, an dem zum Glück nichts passiert. Warum das harte Arbeit ist, erzählt Emil.", plan.young,
        plan.series,
    )  # fmt: skip
