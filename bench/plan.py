"""A plan of any size, seeded in one statement for each table: what measurements look at.

The difficult thing: the services plan one post after the other, with permission and audit, which takes minutes for a
hundred thousand. So rows are written as they would stand afterwards, by the database itself, and the tables' own
constraints still hold.
"""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eichhorn.people.models import Person

CHANNELS, TEAMS, GOALS, CAMPAIGNS, TAGS = 500, 20, 12, 12, 10
ZONE = "Europe/Berlin"

SLOTS = """
    insert into planning_slot (title, goal_id, campaign_id, effort_minutes, planned_local, due_at, zone, stage, spontaneous,
        overrun_because, movable, confidential, rehearsal, outside, made_at)
    select 'Beitrag ' || n, case when n %% 9 = 0 then null else %s + n %% %s end,
        case when n %% 4 = 0 then %s + n %% %s end, 60, at.stored,
        at.stored at time zone 'UTC' at time zone %s, %s,
        case when n %% 100 = 7 then 'needs_someone' when n %% 5 = 0 then 'idea' when n %% 5 = 1 then 'draft'
            when n %% 10 = 2 then 'in_review' when n %% 5 = 4 then 'out' else 'approved' end,
        false, '', true, n %% 50 = 3, false, false, now()
    from generate_series(%s, %s) n, lateral (
        select %s::timestamptz + make_interval(days => n %% %s, hours => 7 + n / 31 %% 12, mins => n / 7 %% 60) stored
    ) at
"""
ON_CHANNELS = """
    insert into planning_slot_channels (slot_id, channel_id)
    select slot.id, %s + (slot.id + turn * 7) %% %s from planning_slot slot, generate_series(0, 1) turn
    where slot.id > %s and (turn = 0 or slot.id %% 4 = 0)
"""
TAGGED = """
    insert into planning_slot_tags (slot_id, tag_id)
    select slot.id, %s + slot.id %% %s from planning_slot slot where slot.id > %s and slot.id %% 3 = 0
"""


def settle() -> "Person":
    """The house has an organisation, 500 channels of 20 teams, goals, and somebody who may do all; return them.

    Each channel has three regular places and a wish of five posts a week, so that free places and gaps are looked for;
    holidays, school holidays, an occasion and the time before an election stand in every month.
    """
    from eichhorn.channels.models import Channel
    from eichhorn.foundation import clock
    from eichhorn.people import services as people
    from eichhorn.people.models import Team
    from eichhorn.people.rules import RoleKind
    from eichhorn.planning.models import Place, Rhythm, Tag
    from eichhorn.strategy.models import Campaign, Goal

    now = clock.now()
    people.found_organisation(
        name="Bench", zone=ZONE, service_begins=time(8), service_ends=time(17), day_ends=time(17), now=now
    )
    somebody = people.add_person(name="Ada Autorin", email="ada@bench.example", by=None, now=now)
    people.give_role(person=somebody, kind=RoleKind.MANAGER, begins_on=date(2020, 1, 1), by=None, now=now)
    people.way_in(person=somebody)
    teams = Team.objects.bulk_create([Team(name=f"Team {number}") for number in range(TEAMS)])
    Channel.objects.bulk_create([
        Channel(name=f"Kanal {number} der Stadtwerke", network="by_hand", owner_team=teams[number % TEAMS])
        for number in range(CHANNELS)
    ])  # fmt: skip
    Goal.objects.bulk_create([
        Goal(name=f"Ziel {number}", why="Darum.", owner=somebody, begins_on=date(2020, 1, 1), ends_on=date(2090, 1, 1))
        for number in range(GOALS)
    ])  # fmt: skip
    ours = Channel.objects.order_by("pk")
    Place.objects.bulk_create(Place(channel=channel, weekday=day, at=time(10)) for channel in ours for day in (0, 2, 4))
    Rhythm.objects.bulk_create(Rhythm(channel=channel, posts_per_week=5) for channel in ours)
    Tag.objects.bulk_create(Tag(name=f"Wort {number}", key=f"wort {number}") for number in range(TAGS))
    Campaign.objects.bulk_create(
        Campaign(name=f"Kampagne {number}", owner=somebody, begins_on=date(2020, 1, 1), ends_on=date(2090, 1, 1))
        for number in range(CAMPAIGNS)
    )
    _what_comes(now)
    return somebody


def _what_comes(now: datetime) -> None:
    """Holidays of a region, school holidays, an occasion of the house and the time before an election are known."""
    from eichhorn.occasions import services as occasions
    from eichhorn.occasions.rules import Kind, Level
    from eichhorn.occasions.services import Wording

    for school in (False, True):
        occasions.show(of="DE-NW", school=school, by=None, now=now)
    ahead = now.date() + timedelta(days=14)
    own = Wording(name="Tag der offenen Tür", name_en="", begins_on=ahead, ends_on=ahead + timedelta(days=30))
    election = Wording(
        name="Kommunalwahl", name_en="", begins_on=ahead, ends_on=ahead + timedelta(days=60), kind=Kind.ELECTION,
        level=Level.LOCAL,
    )  # fmt: skip
    for wording in (own, election):
        occasions.add(wording=wording, by=None, now=now)


def posts(number: int, *, first: date, days: int) -> None:
    """So many posts stand in the plan from the day on, spread over the days and channels; those before are counted in."""
    from django.db import connection

    from eichhorn.channels.models import Channel
    from eichhorn.planning import rules
    from eichhorn.planning.models import Slot, Tag
    from eichhorn.strategy.models import Campaign, Goal

    known = Slot.objects.count()
    goal = Goal.objects.order_by("pk").values_list("pk", flat=True)[0]
    channel = Channel.objects.order_by("pk").values_list("pk", flat=True)[0]
    campaign = Campaign.objects.order_by("pk").values_list("pk", flat=True)[0]
    tag = Tag.objects.order_by("pk").values_list("pk", flat=True)[0]
    latest = Slot.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    begins = rules.kept(datetime.combine(first, time()))
    with connection.cursor() as cursor:
        cursor.execute(SLOTS, [goal, GOALS, campaign, CAMPAIGNS, ZONE, ZONE, known + 1, number, begins, days])
        cursor.execute(ON_CHANNELS, [channel, CHANNELS, latest])
        cursor.execute(TAGGED, [tag, TAGS, latest])
