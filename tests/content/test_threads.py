"""Threads and the first comment: one text on the page, several posts on the network, and one approval for all of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.channels.models import Channel
from eichhorn.content import queries, rules, services
from eichhorn.content.rules import Whole, digest
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.review import services as review
from eichhorn.review.services import NotReady
from tests import make
from tests.make.people import NOW

words = st.text(alphabet="abä ß😀\n-", max_size=60)
THREAD = "Ab Montag wird gebaut.\n\n---\n\nDer Bus fährt wie immer.\n---\nFragen? Fragen Sie."


@given(st.lists(st.text(alphabet="abä ß😀.", min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=6))
def test_what_is_put_together_by_hyphens_comes_apart_again(pieces: list[str]) -> None:
    expected = tuple(piece.strip("\n ") for piece in pieces)
    assert rules.parts("\n---\n".join(pieces)) == expected


@given(words)
def test_a_text_has_one_part_at_least_and_no_part_is_lost_or_keeps_the_line_between(text: str) -> None:
    parts = rules.parts(text)
    assert len(parts) >= 1
    assert all(part for part in parts[1:])
    assert all(not rules.NEXT_PART.search(part) for part in parts)
    letters = [letter for letter in text if letter not in "- \n"]
    assert [letter for part in parts for letter in part if letter not in "- \n"] == letters


@pytest.mark.parametrize("line", ["---", "  ---  ", "-----", "\t---"])
def test_a_line_of_hyphens_begins_the_next_part(line: str) -> None:
    assert rules.parts(f"eins\n{line}\nzwei") == ("eins", "zwei")


@pytest.mark.parametrize("line", ["--", "--- und", "– – –", "a---"])
def test_another_line_does_not(line: str) -> None:
    assert len(rules.parts(f"eins\n{line}\nzwei")) == 1


def test_a_first_comment_makes_another_content() -> None:
    plain = Whole("Gut.", "de", channel_ids=(1,))
    assert digest(plain) != digest(Whole("Gut.", "de", channel_ids=(1,), first_comment="Quelle: wir."))


@pytest.fixture
def miriam() -> Person:
    made: Person = make.people.person("Miriam Kessler", role=RoleKind.MANAGER)
    return made


@pytest.mark.django_db
def test_a_channel_that_knows_threads_gets_the_parts_and_another_one_text(miriam: Person) -> None:
    stage, hand = make.channels.channel(), make.channels.by_hand()
    draft = make.content.draft(by=miriam, text=THREAD, chosen=[stage, hand])
    version = queries.wordings([draft.latest_id or 0]).get()
    assert queries.wording(version, stage).pieces == (
        "Ab Montag wird gebaut.", "Der Bus fährt wie immer.", "Fragen? Fragen Sie.",
    )  # fmt: skip
    assert queries.wording(version, hand).parts == (
        "Ab Montag wird gebaut.\n\nDer Bus fährt wie immer.\n\nFragen? Fragen Sie.",
    )


@pytest.mark.django_db
def test_the_first_comment_is_part_of_what_is_approved_and_comes_back_with_its_version(miriam: Person) -> None:
    draft = make.content.draft(by=miriam, text="Gut.")
    with_it = services.save(
        draft=draft, based_on=1, text="Gut.", language="de", first_comment="Quelle: wir.", by=miriam, now=NOW
    )
    assert with_it.number == 2
    assert services.save(draft=draft, based_on=2, text="Besser.", language="de", by=miriam, now=NOW).first_comment == ""
    assert services.restore(draft=draft, number=2, by=miriam, now=NOW).first_comment == "Quelle: wir."


@pytest.mark.django_db
@pytest.mark.parametrize(("part", "fits"), [("a" * 500, True), ("a" * 501, False)])
def test_each_part_and_the_first_comment_must_fit_by_itself(miriam: Person, part: str, fits: bool) -> None:
    make.review.four_eyes()
    for text, comment in ((f"{'b' * 500}\n---\n{part}", ""), ("Gut.", part)):
        draft = make.content.draft(by=miriam, text="Erst.", chosen=[make.channels.channel()])
        services.save(draft=draft, based_on=1, text=text, language="de", first_comment=comment, by=miriam, now=NOW)
        if fits:
            assert review.hand_in(draft=draft, by=miriam, now=NOW).outcome == "open"
        else:
            with pytest.raises(NotReady):
                review.hand_in(draft=draft, by=miriam, now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(("parts", "status"), [(25, 303), (26, 422)])
def test_a_thread_has_at_most_twenty_five_posts(miriam: Person, parts: int, status: int) -> None:
    draft = make.content.draft(by=miriam, text="Gut.")
    typed = {"text": "\n---\n".join(f"Teil {n}" for n in range(parts)), "language": "de", "based_on": "1"}
    page = make.people.client_of(miriam).post(f"/plan/posts/{draft.pk}/", typed)
    assert page.status_code == status
    if status == 422:
        assert "höchstens 25 Beiträge" in page.content.decode()
        assert "Teil 25" in page.content.decode()


@pytest.mark.django_db
def test_the_preview_shows_the_posts_of_a_thread_one_by_one(miriam: Person) -> None:
    channel: Channel = make.channels.channel()
    draft = make.content.draft(by=miriam, text=THREAD, chosen=[channel])
    page = make.people.client_of(miriam).get(f"/plan/posts/{draft.pk}/").content.decode()
    assert "Teil 2 von 3" in page
    assert "Der Bus fährt wie immer." in page
