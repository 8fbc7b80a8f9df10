"""What helps while one writes, for programs: it says what the page says."""

import pytest

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.composer import carding
from eichhorn.content import services as content
from eichhorn.content.models import Draft
from eichhorn.foundation import webpages
from eichhorn.foundation.webpages import Why
from eichhorn.people.models import Person
from eichhorn.planning.models import Slot
from eichhorn.snippets import services as snippets
from eichhorn.snippets.rules import Kind, Scheme
from tests import make
from tests.make.api import Program
from tests.make.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(db: None) -> Channel:
    """A channel that takes threads of short parts."""
    made: Channel = make.channels.channel("Bühne")
    return made


def test_a_text_is_counted_as_on_the_page_before_there_is_a_draft(program: Program, stage: Channel) -> None:
    limits = channels.limits(stage)
    text = "Am Montag beginnt die Baustelle 🚧.\n\n---\n\nSie dauert drei Tage."
    said = make.api.said(program.post("/texts/preview", {"text": text, "channels": [stage.pk]}))
    (one,) = said["items"]
    assert (one["unit"], one["limit"], one["limit_known"]) == (limits.unit, limits.text_limit, True)
    first, second = "Am Montag beginnt die Baustelle 🚧.", "Sie dauert drei Tage."
    assert one["parts"] == [{"text": part, "left": limits.left(part)} for part in (first, second)]
    assert (one["used"], one["left"], said["fits"]) == (limits.used(first), limits.left(first), True)
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(("more", "fits"), [(0, True), (1, False)])
def test_a_text_fits_up_to_the_last_character(program: Program, stage: Channel, more: int, fits: bool) -> None:
    text = "a" * (channels.limits(stage).text_limit + more)
    said = make.api.said(program.post("/texts/preview", {"text": text, "channels": [stage.pk]}))
    assert (said["fits"], said["items"][0]["left"]) == (fits, -more)


def test_a_channels_own_text_is_counted_there_and_refused_for_a_channel_that_is_not_named(
    program: Program, stage: Channel
) -> None:
    body = {"text": "Lang", "channels": [stage.pk], "variants": [{"channel": stage.pk, "text": "Kurz!"}]}
    (one,) = make.api.said(program.post("/texts/preview", body))["items"]
    assert (one["is_own"], one["used"]) == (True, 5)
    elsewhere = body | {"variants": [{"channel": stage.pk + 1, "text": "x"}]}
    answer = program.post("/texts/preview", elsewhere)
    assert make.api.said(answer)["errors"][0]["pointer"] == "#/variants/0/channel"


def test_a_long_text_is_cut_into_parts_that_fit_and_cut_anew(program: Program, stage: Channel) -> None:
    sentence = "Am Montag beginnt die Baustelle, und sie dauert drei Tage. "
    limit = channels.limits(stage).text_limit
    body = {"text": sentence * (2 * limit // len(sentence)), "channels": [stage.pk], "numbered": True}
    first = make.api.said(program.post("/texts/split", body))
    assert len(first["parts"]) > 1
    assert first["parts"][0].endswith(f"1/{len(first['parts'])}")
    assert all(channels.limits(stage).left(part) >= 0 for part in first["parts"])
    again = make.api.said(program.post("/texts/split", body | {"text": first["text"]}))
    assert again == first


def test_what_cannot_be_cut_is_named(program: Program, stage: Channel) -> None:
    answer = program.post("/texts/split", {"text": f"Siehe {'#' + 'a' * 4_000}", "channels": [stage.pk]})
    assert answer.status_code == 422
    assert make.api.said(answer)["errors"][0]["pointer"] == "#/text"


def test_a_card_is_what_the_page_says_of_itself(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    page = webpages.Page(title="Nordring", description="Drei Tage", picture_url="")
    monkeypatch.setattr(webpages, "read", lambda _url: page)
    said = make.api.said(program.post("/texts/card", {"url": "https://erlengrund.example/nordring"}))
    assert said == {
        "url": "https://erlengrund.example/nordring", "title": "Nordring", "description": "Drei Tage", "media": "",
    }  # fmt: skip


def test_a_page_inside_the_house_is_not_read(program: Program) -> None:
    answer = program.post("/texts/card", {"url": "http://127.0.0.1/geheim"})
    said = make.api.said(answer)
    assert (answer.status_code, said["reason"]) == (422, Why.NOT_PUBLIC.value)
    assert said["errors"][0]["pointer"] == "#/url"


def test_after_thirty_pages_an_hour_one_has_to_wait(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    page = webpages.Page(title="Nordring", description="", picture_url="")
    monkeypatch.setattr(webpages, "read", lambda _url: page)
    answers = [program.post("/texts/card", {"url": "https://a.example"}) for _ in range(carding.OFTEN + 1)]
    assert {one.status_code for one in answers[:-1]} == {200}
    assert (answers[-1].status_code, int(answers[-1]["Retry-After"])) == (429, 3600)


def test_links_to_own_pages_get_their_marks_once(program: Program, manager: Person) -> None:
    snippets.mark_links(scheme=Scheme(("erlengrund.example",), "social"), by=manager, now=NOW)
    sent = {"text": "Mehr: https://erlengrund.example/a, sonst https://b.example"}
    first = make.api.said(program.post("/texts/mark-links", sent))
    assert first["text"] == "Mehr: https://erlengrund.example/a?utm_source=social, sonst https://b.example"
    assert make.api.said(program.post("/texts/mark-links", first)) == first


def test_marks_say_to_which_campaign_and_goal_the_post_belongs(program: Program, manager: Person) -> None:
    scheme = Scheme(("erlengrund.example",), "social", "{goal}", "{campaign}")
    snippets.mark_links(scheme=scheme, by=manager, now=NOW)
    draft = make.content.draft(by=manager)
    Slot.objects.filter(pk=draft.slot_id).update(
        campaign=make.strategy.campaign("Sommer am See"), goal=make.strategy.goal("Vertrauen", owner=manager)
    )
    sent = {"text": "https://erlengrund.example/a", "draft": draft.pk}
    text = make.api.said(program.post("/texts/mark-links", sent))["text"]
    assert text == f"{sent['text']}?utm_source=social&utm_medium=vertrauen&utm_campaign=sommer-am-see"
    alone = make.api.said(program.post("/texts/mark-links", {"text": sent["text"]}))["text"]
    assert alone == f"{sent['text']}?utm_source=social"
    refused = program.post("/texts/mark-links", sent | {"draft": 999_999})
    assert make.api.said(refused)["errors"][0]["pointer"] == "#/draft"


def test_a_template_is_filled_in_and_names_what_is_still_open(program: Program, manager: Person) -> None:
    made = snippets.keep(
        kind=Kind.TEMPLATE, name="Sperrung", text="In {Ort} ist ab {Datum} gesperrt.", channel=None, by=manager, now=NOW
    )
    here = f"/snippets/{made.pk}/fill"
    said = make.api.said(program.post(here, {"places": [{"name": "Ort", "value": "Birkenweg"}]}))
    assert said == {"text": "In Birkenweg ist ab {Datum} gesperrt.", "left": ["Datum"]}
    wrong = program.post(here, {"places": [{"name": "Zeit", "value": "8"}]})
    assert make.api.said(wrong)["errors"][0]["pointer"] == "#/places/0/name"


def test_what_differs_between_two_versions_is_told_part_by_part(program: Program, manager: Person) -> None:
    draft = make.content.draft(by=manager)
    before = draft.versions.get(number=1)
    for number, text in enumerate((before.text.replace("15. Juni", "16. Juni"), "Ganz anders"), 1):
        content.save(draft=draft, based_on=number, text=text, language="de", by=manager, now=NOW)
    here = f"/drafts/{draft.pk}/versions"
    said = make.api.said(program.get(f"{here}/2/changes"))
    assert (said["before"], said["after"], [one["part"] for one in said["changes"]]) == (1, 2, ["text"])
    pieces = said["changes"][0]["pieces"]
    assert "".join(one["text"] for one in pieces if one["difference"] != "new") == before.text
    assert [one["text"] for one in pieces if one["difference"] == "new"] == ["16"]
    assert make.api.said(program.get(f"{here}/3/changes?since=1"))["before"] == 1
    assert make.api.said(program.get(f"{here}/1/changes")) == {"before": None, "after": 1, "changes": []}
    unknown = program.get(f"{here}/2/changes?since=9")
    assert (unknown.status_code, make.api.said(unknown)["errors"][0]["parameter"]) == (422, "since")


def test_a_remark_that_was_seen_to_is_opened_again_and_one_whose_wording_was_taken_is_not(
    program: Program, manager: Person
) -> None:
    draft = make.content.draft(by=manager)
    made = make.api.said(program.post(f"/drafts/{draft.pk}/remarks", {"text": "Stimmt das?"}))
    program.post(f"/remarks/{made['id']}/settle", {"how": "done"})
    opened = make.api.said(program.post(f"/remarks/{made['id']}/reopen", {}))
    assert (opened["settled"], opened["settled_by"]) == ("", None)
    assert program.post(f"/remarks/{made['id']}/reopen", {}).status_code == 409
