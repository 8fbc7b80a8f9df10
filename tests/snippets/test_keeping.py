"""Keeping, changing and dropping what one writes again and again; and how posts take it over."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from eichhorn.content import queries as content
from eichhorn.content import services as writing
from eichhorn.content.models import Draft
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.snippets import queries, services
from eichhorn.snippets.models import Handle, LinkScheme, Mentioned, Snippet
from eichhorn.snippets.rules import Kind, Scheme
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db
ANNA = {"Mastodon": "@anna@stadt.social", "Facebook": "Anna S."}


@pytest.fixture
def author() -> Client:
    return make.people.client_of(make.people.person(role=RoleKind.AUTHOR))


def test_readers_keep_nothing() -> None:
    reader, snippet, anna = (
        make.people.person(role=RoleKind.READER),
        make.snippets.hashtags(),
        make.snippets.mentioned(),
    )
    for change in (
        lambda: services.keep(kind=Kind.HASHTAGS, name="x", text="y", by=reader, now=NOW),
        lambda: services.drop(snippet=snippet, by=reader, now=NOW),
        lambda: services.know(name="x", handles={}, by=reader, now=NOW),
        lambda: services.forget(mentioned=anna, by=reader, now=NOW),
        lambda: services.mark_links(scheme=Scheme(), by=reader, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert (Snippet.objects.count(), Mentioned.objects.count(), LinkScheme.objects.count()) == (1, 1, 0)


def test_the_database_keeps_what_must_never_be_false() -> None:
    channel = make.channels.channel()
    make.snippets.signature(channel)
    for row, name in (
        ({"kind": "signature", "name": "x", "text": "y"}, "snippet_of_a_channel_is_a_signature"),
        (
            {"kind": "template", "name": "x", "text": "y", "channel": channel},
            "snippet_of_a_channel_is_a_signature|signature_is_one",
        ),
        ({"kind": "signature", "name": "x", "text": "y", "channel": channel}, "signature_is_one_a_channel"),
        ({"kind": "template", "name": "x", "text": ""}, "snippet_says_something"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Snippet.objects.create(**row)


def test_a_set_is_kept_changed_and_dropped_on_its_page(author: Client) -> None:
    page = "/settings/snippets/hashtags/"
    author.post(page, {"name": "Baustellen", "text": "erlengrund baut\nwasser"})
    kept = Snippet.objects.get()
    assert kept.text == "#ErlengrundBaut #wasser"
    assert "#ErlengrundBaut" in author.get(page).content.decode()
    author.post(f"{page}{kept.pk}/", {"name": "Baustellen", "text": "nordring"})
    assert Snippet.objects.get().text == "#nordring"
    author.post(f"{page}{kept.pk}/drop/")
    assert not Snippet.objects.exists()


@pytest.mark.parametrize(
    ("kind", "sent", "said"),
    [
        ("hashtags", {"name": "A", "text": "2026"}, "kein Wort"), ("hashtags", {"name": "baustellen", "text": "x"}, "gibt es schon"),
        ("template", {"name": "", "text": "x"}, "error"), ("signature", {"channel": "999", "text": "x"}, "error"),
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence(author: Client, kind: str, sent: dict[str, str], said: str) -> None:
    make.snippets.hashtags()
    page = author.post(f"/settings/snippets/{kind}/", sent)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert Snippet.objects.count() == 1


def test_a_channel_has_one_signature(author: Client) -> None:
    channel = make.channels.channel()
    for text in ("Ihre Stadtwerke", "Noch eine"):
        page = author.post("/settings/snippets/signature/", {"channel": channel.pk, "text": text})
    assert "hat schon eine Signatur" in page.content.decode()
    assert Snippet.objects.get().text == "Ihre Stadtwerke"


def test_the_mention_book_asks_for_the_networks_in_use(author: Client) -> None:
    make.channels.channel()
    make.channels.by_hand(label="Facebook")
    assert queries.networks() == ["Facebook", "Mastodon"]
    author.post(
        "/settings/snippets/mentions/", {"name": "Anna Said", "handle_0": "Anna S.", "handle_1": "@anna@stadt.social"}
    )
    assert dict(Handle.objects.values_list("network", "handle")) == ANNA
    anna = Mentioned.objects.get()
    author.post(
        f"/settings/snippets/mentions/{anna.pk}/", {"name": "Anna Said", "handle_0": "", "handle_1": "@a@b.social"}
    )
    assert dict(Handle.objects.values_list("network", "handle")) == {"Mastodon": "@a@b.social"}
    assert author.post("/settings/snippets/mentions/", {"name": "a{b}"}).status_code == 422
    author.post(f"/settings/snippets/mentions/{anna.pk}/forget/")
    assert not Mentioned.objects.exists()


def test_everybody_is_named_as_they_are_called_on_each_channel() -> None:
    make.snippets.mentioned(handles={"Mastodon": "@anna@stadt.social"})
    stage, hand = make.channels.channel(), make.channels.by_hand()
    miriam = make.people.person(role=RoleKind.MANAGER)
    draft = make.content.draft(by=miriam, text="Mit @{Anna Said} und @{Niemand}.", chosen=[stage, hand])
    version = content.wordings([draft.latest_id or 0]).get()
    assert content.wording(version, stage).text == "Mit @anna@stadt.social und @{Niemand}."
    assert content.wording(version, hand).text == "Mit Anna Said und @{Niemand}."


def test_what_was_approved_keeps_the_names_that_were_approved() -> None:
    anna = make.snippets.mentioned()
    stage, miriam = make.channels.channel(), make.people.person(role=RoleKind.MANAGER)
    draft = make.content.draft(by=miriam, text="Mit @{Anna Said}.", chosen=[stage])
    services.know(name="Anna Said", handles={"Mastodon": "@boese@fremd.social"}, mentioned=anna, by=None, now=NOW)
    version = content.wordings([draft.latest_id or 0]).get()
    assert content.wording(version, stage).text == "Mit @anna@stadt.social."
    writing.save(draft=draft, based_on=1, text="Mit @{Anna Said}.", language="de", by=miriam, now=NOW)
    fresh = content.wordings([Draft.objects.get(pk=draft.pk).latest_id or 0]).get()
    assert content.wording(fresh, stage).text == "Mit @boese@fremd.social."
    assert fresh.digest != version.digest, "another name is another content, so it is approved again"


def test_the_scheme_for_links_is_the_managers_to_set(author: Client) -> None:
    manager = make.people.client_of(make.people.person(role=RoleKind.MANAGER))
    sent = {"domains": "Erlengrund.example\nstadt.example", "source": "social", "medium": "beitrag", "campaign": ""}
    assert author.post("/settings/snippets/links/", sent).status_code == 403
    manager.post("/settings/snippets/links/", sent)
    assert queries.scheme() == Scheme(("erlengrund.example", "stadt.example"), "social", "beitrag", "")
    page = manager.post("/settings/snippets/links/", {**sent, "domains": "https://falsch"})
    assert "ist keine Domain" in page.content.decode()
