"""Versions: never changed, never lost, never mixed up."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.content import services
from eichhorn.content.models import Version
from eichhorn.content.rules import Attached, Whole, digest, tidy
from eichhorn.foundation.differences import Difference, differences
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning.rules import Stage
from tests import make
from tests.make.people import NOW

TEXTS = st.text(max_size=30)


@given(TEXTS, TEXTS)
def test_pieces_give_both_texts_back(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(p.text for p in pieces if p.difference is not Difference.NEW) == before
    assert "".join(p.text for p in pieces if p.difference is not Difference.GONE) == after


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_no_part_can_pass_for_another_in_the_digest(text: str, warning: str, own: str, alt: str) -> None:
    one = Whole(
        text=text,
        language="de",
        content_warning=warning,
        variants={1: own},
        attached=(Attached("d", alt),),
        channel_ids=(1, 2),
    )
    other = Whole(
        text=text,
        language="de",
        content_warning=alt,
        variants={1: own},
        attached=(Attached("d", warning),),
        channel_ids=(1, 2),
    )
    assert (digest(one) == digest(other)) is (warning == alt)


@given(st.permutations([1, 2, 3]))
def test_the_order_of_channels_does_not_change_the_digest(ids: list[int]) -> None:
    assert digest(Whole(text="x", language="de", channel_ids=tuple(ids))) == digest(
        Whole(text="x", language="de", channel_ids=(1, 2, 3))
    )


@given(st.text())
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.django_db
class TestSaving:
    def test_the_same_content_makes_no_new_version(self) -> None:
        author = make.people.person(role=RoleKind.AUTHOR)
        draft = make.content.draft(by=author)
        first = draft.latest
        assert first is not None
        again = services.save(
            draft=draft, based_on=1, text=make.content.TEXT + "  \r\n", language="de", by=author, now=NOW
        )
        assert again.pk == first.pk

    def test_whoever_saves_over_a_newer_version_keeps_both_texts(self) -> None:
        author, other = make.people.person(role=RoleKind.AUTHOR), make.people.person(role=RoleKind.AUTHOR)
        draft = make.content.draft(by=author)
        services.save(draft=draft, based_on=1, text="Von der einen", language="de", by=author, now=NOW)
        with pytest.raises(services.Collision) as collision:
            services.save(draft=draft, based_on=1, text="Vom anderen", language="de", by=other, now=NOW)
        assert collision.value.theirs.text == "Von der einen"

    def test_a_version_cannot_be_changed_or_deleted_whoever_asks(self) -> None:
        draft = make.content.draft(by=make.people.person(role=RoleKind.AUTHOR))
        for change in (lambda: Version.objects.update(text="x"), lambda: Version.objects.all()._raw_delete("default")):
            with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
                change()
        assert Version.objects.get(pk=draft.latest_id).text == make.content.TEXT

    def test_an_edit_after_approval_makes_it_a_draft_again(self) -> None:
        author = make.people.person(role=RoleKind.AUTHOR)
        draft = make.content.draft(by=author)
        make.review.approved(draft, by=author)
        services.save(draft=draft, based_on=1, text="Ein anderer Satz", language="de", by=author, now=NOW)
        draft.slot.refresh_from_db()
        assert draft.slot.stage == Stage.DRAFT

    def test_readers_write_nothing(self) -> None:
        draft = make.content.draft(by=make.people.person(role=RoleKind.AUTHOR))
        with pytest.raises(NotAllowed):
            services.save(
                draft=draft, based_on=1, text="x", language="de", by=make.people.person(role=RoleKind.READER), now=NOW
            )

    @pytest.mark.parametrize(("length", "fine"), [(20_000, True), (20_001, False)])
    def test_a_text_has_a_limit_that_is_said(self, length: int, fine: bool) -> None:
        author = make.people.person(role=RoleKind.AUTHOR)
        draft = make.content.draft(by=author)
        if fine:
            assert (
                services.save(draft=draft, based_on=1, text="x" * length, language="de", by=author, now=NOW).number == 2
            )
        else:
            with pytest.raises(services.TooLong):
                services.save(draft=draft, based_on=1, text="x" * length, language="de", by=author, now=NOW)
