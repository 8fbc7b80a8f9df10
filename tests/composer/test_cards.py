"""The card of a link: fetched by a press from a real server, changed by hand, kept, and shown where we say it."""

import contextlib
import http.server
import threading
from collections.abc import Iterator

import pytest
from django.test import Client

from eichhorn.composer import carding
from eichhorn.content import queries
from eichhorn.content.models import Draft, Version
from eichhorn.content.rules import Card
from eichhorn.foundation import http as out
from eichhorn.media import queries as media
from eichhorn.media.models import Picture
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make

pytestmark = pytest.mark.django_db


class Site(http.server.BaseHTTPRequestHandler):
    """A page, a picture, one that is no picture, and one that is missing."""

    picture = b""

    def do_GET(self) -> None:
        pages = {"/": "/bild.png", "/ohne": "", "/kein-bild": "/", "/fehlt": "/nichts.png"}
        if self.path == "/bild.png":
            return self._say(self.picture, "image/png")
        if self.path not in pages:
            return self._say(b"", "text/html", 404)
        image = f'<meta property="og:image" content="{pages[self.path]}">' if pages[self.path] else ""
        page = f"<title>Nordring &lt;wird&gt; saniert</title><meta name=description content='Ab Montag.'>{image}"
        return self._say(page.encode(), "text/html")

    def _say(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *_told: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    before = out.allowed
    Site.picture = make.media.png(width=1600, height=900)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    out.configure(allow={*before, f"127.0.0.1:{server.server_address[1]}"})
    yield f"http://127.0.0.1:{server.server_address[1]}"
    out.configure(allow=before)
    server.shutdown()
    server.server_close()


@pytest.fixture
def miriam() -> Person:
    made: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return made


@pytest.fixture
def client(miriam: Person) -> Client:
    return make.people.client_of(miriam)


@pytest.fixture
def draft(miriam: Person) -> Draft:
    chosen = [make.channels.channel("Stadtwerke"), make.channels.unconnected("Himmel", network="bluesky")]
    return make.content.draft(by=miriam, text="Alles dazu:", chosen=chosen)


def latest(draft: Draft) -> Version:
    return queries.wordings([Draft.objects.get(pk=draft.pk).latest_id or 0]).get()


def typed(draft: Draft, text: str, **more: str) -> dict[str, object]:
    return {"text": text, "language": "de", "based_on": latest(draft).number, **more}


def card_of(draft: Draft) -> Card:
    found = latest(draft).beside.card
    assert found is not None
    return found


def test_a_press_fetches_the_card_of_the_first_link(client: Client, draft: Draft, site: str) -> None:
    client.post(f"/plan/posts/{draft.pk}/card/", typed(draft, f"Alles dazu: {site}/."))
    card = card_of(draft)
    assert (card.url, card.title, card.description) == (f"{site}/", "Nordring <wird> saniert", "Ab Montag.")
    picture = Picture.objects.get(digest=card.picture_digest)
    assert (picture.media_type, picture.width_px, picture.source) == ("image/jpeg", 1200, f"{site}/")
    assert len(media.content_of(picture)) < 900_000
    page = client.get(f"/plan/posts/{draft.pk}/").content.decode()
    assert page.count('<div class="linkcard" data-own-card>') == 1, "Mastodon makes its own"
    assert "<b>Nordring &lt;wird&gt; saniert</b>" in page


@pytest.mark.parametrize("path", ["/ohne", "/kein-bild", "/fehlt"])
def test_a_page_without_a_picture_makes_a_card_without_one(client: Client, draft: Draft, site: str, path: str) -> None:
    client.post(f"/plan/posts/{draft.pk}/card/", typed(draft, f"{site}{path}"))
    assert (card_of(draft).title, card_of(draft).picture_digest) == ("Nordring <wird> saniert", "")


def test_the_card_is_changed_by_hand_its_picture_ticked_away_and_left_out(
    client: Client, draft: Draft, site: str
) -> None:
    text = f"Alles dazu: {site}/"
    client.post(f"/plan/posts/{draft.pk}/card/", typed(draft, text))
    card = {"card_url": f"{site}/", "card_title": "Baustelle", "card_picture": card_of(draft).picture_digest}
    client.post(f"/plan/posts/{draft.pk}/", typed(draft, text, **card))
    assert card_of(draft) == Card(f"{site}/", "Baustelle", "", card["card_picture"])
    client.post(f"/plan/posts/{draft.pk}/", typed(draft, text, **card, card_bare="on"))
    assert card_of(draft).picture_digest == ""
    client.post(f"/plan/posts/{draft.pk}/", typed(draft, text, **card, then="no_card"))
    assert latest(draft).beside.card is None


def test_a_link_that_is_no_public_page_is_said_and_nothing_typed_is_lost(client: Client, draft: Draft) -> None:
    number = latest(draft).number
    answer = client.post(f"/plan/posts/{draft.pk}/card/", typed(draft, "Neu: http://127.0.0.1:9/geheim"))
    page = answer.content.decode()
    assert "Diese Adresse liegt nicht im öffentlichen Internet" in page
    assert "Neu: http://127.0.0.1:9/geheim" in page
    assert 'value="http://127.0.0.1:9/geheim"' in page, "one may type the rest by hand"
    assert latest(draft).number == number


def test_without_a_link_there_is_nothing_to_fetch(client: Client, draft: Draft) -> None:
    assert (
        "Im Text steht noch kein Link"
        in client.post(f"/plan/posts/{draft.pk}/card/", typed(draft, "Da.")).content.decode()
    )


def test_nobody_looks_round_in_a_network_by_cards(
    client: Client, draft: Draft, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carding, "OFTEN", 1)
    client.post(f"/plan/posts/{draft.pk}/card/", typed(draft, f"{site}/ohne"))
    said = client.post(f"/plan/posts/{draft.pk}/card/", typed(draft, f"{site}/")).content.decode()
    assert "Das waren viele Seiten in einer Stunde" in said


def test_a_card_of_another_link_than_the_first_is_said(client: Client, draft: Draft) -> None:
    card = {"card_url": "https://erlengrund.example/alt", "card_title": "Alt"}
    client.post(f"/plan/posts/{draft.pk}/", typed(draft, "https://erlengrund.example/neu", **card))
    assert "gehört zu einem anderen Link" in client.get(f"/plan/posts/{draft.pk}/").content.decode()


@pytest.mark.parametrize("wrong", ["javascript:alert(1)", "erlengrund", "https://a b"])
def test_an_address_that_is_none_gets_a_sentence_at_its_field(client: Client, draft: Draft, wrong: str) -> None:
    answer = client.post(f"/plan/posts/{draft.pk}/", typed(draft, "Da.", card_url=wrong, card_title="Titel"))
    assert answer.status_code == 422
    assert "Das ist keine Adresse einer Seite" in answer.content.decode()


def test_a_picture_that_is_none_breaks_no_page(client: Client, draft: Draft) -> None:
    card = {"card_url": "https://a.example", "card_title": "Titel", "card_picture": "../../etc/passwd"}
    assert client.post(f"/plan/posts/{draft.pk}/", typed(draft, "Da.", **card)).status_code == 422
    assert client.post(f"/plan/posts/{draft.pk}/look/", typed(draft, "Da.", **card)).status_code == 200
