"""The plan as one looks at it, for programs: filters, kept views, their addresses, table and file to print."""

from datetime import date, timedelta

import pytest
from django.test import Client

from eichhorn.api.models import KeptAnswer
from eichhorn.calendar import services as calendar
from eichhorn.channels.models import Channel
from eichhorn.foundation import clock
from eichhorn.people.models import Person
from eichhorn.planning import services as planning
from eichhorn.planning.models import Slot
from tests import make
from tests.make.api import Program

pytestmark = pytest.mark.django_db


def listed(program: Program, **asked: object) -> list[str]:
    return [one["title"] for one in make.api.said(program.get("/slots", **asked))["items"]]


def test_posts_are_narrowed_as_in_the_calendar(program: Program, manager: Person, channel: Channel) -> None:
    team = make.people.team(members=[manager])
    Channel.objects.filter(pk=channel.pk).update(owner_team=team)
    goal, pillar = make.strategy.goal("Vertrauen"), make.strategy.pillar()
    ours = make.planning.slot("Unseres", channels=[channel], goal=goal)
    Slot.objects.filter(pk=ours.pk).update(pillar=pillar, with_person=manager)
    make.planning.slot("Anderes", channels=[make.planning.channel("Mastodon")])
    planning.tag_many(slot_ids=[ours.pk], add=("Sommer",), by=manager, now=clock.now())
    assert sorted(listed(program)) == ["Anderes", "Unseres"]
    for asked in (
        {"team": team.pk}, {"channel": channel.pk}, {"pillar": pillar.pk}, {"goal": goal.pk}, {"tag": "sommer"}, {"only": "mine"},
    ):  # fmt: skip
        assert listed(program, **asked) == ["Unseres"], asked
    assert listed(program, goal=0) == ["Anderes"]
    assert (listed(program, tag="Winter"), listed(program, only="spontaneous")) == ([], [])
    assert program.get("/slots", only="yours").status_code == 422


def test_a_view_is_kept_renamed_and_dropped(program: Program, channel: Channel) -> None:
    made = make.api.said(program.post("/views", {"name": "Facebook", "view": "week", "channel": channel.pk}))
    assert (made["view"], made["channel"], made["mine"], made["shared"]) == ("week", channel.pk, True, False)
    again = program.post("/views", {"name": "facebook"})
    assert (again.status_code, make.api.said(again)["reason"]) == (409, "name_taken")
    other = make.api.said(program.post("/views", {"name": "Plan"}))
    taken = program.put(f"/views/{other['id']}", {"name": "FACEBOOK"})
    assert (taken.status_code, make.api.said(taken)["reason"]) == (409, "name_taken")
    assert make.api.said(program.put(f"/views/{made['id']}", {"name": "facebook"}))["name"] == "facebook"
    program.post(f"/views/{other['id']}/drop")
    assert [one["name"] for one in make.api.said(program.get("/views"))["items"]] == ["facebook"]


def test_as_many_views_are_kept_as_can_be_told_apart(program: Program) -> None:
    made = [program.post("/views", {"name": f"Nummer {n}"}).status_code for n in range(calendar.MOST_KEPT + 1)]
    assert made == [201] * calendar.MOST_KEPT + [409]


def test_a_view_with_a_tag_that_no_post_has_is_refused(program: Program) -> None:
    answer = program.post("/views", {"name": "Sommer", "tag": "Sommer"})
    assert (answer.status_code, make.api.said(answer)["errors"][0]["pointer"]) == (422, "#/tag")


def test_an_address_is_told_once_opens_the_view_and_is_closed(program: Program) -> None:
    made = make.api.said(program.post("/views", {"name": "Presse", "view": "list"}))
    here = f"/views/{made['id']}"
    shared = make.api.said(program.post(f"{here}/share", key="a"))
    path = shared["page"].partition("/plan/")[2]
    assert Client().get(f"/plan/{path}").status_code == 200
    assert Client().get(f"/plan/{path}plan.ics").status_code == 200
    assert make.api.said(program.get("/views"))["items"][0]["shared"] is True
    assert make.api.said(program.post(f"{here}/unshare"))["shared"] is False
    assert Client().get(f"/plan/{path}").status_code in {404, 410}


def test_an_answer_that_tells_an_address_is_repeated_and_lies_nowhere_in_the_open(program: Program) -> None:
    made = make.api.said(program.post("/views", {"name": "Presse", "view": "list"}))
    first, again = (program.post(f"/views/{made['id']}/share", key="a") for _ in range(2))
    assert (again["Idempotency-Replayed"], again.content) == ("true", first.content)
    assert again["Content-Type"] == first["Content-Type"] == "application/json"
    token = make.api.said(first)["page"].rstrip("/").rpartition("/")[2]
    assert token.encode() not in bytes(KeptAnswer.objects.get(key="a").body)


def test_a_view_is_read_as_a_table_and_as_a_file_to_print(program: Program, channel: Channel) -> None:
    make.planning.slot("Unseres", channels=[channel])
    made = make.api.said(program.post("/views", {"name": "Plan", "view": "list"}))
    table = program.get(f"/views/{made['id']}/table")
    assert (table["Content-Type"], "Unseres" in table.content.decode()) == ("text/csv; charset=utf-8", True)
    paper = program.get(f"/views/{made['id']}/paper")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")


def test_views_of_others_are_not_there(program: Program) -> None:
    other = make.people.person("Jonas Brandt")
    theirs = make.calendar.view(by=other, for_everybody=False, now=clock.now())
    assert program.get(f"/views/{theirs.pk}/table").status_code == 404


def test_when_a_channel_speaks_is_said_as_a_whole(program: Program, channel: Channel) -> None:
    here = f"/channels/{channel.pk}/cadence"
    places = [{"weekday": 1, "at": ["09:30", "14:00"]}]
    said = make.api.said(program.put(here, {"places": places, "posts_per_week": 2}))
    assert (said["places"], said["posts_per_week"]) == (places, 2)
    assert said["next_free_local"][11:] in {"09:30", "14:00"}
    assert make.api.said(program.get(here)) == said
    assert make.api.said(program.put(here, {}))["places"] == []
    for wrong, at in (
        ({"places": places * 2}, "#/places/1/weekday"), ({"places": [{"weekday": 7, "at": ["09:30"]}]}, "#/places/0/weekday"),
        ({"places": [{"weekday": 1, "at": ["24:00"]}]}, "#/places/0/at/0"), ({"posts_per_week": 0}, "#/posts_per_week"),
    ):  # fmt: skip
        answer = program.put(here, wrong)
        assert (answer.status_code, make.api.said(answer)["errors"][0]["pointer"]) == (422, at)


def test_gaps_are_named_with_their_days(program: Program, channel: Channel) -> None:
    assert make.api.said(program.get("/gaps"))["items"] == []
    program.put(f"/channels/{channel.pk}/cadence", {"posts_per_week": 2})
    found = make.api.said(program.get("/gaps", days=28))["items"]
    assert {one["channel"] for one in found} == {channel.pk}
    assert date.fromisoformat(found[0]["first"]) <= date.fromisoformat(found[0]["last"])
    assert [program.get("/gaps", days=days).status_code for days in (0, 1, 92, 93)] == [422, 200, 200, 422]


def test_a_link_for_ideas_is_made_listed_and_closed(program: Program) -> None:
    made = make.api.said(program.post("/idea-doors", {"name": "Baustelle", "lasts": "week"}))
    path = made["address"].partition("://")[2].partition("/")[2]
    assert Client().get(f"/{path}").status_code == 200
    listed_ = make.api.said(program.get("/idea-doors"))["items"]
    assert [(one["name"], one["ideas"], "address" in one) for one in listed_] == [("Baustelle", 0, False)]
    program.post(f"/idea-doors/{made['id']}/close")
    assert make.api.said(program.get("/idea-doors"))["items"] == []
    assert Client().get(f"/{path}").status_code in {404, 410}


def test_school_holidays_are_taken_in_from_a_file_all_or_nothing(program: Program) -> None:
    ends = clock.now().date() + timedelta(days=400)
    good = f"Sommerferien; {ends - timedelta(days=30)}; {ends}; Summer holidays"
    body = {"name": "Schulferien Zürich", "content": good}
    looked = make.api.said(program.post("/date-files", body | {"look": True}))
    assert (looked["file"], looked["dates"][0]["name_en"]) == (None, "Summer holidays")
    assert make.api.said(program.get("/date-files"))["items"] == []
    wrong = program.post("/date-files", body | {"content": f"{good}\nHerbstferien; bald\n; {ends}"})
    said = make.api.said(wrong)
    assert (wrong.status_code, [one["line"] for one in said["lines"]]) == (422, [2, 3])
    taken = make.api.said(program.post("/date-files", body))
    (stands,) = make.api.said(program.get("/date-files"))["items"]
    assert (stands["id"], stands["name"], stands["dates"]) == (taken["file"], "Schulferien Zürich", 1)
    program.post(f"/date-files/{taken['file']}/drop")
    assert make.api.said(program.get("/date-files"))["items"] == []
