"""What could become a post some day: the pool of ideas."""

from eichhorn.config.demo.days import Days
from eichhorn.config.demo.house import Channels, People, Plan
from eichhorn.ideas import services as ideas
from eichhorn.ideas.services import Said


def fill(days: Days, who: People, where: Channels, plan: Plan) -> None:
    """Three ideas wait, each from somebody else, the newest of this morning."""
    for hours, by, said in (
        (50, who.emil, Said(
            "Ein Tag mit der Zählerableserin", "Sie kennt jeden Hund im Nordring. Sie würde uns mitnehmen.", goal=plan.trust,
        )),
        (26, who.jonas, Said("Was nachts im Klärwerk passiert", "Die Schicht hat Fotos, wir müssten nur fragen.", channels=[where.instagram])),
        (2, who.miriam, Said("Warum das Wasser im Sommer wärmer ist", "Kam diese Woche dreimal als Frage.", goal=plan.service)),
    ):  # fmt: skip
        ideas.add(said=said, by=by, now=days.before(minutes=60 * hours))
