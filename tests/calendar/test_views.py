"""The five views, as people look at them: months and days, lists, the board, and what each costs."""

from datetime import date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eichhorn.calendar import queries
from eichhorn.calendar.queries import Around
from eichhorn.calendar.queries.beside import Left
from eichhorn.calendar.rules import READABLE_CHANNELS, Filter
from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from eichhorn.planning import services
from eichhorn.planning.rules import Stage
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.people.NOW
ADDRESSES = (
    "/plan/calendar/2026/6/",
    "/plan/calendar/week/2026/24/",
    "/plan/calendar/2026/6/11/",
    "/plan/list/",
    "/plan/board/",
)
MOST_QUERIES = 13
"""Of any view; a month has one less."""
MOST_OF_A_MONTH = 12


def months() -> str:
    return reverse("calendar:month", args=[2026, 6])


def asked(channel_ids: list[int], *, filter_: Filter = Filter(), role: RoleKind = RoleKind.READER) -> queries.Asked:  # noqa: B008
    """Return what somebody asks for on 9 June 2026."""
    return queries.Asked(
        person=make.people.person(role=role), now=NOW, today=date(2026, 6, 9), zone="Europe/Berlin", filter=filter_,
        channel_ids=frozenset(channel_ids),
    )  # fmt: skip


def day_of(month: queries.Month, number: int) -> queries.Day:
    return next(day for week in month.weeks for day in week if day.inside and day.date.day == number)


@pytest.fixture
def manager(house: Organisation):
    return make.people.client_of(make.people.person("Miriam Aydın", role=RoleKind.MANAGER))


@pytest.fixture
def reader(house: Organisation):
    return make.people.client_of(make.people.person(role=RoleKind.READER))


def test_the_month_shows_time_title_and_state(reader) -> None:
    make.planning.slot("Baustelle Nordring", at=datetime(2026, 6, 11, 14), stage=Stage.IN_REVIEW)
    page = reader.get(months()).content.decode()
    assert "Juni 2026" in page
    assert "Baustelle Nordring" in page
    assert "14:00" in page
    assert "Fronleichnam" not in page, "Corpus Christi is a holiday of some Länder only"
    assert "KW 24" in page


def test_holidays_of_the_land_are_named(reader) -> None:
    services.set_terms(lead_days=5, holidays_of="DE-NW", by=None, now=NOW)
    assert "Fronleichnam" in reader.get(months()).content.decode()


def test_the_fifth_post_of_a_day_is_behind_a_number_and_on_the_page_of_the_day(reader) -> None:
    for hour in range(8, 13):
        make.planning.slot(f"Beitrag um {hour}", at=datetime(2026, 6, 11, hour))
    page = reader.get(months()).content.decode()
    assert "+2" in page
    assert "Beitrag um 12" not in page
    day = reader.get(reverse("calendar:day", args=[2026, 6, 11])).content.decode()
    assert "Beitrag um 12" in day


def test_four_posts_of_a_day_are_all_shown(reader) -> None:
    for hour in range(8, 12):
        make.planning.slot(f"Beitrag um {hour}", at=datetime(2026, 6, 11, hour))
    page = reader.get(months()).content.decode()
    assert "Beitrag um 11" in page
    assert "chip more" not in page


def test_a_reader_does_not_see_what_is_confidential(reader, manager) -> None:
    slot = make.planning.slot("Fusion", confidential=True)
    assert "Fusion" not in reader.get(months()).content.decode()
    assert "Fusion" in manager.get(months()).content.decode()
    assert reader.get(reverse("planning:slot", args=[slot.pk])).status_code == 404


def test_the_month_can_be_narrowed_to_a_channel_and_to_what_has_no_goal(reader) -> None:
    own, other = make.planning.channel(), make.planning.channel()
    goal = make.strategy.goal("Vertrauen")
    make.planning.slot("Hier mit Ziel", channels=[own], goal=goal)
    make.planning.slot("Hier ohne Ziel", channels=[own])
    make.planning.slot("Anderswo", channels=[other])
    page = reader.get(months(), {"channel": own.pk, "goal": 0}).content.decode()
    assert "Hier ohne Ziel" in page
    assert "Hier mit Ziel" not in page
    assert "Anderswo" not in page
    assert "Hier mit Ziel" in reader.get(months(), {"channel": own.pk, "goal": goal.pk}).content.decode()


def test_an_unknown_filter_shows_everything_instead_of_breaking(reader) -> None:
    make.planning.slot("Da")
    answer = reader.get(months(), {"channel": "abc", "goal": "99999"})
    assert answer.status_code == 200
    assert "Da" in answer.content.decode()


@pytest.mark.parametrize(("year", "month"), [(2026, 0), (2026, 13), (1999, 12), (2101, 1)])
def test_a_month_that_is_none_is_not_found(reader, year: int, month: int) -> None:
    assert reader.get(f"/plan/calendar/{year}/{month}/").status_code == 404


def test_the_list_shows_what_is_to_come_and_on_wish_what_was(reader) -> None:
    make.planning.slot("Kommt noch", at=datetime(2090, 6, 11, 14))
    make.planning.slot("War schon", at=datetime(2020, 6, 11, 14))
    make.planning.slot("Irgendwann", at=None)
    page = reader.get(reverse("calendar:list")).content.decode()
    assert "Kommt noch" in page
    assert "Irgendwann" in page
    assert "War schon" not in page
    earlier = reader.get(reverse("calendar:list"), {"past": 1}).content.decode()
    assert "War schon" in earlier
    assert "Kommt noch" not in earlier


@pytest.mark.parametrize(
    "address", ["/plan/calendar/week/2026/54/", "/plan/calendar/week/1999/1/", "/plan/calendar/2026/2/30/"]
)
def test_a_week_or_day_that_is_none_is_not_found(reader, address: str) -> None:
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/plan/calendar/2000/1/", "/plan/calendar/week/2100/52/", "/plan/calendar/2100/12/31/"]
)
def test_the_first_and_last_days_of_the_calendar_have_pages(reader, address: str) -> None:
    assert reader.get(address).status_code == 200


def test_the_week_shows_goal_channels_and_state_of_each_post(reader) -> None:
    channel = make.planning.channel("Mastodon der Stadtwerke")
    make.planning.slot(
        "Baustelle Nordring", channels=[channel], goal=make.strategy.goal("Vertrauen"), stage=Stage.IN_REVIEW
    )
    make.planning.slot("Photovoltaik-Abend", channels=[channel])
    page = reader.get("/plan/calendar/week/2026/24/").content.decode()
    for words in ("Woche 24", "Baustelle Nordring", "Vertrauen", "Mastodon der Stadtwerke", "wartet", "ohne Ziel"):
        assert words in page


def test_the_week_offers_the_free_places_of_the_channel_that_is_shown(manager, reader) -> None:
    channel = make.planning.channel(places=make.planning.every_workday(time(11)))
    address = reverse("calendar:week", args=[2090, 24])
    assert "11:00 frei" in manager.get(address, {"channel": channel.pk}).content.decode()
    assert reverse("planning:new") + "?when" not in reader.get(address, {"channel": channel.pk}).content.decode()
    day = manager.get(address, {"channel": channel.pk}).context["week"].days[0].date
    form = manager.get(reverse("planning:new"), {"when": f"{day:%Y-%m-%d} 11:00"}).content.decode()
    assert f"{day:%Y-%m-%d} 11:00" in form


def test_the_board_has_a_column_for_each_open_state_and_none_for_what_is_out(reader) -> None:
    for stage in Stage:
        make.planning.slot(f"Stand {stage}", stage=stage)
    board = reader.get("/plan/board/").context["board"]
    assert {column.stage: [post.title for post in column.posts] for column in board.columns} == {
        stage: [f"Stand {stage}"] for stage in ("needs_someone", "idea", "draft", "in_review", "approved")
    }


def test_a_column_shows_its_first_cards_and_leads_to_the_others(reader) -> None:
    for number in range(21):
        make.planning.slot(f"Idee {number}", at=datetime(2090, 6, 1, 8, number))
    make.planning.slot("Ohne Tag", at=None)
    answer = reader.get("/plan/board/", {"goal": 0})
    ideas = next(column for column in answer.context["board"].columns if column.stage == "idea")
    assert [post.title for post in ideas.posts] == [f"Idee {number}" for number in range(20)]
    assert (ideas.number, ideas.more) == (22, 2)
    more = reader.get("/plan/list/", {"goal": 0, "stage": "idea"})
    assert "/plan/list/?goal=0&amp;stage=idea" in answer.content.decode()
    assert more.context["page"].whole == 22


def test_every_view_shows_the_same_filter_and_leads_to_the_others_with_it(reader) -> None:
    team = make.people.team("Redaktion")
    own, other = make.planning.channel(), make.planning.channel()
    own.owner_team = team
    own.save()
    goal = make.strategy.goal("Vertrauen")
    make.planning.slot("Hier", channels=[own], goal=goal, stage=Stage.DRAFT)
    make.planning.slot("Anderer Kanal", channels=[other], goal=goal, stage=Stage.DRAFT)
    make.planning.slot("Anderes Ziel", channels=[own], stage=Stage.DRAFT)
    make.planning.slot("Anderer Stand", channels=[own], goal=goal)
    wanted = {"team": team.pk, "goal": goal.pk, "stage": "draft"}
    for address in ADDRESSES:
        page = reader.get(address, wanted | ({"past": 1} if "list" in address else {})).content.decode()
        assert "Hier" in page
        assert not any(words in page for words in ("Anderer Kanal", "Anderes Ziel", "Anderer Stand"))
        assert page.count(f"team={team.pk}&amp;goal={goal.pk}&amp;stage=draft") >= 5, "one for each way"


def test_the_spontaneous_can_be_asked_for_and_what_was_put_back_only_by_its_state(reader) -> None:
    make.planning.slot("Schnell", spontaneous=True)
    make.planning.slot("Geplant")
    make.planning.slot("Zurück", stage=Stage.CANCELLED)
    assert titles(reader, only="spontaneous") == {"Schnell"}
    assert titles(reader) == {"Schnell", "Geplant"}
    assert titles(reader, stage="cancelled") == {"Zurück"}


def test_what_is_not_known_in_a_filter_narrows_nothing_and_the_rest_stands(reader) -> None:
    make.planning.slot("Ohne Ziel")
    make.planning.slot("Mit Ziel", goal=make.strategy.goal())
    assert titles(reader, goal="0", channel="4711", team="-3", pillar="²", stage="gone", only="x" * 300) == {
        "Ohne Ziel"
    }


def titles(client, **wanted: object) -> set[str]:
    month = client.get(months(), wanted).context["month"]
    return {post.title for week in month.weeks for day in week for post in day.posts}


def test_a_gone_or_hidden_post_is_in_no_view(reader, manager) -> None:
    make.planning.slot("Fusion", confidential=True, stage=Stage.DRAFT)
    for address in ADDRESSES:
        asked = {"past": 1} if "list" in address else {}
        assert "Fusion" not in reader.get(address, asked).content.decode()
        assert "Fusion" in manager.get(address, asked).content.decode()


@pytest.mark.parametrize("many", [False, True])
def test_each_view_costs_the_same_few_queries_however_much_is_planned(
    reader, django_assert_num_queries, many: bool
) -> None:
    channels = [make.planning.channel(places=make.planning.every_workday()) for _ in range(READABLE_CHANNELS + many)]
    goal = make.strategy.goal()
    make.planning.slot(channels=channels[:1], goal=goal, at=datetime(2090, 6, 11, 9))
    make.planning.slot(channels=channels[:1], stage=Stage.NEEDS_SOMEONE)
    addresses = [(address, {}) for address in ADDRESSES] + [("/plan/list/", {"past": 1}), (months(), {"goal": goal.pk})]
    before = [cost(reader, *address) for address in addresses]
    for day in range(1, 13):
        for stage in (Stage.IDEA, Stage.APPROVED, Stage.NEEDS_SOMEONE):
            make.planning.slot(channels=channels[day : day + 2], at=datetime(2026, 6, day, 9), goal=goal, stage=stage)
            make.planning.slot(channels=channels[:2], at=None if day % 2 else datetime(2090, 6, day, 9), goal=goal)
    assert max(before) <= MOST_QUERIES
    assert cost(reader, months(), {}) <= MOST_OF_A_MONTH
    for (address, wanted), number in zip(addresses, before, strict=True):
        assert cost(reader, address, wanted) <= MOST_QUERIES, address
        with django_assert_num_queries(max(number, cost(reader, address, wanted))):
            reader.get(address, wanted)


def cost(client, address: str, wanted: dict[str, object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address, wanted)
    return len(asked)


def test_more_channels_than_can_be_read_are_shown_in_numbers_with_the_exceptions_named(house: Organisation) -> None:
    channels = [make.planning.channel().pk for _ in range(READABLE_CHANNELS + 1)]
    make.planning.slot("Einer von vielen", channels=channels_of(channels[:1]), stage=Stage.APPROVED)
    for number in range(4):
        make.planning.slot(f"Zweifel {number}", channels=channels_of(channels[:1]), stage=Stage.NEEDS_SOMEONE)
    shown = queries.month(date(2026, 6, 1), asked=asked(channels), around=Around(holidays_of=""))
    day = day_of(shown, 11)
    assert shown.in_numbers
    assert [post.title for post in day.posts] == ["Zweifel 0", "Zweifel 1"]
    assert (day.more, sum(number for _, number in day.totals), shown.posts) == (2, 5, 5)
    at_the_limit = queries.month(date(2026, 6, 1), asked=asked(channels[1:]), around=Around(holidays_of=""))
    assert not at_the_limit.in_numbers
    narrow = queries.month(
        date(2026, 6, 1), asked=asked(channels, filter_=Filter(stage="approved")), around=Around(holidays_of="")
    )
    assert [post.title for post in day_of(narrow, 11).posts] == ["Einer von vielen"], "a narrow filter leaves few"


def channels_of(numbers: list[int]):
    from eichhorn.channels.models import Channel

    return Channel.objects.filter(pk__in=numbers)


def test_more_posts_than_can_be_read_are_shown_in_numbers_too(
    house: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eichhorn.calendar.queries.days.READABLE_POSTS", 3)
    channel = make.planning.channel()
    for number in range(3):
        make.planning.slot(channels=[channel], at=datetime(2026, 6, 8 + number, 9))
    assert not queries.week(date(2026, 6, 8), asked=asked([channel.pk]), around=Around(holidays_of="")).in_numbers
    make.planning.slot(channels=[channel], at=datetime(2026, 6, 14, 9))
    week = queries.week(date(2026, 6, 8), asked=asked([channel.pk]), around=Around(holidays_of=""))
    assert week.in_numbers
    assert week.posts == 4


def test_with_many_channels_what_needs_somebody_stands_first_in_lists(reader) -> None:
    few = [make.planning.channel() for _ in range(READABLE_CHANNELS)]
    make.planning.slot("Früh", channels=few[:1], at=datetime(2026, 6, 11, 8))
    make.planning.slot("Zweifel", channels=few[:1], at=datetime(2026, 6, 11, 18), stage=Stage.NEEDS_SOMEONE)
    address = reverse("calendar:day", args=[2026, 6, 11])
    assert [post.title for post in reader.get(address).context["page"].posts] == ["Früh", "Zweifel"]
    make.planning.channel()
    page = reader.get(address).context["page"]
    assert [post.title for post in page.posts] == ["Zweifel", "Früh"]
    assert [(total.stage, total.number) for total in page.totals] == [("idea", 1), ("needs_someone", 1)]


def test_the_pages_of_a_list_hold_every_post_once_and_the_undated_last(reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eichhorn.calendar.queries.rows.ROWS", 3)
    for number in range(4):
        make.planning.slot(f"Am {number}", at=datetime(2090, 6, number + 1, 9))
    for number in range(3):
        make.planning.slot(f"Ohne {number}", at=None)
    pages = [reader.get("/plan/list/", {"page": page}).context["page"] for page in ("1", "2", "3", "4", "x")]
    assert [[post.title for post in page.posts] for page in pages] == [
        ["Am 0", "Am 1", "Am 2"], ["Am 3", "Ohne 0", "Ohne 1"], ["Ohne 2"], ["Ohne 2"], ["Am 0", "Am 1", "Am 2"],
    ]  # fmt: skip
    assert (pages[1].previous, pages[1].next, pages[2].next) == (1, 3, 0)


def test_free_places_and_full_days_are_said_from_today_on(house: Organisation) -> None:
    channel = make.planning.channel(places=make.planning.every_workday(time(11)))
    make.planning.slot(channels=[channel], at=datetime(2026, 6, 11, 14))
    shown = queries.month(
        date(2026, 6, 1), asked=asked([channel.pk], filter_=Filter(channel=channel.pk)), around=Around(holidays_of="")
    )
    assert day_of(shown, 11).left.is_full
    assert [free.at for free in day_of(shown, 12).left.free] == [time(11)]
    assert day_of(shown, 8).left == Left(), "what is past is past"
    assert day_of(shown, 13).left == Left(), "no places on a Saturday, so not full"


def test_nobody_looks_without_signing_in(house: Organisation) -> None:
    for address in ADDRESSES:
        assert make.people.guest().get(address).status_code == 302


def test_the_numbers_of_a_day_are_those_of_its_posts_whatever_the_filter(house: Organisation) -> None:
    channels = [make.planning.channel() for _ in range(READABLE_CHANNELS + 1)]
    goal = make.strategy.goal()
    for hour, minute in ((0, 0), (23, 59)):
        for stage in Stage:
            make.planning.slot(channels=channels[:2], at=datetime(2026, 6, 11, hour, minute), stage=stage, goal=goal)
    make.planning.slot(channels=channels[:1], at=datetime(2026, 6, 11, 9), confidential=True)
    make.planning.slot(channels=channels[:1], at=datetime(2026, 6, 10, 23, 59))
    make.planning.slot(channels=channels[:1], at=datetime(2026, 6, 12, 0, 0))
    ids = [channel.pk for channel in channels]
    for role, number in ((RoleKind.READER, 12), (RoleKind.MANAGER, 13)):
        day = day_of(queries.month(date(2026, 6, 1), asked=asked(ids, role=role), around=Around(holidays_of="")), 11)
        assert sum(count for _, count in day.totals) == number, "what was put back is not in the plan"
    team = make.people.team("Redaktion")
    channels_of(ids[:1]).update(owner_team=team)
    of_team = asked(ids, filter_=Filter(team=team.pk))
    assert queries.month(date(2026, 6, 1), asked=of_team, around=Around(holidays_of="")).posts == 14


def test_free_places_of_all_channels_stand_in_the_week_with_a_way_to_begin(manager, house: Organisation) -> None:
    channel = make.planning.channel("Amt", places=[(2, time(14))])
    page = manager.get("/plan/calendar/week/2031/24/").content.decode()
    assert "14:00 frei" in page
    assert f"when=2031-06-11+14%3A00&amp;channels={channel.pk}" in page
    begun = manager.get("/plan/posts/new/", {"when": "2031-06-11 14:00", "channels": [channel.pk]}).content.decode()
    assert "2031-06-11 14:00" in begun
    assert f'value="{channel.pk}" checked' in begun or "checked" in begun


def test_a_gap_is_said_above_month_and_week_in_no_more_queries(reader, house: Organisation) -> None:
    channels = [make.planning.channel(f"Kanal {n}", places=make.planning.every_workday(time(11))) for n in range(5)]
    for channel in channels:
        services.set_rhythm(channel=channel, posts_per_week=3, by=None, now=NOW)
    make.planning.slot(channels=channels[:1], at=datetime(2090, 6, 11, 9))
    page = reader.get("/plan/calendar/month/").content.decode()
    assert "3-mal in der Woche gewünscht" in page
    assert "und 2 weitere Lücken" in page or "und 3 weitere Lücken" in page
    for address in ("/plan/calendar/month/", "/plan/calendar/week/", "/plan/calendar/day/"):
        assert cost(reader, address, {}) <= MOST_OF_A_MONTH


def test_occasions_stand_in_month_week_and_day_and_elections_ask_for_restraint(reader, house: Organisation) -> None:
    make.occasions.entry("Stadtfest", begins_on=date(2031, 6, 11))
    make.occasions.election("Kommunalwahl", begins_on=date(2031, 6, 1), day=date(2031, 6, 15))
    for address in ("/plan/calendar/2031/6/", "/plan/calendar/week/2031/24/", "/plan/calendar/2031/6/11/"):
        page = reader.get(address).content.decode()
        assert "Stadtfest" in page, address
        assert "Kommunalwahl" in page, address
    assert "Bis dahin halten sich öffentliche Stellen zurück." in reader.get("/plan/calendar/2031/6/").content.decode()
