"""What is out already, and the one of which nobody knows whether it arrived."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from eichhorn.channels.models import Channel
from eichhorn.config.demo.days import ZONE, Days
from eichhorn.config.demo.house import Channels, People, Plan
from eichhorn.content import services as content
from eichhorn.content.models import Draft
from eichhorn.delivery import services as delivery
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import Outcome, State
from eichhorn.delivery.steps import Answer
from eichhorn.dialogue import services as dialogue
from eichhorn.networks.base import Message
from eichhorn.people.models import Person
from eichhorn.planning import services as planning
from eichhorn.planning.models import KindOfWork
from eichhorn.planning.rules import Stage, wall_of
from eichhorn.review import services as review
from eichhorn.strategy.models import Goal


@dataclass(frozen=True, slots=True)
class Told:
    """A post as the demo tells it."""

    title: str
    local: datetime
    channels: Sequence[Channel]
    text: str
    goal: Goal | None
    kind: KindOfWork
    movable: bool = True


def written(days: Days, told: Told, *, by: Person, now: datetime) -> Draft:
    """The post stands in the plan as a draft."""
    slot = planning.plan(
        title=told.title, goal=told.goal, channels=told.channels, kind=told.kind, planned_local=told.local, zone=ZONE,
        movable=told.movable, by=None, now=now, stage=Stage.DRAFT,
    )  # fmt: skip
    draft = content.begin(slot=slot, by=by, now=now)
    content.save(draft=draft, based_on=None, text=told.text, language="de", by=by, now=now)
    return draft


def approved(days: Days, told: Told, *, by: Person, now: datetime) -> Draft:
    """The post stands approved."""
    draft = written(days, told, by=by, now=now)
    asked = review.hand_in(draft=draft, by=by, now=now + timedelta(minutes=20))
    review.approve(approval=asked, by=asked.approver, now=now + timedelta(minutes=50))
    return draft


def publish_earlier(days: Days, who: People, where: Channels, plan: Plan) -> None:
    """The posts of the past week are out, each with its link; people have said something below two of them."""
    fb, ig = where.facebook, where.instagram
    earlier = [
        Told("Ablesekarten kommen", days.local(-5, 9), [fb], "Ab heute liegen die Ablesekarten im Briefkasten. Zwei Minuten am Zähler, ein Foto oder eine Zahl genügen.", plan.service, plan.post),
        Told("Freibad startet", days.local(-4, 12), [ig], "Das Freibad hat wieder auf. Das Wasser hat 22 Grad, die Rutsche ist frisch geprüft.", None, plan.short),
        Told("Azubi-Serie 2", days.local(-3, 14), [ig], "Leyla lernt im zweiten Jahr Anlagenmechanikerin. Heute: wie man eine Leitung abdrückt, ohne nass zu werden.", plan.young, plan.series),
        Told("Wasserwerte Mai", days.local(-2, 10), [fb], "Die Wasserwerte des vergangenen Monats sind da: alles deutlich unter den Grenzwerten. Die Tabelle steht auf unserer Seite.", plan.trust, plan.post),
        Told("Wärmeplan: Wo wir stehen", days.local(-2, 15), [fb], "Der Wärmeplan kommt im November in den Rat. Was schon feststeht, was noch offen ist und wen man fragen kann, haben wir aufgeschrieben.", plan.heat, plan.post),
        Told("Woche im Netz", days.local(-1, 9), [where.linkedin], "Diese Woche im Netz: drei Hausanschlüsse, ein neuer Trafo am Markt und eine Führung für die Klasse 8b.", plan.trust, plan.short),
    ]  # fmt: skip
    for told in earlier:
        due = days.instant(told.local)
        draft = approved(days, told, by=who.miriam, now=due - timedelta(days=2))
        delivery.take_in(now=due)
        delivery.claim(now=due, most=20)
        for row in Delivery.objects.filter(draft=draft):
            url = f"{row.channel.server_url}/{draft.pk}"
            delivery.done_by_hand(delivery=row, url=url, by=who.jonas, now=due + timedelta(minutes=4))


def leave_in_doubt(days: Days, who: People, where: Channels, plan: Plan) -> None:
    """A post went to the stage this morning; no answer came, three looks found nothing, and now a person has to look."""
    nine = [days.instant(days.local(working_days, 9)) for working_days in (0, -1)]
    morning = next(at for at in nine if at < days.before(minutes=45))
    told = Told(
        "Ablesekarten, Teil 2", wall_of(morning, ZONE), [where.stage],
        "Wer die Ablesekarte verlegt hat: Den Zählerstand nehmen wir auch telefonisch, unter Durchwahl 300.", plan.service, plan.short,
    )  # fmt: skip
    approved(days, told, by=who.miriam, now=morning - timedelta(days=1))
    delivery.take_in(now=morning)
    at = morning
    for _ in range(12):
        for task in delivery.claim(now=at, most=20):
            outcome = Outcome.UNSURE if task.attempt.kind != "look" else Outcome.NOT_FOUND
            said = "the connection ended without an answer" if outcome is Outcome.UNSURE else ""
            delivery.settle({task.attempt.pk: Answer(outcome, told=said)}, now=at + timedelta(seconds=4))
        row = Delivery.objects.get(draft__slot__title=told.title)
        if row.state == State.UNSURE or row.next_at is None:
            break
        at = row.next_at


def hear(days: Days, who: People) -> None:
    """People have said something below the post about heat."""
    row = Delivery.objects.filter(draft__slot__title="Wärmeplan: Wo wir stehen").first()
    if row is None:
        return
    said = [
        ("Karin Thoma", "Wann kommt eigentlich der Wasserstoff zu uns in die Siedlung? Mein Installateur sagt, ich soll mit der Heizung warten. Stimmt das?", 18),
        ("Rolf M.", "Danke für die schnelle Antwort gestern. So wünscht man sich das.", 3),
    ]  # fmt: skip
    dialogue.receive(
        channel=row.channel,
        told=[
            Message(
                network_id=f"demo-{number}", answers=row.network_id or row.url, author=name, author_name=name, text=text,
                language="de", url="", said_at=days.before(hours=hours), mark="",
            )
            for number, (name, text, hours) in enumerate(said, start=1)
        ],
        now=days.now,
    )  # fmt: skip
