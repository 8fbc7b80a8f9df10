"""What hangs on a post beside its words and pictures: a poll, a link's card. Part of what is approved, and kept."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health, Limits
from eichhorn.content import queries, services
from eichhorn.content.comparing import Part, changes
from eichhorn.content.models import Draft, Version
from eichhorn.content.polling import Problem, problems
from eichhorn.content.rules import NOTHING_BESIDE, Beside, Card, Poll, Whole, digest, is_address
from eichhorn.foundation.text import Unit
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.review import services as review
from eichhorn.review.services import NotReady, NotReadyBecause
from tests import make
from tests.make.people import NOW

POLL = Poll(("Ja", "Nein"), 1440)
CARD = Card("https://erlengrund.example/nordring", "Nordring wird saniert", "Ab Montag in drei Abschnitten.")
PLAIN = Whole(text="Wer kommt?", language="de", channel_ids=(1,))
LIMITS = Limits(
    text_limit=500, unit=Unit.GRAPHEMES, link_length=23, pictures=4, alt_limit=1500, picture_bytes=None, picture_types=(),
    poll_options=4, poll_option_limit=25, poll_minutes=(5, 10_080), poll_several=False,
)  # fmt: skip


def test_a_post_with_nothing_beside_it_keeps_its_digest() -> None:
    assert digest(replace(PLAIN, beside=NOTHING_BESIDE)) == digest(PLAIN)


def test_whatever_hangs_on_a_post_makes_another_content() -> None:
    beside = [
        Beside(poll=POLL), Beside(poll=replace(POLL, minutes=60)), Beside(poll=replace(POLL, several=True)),
        Beside(poll=replace(POLL, options=("Nein", "Ja"))), Beside(card=CARD), Beside(card=replace(CARD, title="Anders")),
        Beside(card=replace(CARD, description="")), Beside(card=replace(CARD, picture_digest="ab" * 32)),
        Beside(poll=POLL, card=CARD),
    ]  # fmt: skip
    assert len({digest(replace(PLAIN, beside=one)) for one in [NOTHING_BESIDE, *beside]}) == len(beside) + 1


def test_what_is_kept_is_tidy() -> None:
    typed = Beside(poll=Poll((" Ja,\ngern ", "", "\x00"), 60), card=Card(" https://a.example/x ", "", " viel\n Platz "))
    assert typed.tidied() == Beside(Poll(("Ja, gern",), 60), Card("https://a.example/x", "a.example", "viel Platz"))
    assert Beside(Poll(("", " "), 60), Card("", "Titel")).tidied() == NOTHING_BESIDE


@pytest.mark.parametrize("url", ["https://a.example", "http://a.example/?q=1#x", "HTTPS://ä.example/ü"])
def test_addresses_of_pages_are_known(url: str) -> None:
    assert is_address(url)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://a.example", "https://", "//a.example", "https://a b", 'https://a"b', "http://[::1"],
)
def test_what_is_no_address_of_a_page_is_refused(url: str) -> None:
    assert not is_address(url)


@given(st.text(max_size=60))
def test_whatever_is_typed_as_an_address_gets_an_answer(url: str) -> None:
    assert is_address(url) in {True, False}


@pytest.mark.parametrize(
    ("poll", "pictures", "found"),
    [
        (POLL, 0, []),
        (replace(POLL, options=("Ja",)), 0, [Problem.FEW]),
        (replace(POLL, options=("Ja", "ja")), 0, [Problem.ALIKE]),
        (POLL, 1, [Problem.BESIDE_PICTURES]),
        (replace(POLL, options=tuple("abcd")), 0, []),
        (replace(POLL, options=tuple("abcde")), 0, [Problem.MANY]),
        (replace(POLL, options=("a" * 25, "b")), 0, []),
        (replace(POLL, options=("a" * 26, "b")), 0, [Problem.LONG]),
        (replace(POLL, minutes=5), 0, []),
        (replace(POLL, minutes=4), 0, [Problem.SHORT_TIME]),
        (replace(POLL, minutes=10_080), 0, []),
        (replace(POLL, minutes=10_081), 0, [Problem.LONG_TIME]),
        (replace(POLL, several=True), 0, [Problem.SEVERAL]),
    ],
)
def test_what_a_network_does_not_take_of_a_poll_is_named(poll: Poll, pictures: int, found: list[Problem]) -> None:
    assert list(problems(poll, LIMITS, pictures=pictures, has_own_text=False)) == found


def test_a_channel_without_polls_needs_a_text_of_its_own() -> None:
    without = replace(LIMITS, poll_options=0)
    assert problems(POLL, without, pictures=0, has_own_text=False) == (Problem.NO_POLLS,)
    assert problems(POLL, without, pictures=0, has_own_text=True) == ()
    assert problems(None, without, pictures=0, has_own_text=False) == ()


def himmel() -> Channel:
    """Return a channel without polls that shows cards as we say them."""
    made = make.channels.unconnected("Himmel", network="bluesky", server_url="https://himmel.example")
    Channel.objects.filter(pk=made.pk).update(health=Health.CONNECTED)  # nobody is asked here
    made.refresh_from_db()
    return made


@pytest.fixture
def miriam() -> Person:
    made: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return made


def saved(draft: Draft, by: Person, beside: Beside, number: int = 1, text: str = "Wer kommt?") -> Version:
    services.save(draft=draft, based_on=number, text=text, language="de", beside=beside, by=by, now=NOW)
    return latest(draft)


def latest(draft: Draft) -> Version:
    return queries.wordings([Draft.objects.get(pk=draft.pk).latest_id or 0]).get()


@pytest.mark.django_db
class TestKeeping:
    def test_it_stands_in_the_version_and_only_where_a_channel_shows_it(self, miriam: Person) -> None:
        stage, bluesky = make.channels.channel("Stadtwerke"), himmel()
        version = saved(make.content.draft(by=miriam, chosen=[stage, bluesky]), miriam, Beside(POLL, CARD))
        assert version.beside == Beside(POLL, CARD)
        here, there = queries.wording(version, stage), queries.wording(version, bluesky)
        assert (here.poll, here.card) == (POLL, None)
        assert (there.poll, there.card) == (None, CARD)

    def test_pictures_stand_in_the_place_of_the_card(self, miriam: Person) -> None:
        bluesky = himmel()
        draft = make.content.draft(by=miriam, chosen=[bluesky])
        attached = [services.NewAttachment(make.media.picture(by=miriam), "Ein Bagger")]
        services.save(
            draft=draft, based_on=1, text="Da.", language="de", attachments=attached, beside=Beside(card=CARD), by=miriam,
            now=NOW,
        )  # fmt: skip
        assert queries.wording(latest(draft), bluesky).card is None
        assert latest(draft).beside.card == CARD

    def test_it_is_kept_when_only_words_change_and_comes_back_with_an_earlier_version(self, miriam: Person) -> None:
        draft = make.content.draft(by=miriam, chosen=[make.channels.channel()])
        saved(draft, miriam, Beside(POLL, CARD))
        services.reword(draft=draft, words=services.Words("Anders.", "", {}), by=miriam, now=NOW)
        assert latest(draft).beside == Beside(POLL, CARD)
        saved(draft, miriam, NOTHING_BESIDE, number=3)
        assert latest(draft).beside == NOTHING_BESIDE
        services.restore(draft=draft, number=2, by=miriam, now=NOW)
        assert latest(draft).beside == Beside(POLL, CARD)

    def test_the_history_says_what_of_it_changed(self, miriam: Person) -> None:
        draft = make.content.draft(by=miriam, chosen=[make.channels.channel()])
        before = saved(draft, miriam, Beside(poll=POLL))
        after = saved(draft, miriam, Beside(replace(POLL, options=("Ja", "Vielleicht")), CARD), number=2)
        found = changes(before, after, {})
        assert [change.part for change in found] == [Part.POLL, Part.CARD]
        assert [piece.text for piece in found[0].pieces if piece.difference != "same"] == ["Nein", "Vielleicht"]

    @pytest.mark.parametrize(
        ("beside", "part"),
        [
            (Beside(poll=Poll(("Ja", "Nein"), 4)), "minutes"),
            (Beside(card=Card("javascript:alert(1)", "Nein")), "card_url"),
            (Beside(card=replace(CARD, picture_digest="0" * 64)), "card_picture"),
        ],
    )
    def test_what_cannot_be_is_refused_by_name(self, miriam: Person, beside: Beside, part: str) -> None:
        with pytest.raises(services.Unfit) as refused:
            saved(make.content.draft(by=miriam, chosen=[make.channels.channel()]), miriam, beside)
        assert refused.value.part == part

    def test_too_much_is_refused_by_name(self, miriam: Person) -> None:
        draft = make.content.draft(by=miriam, chosen=[make.channels.channel()])
        for beside, part in (
            (Beside(poll=Poll(tuple(map(str, range(21))), 60)), "options"),
            (Beside(poll=Poll(("a" * 201, "b"), 60)), "option"),
            (Beside(card=replace(CARD, title="a" * 301)), "card_title"),
        ):
            with pytest.raises(services.TooLong) as refused:
                saved(draft, miriam, beside)
            assert refused.value.part == part


@pytest.mark.django_db
class TestHandingIn:
    def test_a_poll_never_leaves_its_channel_out_silently(self, miriam: Person) -> None:
        stage, bluesky = make.channels.channel("Stadtwerke"), himmel()
        make.review.four_eyes()
        draft = make.content.draft(by=miriam, chosen=[stage, bluesky])
        saved(draft, miriam, Beside(poll=POLL))
        with pytest.raises(NotReady) as refused:
            review.hand_in(draft=draft, by=miriam, now=NOW)
        assert (refused.value.because, refused.value.about) == (NotReadyBecause.NO_POLLS, "Himmel")
        own = {bluesky.pk: "Kommen Sie? Antworten Sie hier mit Ja oder Nein."}
        services.save(
            draft=draft,
            based_on=2,
            text="Wer kommt?",
            language="de",
            variants=own,
            beside=Beside(poll=POLL),
            by=miriam,
            now=NOW,
        )
        assert review.hand_in(draft=draft, by=miriam, now=NOW).digest == latest(draft).digest

    def test_a_poll_that_a_channel_does_not_take_is_not_handed_in(self, miriam: Person) -> None:
        make.review.four_eyes()
        draft = make.content.draft(by=miriam, chosen=[make.channels.channel("Stadtwerke")])
        saved(draft, miriam, Beside(poll=Poll(tuple("abcde"), 60)))
        with pytest.raises(NotReady) as refused:
            review.hand_in(draft=draft, by=miriam, now=NOW)
        assert (refused.value.because, refused.value.about) == (NotReadyBecause.POLL_UNFIT, "Stadtwerke")
