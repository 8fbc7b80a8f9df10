"""A post on its way to a page on LinkedIn and back, against a real process that keeps LinkedIn's documented rules."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.foundation import clock
from eichhorn.networks.base import (
    Account,
    Card,
    Keys,
    Picture,
    Poll,
    Post,
    Refused,
    Unauthorised,
    Unsure,
    Video,
    Visibility,
)
from eichhorn.networks.doors import Figures
from eichhorn.networks.linkedin import LinkedIn, little
from tests.networks.linkedin_words import shown
from tests.networks.running import Faulty

PAGE = "urn:li:organization:41"
GREETING = Post(
    key="7f1c", text="Guten Morgen & gute <Fahrt> (ab Montag)\n\nhttps://erlengrund.example/b_c?a=1#x #Nordring",
    language="de",
)  # fmt: skip
SHOT = Picture(b"\x89PNG....", "image/png", "a.png", "Ein Bagger (gelb)")
PICTURED = Post(key="7f1d", text="Mit Bild", language="de", pictures=(SHOT, replace(SHOT, alt="Ein Radweg")))
CARD = Card("https://erlengrund.example/nordring", "Nordring gesperrt", "Drei Tage", SHOT)


# --- the little text format -------------------------------------------------------------------------------------------


@given(st.text(max_size=80))
def test_every_text_is_shown_whole_and_read_back_as_it_was(text: str) -> None:
    assert shown(little.written(text)) == little.read(little.written(text)) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Am #Nordring", r"Am {hashtag|\#|Nordring}"),
        ("#nord_ring!", r"{hashtag|\#|nord\_ring}!"),
        ("C# und #1", r"C\# und \#1"),
        ("(a_b) *c* [d] {e} <f> ~g~ h|i j@k", r"\(a\_b\) \*c\* \[d\] \{e\} \<f\> \~g\~ h\|i j\@k"),
        ("a\\b", r"a\\b"),
    ],
)
def test_hashtags_stay_hashtags_and_all_else_stands_for_itself(text: str, written: str) -> None:
    assert little.written(text) == written


def test_mentions_are_read_as_names() -> None:
    assert little.read(r"Dank an @[Ada \(Lovelace\)](urn:li:person:1)!") == "Dank an Ada (Lovelace)!"


# --- saying -----------------------------------------------------------------------------------------------------------


def test_a_post_arrives_as_it_was_written(page: LinkedIn, linkedin: Faulty) -> None:
    receipt = page.send(GREETING)
    [there] = linkedin.accepted()
    assert (there["text"], there["account"]) == (GREETING.text, PAGE)
    assert receipt.network_id == there["id"]
    assert receipt.url == f"https://www.linkedin.com/feed/update/{there['id']}/"


@pytest.mark.parametrize("number", [1, 2, 20])
def test_pictures_arrive_with_their_descriptions_once_they_are_ready(
    page: LinkedIn, linkedin: Faulty, number: int
) -> None:
    linkedin.set(media_takes=int(number < 3))
    page.send(replace(PICTURED, pictures=(SHOT,) * number))
    assert linkedin.accepted()[0]["alts"] == ["Ein Bagger (gelb)"] * number


def test_a_link_gets_its_card(page: LinkedIn, linkedin: Faulty) -> None:
    wanted = replace(GREETING, card=CARD)
    receipt = page.send(wanted)
    article = linkedin.accepted()[0]["article"]
    assert (article["source"], article["title"], article["description"]) == (CARD.url, CARD.title, CARD.description)
    assert article["thumbnail"].startswith("urn:li:image:")
    assert page.find(wanted, since=clock.now()) == receipt
    assert page.find(replace(wanted, card=None), since=clock.now()) is None


def test_a_post_is_quoted(page: LinkedIn, linkedin: Faulty) -> None:
    first = page.send(GREETING)
    quoting = replace(GREETING, text="Noch bis Freitag", quotes=first.network_id)
    assert page.find(quoting, since=clock.now()) is None
    assert page.send(quoting) == page.find(quoting, since=clock.now())
    assert linkedin.accepted()[1]["quotes"] == first.network_id


@pytest.mark.parametrize("text", ["x" * 3_000, "😀" * 1_500, "(" * 3_000])
def test_what_just_fits_is_shown_whole(page: LinkedIn, linkedin: Faulty, text: str) -> None:
    page.send(replace(GREETING, text=text))
    assert linkedin.accepted()[0]["text"] == text


@pytest.mark.parametrize(
    "never",
    [
        replace(GREETING, text="x" * 3_001),
        replace(GREETING, text="😀" * 1_500 + "x"),
        replace(GREETING, text="x" * 1_251, reply_to="urn:li:share:1"),
        replace(GREETING, pictures=(SHOT,), reply_to="urn:li:share:1"),
        replace(GREETING, pictures=(SHOT,) * 21),
        replace(GREETING, pictures=(replace(SHOT, alt="x" * 4_087),)),
        replace(GREETING, pictures=(replace(SHOT, media_type="image/webp"),)),
        replace(GREETING, video=Video(b"film", "video/mp4", "film.mp4", "Film")),
        replace(GREETING, poll=Poll(("Ja", "Nein"), timedelta(days=1))),
        replace(GREETING, visibility=Visibility.FOLLOWERS),
    ],
)
def test_what_linkedin_would_cut_or_show_otherwise_never_leaves(page: LinkedIn, linkedin: Faulty, never: Post) -> None:
    with pytest.raises(Refused):
        page.send(never)
    assert linkedin.events("asked") == []


# --- finding ----------------------------------------------------------------------------------------------------------


def test_a_post_is_found_by_what_it_says(page: LinkedIn, linkedin: Faulty) -> None:
    began = clock.now()
    linkedin.order("cut_after")
    with pytest.raises(Unsure):
        page.send(GREETING)
    page.send(replace(GREETING, text="Guten Abend"))
    found = page.find(GREETING, since=began)
    assert found is not None
    assert found.network_id == linkedin.accepted()[0]["id"]


@pytest.mark.parametrize(
    "unlike",
    [
        replace(GREETING, text=GREETING.text.replace("Nordring", "Südring")),
        replace(GREETING, content_warning="Achtung"),
        replace(GREETING, quotes="urn:li:share:1"),
        replace(GREETING, pictures=(SHOT,)),
        replace(GREETING, card=CARD),
    ],
)
def test_what_is_not_quite_the_post_is_not_taken_for_it(page: LinkedIn, unlike: Post) -> None:
    page.send(GREETING)
    assert page.find(unlike, since=clock.now()) is None


def test_only_a_post_of_this_delivery_is_taken_for_it(page: LinkedIn, linkedin: Faulty) -> None:
    receipt = page.send(GREETING)
    assert page.find(GREETING, since=clock.now(), known={receipt.network_id}) is None
    assert page.find(GREETING, since=clock.now() + timedelta(minutes=2)) is None
    linkedin.set(lag=1)
    assert page.find(GREETING, since=clock.now()) is None


def test_a_post_is_found_below_many_later_ones(page: LinkedIn) -> None:
    began = clock.now()
    first = page.send(PICTURED)
    for number in range(55):
        page.send(replace(GREETING, key=str(number), text=f"Nachricht {number}"))
    assert page.find(PICTURED, since=began) == first


# --- talking ----------------------------------------------------------------------------------------------------------


def test_our_comment_stands_below_the_post_and_is_found(page: LinkedIn, linkedin: Faulty) -> None:
    ours = page.send(GREETING)
    comment = replace(
        GREETING, text="Alle Umleitungen: https://erlengrund.example/u (Stand heute)", reply_to=ours.network_id
    )
    receipt = page.send(comment)
    assert linkedin.accepted()[1]["text"] == comment.text
    assert page.find(comment, since=clock.now()) == receipt
    assert page.find(comment, since=clock.now(), known={receipt.network_id}) is None
    assert page.find(comment, since=clock.now() + timedelta(minutes=2)) is None


def test_a_question_is_answered_below_itself(page: LinkedIn, linkedin: Faulty) -> None:
    ours = page.send(GREETING)
    question = linkedin.say(text="Wie lange?", in_reply_to_id=ours.network_id)
    reply = replace(GREETING, text="Bis Freitag.", reply_to=question["commentUrn"])
    receipt = page.send(reply)
    assert linkedin.accepted()[1]["reply_to"] == question["commentUrn"]
    assert page.find(reply, since=clock.now()) == receipt
    assert receipt.url.startswith("https://www.linkedin.com/feed/update/urn:li:activity:")


@pytest.mark.parametrize("decorated", [True, False])
def test_what_people_say_comes_oldest_first_and_once(page: LinkedIn, linkedin: Faulty, decorated: bool) -> None:
    linkedin.set(decorated=decorated)
    ours = page.send(GREETING)
    linkedin.say(text="Wie lange & wo?", in_reply_to_id=ours.network_id)
    linkedin.say(text="Und der Bus?", author="bob", in_reply_to_id=ours.network_id)
    first, second = page.incoming(since="")
    assert (first.text, first.author) == ("Wie lange & wo?", "urn:li:person:ada")
    assert first.answers == second.answers == ours.network_id
    assert list(page.incoming(since=second.mark)) == []
    linkedin.say(text="Danke", in_reply_to_id=ours.network_id)
    assert [message.text for message in page.incoming(since=second.mark)] == ["Danke"]
    assert len(list(page.incoming(since=first.mark))) == 2


def test_more_messages_than_a_page_are_all_read(page: LinkedIn, linkedin: Faulty) -> None:
    ours = page.send(GREETING)
    linkedin.say(text="Anfang", in_reply_to_id=ours.network_id)
    [start] = page.incoming(since="")
    for number in range(60):
        linkedin.say(text=f"Nachricht {number}", in_reply_to_id=ours.network_id)
    assert [message.text for message in page.incoming(since=start.mark)] == [f"Nachricht {n}" for n in range(60)]


def test_what_others_said_below_a_post_is_read_without_our_own_words(page: LinkedIn, linkedin: Faulty) -> None:
    ours = page.send(GREETING)
    question = linkedin.say(text="Wie lange?", in_reply_to_id=ours.network_id)
    linkedin.say(text="Das frage ich mich auch", author="bob", in_reply_to_id=question["commentUrn"])
    page.send(replace(GREETING, text="Bis Freitag.", reply_to=question["commentUrn"]))
    below = list(page.thread(ours.network_id))
    assert [(message.text, message.answers) for message in below] == [
        ("Wie lange?", ours.network_id),
        ("Das frage ich mich auch", question["commentUrn"]),
    ]


# --- what else LinkedIn offers ----------------------------------------------------------------------------------------


def test_our_own_posts_are_listed_newest_first(page: LinkedIn) -> None:
    began = clock.now()
    first, second = page.send(PICTURED), page.send(GREETING)
    listed = list(page.own(since=began))
    assert [(post.network_id, post.text) for post in listed] == [
        (second.network_id, GREETING.text),
        (first.network_id, "Mit Bild"),
    ]
    assert list(page.own(since=clock.now() + timedelta(hours=1))) == []


def test_figures_are_told_also_of_what_nobody_saw_and_what_is_gone_is_missing(page: LinkedIn, linkedin: Faulty) -> None:
    ours, quiet = page.send(GREETING), page.send(PICTURED)
    linkedin.say(text="Aha", in_reply_to_id=ours.network_id)
    assert page.measure([ours.network_id, quiet.network_id, "urn:li:share:17"]) == {
        ours.network_id: Figures(replies=1, likes=2, shares=1, views=90),
        quiet.network_id: Figures(replies=0, likes=0, shares=0, views=0),
    }


def test_a_missing_permission_for_figures_closes_no_channel(linkedin: Faulty) -> None:
    door = LinkedIn(Account(linkedin.url, Keys("a1.nostatistics"), account_id=PAGE))
    with pytest.raises(Refused):
        door.measure(["urn:li:share:17"])


def test_the_text_of_a_post_is_changed_and_nothing_else_can_be(page: LinkedIn, linkedin: Faulty) -> None:
    ours = page.send(PICTURED)
    for _ in range(2):
        assert page.edit(ours.network_id, replace(PICTURED, text="Mit (neuem) Text")) == ours
    assert linkedin.events("edited")[-1]["text"] == "Mit (neuem) Text"
    for other in (replace(PICTURED, pictures=()), replace(PICTURED, pictures=(SHOT, SHOT))):
        with pytest.raises(Refused, match="only the text"):
            page.edit(ours.network_id, other)


def test_a_comment_is_changed_and_taken_back(page: LinkedIn, linkedin: Faulty) -> None:
    ours = page.send(GREETING)
    comment = page.send(replace(GREETING, text="Bis Freitag", reply_to=ours.network_id))
    page.edit(comment.network_id, replace(GREETING, text="Bis Samstag", reply_to=ours.network_id))
    assert linkedin.events("edited")[-1]["text"] == "Bis Samstag"
    for _ in range(2):
        page.delete(comment.network_id)
    assert [line["id"] for line in linkedin.events("deleted")] == [comment.network_id]


def test_a_post_is_taken_back_and_twice_does_no_harm(page: LinkedIn, linkedin: Faulty) -> None:
    ours = page.send(GREETING)
    for _ in range(2):
        page.delete(ours.network_id)
    assert [line["id"] for line in linkedin.events("deleted")] == [ours.network_id]
    assert page.find(GREETING, since=clock.now()) is None


# --- whose page it is -------------------------------------------------------------------------------------------------


def told(linkedin: Faulty, token: str, address: str = "") -> tuple[str, str]:
    found = LinkedIn(Account(linkedin.url + address, Keys(token))).tell()
    return found.account, found.account_id


def test_the_only_page_is_taken_and_of_several_the_one_that_was_typed(linkedin: Faulty) -> None:
    assert told(linkedin, "a1") == ("Stadtwerke", PAGE)
    assert told(linkedin, "a2", "/company/baeder-erlengrund") == ("Bäder", "urn:li:organization:42")
    assert told(linkedin, "a2", "/company/41/") == ("Stadtwerke", PAGE)


def test_of_several_pages_none_is_guessed(linkedin: Faulty) -> None:
    with pytest.raises(Refused, match=r"linkedin\.com/company/baeder-erlengrund"):
        told(linkedin, "a2")
    with pytest.raises(Unauthorised, match="does not administer"):
        told(linkedin, "a1", "/company/baeder-erlengrund")
    with pytest.raises(Unauthorised, match="administers no page"):
        told(linkedin, "a0")


def test_a_channel_by_the_address_of_its_page_posts_for_it(linkedin: Faulty) -> None:
    door = LinkedIn(Account(linkedin.url + "/company/baeder-erlengrund", Keys("a2")))
    assert door.send(GREETING) == door.find(GREETING, since=clock.now())
    assert linkedin.accepted()[0]["account"] == "urn:li:organization:42"
