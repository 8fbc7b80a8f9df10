"""Drafts through the interface: begun, saved, never overwritten."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eichhorn.channels.models import Channel
from eichhorn.content.models import Draft, Version
from eichhorn.foundation.models import AuditEvent
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Slot
from tests import make
from tests.make.api import Program

pytestmark = pytest.mark.django_db

TEXT = "Ab Montag wird am Nordring gebaut."


def post(channel: Channel, **content: object) -> dict[str, object]:
    """Return the body that begins a post in a slot of its own."""
    return {
        "post": {"title": "Nordring", "channels": [channel.pk], "planned_local": "2031-06-12T14:00"},
        "content": {"text": TEXT, "language": "de"} | content,
    }


def test_one_request_plans_a_slot_begins_its_draft_and_saves_the_first_version(
    program: Program, channel: Channel
) -> None:
    answer = program.post("/drafts", post(channel))
    said = make.api.said(answer)
    assert answer.status_code == 201
    assert answer["Location"] == f"/api/v1/drafts/{said['id']}"
    assert said["latest"]["text"] == TEXT
    assert said["latest"]["number"] == 1
    assert said["stage"] == "draft"
    assert Slot.objects.get(pk=said["slot"]).planned_local is not None
    assert make.api.said(program.get(f"/drafts/{said['id']}")) == said


def test_a_slot_has_one_draft_and_the_second_wish_for_one_finds_it(program: Program, channel: Channel) -> None:
    slot = make.planning.slot(channels=[channel])
    first, second = (program.post("/drafts", {"slot": slot.pk}) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert make.api.said(first)["id"] == make.api.said(second)["id"]
    assert make.api.said(first)["latest"] is None


def test_a_draft_of_a_request_begins_with_what_was_asked_for(program: Program, channel: Channel) -> None:
    asked = make.desk.request("Wallbox", text="Wir verlosen drei Wallboxen.")
    slot = make.planning.slot(channels=[channel])
    type(asked).objects.filter(pk=asked.pk).update(slot=slot, state="accepted")
    assert make.api.said(program.post("/drafts", {"slot": slot.pk}))["latest"]["text"] == "Wir verlosen drei Wallboxen."


def test_own_words_for_a_request_remember_from_which_version_they_came(program: Program, channel: Channel) -> None:
    asked = make.desk.request("Wallbox", text="Wir verlosen drei Wallboxen.")
    slot = make.planning.slot(channels=[channel])
    type(asked).objects.filter(pk=asked.pk).update(slot=slot, state="accepted")
    program.post("/drafts", {"slot": slot.pk, "content": {"text": TEXT}})
    version = Version.objects.get()
    assert (version.text, version.request_version) == (TEXT, asked.versions.get())


@pytest.mark.parametrize("body", [{}, {"slot": 1, "post": {"title": "x", "channels": [1]}}])
def test_either_a_slot_or_a_post_is_named(program: Program, body: dict[str, object]) -> None:
    answer = program.post("/drafts", body)
    assert answer.status_code == 422
    assert make.api.said(answer)["errors"][0]["pointer"] == "#/slot"
    assert not Draft.objects.exists()


def test_a_slot_that_is_not_there_is_named_by_its_place(channel: Channel) -> None:
    author = make.api.program(make.people.person(role=RoleKind.AUTHOR))
    slot = make.planning.slot(channels=[channel])
    gone = slot.pk + 1000
    answer = author.post("/drafts", {"slot": gone})
    assert answer.status_code == 422
    assert make.api.said(answer)["errors"][0]["pointer"] == "#/slot"
    assert not Draft.objects.exists()


def test_a_version_that_is_based_on_an_older_one_overwrites_nothing(program: Program, manager: Person) -> None:
    draft = make.content.draft(by=manager)
    assert program.post(f"/drafts/{draft.pk}/versions", {"text": "Zwei", "based_on": 1}).status_code == 201
    answer = program.post(f"/drafts/{draft.pk}/versions", {"text": "Drei", "based_on": 1})
    assert answer.status_code == 409
    assert make.api.said(answer)["type"].endswith("#problem-collision")
    assert make.api.said(answer)["latest"] == 2
    assert [v.text for v in draft.versions.order_by("number")][1:] == ["Zwei"]


def test_the_same_content_again_is_no_new_version(program: Program, manager: Person) -> None:
    draft = make.content.draft(by=manager, text="Eins")
    answer = program.post(f"/drafts/{draft.pk}/versions", {"text": "Eins", "based_on": 1})
    assert answer.status_code == 200
    assert make.api.said(answer)["number"] == 1


def test_versions_carry_own_texts_and_pictures_with_their_descriptions(program: Program, manager: Person) -> None:
    channel, picture = make.planning.channel(), make.media.picture()
    draft = make.content.draft(by=manager, chosen=[channel])
    body = {
        "text": TEXT, "based_on": 1, "language": "en", "variants": [{"channel": channel.pk, "text": "Kürzer."}],
        "attachments": [{"media": picture.digest, "alt": "Ein Bagger"}], "first_comment": "Mehr dazu.",
    }  # fmt: skip
    said = make.api.said(program.post(f"/drafts/{draft.pk}/versions", body))
    assert said["variants"] == [{"channel": channel.pk, "text": "Kürzer."}]
    assert said["attachments"] == [
        {"media": picture.digest, "file_name": "bagger.png", "alt": "Ein Bagger", "crop": None, "focus": None}
    ]
    assert (said["first_comment"], said["language"]) == ("Mehr dazu.", "en")
    assert make.api.said(program.get(f"/drafts/{draft.pk}/versions/2")) == said


def test_what_is_stated_is_kept_and_labels_the_post(program: Program, manager: Person) -> None:
    draft = make.content.draft(by=manager)
    stated = {"ai_use": "generated", "deepfake": False, "ai_label": True, "political": True, "sponsor": "Stadtrat"}
    said = make.api.said(program.post(f"/drafts/{draft.pk}/versions", {"text": TEXT, "based_on": 1, "stated": stated}))
    assert said["stated"] == stated
    assert said["label"] == "Politische Anzeige, bezahlt von Stadtrat. Mit KI erzeugt."


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"stated": {"deepfake": True}}, "#/stated"),
        ({"stated": {"political": True}}, "#/stated"),
        ({"stated": {"sponsor": "x" * 201}}, "#/stated/sponsor"),
        ({"stated": {"ai_use": "much"}}, "#/stated/ai_use"),
        ({"variants": [{"channel": 999_999, "text": "x"}]}, "#/variants/0/channel"),
        ({"attachments": [{"media": "0" * 64}]}, "#/attachments/0/media"),
        ({"attachments": [{"media": "0" * 64, "crop": {"width": 49}}]}, "#/attachments/0/crop/width"),
        ({"attachments": [{"media": "0" * 64, "focus": {"x": 1001, "y": 0}}]}, "#/attachments/0/focus/x"),
        ({"text": "x" * 20_001}, "#/text"),
        ({"text": "a\x00b"}, "#/text"),
        ({"language": "xx"}, "#/language"),
        ({"txet": "x"}, "#/txet"),
        ({"consideration": "yes"}, "#/consideration"),
        ({"based_on": "1"}, "#/based_on"),
    ],
)
def test_what_does_not_fit_is_named_by_its_place(
    program: Program, manager: Person, changed: dict[str, object], pointer: str
) -> None:
    draft = make.content.draft(by=manager)
    answer = program.post(f"/drafts/{draft.pk}/versions", {"text": TEXT, "based_on": 1} | changed)
    assert answer.status_code == 422
    assert [error["pointer"] for error in make.api.said(answer)["errors"]] == [pointer]
    assert draft.versions.count() == 1


def test_a_text_that_is_half_a_character_is_refused(program: Program, manager: Person) -> None:
    draft = make.content.draft(by=manager)
    answer = program.post(f"/drafts/{draft.pk}/versions", '{"text": "\\ud800", "based_on": 1}')
    assert answer.status_code == 422


def test_an_earlier_version_can_be_the_text_again(program: Program, manager: Person) -> None:
    draft = make.content.draft(by=manager, text="Eins")
    program.post(f"/drafts/{draft.pk}/versions", {"text": "Zwei", "based_on": 1})
    said = make.api.said(program.post(f"/drafts/{draft.pk}/versions/1/restore"))
    assert (said["number"], said["text"]) == (3, "Eins")


def test_what_is_hidden_from_the_person_is_hidden_from_their_program(channel: Channel) -> None:
    author, reader = make.people.person(role=RoleKind.AUTHOR), make.people.person(role=RoleKind.READER)
    draft = make.content.draft(by=author, chosen=[channel], local=datetime(2031, 6, 11, 14))
    Slot.objects.update(confidential=True)
    program = make.api.program(reader)
    assert program.get(f"/drafts/{draft.pk}").status_code == 404
    assert make.api.said(program.get("/drafts"))["items"] == []


def test_a_post_with_its_draft_and_first_version_costs_seven_trips_and_one_transaction(
    program: Program, channel: Channel
) -> None:
    program.post("/drafts", post(channel))
    with CaptureQueriesContext(connection) as asked:
        assert program.post("/drafts", post(channel)).status_code == 201
    said = [query["sql"] for query in asked.captured_queries]
    assert len([sql for sql in said if not sql.startswith(("SAVEPOINT", "RELEASE"))]) == 7, said
    assert len([sql for sql in said if sql.startswith("SAVEPOINT")]) == 1, "the test's own transaction needs it"


def test_more_channels_and_pictures_cost_no_more_trips(program: Program) -> None:
    def body(channels: int, pictures: int) -> dict[str, object]:
        chosen = [make.planning.channel().pk for _ in range(channels)]
        shown = [{"media": make.media.picture().digest, "alt": f"Ein Bagger, Bild {n}"} for n in range(pictures)]
        own = [{"channel": number, "text": f"Kurz, {number}."} for number in chosen]
        place = {"title": "Nordring", "channels": chosen, "planned_local": "2031-06-12T14:00"}
        return {"post": place, "content": {"text": TEXT, "variants": own, "attachments": shown}}

    few, many = body(1, 1), body(5, 4)
    program.post("/drafts", few)
    costs = []
    for each in (few, many):
        with CaptureQueriesContext(connection) as asked:
            assert program.post("/drafts", each).status_code == 201
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_all_three_steps_are_in_the_audit_in_their_order(program: Program, manager: Person, channel: Channel) -> None:
    program.post("/drafts", post(channel))
    told = AuditEvent.objects.order_by("pk").filter(verb__in=["planning.planned", "content.begun", "content.saved"])
    draft = Draft.objects.get()
    assert list(told.values_list("verb", "object_id", "actor_id")) == [
        ("planning.planned", draft.slot_id, manager.pk), ("content.begun", draft.pk, manager.pk),
        ("content.saved", draft.latest_id, manager.pk),
    ]  # fmt: skip
    assert told.last().details == {"digest": draft.latest.digest}


@pytest.mark.parametrize("role", [RoleKind.READER, RoleKind.AUTHOR])
def test_one_request_needs_what_its_three_steps_need(role: RoleKind, channel: Channel) -> None:
    elsewhere = make.planning.channel()
    writer = make.people.person(role=role, channels=[elsewhere.pk])
    answer = make.api.program(writer).post("/drafts", post(channel))
    assert answer.status_code == 403
    assert not Slot.objects.exists()
    assert not Draft.objects.exists()


def test_what_is_written_in_one_request_is_what_three_would_have_written(
    program: Program, manager: Person, channel: Channel
) -> None:
    at_once = make.api.said(program.post("/drafts", post(channel, content_warning="Lärm", first_comment="Mehr dazu.")))
    begun = make.api.said(program.post("/drafts", {"post": post(channel)["post"]}))
    content = {"text": TEXT, "content_warning": "Lärm", "first_comment": "Mehr dazu."}
    program.post(f"/drafts/{begun['id']}/versions", content)
    in_steps = make.api.said(program.get(f"/drafts/{begun['id']}"))
    mine = {"id", "slot", "made_at"}
    assert {k: v for k, v in at_once.items() if k not in {*mine, "latest"}} == {
        k: v for k, v in in_steps.items() if k not in {*mine, "latest"}
    }
    assert {k: v for k, v in at_once["latest"].items() if k != "at"} == {
        k: v for k, v in in_steps["latest"].items() if k != "at"
    }
    first, second = Slot.objects.order_by("pk")
    left = [field.attname for field in Slot._meta.concrete_fields if field.attname not in {"id", "made_at"}]
    assert [getattr(first, name) for name in left] == [getattr(second, name) for name in left]


def test_the_part_of_a_picture_that_is_shown_is_written_and_read(program: Program, channel: Channel) -> None:
    picture = make.media.picture()
    part, point = {"left": 125, "top": 0, "width": 750, "height": 1000}, {"x": 200, "y": 400}
    shown = {"media": picture.digest, "alt": "Ein Bagger", "crop": part, "focus": point}
    said = make.api.said(program.post("/drafts", post(channel, attachments=[shown])))
    assert said["latest"]["attachments"] == [shown | {"file_name": "bagger.png"}]
    whole = {"media": picture.digest, "alt": "", "crop": {}, "focus": {"x": 500, "y": 500}}
    said = make.api.said(program.post("/drafts", post(channel, attachments=[whole])))
    assert (said["latest"]["attachments"][0]["crop"], said["latest"]["attachments"][0]["focus"]) == (None, None)


@pytest.mark.parametrize(
    ("crop", "focus", "at"),
    [
        ({"left": 501, "width": 500}, None, "crop"),
        ({"left": 500, "width": 500}, {"x": 499, "y": 0}, "focus"),
    ],
)
def test_a_part_over_the_edge_is_refused_at_its_place(
    program: Program, channel: Channel, crop: object, focus: object, at: str
) -> None:
    shown = {"media": make.media.picture().digest, "crop": crop, "focus": focus}
    answer = program.post("/drafts", post(channel, attachments=[shown]))
    assert answer.status_code == 422
    assert [wrong["pointer"] for wrong in make.api.said(answer)["errors"]] == [f"#/attachments/0/{at}"]
