"""What of a picture is shown is part of what is approved; what is shown as it is changes no older digest."""

import io
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from eichhorn.content import queries, services
from eichhorn.content.comparing import Part, changes
from eichhorn.content.models import Attachment, Draft, Version
from eichhorn.content.rules import Attached, digest
from eichhorn.content.services import CannotBeCut, NewAttachment
from eichhorn.media import services as media
from eichhorn.media.framing import Framing
from eichhorn.media.models import Picture
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.content.test_stating import OLD
from tests.make.people import NOW

LEFT = Framing(0, 0, 500, 1000)


def test_what_is_shown_makes_another_content_and_the_whole_picture_does_not() -> None:
    written = ["", LEFT.written, replace(LEFT, focus=(0, 0)).written, Framing(focus=(1, 1)).written]
    found = {digest(replace(OLD, attached=(Attached("ab" * 32, "Ein Bagger", each),))) for each in written}
    assert len(found) == 4
    assert digest(OLD) in found


@pytest.fixture
def miriam() -> Person:
    made: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return made


@pytest.fixture
def picture() -> Picture:
    made: Picture = make.media.picture()
    return made


def saved(
    draft: Draft, by: Person, picture: Picture, framing: Framing, based_on: int, now: datetime = NOW
) -> Version:  # fmt: skip
    shown = [NewAttachment(picture, "Bagger", framing)]
    made = services.save(
        draft=draft, based_on=based_on, text="Gut.", language="de", attachments=shown, by=by, now=now
    )  # fmt: skip
    return queries.wordings([made.pk]).get()


@pytest.mark.django_db
class TestSaving:
    def test_what_is_shown_is_kept_and_leaves_with_the_wording(self, miriam: Person, picture: Picture) -> None:
        channel = make.channels.channel()
        draft = make.content.draft(by=miriam, chosen=[channel])
        focused = replace(LEFT, focus=(100, 900))
        version = saved(draft, miriam, picture, focused, 1)
        (shown,) = queries.wording(version, channel).pictures
        assert (shown.picture, shown.alt, shown.framing) == (picture, "Bagger", focused)
        assert shown.href == f"/media/{picture.digest}/framed/0-0-500-1000+100-900/"

    def test_what_is_shown_as_it_is_has_its_old_address(self, miriam: Person, picture: Picture) -> None:
        draft = make.content.draft(by=miriam)
        version = saved(draft, miriam, picture, Framing(focus=(0, 0)), 1)
        (shown,) = queries.wording(version, make.channels.channel()).pictures
        assert (shown.href, shown.small_href) == (f"/media/{picture.digest}/", f"/media/{picture.digest}/small/")

    def test_the_same_part_is_the_same_version_and_another_the_next(self, miriam: Person, picture: Picture) -> None:
        draft = make.content.draft(by=miriam)
        first = saved(draft, miriam, picture, LEFT, 1)
        assert saved(draft, miriam, picture, LEFT, 2).pk == first.pk
        assert saved(draft, miriam, picture, Framing(), 2).number == 3

    def test_both_pictures_stand_where_versions_are_compared(self, miriam: Person, picture: Picture) -> None:
        draft = make.content.draft(by=miriam)
        before, after = saved(draft, miriam, picture, Framing(), 1), saved(draft, miriam, picture, LEFT, 2)
        (change,) = changes(before, after, {})
        assert (change.part, change.about) == (Part.FRAMING, "bagger.png")
        assert change.seen_at == (
            f"/media/{picture.digest}/small/",
            f"/media/{picture.digest}/framed/0-0-500-1000/small/",
        )

    def test_only_another_point_is_said_as_that_and_marked_where_it_was_and_is(
        self, miriam: Person, picture: Picture
    ) -> None:
        draft = make.content.draft(by=miriam)
        before = saved(draft, miriam, picture, LEFT, 1)
        after = saved(draft, miriam, picture, replace(LEFT, focus=(100, 900)), 2, NOW + timedelta(hours=1))
        (change,) = changes(before, after, {})
        assert change.part == Part.FOCUS
        assert [each.framing.seen_at for each in change.pictures] == [(50, 50), (20, 90)]
        page = make.people.client_of(miriam).get(f"/plan/posts/{draft.pk}/history/").text
        assert "schaut man zuerst auf eine andere Stelle" in page
        assert 'cx="20%" cy="90%"' in page

    def test_an_earlier_version_comes_back_with_its_part(self, miriam: Person, picture: Picture) -> None:
        draft = make.content.draft(by=miriam)
        saved(draft, miriam, picture, LEFT, 1)
        saved(draft, miriam, picture, Framing(), 2)
        again = services.restore(draft=draft, number=2, by=miriam, now=NOW)
        assert again.attachments.get().framing == LEFT

    def test_a_moving_picture_cannot_be_cut_but_has_its_point(self, miriam: Person) -> None:
        out = io.BytesIO()
        Image.new("RGB", (9, 9), "red").save(out, "GIF", save_all=True, append_images=[Image.new("RGB", (9, 9))])
        film = media.store(content=out.getvalue(), file_name="film.gif", by=None, now=NOW)
        draft = make.content.draft(by=miriam)
        with pytest.raises(CannotBeCut):
            saved(draft, miriam, film, LEFT, 1)
        assert saved(draft, miriam, film, Framing(focus=(0, 0)), 1).number == 2

    @pytest.mark.parametrize("written", ["quer", "0-0-500", "0-0-500-1000+1"])
    def test_the_database_takes_nothing_that_cannot_be_read(
        self, miriam: Person, picture: Picture, written: str
    ) -> None:
        draft = make.content.draft(by=miriam)
        assert draft.latest is not None or Draft.objects.get(pk=draft.pk).latest is not None
        with pytest.raises(IntegrityError, match="attachment_framing_can_be_read"), transaction.atomic():
            Attachment.objects.create(
                version_id=Draft.objects.get(pk=draft.pk).latest_id,
                position=7,
                picture=picture,
                written_framing=written,
            )
