"""How much a program may ask for, how lists go on while things come in, and in which language it is refused."""

from typing import Any

import pytest
from django.http import HttpResponse

from eichhorn.people.models import Person
from tests import make
from tests.make.api import Program

pytestmark = pytest.mark.django_db


def test_each_answer_says_how_much_is_left_and_the_first_one_too_many_how_long_to_wait(
    program: Program, manager: Person, settings: Any
) -> None:
    settings.API_PER_MINUTE = 3
    answers = [program.get("/me") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert {answer["RateLimit-Limit"] for answer in answers} == {"3"}
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0", "0"]
    assert all(1 <= int(answer["RateLimit-Reset"]) <= 60 for answer in answers)
    refused = answers[3]
    assert refused["Retry-After"] == refused["RateLimit-Reset"]
    assert refused["Content-Type"] == "application/problem+json"
    assert make.api.said(refused)["type"].endswith("#problem-too-many-requests")
    assert make.api.program(manager).get("/me").status_code == 200, "each token has its own"


def test_what_is_refused_for_too_many_is_not_done_and_can_come_again_under_its_key(
    program: Program, settings: Any
) -> None:
    settings.API_PER_MINUTE = 0
    request = {"title": "Wallbox", "purpose": "Zeigen"}
    assert program.post("/requests", request, key="a").status_code == 429
    settings.API_PER_MINUTE = 600
    assert program.post("/requests", request, key="a").status_code == 201


def test_a_list_that_grows_while_it_is_read_gives_each_entry_once(program: Program, manager: Person) -> None:
    before = [make.content.draft(by=manager).pk for _ in range(5)]
    first = make.api.said(program.get("/drafts", limit=2))
    meanwhile = [make.content.draft(by=manager).pk for _ in range(3)]
    read, cursor = [one["id"] for one in first["items"]], first["next"]
    while cursor:
        page = make.api.said(program.get("/drafts", limit=2, cursor=cursor))
        read += [one["id"] for one in page["items"]]
        cursor = page["next"]
        meanwhile.append(make.content.draft(by=manager).pk)
    assert read == sorted(before, reverse=True)
    assert len(read) == len(set(read))
    newest = [one["id"] for one in make.api.said(program.get("/drafts", limit=200))["items"]]
    assert newest == sorted(before + meanwhile, reverse=True)


def test_a_list_of_which_something_goes_while_it_is_read_leaves_nothing_out(
    program: Program, manager: Person
) -> None:  # fmt: skip
    slots = [make.planning.slot(f"Idee {number}").pk for number in range(4)]
    first = make.api.said(program.get("/slots", limit=2))
    assert program.post(f"/slots/{first['items'][1]['id']}/put-back").status_code == 200
    rest = make.api.said(program.get("/slots", limit=2, cursor=first["next"]))
    assert [one["id"] for one in first["items"] + rest["items"]] == sorted(slots, reverse=True)
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("accept", "title", "language"),
    [
        ("de", "Hier ist nichts.", "de"), ("de-AT, en;q=0.5", "Hier ist nichts.", "de"), ("en-GB", "There is nothing here.", "en"),
        ("fr, de;q=0.3", "Hier ist nichts.", "de"), ("", "Hier ist nichts.", "de"), ("fr", "Hier ist nichts.", "de"),
    ],
)  # fmt: skip
def test_a_refusal_speaks_the_language_that_is_asked_for_else_that_of_the_tokens_owner(
    program: Program, accept: str, title: str, language: str
) -> None:
    answer = program.client.get(f"/api/v1/drafts/{10**9}", headers={"accept-language": accept})
    assert (make.api.said(answer)["title"], answer["Content-Language"]) == (title, language)


def test_what_is_wrong_at_each_place_is_said_in_german(manager: Person) -> None:
    german = make.api.program(manager, language="de")
    answer: HttpResponse = german.post("/requests", {"title": "", "purpose": 5, "more": 1})
    said = make.api.said(answer)
    assert (answer.status_code, said["title"]) == (422, "Etwas davon passt nicht.")
    assert {(one["pointer"], one["detail"]) for one in said["errors"]} == {
        ("#/title", "Das ist zu kurz oder leer."),
        ("#/purpose", "Das muss ein Text sein."),
        ("#/more", "Das ist hier nicht bekannt. Vielleicht ist es ein Tippfehler."),
    }


@pytest.mark.parametrize("secret", ["", "eichhorn.x"])
def test_who_has_no_token_is_told_so_in_the_language_of_the_request(house: object, secret: str) -> None:
    client = make.people.guest()
    headers = {"authorization": f"Bearer {secret}"} if secret else {}
    titles = [
        make.api.said(client.get("/api/v1/me", headers=headers | {"accept-language": language}))["title"]
        for language in ("de", "en")
    ]
    assert titles[0] != titles[1]
    assert "oken" in titles[0]
