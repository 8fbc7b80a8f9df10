"""Pages leave compressed, and decoded they are the same."""

import gzip
import re

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from eichhorn.people.rules import RoleKind
from eichhorn.ui.compressing import Compressed
from tests import make

LONG = "Am Montag beginnt die Baustelle. " * 50


def answered(answer: HttpResponseBase, **headers: str) -> HttpResponseBase:
    request = RequestFactory().get("/", headers={"accept-encoding": "gzip", **headers})
    left: HttpResponseBase = Compressed(lambda _request: answer)(request)
    return left


DIFFERS = re.compile(r"[A-Za-z0-9]{64}|nonce=\"[^\"]*\"")
"""What differs each time by itself: tokens against forgery."""


@pytest.mark.django_db
def test_a_page_comes_as_gzip_and_decodes_to_the_same() -> None:
    client = make.people.client_of(make.people.person("Miriam Aydın", role=RoleKind.MANAGER))
    plain, packed = (client.get("/plan/posts/", headers={"accept-encoding": coding}) for coding in ("identity", "gzip"))
    assert (plain.headers.get("Content-Encoding"), packed["Content-Encoding"]) == (None, "gzip")
    assert "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) < len(plain.content) / 2
    read = gzip.decompress(packed.content).decode()
    assert DIFFERS.sub("", read) == DIFFERS.sub("", plain.content.decode())
    assert "Miriam" in read


def test_the_length_of_the_same_page_differs_so_that_nobody_learns_from_it() -> None:
    lengths = {len(answered(HttpResponse(LONG)).content) for _ in range(40)}  # type: ignore[attr-defined]
    assert len(lengths) > 1


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse(b"x" * 5000, content_type="image/png"), HttpResponse(b"x" * 5000, content_type="application/pdf"),
        HttpResponse(LONG, status=206), StreamingHttpResponse(iter([LONG]), content_type="text/csv"),
        StreamingHttpResponse(iter([LONG]), content_type="text/event-stream"), HttpResponse("Kurz"),
    ],
)  # fmt: skip
def test_files_parts_and_streams_leave_as_they_are(answer: HttpResponseBase) -> None:
    assert "Content-Encoding" not in answered(answer).headers


def test_who_cannot_read_it_gets_it_plain() -> None:
    assert "Content-Encoding" not in answered(HttpResponse(LONG), **{"accept-encoding": "identity"}).headers
