"""The team's own questions on the form: asked after answers, kept in their words, changed, routed, and by programs."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from eichhorn.desk import queries
from eichhorn.desk.models import Request, RequestVersion
from eichhorn.foundation import clock
from eichhorn.intake import services as intake
from eichhorn.intake.models import Choice, RequestType
from eichhorn.intake.rules import QuestionKind
from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from eichhorn.ui import typed_dates
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(house: Organisation) -> RequestType:
    make.planning.channel("Facebook", places=make.planning.every_workday())
    made: RequestType = make.intake.type_("Veranstaltung", name_en="Event", lead_days=20)
    where = make.intake.question(
        "Wo ist es?", label_en="Where is it?", of=made, kind=QuestionKind.ONE, choices=["Drinnen", "Draußen"]
    )
    make.intake.question("Und bei Regen?", of=made, required=True, only_after=[where.choices.get(words_de="Draußen")])
    return made


@pytest.fixture
def address(event: RequestType) -> str:
    return reverse("desk:ask", args=[make.desk.form_token()])


def field(label: str) -> str:
    from eichhorn.intake.models import Question

    return f"q{Question.objects.get(label_de=label).pk}"


def choice(words: str) -> str:
    return str(Choice.objects.get(words_de=words).pk)


def answers() -> list[tuple[str, str]]:
    return [(one["asked"], one["said"]) for one in RequestVersion.objects.latest("pk").answers]


def test_a_question_comes_once_the_answer_that_it_hangs_on_is_given(address: str, event: RequestType) -> None:
    guest = make.people.guest()
    assert "Wo ist es?" not in guest.get(address).content.decode()
    typed = make.desk.filled_in(type=str(event.pk), again="1")
    shown = guest.post(address, typed, headers={"HX-Request": "true"}).content.decode()
    assert "Wo ist es?" in shown
    assert "Regen" not in shown
    whole = guest.post(address, typed | {field("Wo ist es?"): choice("Draußen")}).content.decode()
    assert "Und bei Regen?" in whole
    assert 'value="Gewinnspiel Wallbox"' in whole, "nothing that was typed is lost"
    assert not Request.objects.exists()


def test_answers_come_back_when_one_changes_the_type_and_then_changes_it_back(address: str, event: RequestType) -> None:
    guest, where, rain = make.people.guest(), field("Wo ist es?"), field("Und bei Regen?")
    other: RequestType = make.intake.type_("Stellenangebot")
    several = make.intake.question("Für wen?", of=other, kind=QuestionKind.SEVERAL, choices=["Azubis", "Profis"])
    typed = make.desk.filled_in(again="1")

    def seen(of: RequestType, **answered: object) -> str:
        sent = typed | {"type": str(of.pk)} | answered
        page: str = guest.post(address, sent, headers={"HX-Request": "true"}).content.decode()
        return page

    def carried(page: str) -> dict[str, object]:
        found: dict[str, list[str]] = {}
        for name, value in re.findall(r'<input type="hidden" name="(q\d+)" value="([^"]*)">', page):
            found.setdefault(name, []).append(value)
        return dict(found)

    elsewhere = seen(other, **{where: choice("Draußen"), rain: "im &amp; Zelt"})
    assert carried(elsewhere) == {where: [choice("Draußen")], rain: ["im &amp;amp; Zelt"]}, "as typed, nothing is run"
    assert "Regen" not in elsewhere
    kept = {where: choice("Draußen"), rain: "im Zelt"}
    back = seen(event, **kept, **{f"q{several.pk}": [choice("Azubis"), choice("Profis")]})
    assert re.search(rf'value="{choice("Draußen")}"[^>]* checked', back)
    assert "im Zelt</textarea>" in back or 'value="im Zelt"' in back
    assert carried(back) == {f"q{several.pk}": [choice("Azubis"), choice("Profis")]}
    assert guest.post(address, make.desk.filled_in(type=str(other.pk), **kept)).status_code == 303
    assert answers() == [], "what was answered to another type is not sent along"


def test_what_is_asked_must_be_answered_and_what_is_not_asked_counts_not(address: str, event: RequestType) -> None:
    guest, where = make.people.guest(), field("Wo ist es?")
    sent = make.desk.filled_in(type=str(event.pk), **{where: choice("Draußen")})
    refused = guest.post(address, sent)
    assert refused.status_code == 422
    assert f'id="id_{field("Und bei Regen?")}_error"' in refused.content.decode()
    inside = sent | {where: choice("Drinnen"), field("Und bei Regen?"): "im Zelt"}
    assert guest.post(address, inside).status_code == 303
    assert answers() == [("Wo ist es?", "Drinnen")]
    assert Request.objects.get().versions.get().type == event


def test_a_type_must_be_chosen_where_there_are_some(address: str) -> None:
    refused = make.people.guest().post(address, make.desk.filled_in())
    assert refused.status_code == 422
    assert "Bitte wählen Sie, was am nächsten kommt." in refused.content.decode()


def test_the_usual_lead_time_of_the_type_stands_beside_it_and_at_the_date(address: str, event: RequestType) -> None:
    guest = make.people.guest()
    assert "Üblicher Vorlauf: 20 Arbeitstage." in guest.get(address).content.decode()
    soon = typed_dates.written((clock.now() + timedelta(days=9)).replace(hour=9, minute=0, tzinfo=None))
    typed = make.desk.filled_in(type=str(event.pk), when="wish", wish=soon)
    hint = guest.post(f"{address}when/", typed, headers={"HX-Request": "true"}).content.decode()
    assert "20 Arbeitstage" in hint


def test_the_form_speaks_english_where_its_words_do(address: str, event: RequestType) -> None:
    guest = Client(headers={"Accept-Language": "en"})
    shown = guest.post(address, {"type": str(event.pk), "again": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert "Where is it?" in shown
    assert "Drinnen" in shown, "where English words are missing the German ones stand"


def test_answers_keep_their_words_when_the_question_changes(address: str, event: RequestType) -> None:
    where = field("Wo ist es?")
    make.people.guest().post(address, make.desk.filled_in(type=str(event.pk), **{where: choice("Drinnen")}))
    intake.retire(of=event, by=None, now=make.people.NOW)
    event.questions.all().delete()
    request = Request.objects.get()
    page = make.people.guest().get(reverse("desk:status", args=[make.desk.status_token(request)])).content.decode()
    assert re.search(r"<dt>Wo ist es\?</dt><dd>Drinnen</dd>", page)
    triage = (
        make.people.client_of(make.people.person(role=RoleKind.MANAGER))
        .get(f"/requests/triage/{request.pk}/")
        .content.decode()
    )
    assert re.search(r"<dt>Wo ist es\?</dt><dd>Drinnen</dd>", triage)


def test_an_answer_is_changed_later_and_the_earlier_one_is_kept(address: str, event: RequestType) -> None:
    guest, where = make.people.guest(), field("Wo ist es?")
    guest.post(address, make.desk.filled_in(type=str(event.pk), **{where: choice("Drinnen")}))
    request = Request.objects.get()
    change = reverse("desk:change", args=[make.desk.status_token(request)])
    shown = guest.get(change).content.decode()
    assert re.search(rf'value="{choice("Drinnen")}"[^>]* checked', shown)
    sent = make.desk.filled_in(type=str(event.pk), **{where: choice("Draußen"), field("Und bei Regen?"): "im Zelt"})
    assert guest.post(change, sent).status_code == 303
    assert answers() == [("Wo ist es?", "Draußen"), ("Und bei Regen?", "im Zelt")]
    assert request.versions.count() == 2
    guest.post(change, sent)
    assert request.versions.count() == 2, "the same again changes nothing"


def test_every_kind_of_answer_is_kept_as_it_reads(house: Organisation) -> None:
    kinds = {
        QuestionKind.LINE: "Stadthalle", QuestionKind.WORDS: "Eins.\nZwei.", QuestionKind.DAY: "12.6.2031", QuestionKind.TICK: "on",
        QuestionKind.LINK: "erlengrund.example/fest",
    }  # fmt: skip
    several = make.intake.question("several", kind=QuestionKind.SEVERAL, choices=["Rot", "Grün", "Blau"])
    sent: dict[str, object] = {f"q{several.pk}": [choice("Rot"), choice("Blau")]}
    for kind, value in kinds.items():
        sent[f"q{make.intake.question(kind.value, kind=kind).pk}"] = value
    token = make.desk.form_token()
    assert make.people.guest().post(reverse("desk:ask", args=[token]), make.desk.filled_in(**sent)).status_code == 303
    assert dict(answers()) == {
        "several": "Rot, Blau", "line": "Stadthalle", "words": "Eins.\nZwei.", "day": "Do 12. Juni 2031", "tick": "ja",
        "link": "https://erlengrund.example/fest",
    }  # fmt: skip
    change = reverse("desk:change", args=[make.desk.status_token(Request.objects.get())])
    shown = make.people.guest().get(change).content.decode()
    assert shown.count(" checked") >= 3
    assert 'value="12.6.2031"' in shown


def test_a_request_waits_for_the_team_of_its_type_alone(event: RequestType) -> None:
    here, there = (make.people.person(name, role=RoleKind.MANAGER) for name in ("Ada Roth", "Ben Kuhn"))
    team = make.people.team(members=[here])
    tender = make.intake.type_("Stellenangebot", team=team)
    make.people.guest().post(
        reverse("desk:ask", args=[make.desk.form_token()]), make.desk.filled_in(type=str(tender.pk))
    )  # fmt: skip
    assert Request.objects.get().team == team
    waits = {one.name: len(queries.waiting_for(one, now=clock.now())) for one in (here, there)}
    assert waits == {"Ada Roth": 1, "Ben Kuhn": 0}
    team.members.set([])
    assert len(queries.waiting_for(there, now=clock.now())) == 1, "where nobody of the team may decide, all are asked"


def test_the_type_says_what_is_counted_for_it(event: RequestType) -> None:
    film = make.planning.kind("Film", effort_minutes=600)
    made = make.intake.type_("Erklärfilm", work=film)
    make.people.guest().post(reverse("desk:ask", args=[make.desk.form_token()]), make.desk.filled_in(type=str(made.pk)))
    sheet = queries.triage(queries.whole_request(Request.objects.get().pk), now=clock.now())
    assert sheet.kind == film


def test_programs_read_the_form_and_answer_it_as_people_do(event: RequestType) -> None:
    program = make.api.program(make.people.person(role=RoleKind.MANAGER))
    [told] = program.get("/request-form").json()["types"]
    where, rain = told["questions"]
    outside = where["choices"][1]["id"]
    assert (told["name"], where["label"], rain["only_after"]) == ("Event", "Where is it?", [outside])
    sent = {
        "title": "Sommerfest",
        "purpose": "Viele kommen.",
        "type": told["id"],
        "answers": [{"question": where["id"], "choices": [outside]}],
    }
    refused = program.post("/requests", sent)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/answers")
    more = sent["answers"] + [{"question": rain["id"], "text": "im Zelt"}]
    made = program.post("/requests", sent | {"answers": more})
    assert made.status_code == 201
    [asked] = made.json()["asked"]
    assert [(one["asked"], one["said"]) for one in asked["answers"]] == [
        ("Where is it?", "Draußen"),
        ("Und bei Regen?", "im Zelt"),
    ]


def test_programs_ask_without_a_type_where_none_is_offered(house: Organisation) -> None:
    program = make.api.program(make.people.person(role=RoleKind.MANAGER))
    made = program.post("/requests", {"title": "Sommerfest", "purpose": "Viele kommen."})
    assert made.status_code == 201
    [asked] = made.json()["asked"]
    assert (asked["type"], asked["answers"]) == (None, [])
    assert program.get("/request-form").json() == {"types": []}


def test_programs_are_told_what_is_missing_or_not_asked(event: RequestType) -> None:
    program = make.api.program(make.people.person(role=RoleKind.MANAGER))
    [rain] = [one.pk for one in event.questions.all() if one.required]
    for more, pointer in (
        ({}, "#/type"),
        ({"type": 9_999_999}, "#/type"),
        ({"type": event.pk, "answers": [{"question": rain, "text": "im Zelt"}]}, "#/answers/0"),
    ):
        refused = program.post("/requests", {"title": "Sommerfest", "purpose": "Viele kommen."} | more)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert not Request.objects.exists()
