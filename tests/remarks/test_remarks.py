"""What people say about a draft: who reads it, what becomes of it, and that a proposed wording is no way round the Yes."""

from datetime import timedelta

import pytest

from eichhorn.content.models import Draft
from eichhorn.content.services import Finished
from eichhorn.foundation import clock
from eichhorn.notices.models import Notice
from eichhorn.people.models import Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning.models import Slot
from eichhorn.remarks import queries, services
from eichhorn.remarks.models import Remark
from eichhorn.remarks.rules import Audience, Settled, Unfit, UnfitRemark
from eichhorn.review import queries as review
from tests import make
from tests.make import Counting

pytestmark = pytest.mark.django_db
VOSS = "helene.voss@stadtwerke.example"


@pytest.fixture
def author() -> Person:
    made: Person = make.people.person("Jonas Brandt", role=RoleKind.AUTHOR)
    return made


@pytest.fixture
def colleague() -> Person:
    made: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return made


@pytest.fixture
def draft(author: Person) -> Draft:
    made: Draft = make.content.draft(by=author)
    return made


def page(person: Person, draft: Draft) -> str:
    text: str = make.people.client_of(person).get(f"/plan/posts/{draft.pk}/").text
    return text


def test_a_remark_stands_beside_the_post_and_waits_for_its_writer(
    draft: Draft, author: Person, colleague: Person
) -> None:
    browser = make.people.client_of(colleague)
    answer = browser.post(f"/plan/posts/{draft.pk}/remarks/", {"text": "Stimmt das Datum?", "passage": "15. Juni"})
    assert answer.status_code == 303
    assert "Stimmt das Datum?" in page(author, draft)
    assert [row.slot_id for row in queries.waiting_for(author, now=clock.now())] == [draft.slot_id]
    assert queries.waiting_for(colleague, now=clock.now()) == []


def test_what_cannot_be_said_stands_in_the_form_still_with_a_sentence_at_its_field(
    draft: Draft, colleague: Person
) -> None:
    browser = make.people.client_of(colleague)
    answer = browser.post(f"/plan/posts/{draft.pk}/remarks/", {"text": "Falsch.", "passage": "17. Juni"})
    assert answer.status_code == 422
    assert "Diese Stelle steht nicht im Text" in answer.text
    assert 'id="remark_passage_error"' in answer.text
    assert "17. Juni" in answer.text
    assert not Remark.objects.exists()


def test_a_wording_is_taken_by_one_click_and_makes_the_next_version(
    draft: Draft, author: Person, colleague: Person
) -> None:
    remark = make.remarks.remark(draft, by=colleague, text="", passage="15. Juni", wording="16. Juni")
    assert make.people.client_of(author).post(f"/plan/remarks/{remark.pk}/take/").status_code == 303
    draft.refresh_from_db()
    assert draft.latest is not None
    assert (draft.latest.number, "16. Juni" in draft.latest.text, draft.latest.by) == (2, True, author)
    remark.refresh_from_db()
    assert (remark.settled, remark.settled_by) == (Settled.TAKEN, author)


def test_a_wording_in_a_channels_own_text_changes_that_text_alone(author: Person, colleague: Person) -> None:
    from eichhorn.content import services as writing

    draft = make.content.draft(by=author)
    channel = draft.slot.channels.get()
    writing.save(
        draft=draft, based_on=1, text=make.content.TEXT, language="de", variants={channel.pk: "Kurz: Bau ab Montag."},
        first_comment="Mehr auf der Seite.", by=author, now=make.people.NOW,
    )  # fmt: skip
    remark = make.remarks.remark(draft, by=colleague, passage="Kurz: Bau", wording="Bauarbeiten")
    version = services.take(remark=remark, by=author, now=make.people.NOW)
    assert version.variants.get().text == "Bauarbeiten ab Montag."
    assert (version.text, version.first_comment) == (make.content.TEXT, "Mehr auf der Seite.")


def test_a_taken_wording_asks_for_the_approval_anew(draft: Draft, author: Person, colleague: Person) -> None:
    make.review.approved(draft, by=author)
    assert draft.pk in review.standing([draft.pk])
    remark = make.remarks.remark(draft, by=colleague, passage="15. Juni", wording="16. Juni")
    services.take(remark=remark, by=author, now=make.people.NOW)
    assert draft.pk not in review.standing([draft.pk])
    assert Slot.objects.get(pk=draft.slot_id).stage == "draft"


def test_a_wording_whose_passage_is_gone_is_not_taken(draft: Draft, author: Person, colleague: Person) -> None:
    from eichhorn.content import services as writing

    remark = make.remarks.remark(draft, by=colleague, passage="15. Juni", wording="16. Juni")
    writing.save(draft=draft, based_on=1, text="Ganz anders.", language="de", by=author, now=make.people.NOW)
    with pytest.raises(UnfitRemark) as refused:
        services.take(remark=remark, by=author, now=make.people.NOW)
    assert refused.value.why is Unfit.NOT_THERE
    assert "Die Stelle lautet inzwischen anders." in page(author, draft)


def test_what_is_out_is_not_reworded(author: Person, colleague: Person) -> None:
    draft = make.content.draft(by=author)
    remark = make.remarks.remark(draft, by=colleague, passage="15. Juni", wording="16. Juni")
    Slot.objects.filter(pk=draft.slot_id).update(stage="out")
    with pytest.raises(Finished):
        services.take(remark=remark, by=author, now=make.people.NOW)
    assert Remark.objects.get().settled == ""


def test_whoever_does_not_write_takes_no_wording_and_settles_only_their_own(draft: Draft, colleague: Person) -> None:
    reader = make.people.person("Carsten Wolff", role=RoleKind.READER)
    proposed = make.remarks.remark(draft, by=colleague, passage="15. Juni", wording="16. Juni")
    own = make.remarks.remark(draft, by=reader)
    for act in (services.take, services.reopen):
        with pytest.raises(NotAllowed):
            act(remark=proposed, by=reader, now=make.people.NOW)
    with pytest.raises(NotAllowed):
        services.settle(remark=proposed, how=Settled.LEFT, by=reader, now=make.people.NOW)
    services.settle(remark=own, how=Settled.DONE, by=reader, now=make.people.NOW)
    assert Remark.objects.get(pk=own.pk).settled == Settled.DONE


def test_answers_stand_below_and_what_is_settled_opens_again(draft: Draft, author: Person, colleague: Person) -> None:
    remark = make.remarks.remark(draft, by=colleague)
    browser = make.people.client_of(author)
    browser.post(f"/plan/remarks/{remark.pk}/answer/", {"text": "Ja, geprüft."})
    (talk,) = queries.of_draft(draft, audience=Audience.TEAM)
    assert [answer.text for answer in talk.answers] == ["Ja, geprüft."]
    browser.post(f"/plan/remarks/{remark.pk}/settle/", {"how": "done"})
    assert queries.waiting_for(author, now=clock.now()) == []
    browser.post(f"/plan/remarks/{remark.pk}/reopen/")
    assert queries.open_of(draft) == 1


def test_a_remark_is_settled_once(draft: Draft, author: Person, colleague: Person) -> None:
    remark = make.remarks.remark(draft, by=colleague)
    services.settle(remark=remark, how=Settled.DONE, by=author, now=make.people.NOW)
    with pytest.raises(UnfitRemark):
        services.settle(remark=remark, how=Settled.DONE, by=colleague, now=make.people.NOW)


def test_a_guest_reads_what_is_meant_for_guests_and_says_something(author: Person, colleague: Person) -> None:
    now = clock.now()
    draft = make.content.draft(by=author, local=(now + timedelta(days=9)).replace(tzinfo=None, microsecond=0), now=now)
    make.people.person("Dr. Helene Voss", email=VOSS, role=RoleKind.APPROVER, salutation="Dr. Voss")
    make.review.four_eyes(Person.objects.get(email=VOSS))
    make.remarks.remark(draft, by=colleague, text="Nur für uns.")
    make.remarks.remark(draft, by=colleague, text="Die Zahl kommt vom Wasserwerk.", audience=Audience.GUESTS)
    make.review.handed_in(draft, by=author, now=now)
    link, guest = make.notices.link_to(VOSS), make.people.guest()
    text = guest.get(link).text
    assert "Die Zahl kommt vom Wasserwerk." in text
    assert "Nur für uns." not in text
    answer = guest.post(link, {"said": "remark", "text": "Bitte das Jahr dazu.", "passage": "15. Juni"})
    assert answer.status_code == 303
    assert "Bitte das Jahr dazu." in page(author, draft)
    assert Remark.objects.latest("pk").audience == Audience.GUESTS
    assert Notice.objects.filter(to_person=author, about_kind="draft").count() == 1
    empty = guest.post(link, {"said": "remark", "text": " "})
    assert empty.status_code == 422
    assert "Bitte schreiben Sie" in empty.text


def test_a_guest_answers_what_guests_may_read_and_settles_what_they_said(author: Person, colleague: Person) -> None:
    now = clock.now()
    draft = make.content.draft(by=author, local=(now + timedelta(days=9)).replace(tzinfo=None, microsecond=0), now=now)
    voss = make.people.person("Dr. Helene Voss", email=VOSS, role=RoleKind.APPROVER)
    make.review.four_eyes(voss)
    secret = make.remarks.remark(draft, by=colleague, text="Nur für uns.")
    asked = make.remarks.remark(draft, by=colleague, text="Stimmt die Zahl?", audience=Audience.GUESTS)
    make.review.handed_in(draft, by=author, now=now)
    link, guest = make.notices.link_to(VOSS), make.people.guest()
    assert guest.post(link, {"said": "answer", "remark": asked.pk, "text": "Ja, sie stimmt."}).status_code == 303
    assert "Ja, sie stimmt." in page(author, draft)
    assert Remark.objects.get(text="Ja, sie stimmt.").audience == Audience.GUESTS
    assert {one.to_person_id for one in Notice.objects.filter(about_kind="draft")} == {author.pk, colleague.pk}
    empty = guest.post(link, {"said": "answer", "remark": asked.pk, "text": " "})
    assert (empty.status_code, "Bitte schreiben Sie Ihre Antwort." in empty.text) == (422, True)
    for what in (secret.pk, 0, "x", ""):
        assert guest.post(link, {"said": "answer", "remark": what, "text": "Was?"}).status_code == 409
    assert guest.post(link, {"said": "settled", "remark": asked.pk}).status_code == 403, "it is not theirs"
    guest.post(link, {"said": "remark", "text": "Bitte das Jahr dazu."})
    own = Remark.objects.get(text="Bitte das Jahr dazu.")
    assert guest.post(link, {"said": "settled", "remark": own.pk}).status_code == 303
    own.refresh_from_db()
    assert (own.settled, own.settled_by_id) == (Settled.DONE, voss.pk)
    assert guest.post(link, {"said": "settled", "remark": own.pk}).status_code == 422


def test_whoever_is_called_knows_by_mail_and_on_heute_and_nobody_else(
    draft: Draft, author: Person, colleague: Person
) -> None:
    voss = make.people.person("Helene Voss", role=RoleKind.APPROVER)
    make.remarks.remark(draft, by=colleague, text="@Helene Voss, stimmt das so?")
    assert [notice.to_person for notice in Notice.objects.filter(about_kind="draft")] == [voss]
    assert "Helene" not in Notice.objects.get(about_kind="draft").subject
    (row,) = queries.waiting_for(voss, now=clock.now())
    assert row.title == "Sie werden zu Baustelle Nordring gefragt"


def test_a_confidential_post_calls_nobody_who_may_not_read_it(draft: Draft, author: Person, colleague: Person) -> None:
    voss = make.people.person("Helene Voss", role=RoleKind.READER)
    Slot.objects.filter(pk=draft.slot_id).update(confidential=True)
    make.remarks.remark(draft, by=colleague, text="@Helene Voss, stimmt das so?")
    assert not Notice.objects.filter(to_person=voss).exists()
    assert make.people.client_of(voss).get(f"/plan/posts/{draft.pk}/remarks/").status_code == 404
    with pytest.raises(NotAllowed):
        make.remarks.remark(draft, by=voss)


def test_markup_in_a_remark_is_text(draft: Draft, author: Person, colleague: Person) -> None:
    make.remarks.remark(draft, by=colleague, text="<script>alert(1)</script>")
    assert "<script>alert(1)" not in page(author, draft)
    assert "&lt;script&gt;alert(1)" in page(author, draft)


def test_many_remarks_cost_no_more_questions_than_few(
    draft: Draft, colleague: Person, django_assert_num_queries: Counting
) -> None:
    for number in range(12):
        remark = make.remarks.remark(
            draft, by=colleague, passage="15. Juni", now=make.people.NOW + timedelta(minutes=number)
        )
        services.answer(to=remark, text="Ja.", by=colleague, now=make.people.NOW)
    draft.refresh_from_db()
    with django_assert_num_queries(3):
        assert len(queries.of_draft(draft, audience=Audience.TEAM)) == 12
    with django_assert_num_queries(2):
        queries.waiting_for(colleague, now=clock.now())
