"""A server that quotes what it refuses tells nobody the secret that it was asked with."""

import base64
from urllib.parse import quote

import httpx2
import pytest

from eichhorn.networks.quoting import HIDDEN, without_secrets

SECRET = "ein-Geheimnis+/mit=Zeichen"
PAIR = f"eichhorn:{SECRET}"


def refused(said: str, asked: dict[str, object], **headers: str) -> httpx2.Response:
    request = httpx2.Request("POST", "https://erlengrund.social/oauth/token", headers=headers)
    answer = httpx2.Response(400, json={"error": said}, headers={"x-says": "location"}, request=request)
    return without_secrets(answer, asked)


@pytest.mark.parametrize("written", [SECRET, quote(SECRET, safe=""), base64.b64encode(SECRET.encode()).decode()])
@pytest.mark.parametrize(
    "asked",
    [
        {"data": {"client_secret": SECRET}}, {"data": {"refresh_token": SECRET, "grant_type": "refresh_token"}},
        {"json": {"identifier": "wir", "password": SECRET}}, {"json": {"identifier": {"token": SECRET}}},
    ],
)  # fmt: skip
def test_a_field_that_opens_something_is_taken_out(asked: dict[str, object], written: str) -> None:
    assert refused(f"what is {written}?", asked).json() == {"error": f"what is {HIDDEN}?"}


@pytest.mark.parametrize(
    "way", [f"Bearer {SECRET}", f"DPoP {SECRET}", f"Basic {base64.b64encode(PAIR.encode()).decode()}"]
)
def test_what_stood_in_the_header_is_taken_out(way: str) -> None:
    said = refused(f"{way} and {SECRET}", {}, authorization=way).json()["error"]
    assert SECRET not in said
    assert way.partition(" ")[2] not in said
    assert said.endswith(f" and {HIDDEN}")


def test_a_header_of_the_answer_tells_it_neither() -> None:
    request = httpx2.Request("GET", "https://erlengrund.social/", headers={"authorization": f"Bearer {SECRET}"})
    answer = httpx2.Response(
        302, headers={"location": f"https://x.example/?token={quote(SECRET, safe='')}"}, request=request
    )
    assert without_secrets(answer, {}).headers["location"] == "https://x.example/?token="


def test_everything_else_stays_as_it_was_said() -> None:
    asked = {"data": {"code": "a", "scope": "read write"}, "json": ["token", SECRET]}
    answer = refused("read write, a code", asked, authorization="Bearer")
    assert answer.json() == {"error": "read write, a code"}
    assert (answer.status_code, answer.headers["x-says"]) == (400, "location")
    assert answer.request.url.host == "erlengrund.social"
