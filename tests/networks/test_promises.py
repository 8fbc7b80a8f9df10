"""What every network promises, asked of each that has a fake here: one suite, and no case for any but what it lacks.

Adding one: a module with a World that `fault_server` can serve, and a line in KINDS. Its log of what it `accepted` holds the
id, and the text and alts as readers see them; a token that begins with "revoked" opens nothing; somebody says something by
`say(text, in_reply_to_id)`.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from eichhorn.foundation import clock, http
from eichhorn.networks import doors
from eichhorn.networks.base import Account, Keys, Network, Picture, Post, Unauthorised, Unreachable, Unsure
from eichhorn.networks.linkedin import LinkedIn
from eichhorn.networks.mastodon import Mastodon
from eichhorn.networks.telegram import Telegram
from eichhorn.networks.x import X
from tests.networks.running import Faulty, fake
from tests.networks.telegram_fake import CHANNEL, token_of
from tests.networks.x_fake import user_id

KINDS: dict[str, tuple[type[Network], str]] = {
    "fault_server": (Mastodon, "9a1"),
    "x_fake": (X, user_id("a1")),
    "linkedin_fake": (LinkedIn, "urn:li:organization:41"),
    "telegram_fake": (Telegram, str(CHANNEL["id"])),
}
TOKENS = {"telegram_fake": token_of}
"""How tokens are written where they are not plain names."""
SHOT = Picture(b"\x89PNG....", "image/png", "a.png", "Ein Bagger „an“ der Straße")
WORDS = Post(
    key="7f1c", text="Ab Montag (15. Juni) ist die Straße zu & danach wieder frei.\n\nhttps://erlengrund.example/n_r #Nordring",
    language="de", pictures=(SHOT,),
)  # fmt: skip


@pytest.fixture(scope="module", params=list(KINDS))
def one_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Faulty]]:
    with fake(tmp_path_factory.mktemp(request.param), f"tests.networks.{request.param}") as running:
        yield request.param, running


@pytest.fixture
def server(one_server: tuple[str, Faulty], allow: set[str]) -> Faulty:
    _, running = one_server
    http.configure(allow=allow | {running.host_port})
    running.forget()
    return running


def door_with(one_server: tuple[str, Faulty], token: str, url: str = "") -> Network:
    kind, running = one_server
    network, account_id = KINDS[kind]
    written = TOKENS.get(kind, str)(token)
    return network(Account(url or running.url, Keys(written), account_id=account_id))


@pytest.fixture
def door(one_server: tuple[str, Faulty], server: Faulty) -> Network:
    return door_with(one_server, "a1")


def test_a_post_arrives_once_with_its_text_and_the_description_of_its_picture(door: Network, server: Faulty) -> None:
    receipt = door.send(WORDS)
    [there] = server.accepted()
    alts = [SHOT.alt] if door.capabilities.alt_limit.value else []
    assert (there["text"], there["alts"], there["id"]) == (WORDS.text, alts, receipt.network_id)
    assert receipt.url.startswith("http")


def test_exactly_ours_is_found(door: Network) -> None:
    began = clock.now()
    door.send(replace(WORDS, key="2", text="Etwas anderes"))
    receipt = door.send(WORDS)
    assert door.find(WORDS, since=began) == receipt
    assert door.find(WORDS, since=began, known={receipt.network_id}) is None
    assert door.find(replace(WORDS, key="3", text="Nie gesagt"), since=began) is None
    assert door.find(WORDS, since=began + timedelta(hours=1)) is None


def test_an_answer_that_is_lost_is_a_doubt_that_looking_clears(door: Network, server: Faulty) -> None:
    began = clock.now()
    server.order("cut_after")
    with pytest.raises(Unsure):
        door.send(WORDS)
    found = door.find(WORDS, since=began)
    assert found is not None
    assert [found.network_id] == [line["id"] for line in server.accepted()]


def test_a_question_comes_in_once_under_its_post_and_our_answer_is_found(door: Network, server: Faulty) -> None:
    receipt = door.send(WORDS)
    server.say(text="Wie lange & wo?", in_reply_to_id=receipt.network_id)
    [question] = door.incoming(since="")
    assert question.answers == receipt.network_id
    assert question.text.endswith("Wie lange & wo?")
    assert question.said_at.tzinfo is not None
    assert list(door.incoming(since=question.mark)) == []
    reply = Post(key="r", text="Bis Freitag, 18 Uhr.", language="de", reply_to=question.network_id)
    sent = door.send(reply)
    assert door.find(reply, since=clock.now()) == (sent if not isinstance(door, Telegram) else None)  # it repeats none


def test_a_false_token_opens_nothing(one_server: tuple[str, Faulty], server: Faulty) -> None:
    shut = door_with(one_server, "revoked")
    for ask in (
        lambda: shut.send(WORDS),
        lambda: shut.find(WORDS, since=clock.now()),
        lambda: list(shut.incoming(since="")),
    ):
        with pytest.raises(Unauthorised):
            ask()
    assert server.accepted() == []


def test_a_server_that_is_not_there_is_unreachable(one_server: tuple[str, Faulty]) -> None:
    away = door_with(one_server, "a1", "https://nobody.invalid")
    with pytest.raises(Unreachable):
        away.send(WORDS)
    with pytest.raises(Unreachable):
        away.find(WORDS, since=clock.now())


def which(door: type) -> list[str]:
    """Return the kinds whose network has the door."""
    return [kind for kind, (network, _) in KINDS.items() if issubclass(network, door)]


@pytest.mark.parametrize("one_server", which(doors.ReadsThreads), indirect=True)
def test_what_stands_below_a_post_is_read_without_our_own_words(door: Network, server: Faulty) -> None:
    assert isinstance(door, doors.ReadsThreads)
    receipt = door.send(WORDS)
    server.say(text="Wie lange?", in_reply_to_id=receipt.network_id)
    door.send(Post(key="r", text="Bis Freitag.", language="de", reply_to=receipt.network_id))
    assert [(said.text.split()[-1], said.answers) for said in door.thread(receipt.network_id)] == [
        ("lange?", receipt.network_id)
    ]


def test_whose_account_it_is_is_told(door: Network) -> None:
    assert isinstance(door, doors.Tells)
    told = door.tell()
    assert told.account
    assert told.account_id in {account_id for _, account_id in KINDS.values()}
