"""Last week's editorial meeting with its protocol, and today's, which somebody has to open."""

from datetime import timedelta

from eichhorn.conference import queries as meetings
from eichhorn.conference import services as conference
from eichhorn.conference.models import Meeting
from eichhorn.conference.rules import Deed
from eichhorn.conference.services import Wish
from eichhorn.config.demo.days import Days
from eichhorn.config.demo.house import People

TITLE = "Redaktionskonferenz"


def meet(days: Days, who: People) -> None:
    """Last week's protocol stands; one point of it was adjourned, and comes again today."""
    there, begins_at = [who.miriam, who.jonas, who.emil], days.instant(days.local(-5, 10))
    last = conference.prepare(
        title=TITLE, begins_at=begins_at, taking_part=there, by=None, now=begins_at - timedelta(days=1)
    )
    for point in ("Kaffee am Birkenweg: Wer steht dort?", "Was ein Schwimmbad kostet", "Wer fotografiert im Sommer?"):
        conference.add_point(meeting=last, title=point, by=None, now=begins_at - timedelta(hours=1))
    conference.open_(meeting=last, by=who.miriam, now=begins_at)
    _decide(last, who, days)
    conference.close(meeting=last, by=who.miriam, now=begins_at + timedelta(minutes=30))
    conference.prepare(
        title=TITLE, begins_at=days.instant(days.local(0, 15, 30)), taking_part=there, by=None, now=days.before(days=1)
    )


def _decide(last: Meeting, who: People, days: Days) -> None:
    decided = {
        "Kaffee am Birkenweg: Wer steht dort?": Wish(
            Deed.NOTE, note="Der Tiefbau steht dort, wir bringen den Kaffee mit."
        ),
        "Was ein Schwimmbad kostet": Wish(
            Deed.PLAN, title="Was ein Schwimmbad kostet", note="Mit Zahlen aus dem Haushalt."
        ),
        "Wer fotografiert im Sommer?": Wish(Deed.ADJOURN),
    }
    at = days.instant(days.local(-5, 10, 10))
    for line in meetings.visible_lines(last, person=who.miriam, now=at):
        if line.title in decided:
            seen = meetings.standings([line])[line.pk].mark
            conference.decide(line_id=line.pk, wish=decided[line.title], seen=seen, by=who.miriam, now=at)
