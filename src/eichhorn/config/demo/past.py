"""What is out already, what sales asked for in between, and the post of which nobody knows whether it arrived."""

from datetime import timedelta

from eichhorn.config.demo.album import Album
from eichhorn.config.demo.days import ZONE, Days
from eichhorn.config.demo.house import Channels, People, Plan
from eichhorn.config.demo.saying import Told, approved, in_doubt, sent
from eichhorn.content import services as content
from eichhorn.desk import queries as requests
from eichhorn.desk import services as desk
from eichhorn.desk.rules import AnswerKind
from eichhorn.desk.services import Asked, Place
from eichhorn.planning import queries as planning
from eichhorn.planning.rules import monday, wall_of
from eichhorn.review import services as review

IN_DOUBT = "Ablesekarten, Teil 2"


def happen(days: Days, who: People, where: Channels, plan: Plan, album: Album) -> None:
    """The past fortnight, in its order."""
    for told in _earlier(days, where, plan, album):
        due = days.instant(told.local)
        draft = approved(told, by=who.miriam, now=due - timedelta(days=2))
        sent(draft, at=due, hand=who.jonas, days=days)
    _sales_were_quick(days, who, where, plan)
    _one_is_in_doubt(days, who, where, plan)


def _earlier(days: Days, where: Channels, plan: Plan, album: Album) -> list[Told]:
    fb, ig, stage = where.facebook, where.instagram, where.stage
    return [
        Told(
            "Wärmeplan: Wo wir stehen", days.local(-8, 9), [stage, fb],
            "Der Wärmeplan kommt im November in den Rat. Was schon feststeht, was noch offen ist und wen Sie fragen "
            "können, haben wir auf einer Seite aufgeschrieben. Fragen dazu gern hier.",
            plan.heat, plan.post,
        ),
        Told(
            "Ablesekarten kommen", days.local(-5, 9), [stage, fb],
            "Ab heute liegen die Ablesekarten im Briefkasten. Zwei Minuten am Zähler, ein Foto oder eine Zahl genügen.\n\n"
            "Wer es einfacher mag: Der Link auf der Karte führt direkt zum Formular.",
            plan.service, plan.post,
        ),
        Told(
            "Freibad startet", days.local(-4, 12), [ig],
            "Das Freibad hat wieder auf. Das Wasser hat 22 Grad, die Rutsche ist geprüft, und am Kiosk gibt es Pommes.",
            None, plan.short, pictures=[album.pool],
        ),
        Told(
            "Azubi-Serie 2", days.local(-3, 14), [ig],
            "Leyla lernt im zweiten Jahr Anlagenmechanikerin. Heute zeigt sie, wie man eine Leitung abdrückt, ohne "
            "nass zu werden. Fast.",
            plan.young, plan.series, pictures=[album.pipe],
        ),
        Told(
            "Wasserwerte des Monats", days.local(-2, 10), [stage, fb],
            "Die Wasserwerte des vergangenen Monats sind da: alle deutlich unter den Grenzwerten, die Härte liegt bei 14 "
            "Grad. Die ganze Tabelle steht auf unserer Seite.",
            plan.trust, plan.post,
        ),
        Told(
            "Woche im Netz", days.local(-1, 9), [stage, where.linkedin],
            "Diese Woche im Netz: drei neue Hausanschlüsse, ein Trafo am Markt und die Klasse 8b zu Besuch in der "
            f"Leitwarte. Ab {days.weekday(4)} bauen wir am Nordring.",
            plan.trust, plan.short,
        ),
    ]  # fmt: skip


def _sales_were_quick(days: Days, who: People, where: Channels, plan: Plan) -> None:
    """Half an hour of this week's fire budget went to sales: asked in the morning, accepted, out in the evening."""
    first_of_week = monday(days.day(-1)) == monday(days.today)
    local = days.local(-1 if first_of_week else 0, 17 if first_of_week else 7, 30)
    at = days.instant(local)
    came_at = at - timedelta(hours=7)
    request = desk.open_request(
        title="Ladesäule am Markt", requester_name=who.wolff.name, requester_email=who.wolff.email, language="de",
        asked=Asked(
            purpose="Wer elektrisch fährt, findet die neue Säule.",
            text="Die neue Ladesäule am Markt ist in Betrieb: zwei Plätze, 22 kW, Bezahlen mit jeder Karte.",
            wish_local=local, zone=ZONE, channels=[where.whatsapp],
        ),
        now=came_at,
    )  # fmt: skip
    decided_at = came_at + timedelta(minutes=40)
    price = planning.price(
        channel_ids=[where.whatsapp.pk], kind=plan.short, wish_local=local, zone=ZONE, now=decided_at
    )
    assert price is not None
    answered = desk.decide(
        request=request, answer=AnswerKind.ACCEPT,
        text="Guten Tag Herr Wolff, gern: Die Ladesäule ist eine gute Nachricht und schnell erzählt.",
        place=Place([where.whatsapp], plan.short, price.fingerprint, goal=plan.service), by=who.miriam, now=decided_at,
    )  # fmt: skip
    assert answered.slot is not None
    draft = content.begin(
        slot=answered.slot, by=who.miriam, now=decided_at, request_version=requests.latest_version(answered)
    )
    approval = review.hand_in(draft=draft, by=who.miriam, now=decided_at + timedelta(minutes=5))
    review.approve(approval=approval, by=approval.approver, now=decided_at + timedelta(minutes=30))
    if at < days.now:
        sent(draft, at=at, hand=who.miriam, days=days)


def _one_is_in_doubt(days: Days, who: People, where: Channels, plan: Plan) -> None:
    """It was due at nine, today where nine lies an hour back; else on the working day before."""
    nine = [days.instant(days.local(working_days, 9)) for working_days in (0, -1)]
    morning = next(at for at in nine if at < days.before(minutes=45))
    told = Told(
        IN_DOUBT, wall_of(morning, ZONE), [where.stage],
        "Ablesekarte verlegt? Den Zählerstand nehmen wir auch am Telefon auf, unter Durchwahl 300, und im "
        "Kundenzentrum am Markt.",
        plan.service, plan.short,
    )  # fmt: skip
    in_doubt(approved(told, by=who.miriam, now=morning - timedelta(days=1)), at=morning)
