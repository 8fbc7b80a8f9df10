"""A picture comes into a post from the library, with what the library knows of it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from eichhorn.content import attaching, services
from eichhorn.content.models import Attachment, Draft, Version
from eichhorn.content.services import NewAttachment
from eichhorn.media.models import Picture
from eichhorn.media.rules import Consent
from eichhorn.people.models import Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning.rules import Stage
from eichhorn.review import queries as review
from eichhorn.review.services import NotReady, NotReadyBecause, Undecidable, UndecidableBecause, approve
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def miriam(house: object) -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


@pytest.fixture
def browser(miriam: Person) -> Client:
    client: Client = make.people.client_of(miriam)
    return client


@pytest.fixture
def digger(house: object) -> Picture:
    described = {"de": "Kleiner Bagger", "en": "Small digger"}
    picture: Picture = make.media.known(make.media.picture(), descriptions=described)
    return picture


def latest(draft: Draft) -> Version:
    version = Draft.objects.get(pk=draft.pk).latest
    assert version is not None
    return version


@pytest.mark.parametrize(("language", "alt"), [("de", "Kleiner Bagger"), ("en", "Small digger"), ("fr", "")])
def test_it_brings_its_description_in_the_language_of_the_post(
    miriam: Person, digger: Picture, language: str, alt: str
) -> None:
    draft = make.content.draft(by=miriam)
    services.save(draft=draft, based_on=1, text="Text", language=language, first_comment="Mehr", by=miriam, now=NOW)
    version = attaching.attach(draft=draft, picture=digger, by=miriam, now=NOW)
    assert [(one.picture, one.alt) for one in version.attachments.all()] == [(digger, alt)]
    assert (version.text, version.first_comment, version.number) == ("Text", "Mehr", 3)
    assert attaching.attach(draft=draft, picture=digger, by=miriam, now=NOW) == version


def test_a_post_without_a_text_may_begin_with_a_picture(miriam: Person, digger: Picture) -> None:
    draft = services.begin(slot=make.planning.slot("Leer", stage=Stage.DRAFT), by=miriam, now=NOW)
    assert attaching.attach(draft=draft, picture=digger, by=miriam, now=NOW).attachments.count() == 1


def test_whoever_only_reads_puts_none_in(miriam: Person, digger: Picture) -> None:
    draft = make.content.draft(by=miriam)
    with pytest.raises(NotAllowed):
        attaching.attach(draft=draft, picture=digger, by=make.people.person(role=RoleKind.READER), now=NOW)


def test_the_composer_leads_to_the_library_and_back_with_all_that_was_typed(
    browser: Client, miriam: Person, digger: Picture
) -> None:
    draft = make.content.draft(by=miriam)
    typed = {"text": "Neu getippt", "language": "de", "based_on": "1", "then": "library"}
    answer = browser.post(f"/plan/posts/{draft.pk}/", typed)
    assert (answer.status_code, answer["Location"]) == (303, f"/media/?post={draft.pk}")
    assert "Dieses Bild nehmen" in browser.get(answer["Location"]).content.decode()
    answer = browser.post(f"/plan/posts/{draft.pk}/pictures/", {"picture": digger.digest})
    assert answer["Location"] == f"/plan/posts/{draft.pk}/"
    assert (latest(draft).text, Attachment.objects.get(version=latest(draft)).alt) == ("Neu getippt", "Kleiner Bagger")
    assert browser.post(f"/plan/posts/{draft.pk}/pictures/", {"picture": "unknown"}).status_code == 404


def test_the_same_picture_uploaded_again_brings_its_description(browser: Client, miriam: Person) -> None:
    content, draft = make.media.png(), make.content.draft(by=miriam)
    typed = {"text": "Text", "language": "de", "based_on": "1"}
    browser.post("/media/pictures/add/", {"pictures": [SimpleUploadedFile("a.png", content)]})
    make.media.known(Picture.objects.get(), descriptions={"de": "Kleiner Bagger"})
    browser.post(f"/plan/posts/{draft.pk}/", typed | {"picture": SimpleUploadedFile("b.png", content)})
    assert Attachment.objects.get(version=latest(draft)).alt == "Kleiner Bagger"


class TestWhatMayNotAppear:
    def test_is_said_in_the_composer_and_stops_the_way(self, browser: Client, miriam: Person, digger: Picture) -> None:
        draft = make.content.draft(by=miriam, attachments=[NewAttachment(digger, "Bagger")])
        make.media.known(digger, last_day=date(2026, 6, 10))  # the post is planned for the eleventh
        page = browser.get(f"/plan/posts/{draft.pk}/").content.decode()
        assert "darf an diesem Tag nicht erscheinen: Nutzungsrecht abgelaufen" in page
        make.review.four_eyes()
        with pytest.raises(NotReady) as problem:
            make.review.handed_in(draft, by=miriam)
        assert problem.value.because is NotReadyBecause.PICTURE_RIGHTS

    def test_the_last_day_itself_stops_nothing(self, miriam: Person, digger: Picture) -> None:
        draft = make.content.draft(by=miriam, attachments=[NewAttachment(digger, "Bagger")])
        make.media.known(digger, last_day=date(2026, 6, 11))
        make.review.approved(draft, by=miriam)
        assert draft.pk in review.standing([draft.pk], now=NOW)

    def test_nobody_can_approve_it_meanwhile(self, miriam: Person, digger: Picture) -> None:
        draft = make.content.draft(by=miriam, attachments=[NewAttachment(digger, "Bagger")])
        asked = make.review.handed_in(draft, by=miriam)
        make.media.shown(digger, consent=Consent.WITHDRAWN)
        with pytest.raises(Undecidable) as problem:
            approve(approval=asked, by=asked.approver, now=NOW)
        assert problem.value.because is UndecidableBecause.PICTURE

    def test_an_approval_stands_no_more_and_its_author_learns_why(self, miriam: Person, digger: Picture) -> None:
        draft = make.content.draft(by=miriam, attachments=[NewAttachment(digger, "Bagger")])
        make.review.approved(draft, by=miriam)
        assert draft.pk in review.standing([draft.pk], now=NOW)
        make.media.shown(digger, consent=Consent.WITHDRAWN)
        assert review.standing([draft.pk], now=NOW) == {}
        assert review.approved(due_before=NOW.replace(year=2027), now=NOW) == []
        (row,) = review.waiting_for(miriam, now=NOW)
        assert (row.sign, row.slot_id) == ("stop", draft.slot_id)
        assert review.knots(draft.slot)[0].state == "stop"

    @pytest.mark.parametrize(("hour", "stands"), [(23, True), (0, False)])
    def test_the_day_is_that_of_the_house(self, miriam: Person, digger: Picture, hour: int, stands: bool) -> None:
        from datetime import datetime

        local = datetime(2026, 6, 11, hour, 30) if hour else datetime(2026, 6, 12, 0, 30)  # both the eleventh in UTC
        draft = make.content.draft(by=miriam, local=local, attachments=[NewAttachment(digger, "Bagger")])
        make.review.approved(draft, by=miriam)
        make.media.known(digger, last_day=date(2026, 6, 11))
        assert (draft.pk in review.standing([draft.pk], now=NOW)) is stands
