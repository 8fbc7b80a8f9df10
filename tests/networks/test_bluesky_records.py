"""What a post becomes on Bluesky: its key, the bytes of links, names and subjects, what it shows."""

import re
import string
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.networks.base import Account, Card, Keys, Picture, Poll, Post, Refused, Video, Visibility
from eichhorn.networks.bluesky import Bluesky, records
from eichhorn.networks.bluesky.listening import Mark, sign, words
from eichhorn.networks.bluesky.records import Embeds

AT = datetime(2026, 11, 22, 14, 0, 0, 123_456, tzinfo=UTC)
DID = "did:plc:6gbf6puhwn2pkyyrs7c5y6so"
instants = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


def post(text: str = "Hallo", **more: object) -> Post:
    return Post(**{"key": str(uuid4()), "text": text, "language": "de", "made_at": AT, **more})  # type: ignore[arg-type]


def marked(text: str, **people: str) -> list[tuple[str, str]]:
    """Return what is marked in the text, cut out by its bytes, with what it leads to."""
    found = records.facets(text, people)
    cut = [text.encode()[each["index"]["byteStart"] : each["index"]["byteEnd"]].decode() for each in found]
    leads = [
        feature.get("uri") or feature.get("did") or feature["tag"] for [feature] in (each["features"] for each in found)
    ]
    return list(zip(cut, leads, strict=True))


# --- the key ----------------------------------------------------------------------------------------------------------


@given(st.uuids(), instants | st.none())
def test_the_key_of_a_post_is_the_same_at_every_try_and_has_the_form_that_servers_take(
    key: object, at: datetime | None
) -> None:
    one = Post(key=str(key), text="Erster Versuch", language="de", made_at=at)
    other = Post(key=str(key), text="Zweiter", language="en", made_at=at)
    assert records.record_key(one) == records.record_key(other)
    assert re.fullmatch(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}", records.record_key(one))


@given(st.lists(st.uuids(), min_size=2, max_size=40, unique=True))
def test_posts_that_begin_at_the_same_instant_have_keys_of_their_own(keys: list[object]) -> None:
    assert len({records.record_key(post(key=str(key))) for key in keys}) == len(keys)


@given(st.uuids(), instants)
def test_a_key_stands_for_the_second_in_which_its_post_began(key: object, at: datetime) -> None:
    said = records.instant_of(records.record_key(post(key=str(key), made_at=at)))
    assert said is not None
    assert said.replace(microsecond=0) == at.replace(microsecond=0)


@given(instants, instants)
def test_keys_sort_as_their_instants_do(one: datetime, other: datetime) -> None:
    first, second = (records.tid(records._micros(at), beside=7) for at in sorted((one, other)))
    assert first <= second


@given(st.text(string.printable, max_size=15))
def test_what_is_no_key_of_an_instant_has_none(text: str) -> None:
    if len(text) != 13 or set(text) - set(records.DIGITS):
        assert records.instant_of(text) is None


@pytest.mark.parametrize(
    "text", ["", "123", "https://bsky.app/profile/a/post/b", "at://did:plc:abc", "at://did:plc:abc/x/../y"]
)
def test_what_is_no_id_of_this_network_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        records.place(text)


# --- what is marked ---------------------------------------------------------------------------------------------------


def test_places_are_counted_in_bytes_however_many_code_points_a_character_takes() -> None:
    text = "👨‍👩‍👧‍👦 ä @ada.test 🇩🇪 https://a.example #straße"
    assert marked(text, **{"ada.test": DID}) == [
        ("@ada.test", DID), ("https://a.example", "https://a.example"), ("#straße", "straße"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Mehr: https://a.example/b.", "https://a.example/b"),
        ("(siehe https://a.example/b)", "https://a.example/b"),
        ("https://a.example/b_(c)", "https://a.example/b_(c)"),
        ("„https://a.example/b“", "https://a.example/b"),
        ("https://a.example/?q=ü#x!", "https://a.example/?q=ü#x"),
        ("HTTPS://A.EXAMPLE", "HTTPS://A.EXAMPLE"),
    ],
)
def test_what_closes_a_sentence_does_not_belong_to_its_link(text: str, link: str) -> None:
    assert marked(text) == [(link, link)]


@pytest.mark.parametrize(
    "text", ["https://", "http:// a", "a@ada.test", "niemand @", "Preis: #1", "a#b", "# leer", "@ada", "#️⃣"]
)
def test_what_only_looks_like_a_link_a_name_or_a_subject_is_none(text: str) -> None:
    assert marked(text, **{"ada.test": DID}) == []


def test_a_name_that_nobody_has_stays_text() -> None:
    assert marked("@ada.test und @bob.test", **{"bob.test": DID}) == [("@bob.test", DID)]
    assert records.mentioned("@Ada.Test, @ada.test (@bob.test)") == ["ada.test", "bob.test"]


def test_a_subject_has_64_characters_at_most() -> None:
    assert marked("#" + "a" * 64) == [("#" + "a" * 64, "a" * 64)]
    assert marked("#" + "a" * 65) == []
    assert marked("#Nordring, #A13.") == [("#Nordring", "Nordring"), ("#A13", "A13")]


@given(st.text(st.sampled_from("aä🇩 .#@:/()\nhtps👨‍"), max_size=60))
def test_marks_never_overlap_and_never_cut_a_letter(text: str) -> None:
    end = 0
    for each in records.facets(text, {}):
        assert end <= each["index"]["byteStart"] < each["index"]["byteEnd"] <= len(text.encode())
        end = each["index"]["byteEnd"]
        text.encode()[each["index"]["byteStart"] : end].decode()


# --- what is taken ----------------------------------------------------------------------------------------------------

SHOT = Picture(b"x", "image/png", "bagger.png", "Ein Bagger")


@pytest.mark.parametrize(
    "wrong",
    [
        post("a" * 301),
        post("👨‍👩‍👧‍👦" * 121),
        post("a" * 290, content_warning="b" * 10),
        post(pictures=(SHOT,) * 5),
        post(pictures=(Picture(b"x" * 2_000_001, "image/png", "groß.png", ""),)),
        post(card=Card("https://a.example", "A", picture=Picture(b"x" * 1_000_001, "image/png", "groß.png", ""))),
        post(video=Video(b"x", "video/mp4", "film.mp4", "")),
        post(poll=Poll(("Ja", "Nein"), timedelta(days=1))),
        post(visibility=Visibility.UNLISTED),
    ],
)
def test_what_the_network_would_not_take_is_refused_without_asking_it(wrong: Post) -> None:
    with pytest.raises(Refused):
        Bluesky(Account("http://127.0.0.1:1", Keys("t"), account_id=DID)).send(wrong)


@pytest.mark.parametrize(
    "right",
    [
        post("a" * 300),
        post("👨‍👩‍👧‍👦" * 120),
        post("a" * 288, content_warning="b" * 10),
        post("a" * 289, content_warning="b" * 10),
        post(pictures=(Picture(b"x" * 2_000_000, "image/png", "groß.png", ""),) * 4),
        post(card=Card("https://a.example", "A", picture=Picture(b"x" * 1_000_000, "image/png", "groß.png", ""))),
    ],
)
def test_what_lies_just_within_is_taken(right: Post) -> None:
    records.check(right)


def test_a_picture_whose_size_is_not_known_is_shown_without_one() -> None:
    record = records.record(post(pictures=(SHOT,)), Embeds(pictures=[{"ref": "x"}]), written_at=AT)
    assert record["embed"]["images"] == [{"image": {"ref": "x"}, "alt": "Ein Bagger"}]


def test_pictures_go_before_a_card() -> None:
    both = post(pictures=(SHOT,), card=Card("https://a.example", "A"))
    assert records.record(both, Embeds(pictures=[{}]), written_at=AT)["embed"]["$type"] == "app.bsky.embed.images"


def test_an_instant_is_written_as_servers_read_it() -> None:
    assert records.record(post(), Embeds(), written_at=AT)["createdAt"] == "2026-11-22T14:00:00.123Z"


def test_a_warning_of_nudity_has_its_own_label_and_one_without_pictures_has_none() -> None:
    nude = records.labels(post(content_warning="Nacktheit im Museum", pictures=(SHOT,)))
    assert nude is not None
    assert nude["values"] == [{"val": "nudity"}]
    assert records.labels(post(content_warning="Baustelle")) is None
    assert records.labels(post(pictures=(SHOT,))) is None


# --- what comes in ----------------------------------------------------------------------------------------------------


def test_a_shortened_link_is_written_out_and_places_that_are_nonsense_do_no_harm() -> None:
    feature = {"$type": "app.bsky.richtext.facet#link", "uri": "https://erlengrund.example/nordring"}
    record = {
        "text": "Größe: erlengrund.example/no… ja",
        "facets": [
            {"index": {"byteStart": 9, "byteEnd": 33}, "features": [feature]},
            {"index": {"byteStart": 90, "byteEnd": 99}, "features": [feature]},
            {"index": {"byteStart": "1"}, "features": [feature, "unsinn"]},
            "unsinn",
        ],
    }
    assert words(record) == "Größe: https://erlengrund.example/nordring ja"


def test_a_message_without_words_says_what_it_shows() -> None:
    images = {"images": [{"alt": "Ein Schild"}, {"alt": ""}]}
    assert words({"text": "", "embed": images}) == "Ein Schild"
    assert words({"text": " ", "embed": {"media": images}}) == "Ein Schild"
    assert words({"text": "", "embed": {"external": {"uri": "https://a.example"}}}) == "https://a.example"
    assert words({"embed": "unsinn"}) == ""


@given(st.lists(st.tuples(st.uuids(), instants), max_size=40))
def test_a_mark_never_gets_too_long_and_is_read_back(told: list[tuple[object, datetime]]) -> None:
    mark = Mark()
    for key, at in told:
        mark = mark.after(f"at://{key}", at.replace(microsecond=0))
        assert len(str(mark)) <= 100
        assert Mark.read(str(mark)) == mark
        assert mark.signs[-1] == sign(f"at://{key}")
    assert Mark.read("unsinn") == Mark() == Mark.read("")
