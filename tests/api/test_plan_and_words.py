"""Occasions, series and snippets by programs: made, read, changed and ended through the services of the pages."""

from datetime import timedelta
from typing import Any

import pytest

from eichhorn.foundation import clock
from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Series, Slot
from tests import make
from tests.make.api import Program

pytestmark = pytest.mark.django_db
WEEKLY = {"title": "Sprechstunde", "frequency": "weekly", "at": "10:00", "begins_on": "2026-06-01", "weekdays": [0, 3]}


@pytest.fixture
def program(house: Organisation) -> Program:
    found: Program = make.api.program(make.people.person(role=RoleKind.MANAGER))
    return found


def said(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    body: dict[str, Any] = answer.json()
    return body


def places(answer: Any) -> list[str]:
    """Return at which places of the request something does not fit."""
    return [one.get("pointer") or one["parameter"] for one in said(answer, 422)["errors"]]


class TestOccasions:
    def test_one_is_kept_read_changed_settled_and_removed(self, program: Program) -> None:
        made = said(
            program.post(
                "/occasions", {"name": "Stadtfest", "begins_on": "2030-06-20", "yearly": True, "lead_days": 30}
            ),
            201,
        )
        assert (made["kind"], made["ends_on"], made["decided"]) == ("own", "2030-06-21", [])
        at = f"/occasions/{made['id']}"
        changed = said(
            program.put(at, {"name": "Stadtfest", "begins_on": "2030-06-20", "ends_on": "2030-06-23", "yearly": True})
        )
        assert (changed["ends_on"], changed["lead_days"]) == ("2030-06-23", None)
        assert said(program.post(f"{at}/settle", {"begins_on": "2031-06-20"}))["decided"] == ["2031-06-20"]
        assert places(program.post(f"{at}/settle", {"begins_on": "2031-06-21"})) == ["#/begins_on"]
        assert said(program.post(f"{at}/remove"))["id"] == made["id"]
        assert program.get(at).status_code == program.post(f"{at}/remove").status_code == 404

    def test_an_election_says_who_is_elected_and_comes_once(self, program: Program) -> None:
        election = {"name": "Kommunalwahl", "begins_on": "2030-08-01", "ends_on": "2030-09-14", "level": "local"}
        assert said(program.post("/occasions", election), 201)["kind"] == "election"
        assert places(program.post("/occasions", election | {"yearly": True})) == ["#/level"]

    @pytest.mark.parametrize("ends_on", ["2030-06-20", "2030-06-01", "2032-01-01"])
    def test_a_period_ends_after_it_begins_and_within_a_year(self, program: Program, ends_on: str) -> None:
        sent = {"name": "Stadtfest", "begins_on": "2030-06-20", "ends_on": ends_on}
        assert places(program.post("/occasions", sent)) == ["#/ends_on"]

    def test_what_came_from_a_file_changes_with_the_file(self, program: Program) -> None:
        number = make.occasions.dates().entries.get().pk
        assert said(program.get(f"/occasions/{number}"))["source"] == "Schulferien Zürich"
        for answer in (
            program.put(f"/occasions/{number}", {"name": "Ferien", "begins_on": "2030-06-20"}),
            program.post(f"/occasions/{number}/remove"),
        ):
            assert said(answer, 409)["reason"] == "from_file"

    def test_the_days_of_a_period_say_all_that_comes(self, program: Program) -> None:
        make.occasions.region("DE-NW")
        kept = make.occasions.entry("Tag der offenen Tür")
        found = said(program.get("/days", from_day="2026-06-01", until_day="2026-07-01"))["items"]
        assert {one["kind"] for one in found} == {"public", "own"}
        assert [one["occasion"] for one in found if one["kind"] == "own"] == [kept.pk]
        assert places(program.get("/days", from_day="2026-06-01", until_day="2026-06-01")) == ["until_day"]
        assert places(program.get("/days", from_day="2026-06-01", until_day="2028-06-01")) == ["until_day"]


class TestSeries:
    def test_one_is_looked_at_begun_changed_and_ended(self, program: Program) -> None:
        begins = clock.now().date() + timedelta(days=3)
        rule = {"frequency": "weekly", "at": "10:00", "begins_on": begins.isoformat(), "weekdays": [0, 3]}
        coming = said(program.post("/series/preview", rule))["items"]
        assert len(coming) == 8
        assert not Series.objects.exists()
        made = said(program.post("/series", rule | {"title": "Sprechstunde"}), 201)
        slots = said(program.get(f"/series/{made['id']}/slots"))["items"]
        assert sorted(one["planned_local"] for one in slots)[:8] == [one["local"] for one in coming]
        changed = said(program.put(f"/series/{made['id']}", rule | {"title": "Sprechstunde", "at": "11:30"}))
        assert changed["at"] == "11:30"
        assert {slot.planned_local.minute for slot in Slot.objects.all() if slot.planned_local} == {30}
        ended = said(program.post(f"/series/{made['id']}/end"))
        assert ended["ended_at"] is not None
        assert said(program.post(f"/series/{made['id']}/end"))["ended_at"] == ended["ended_at"]

    def test_the_same_request_begins_one_series(self, program: Program) -> None:
        rule = WEEKLY | {"begins_on": clock.now().date().isoformat()}
        first, again = (said(program.post("/series", rule, key="einmal"), 201) for _ in range(2))
        assert (first, Series.objects.count()) == (again, 1)

    @pytest.mark.parametrize(
        ("more", "place"),
        [
            ({"weekdays": []}, "#/weekdays"),
            ({"frequency": "month_day"}, "#/month_day"),
            ({"frequency": "month_weekday"}, "#/nth"),
            ({"frequency": "month_weekday", "nth": -1}, "#/weekdays"),
            ({"ends_on": "2026-06-01"}, "#/ends_on"),
            ({"ends_on": "2026-07-01", "number": 3}, "#/number"),
            ({"at": "24:00"}, "#/at"),
            ({"at": "9:30"}, "#/at"),
            ({"begins_on": "2020-06-01", "number": 1}, "#/begins_on"),
        ],
    )
    def test_a_rule_that_means_nothing_is_refused_at_its_place(
        self, program: Program, more: dict[str, object], place: str
    ) -> None:
        assert places(program.post("/series", WEEKLY | more)) == [place]

    def test_a_confidential_one_is_for_the_team_alone(self, program: Program, house: Organisation) -> None:
        made = said(
            program.post("/series", WEEKLY | {"begins_on": clock.now().date().isoformat(), "confidential": True}), 201
        )
        reader = make.api.program(make.people.person(role=RoleKind.READER))
        assert said(reader.get("/series"))["items"] == []
        assert reader.get(f"/series/{made['id']}").status_code == 404


class TestSnippets:
    def test_one_is_kept_read_changed_and_dropped(self, program: Program) -> None:
        made = said(
            program.post("/snippets", {"kind": "hashtags", "name": "Bau", "text": "wir bauen, erlengrund"}), 201
        )
        assert made["text"] == "#WirBauen #erlengrund"
        template = said(
            program.post("/snippets", {"kind": "template", "name": "Bau", "text": "In {Ort} ab {Datum}."}), 201
        )
        assert template["places"] == ["Ort", "Datum"]
        assert [one["id"] for one in said(program.get("/snippets", kind="hashtags"))["items"]] == [made["id"]]
        assert [one["id"] for one in said(program.get("/snippets"))["items"]] == [template["id"], made["id"]]
        at = f"/snippets/{made['id']}"
        assert said(program.put(at, {"name": "Baustellen", "text": "#bau"}))["text"] == "#bau"
        assert said(program.post(f"{at}/drop"))["name"] == "Baustellen"
        assert program.get(at).status_code == 404

    def test_a_signature_is_that_of_one_channel(self, program: Program) -> None:
        channel = make.channels.by_hand()
        made = said(
            program.post("/snippets", {"kind": "signature", "text": "Ihre Stadtwerke", "channel": channel.pk}), 201
        )
        assert (made["name"], made["channel"]) == (channel.name, channel.pk)
        again = program.post("/snippets", {"kind": "signature", "text": "Wir", "channel": channel.pk})
        assert said(again, 409)["reason"] == "name_taken"
        changed = said(program.put(f"/snippets/{made['id']}", {"text": "Wir", "channel": channel.pk}))
        assert changed["text"] == "Wir"

    @pytest.mark.parametrize(
        ("sent", "place"),
        [
            ({"kind": "signature", "text": "Wir"}, "#/channel"),
            ({"kind": "hashtags", "name": "Bau", "text": "bau", "channel": 1}, "#/channel"),
            ({"kind": "hashtags", "text": "bau"}, "#/name"),
            ({"kind": "hashtags", "name": "Bau", "text": "!!!"}, "#/text"),
            ({"kind": "signature", "text": "Wir", "channel": 999_999}, "#/channels/0"),
        ],
    )
    def test_what_does_not_fit_is_refused_at_its_place(
        self, program: Program, sent: dict[str, object], place: str
    ) -> None:
        assert places(program.post("/snippets", sent)) == [place]

    def test_the_mention_book_is_written_read_changed_and_forgotten(self, program: Program) -> None:
        make.channels.channel()
        sent = {"name": "Anna Said", "handles": [{"network": "Mastodon", "handle": "@anna@stadt.social"}]}
        made = said(program.post("/mentioned", sent), 201)
        assert made["handles"] == sent["handles"]
        at = f"/mentioned/{made['id']}"
        assert said(program.post("/mentioned", sent), 409)["reason"] == "name_taken"
        assert said(program.put(at, {"name": "Anna B. Said"}))["handles"] == []
        elsewhere = {"name": "Anna", "handles": [{"network": "Brieftaube", "handle": "anna"}]}
        assert places(program.put(at, elsewhere)) == ["#/handles/0/network"]
        assert said(program.get("/mentioned"))["items"][0]["name"] == "Anna B. Said"
        assert said(program.post(f"{at}/forget"))["id"] == made["id"]
        assert program.get(at).status_code == 404

    def test_the_scheme_for_links_is_read_and_said_anew(self, program: Program) -> None:
        assert said(program.get("/link-scheme"))["domains"] == []
        sent = {"domains": ["Erlengrund.example", "erlengrund.example"], "source": "social"}
        assert said(program.put("/link-scheme", sent))["domains"] == ["erlengrund.example"]
        assert places(program.put("/link-scheme", {"domains": ["erlengrund.example", "kein name"]})) == ["#/domains/1"]
