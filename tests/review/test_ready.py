"""What has to be in order before somebody is asked."""

from datetime import date

import pytest

from eichhorn.channels import services as channels
from eichhorn.content import services as content
from eichhorn.content.checking import open_findings
from eichhorn.content.models import Draft
from eichhorn.content.services import NewAttachment
from eichhorn.guidelines.rules import Severity
from eichhorn.media import stores
from eichhorn.people.models import Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.review import services
from eichhorn.review.services import NotReady, NotReadyBecause
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def miriam() -> Person:
    make.review.four_eyes()
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


def why(draft: Draft, by: Person) -> NotReadyBecause | None:
    try:
        services.hand_in(draft=draft, by=by, now=NOW)
    except NotReady as refused:
        return refused.because
    return None


def test_a_finding_that_blocks_cannot_be_left(miriam: Person) -> None:
    make.guidelines.clause(make.guidelines.described_pictures())
    draft = make.content.draft(by=miriam, attachments=[NewAttachment(make.media.picture(), "Bild")])
    assert draft.latest is not None
    (finding,) = open_findings(draft.latest)
    content.justify(draft=draft, finding_key=finding.key, reason="Keine Zeit.", by=miriam, now=NOW)
    assert why(draft, miriam) is NotReadyBecause.FINDINGS


def test_a_finding_that_warns_is_followed_or_left_with_a_reason(miriam: Person) -> None:
    make.guidelines.clause(make.guidelines.words({"zwecks": "für"}))
    draft = make.content.draft(by=miriam, text="Zwecks Reparatur.")
    assert draft.latest is not None
    (finding,) = open_findings(draft.latest)
    assert why(draft, miriam) is NotReadyBecause.FINDINGS
    with pytest.raises(ValueError, match="reason"):
        content.justify(draft=draft, finding_key=finding.key, reason=" ", by=miriam, now=NOW)
    content.justify(draft=draft, finding_key=finding.key, reason="Ein Zitat.", by=miriam, now=NOW)
    assert why(draft, miriam) is None


def test_a_reason_counts_for_its_passage_and_not_for_another(miriam: Person) -> None:
    make.guidelines.clause(make.guidelines.words({"zwecks": "für", "halbseitig": "zur Hälfte"}))
    draft = make.content.draft(by=miriam, text="Zwecks Reparatur.")
    assert draft.latest is not None
    content.justify(
        draft=draft, finding_key=open_findings(draft.latest)[0].key, reason="Ein Zitat.", by=miriam, now=NOW
    )
    content.save(draft=draft, based_on=1, text="Zwecks Reparatur halbseitig.", language="de", by=miriam, now=NOW)
    assert why(draft, miriam) is NotReadyBecause.FINDINGS


def test_a_hint_stops_nobody(miriam: Person) -> None:
    make.guidelines.clause(make.guidelines.words({"zwecks": "für"}, severity=Severity.HINTS))
    assert why(make.content.draft(by=miriam, text="Zwecks Reparatur."), miriam) is None


def test_an_own_text_is_checked_as_well(miriam: Person) -> None:
    make.guidelines.clause(make.guidelines.words({"zwecks": "für"}, severity=Severity.BLOCKS))
    channel = make.planning.channel()
    draft = make.content.draft(by=miriam, chosen=[channel])
    content.save(
        draft=draft, based_on=1, text="Gut.", language="de", variants={channel.pk: "Zwecks."}, by=miriam, now=NOW
    )
    assert why(draft, miriam) is NotReadyBecause.FINDINGS


@pytest.mark.parametrize(("length", "fits"), [(500, True), (501, False)])
def test_a_text_fits_as_the_network_counts(miriam: Person, length: int, fits: bool) -> None:
    draft = make.content.draft(by=miriam, text="ä" * length, chosen=[make.channels.channel()])
    assert (why(draft, miriam) is None) is fits


def test_a_link_counts_what_the_network_charges(miriam: Person) -> None:
    text = "x" * 400 + " https://erlengrund.example/" + "y" * 300
    assert why(make.content.draft(by=miriam, text=text, chosen=[make.channels.channel()]), miriam) is None


@pytest.mark.parametrize(("number", "fits"), [(4, True), (5, False)])
def test_a_network_takes_only_so_many_pictures(miriam: Person, number: int, fits: bool) -> None:
    pictures = [NewAttachment(make.media.picture(), f"Bagger {n}") for n in range(number)]
    draft = make.content.draft(by=miriam, chosen=[make.channels.channel()], attachments=pictures)
    assert (why(draft, miriam) is None) is fits


def test_a_picture_whose_file_is_gone_stops_the_post(miriam: Person) -> None:
    picture = make.media.picture()
    draft = make.content.draft(by=miriam, attachments=[NewAttachment(picture, "Bagger")])
    stores.local().remove(picture.digest)
    assert why(draft, miriam) is NotReadyBecause.PICTURE_MISSING


def test_a_channel_has_to_be_connected_and_in_use(miriam: Person) -> None:
    lost, left = make.channels.channel(), make.channels.by_hand()
    draft_one = make.content.draft(by=miriam, chosen=[lost])
    draft_two = make.content.draft(by=miriam, chosen=[left])
    channels.disconnect(channel=lost, because="told so", now=NOW)
    left.retired_on = date(2026, 6, 1)
    left.save()
    assert why(draft_one, miriam) is NotReadyBecause.NOT_CONNECTED
    assert why(draft_two, miriam) is NotReadyBecause.NOT_CONNECTED


def test_a_text_that_was_saved_for_other_channels_is_to_be_looked_at_again(miriam: Person) -> None:
    draft = make.content.draft(by=miriam)
    draft.slot.channels.add(make.planning.channel())
    assert why(draft, miriam) is NotReadyBecause.CHANNELS_CHANGED


def test_without_a_route_nobody_is_asked() -> None:
    author = make.people.person(role=RoleKind.AUTHOR)
    assert why(make.content.draft(by=author), author) is NotReadyBecause.NO_ROUTE


def test_readers_hand_nothing_in(miriam: Person) -> None:
    with pytest.raises(NotAllowed):
        services.hand_in(draft=make.content.draft(by=miriam), by=make.people.person(role=RoleKind.READER), now=NOW)


def test_an_author_hands_in_only_for_their_channels(miriam: Person) -> None:
    theirs, other = make.planning.channel(), make.planning.channel()
    author = make.people.person(role=RoleKind.AUTHOR, channels=[theirs.pk])
    draft = make.content.draft(by=miriam, chosen=[theirs, other])
    with pytest.raises(NotAllowed):
        services.hand_in(draft=draft, by=author, now=NOW)


@pytest.mark.parametrize(
    ("label", "pictures", "expected"),
    [
        ("Instagram", 0, NotReadyBecause.NO_PICTURE),
        ("Instagram", 1, None),
        ("Facebook", 0, None),
        ("WhatsApp-Kanal", 0, None),
    ],
)
def test_what_shows_nothing_without_a_picture_gets_none(
    miriam: Person, label: str, pictures: int, expected: NotReadyBecause | None
) -> None:
    attached = [NewAttachment(make.media.picture(), "Ein Bagger am Nordring") for _ in range(pictures)]
    draft = make.content.draft(by=miriam, chosen=[make.channels.by_hand(label=label)], attachments=attached)
    assert why(draft, miriam) is expected


@pytest.mark.parametrize(("characters", "expected"), [(2_200, None), (2_201, NotReadyBecause.TOO_LONG)])
def test_a_post_for_a_person_keeps_the_limit_of_the_network_by_name(
    miriam: Person, characters: int, expected: NotReadyBecause | None
) -> None:
    attached = [NewAttachment(make.media.picture(), "Ein Bagger am Nordring")]
    chosen = [make.channels.by_hand(label="Instagram")]
    draft = make.content.draft(by=miriam, text="ä" * characters, chosen=chosen, attachments=attached)
    assert why(draft, miriam) is expected


@pytest.mark.parametrize(
    ("alt", "expected"),
    [
        ("", NotReadyBecause.PICTURE_ALT),
        (" \n", NotReadyBecause.PICTURE_ALT),
        ("IMG_4711.JPG", NotReadyBecause.PICTURE_ALT),
        ("Bild", NotReadyBecause.PICTURE_ALT),
        ("Ein Bagger am Nordring", None),
    ],
)
def test_a_picture_of_which_nothing_is_said_goes_to_nobody_whatever_is_agreed(
    miriam: Person, alt: str, expected: NotReadyBecause | None
) -> None:
    described = NewAttachment(make.media.picture(), "Zwei Häuser am Nordring")
    draft = make.content.draft(by=miriam, attachments=[described, NewAttachment(make.media.picture(), alt)])
    assert why(draft, miriam) is expected


def test_a_reason_why_a_clause_is_not_followed_describes_no_picture(miriam: Person) -> None:
    make.guidelines.clause(make.guidelines.described_pictures(Severity.WARNS))
    draft = make.content.draft(by=miriam, attachments=[NewAttachment(make.media.picture(), "")])
    assert draft.latest is not None
    (finding,) = open_findings(draft.latest)
    content.justify(draft=draft, finding_key=finding.key, reason="Es eilt.", by=miriam, now=NOW)
    assert why(draft, miriam) is NotReadyBecause.PICTURE_ALT
