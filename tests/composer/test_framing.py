"""Choosing what is shown of a picture: by a format and a point, or by four numbers, without scripts."""

import pytest
from django.test import Client

from eichhorn.content import queries, services
from eichhorn.content.models import Draft, Version
from eichhorn.content.services import NewAttachment
from eichhorn.media.framing import Framing
from eichhorn.media.models import Picture
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def miriam() -> Person:
    made: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return made


@pytest.fixture
def client(miriam: Person) -> Client:
    return make.people.client_of(miriam)


@pytest.fixture
def picture() -> Picture:
    from eichhorn.media import services as media

    made: Picture = media.store(
        content=make.media.png(width=200, height=100), file_name="bagger.png", by=None, now=NOW
    )  # fmt: skip
    return made


@pytest.fixture
def draft(miriam: Person, picture: Picture) -> Draft:
    return make.content.draft(
        by=miriam, chosen=[make.channels.channel("Stadtwerke")], attachments=[NewAttachment(picture, "Bagger")]
    )


def latest(draft: Draft) -> Version:
    return queries.wordings([Draft.objects.get(pk=draft.pk).latest_id or 0]).get()


def chosen(client: Client, draft: Draft, picture: Picture, **said: object) -> Framing | int:
    """Return what is shown afterwards; the status where the form has a mistake."""
    answer = client.post(f"/plan/posts/{draft.pk}/pictures/{picture.digest}/", said)
    return latest(draft).attachments.get().framing if answer.status_code == 303 else answer.status_code


def test_a_format_and_a_point_are_enough(client: Client, draft: Draft, picture: Picture) -> None:
    assert chosen(client, draft, picture, shape="1:1") == Framing(250, 0, 500, 1000)
    assert chosen(client, draft, picture, shape="1:1", across="10", down="20") == Framing(0, 0, 500, 1000, (100, 200))


def test_four_numbers_say_the_same(client: Client, draft: Draft, picture: Picture) -> None:
    numbers = {"left": "12.5", "top": "0", "width": "50", "height": "80"}
    assert chosen(client, draft, picture, shape="free", **numbers) == Framing(125, 0, 500, 800)
    assert chosen(client, draft, picture, shape="all", **numbers) == Framing()


def test_what_was_drawn_in_the_format_stays_as_it_was_drawn(client: Client, draft: Draft, picture: Picture) -> None:
    numbers = {"left": "60", "top": "20", "width": "20", "height": "40"}
    assert chosen(client, draft, picture, shape="1:1", **numbers) == Framing(600, 200, 200, 400)


@pytest.mark.parametrize(
    "said",
    [
        {"shape": "free", "left": "60", "width": "50"},
        {"shape": "free", "width": "4.9"},
        {"shape": "free", "left": "50", "width": "50", "across": "10", "down": "10"},
        {"shape": "all", "across": "100.1", "down": "0"},
        {"shape": "rund"},
        {"shape": "free", "left": "viel"},
    ],
)
def test_what_is_no_part_gets_a_sentence_and_changes_nothing(
    client: Client, draft: Draft, picture: Picture, said: dict[str, str]
) -> None:
    assert chosen(client, draft, picture, **said) == 422
    assert latest(draft).attachments.get().framing == Framing()


def test_the_page_shows_the_part_and_every_format(client: Client, draft: Draft, picture: Picture) -> None:
    chosen(client, draft, picture, shape="1:1")
    page = client.get(f"/plan/posts/{draft.pk}/pictures/{picture.digest}/").content.decode()
    assert 'x="250" y="0" width="500" height="1000"' in page
    assert page.count("data-cut=") == 4
    assert client.get(f"/plan/posts/{draft.pk}/pictures/{'0' * 64}/").status_code == 404


def test_the_composer_keeps_the_part_when_the_text_is_saved(client: Client, draft: Draft, picture: Picture) -> None:
    framing = chosen(client, draft, picture, shape="1:1")
    assert isinstance(framing, Framing)
    page = client.get(f"/plan/posts/{draft.pk}/").content.decode()
    assert f'name="framing_{picture.digest}" value="250-0-500-1000"' in page
    assert f"/media/{picture.digest}/framed/250-0-500-1000/" in page
    form = {"text": "Neu.", "language": "de", "based_on": 2, "kept": picture.digest}
    form |= {f"alt_{picture.digest}": "Bagger", f"framing_{picture.digest}": "250-0-500-1000"}
    client.post(f"/plan/posts/{draft.pk}/", form)
    assert (latest(draft).text, latest(draft).attachments.get().framing) == ("Neu.", framing)


def test_pressing_it_saves_the_text_first(client: Client, draft: Draft, picture: Picture) -> None:
    form = {"text": "Vorher.", "language": "de", "based_on": 1, "kept": picture.digest}
    answer = client.post(f"/plan/posts/{draft.pk}/", form | {"then": f"frame:{picture.digest}"})
    assert answer["Location"] == f"/plan/posts/{draft.pk}/pictures/{picture.digest}/"
    assert latest(draft).text == "Vorher."


def test_what_is_done_for_a_channel_is_said_by_its_name(client: Client, draft: Draft, picture: Picture) -> None:
    channel = draft.slot.channels.get()
    channel.limits = channel.limits | {"picture_pixels": 5_000}
    channel.save(update_fields=["limits"])
    page = client.get(f"/plan/posts/{draft.pk}/").content.decode()
    assert "bagger.png wird für Stadtwerke auf 100 Pixel verkleinert." in page
    channel.limits = channel.limits | {"picture_types": ["image/avif"]}
    channel.save(update_fields=["limits"])
    page = client.get(f"/plan/posts/{draft.pk}/").content.decode()
    assert "Stadtwerke nimmt keine Art von Bild, die wir aus bagger.png machen können." in page


def test_the_history_shows_both(client: Client, draft: Draft, miriam: Person, picture: Picture) -> None:
    shown = [NewAttachment(picture, "Bagger", Framing(0, 0, 500, 1000))]
    later = NOW.replace(hour=23)
    services.save(
        draft=draft, based_on=1, text=latest(draft).text, language="de", attachments=shown, by=miriam, now=later
    )
    page = client.get(f"/plan/posts/{draft.pk}/history/").content.decode()
    assert f"/media/{picture.digest}/small/" in page
    assert f"/media/{picture.digest}/framed/0-0-500-1000/small/" in page
