"""What a page says of itself is read from a real server, which may mean us ill."""

import contextlib
import gzip
import http.server
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.foundation import http as out
from eichhorn.foundation import webpages
from eichhorn.foundation.webpages import NotRead, Page, Why, read

type Answer = Callable[[http.server.BaseHTTPRequestHandler], None]
WHOLE = """<!doctype html><html><head><meta charset="utf-8"><title>Nordring: Sanierung</title>
<meta property="og:title" content="Nordring wird &amp; bleibt saniert"><meta name="description" content=" Ab
 Montag. "><meta property="og:image" content="/bagger.jpg"></head><body><title>Kein Titel</title></body></html>"""


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """Return how to start a server on loopback that answers as the test says; all are gone afterwards."""
    running: list[http.server.ThreadingHTTPServer] = []
    before = out.allowed

    def start(answer: Answer) -> str:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with contextlib.suppress(OSError):
                    answer(self)

            def log_message(self, *_told: object) -> None:
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        running.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        out.configure(allow={*out.allowed, f"127.0.0.1:{server.server_address[1]}"})
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    out.configure(allow=before)
    for server in running:
        server.shutdown()
        server.server_close()


def says(body: bytes, kind: str = "text/html", status: int = 200, **headers: str) -> Answer:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": kind, **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def test_a_page_says_its_title_its_description_and_its_picture(serve: Callable[[Answer], str]) -> None:
    place = serve(says(WHOLE.encode()))
    assert read(f"{place}/a#b") == Page("Nordring wird & bleibt saniert", "Ab Montag.", f"{place}/bagger.jpg")


@pytest.mark.parametrize(
    ("body", "kind", "title"),
    [
        ("<title>Größe</title>".encode("cp1252"), "text/html", "Größe"),
        ("<title>Größe</title>".encode("cp1252"), "text/html; charset=utf-8", "Größe"),
        ("<title>Größe</title>".encode(), "text/html; charset=iso-8859-1", "Größe"),
        ("<title>Łódź</title>".encode("iso-8859-2"), "text/html; charset=ISO-8859-2", "Łódź"),
        (b"<meta charset=windows-1251><title>" + "Мир".encode("cp1251") + b"</title>", "text/html", "Мир"),
        (b"<title>Platz</title>", "text/html; charset=zlib_codec", "Platz"),
        (b"<title>Pla\x00tz</title>", "TEXT/HTML", "Platz"),
        (b"<svg><title>Bild</title></svg>", "text/html", "Bild"),
        (b"<p>Nichts", "text/html", ""),
        (b"", "text/html", ""),
        (b"<title>Nie zu", "text/html", "Nie zu"),
        (b"\xff\xfe\x00\xd8" * 9, "text/html; charset=utf-16", ""),
    ],
)
def test_whatever_alphabet_it_claims_it_is_read(
    serve: Callable[[Answer], str], body: bytes, kind: str, title: str
) -> None:
    assert read(serve(says(body, kind))).title == title


def test_of_an_endless_page_the_beginning_is_read(serve: Callable[[Answer], str]) -> None:
    def endless(handler: http.server.BaseHTTPRequestHandler) -> None:
        says(WHOLE.encode())(handler)
        while True:
            handler.wfile.write(b"<p>und weiter" * 1_000)

    assert read(serve(endless)).title == "Nordring wird & bleibt saniert"


def test_of_a_page_that_falls_silent_what_came_is_read(
    serve: Callable[[Answer], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webpages, "WHOLE_S", 0.3)
    over = threading.Event()

    def silent(handler: http.server.BaseHTTPRequestHandler) -> None:
        says(WHOLE.encode())(handler)
        handler.wfile.flush()
        over.wait(10)

    def dumb(handler: http.server.BaseHTTPRequestHandler) -> None:
        over.wait(10)

    assert read(serve(silent)).title == "Nordring wird & bleibt saniert"
    with pytest.raises(NotRead) as refused:
        read(serve(dumb))
    over.set()
    assert refused.value.why is Why.SILENT


@pytest.mark.parametrize(
    "bomb",
    [
        b"<div>" * 80_000,
        b"<a " * 130_000,
        b"<!--" * 100_000,
        b"<title>" * 50_000,
        b'<meta name="description" content="' + b"a" * 390_000,
        b"&" * 400_000,
        b"<" * 400_000,
    ],
)
def test_a_page_made_to_choke_us_says_little_and_quickly(serve: Callable[[Answer], str], bomb: bytes) -> None:
    begun = time.process_time()
    found = read(serve(says(bomb)))
    assert len(found.title) <= webpages.LONGEST
    assert time.process_time() - begun < 20, "it took as long as a parser that goes back again and again"


def test_a_small_answer_that_unpacks_to_a_huge_one_is_refused(serve: Callable[[Answer], str]) -> None:
    packed = gzip.compress(b"<title>Klein</title>" + b" " * 60_000_000)
    with pytest.raises(NotRead):
        read(serve(says(packed, Content_Encoding="gzip")))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_page_that_moved_is_followed(serve: Callable[[Answer], str], status: int) -> None:
    place = serve(says(WHOLE.encode()))
    assert read(serve(says(b"", status=status, Location=f"{place}/neu"))).title == "Nordring wird & bleibt saniert"


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("http://169.254.169.254/latest/meta-data/", Why.NOT_PUBLIC),
        ("http://localhost:1/", Why.NOT_PUBLIC),
        ("http://[::1]:1/", Why.NOT_PUBLIC),
        ("file:///etc/passwd", Why.NO_ADDRESS),
        ("javascript:alert(1)", Why.NO_ADDRESS),
        ("http://a:b@127.0.0.1/", Why.NO_ADDRESS),
        ("http://[", Why.NO_ADDRESS),
        ("http://127.0.0.1:99999/", Why.NO_ADDRESS),
        ("/", Why.IN_CIRCLES),
    ],
)
def test_a_redirect_leads_nowhere_where_we_would_not_go_ourselves(
    serve: Callable[[Answer], str], to: str, why: Why
) -> None:
    with pytest.raises(NotRead) as refused:
        read(serve(says(b"", status=302, Location=to)))
    assert refused.value.why is why


@pytest.mark.parametrize(
    ("kind", "status", "why"),
    [("application/pdf", 200, Why.NO_PAGE), ("text/html", 404, Why.REFUSED), ("text/html", 302, Why.REFUSED), ("", 200, Why.NO_PAGE)],
)  # fmt: skip
def test_what_is_no_page_is_said_to_be_none(serve: Callable[[Answer], str], kind: str, status: int, why: Why) -> None:
    with pytest.raises(NotRead) as refused:
        read(serve(says(b"x", kind, status)))
    assert refused.value.why is why


@pytest.mark.parametrize("picture", ["javascript:alert(1)", "http://[", "data:image/png;base64,AA", "ftp://a/b"])
def test_a_picture_at_no_address_is_none(serve: Callable[[Answer], str], picture: str) -> None:
    body = f'<title>Da</title><meta property="og:image" content="{picture}">'.encode()
    assert read(serve(says(body))) == Page("Da", "", "")


def test_a_picture_that_never_ends_is_left(serve: Callable[[Answer], str]) -> None:
    with pytest.raises(NotRead):
        webpages.picture(serve(says(b"\xff" * (webpages.PICTURE_BYTES + 1), "image/jpeg")))
    assert webpages.picture(serve(says(b"\xff" * 9, "image/jpeg"))) == b"\xff" * 9


@given(st.binary(max_size=300))
def test_whatever_a_page_holds_it_is_read_as_something(content: bytes) -> None:
    found = webpages._said(webpages._decoded(content, ""), at="https://a.example/")
    assert len(found.title) <= webpages.LONGEST
