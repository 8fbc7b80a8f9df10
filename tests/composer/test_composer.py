"""The composer: variants as a difference, threads by proposal, previews by network, and what the browser counts with."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from eichhorn.content import queries, services
from eichhorn.content.models import Draft, Version
from eichhorn.content.rules import Poll
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.snippets import services as snippets
from eichhorn.snippets.rules import Scheme
from tests import make

pytestmark = pytest.mark.django_db
SHARED = "Ab Montag bauen wir am Nordring. Der Bus fährt wie immer."


@pytest.fixture
def miriam() -> Person:
    made: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return made


@pytest.fixture
def client(miriam: Person) -> Client:
    return make.people.client_of(miriam)


@pytest.fixture
def draft(miriam: Person) -> Draft:
    return make.content.draft(
        by=miriam, text=SHARED, chosen=[make.channels.channel("Stadtwerke"), make.channels.by_hand("Facebook")]
    )


def typed(draft: Draft, **more: object) -> dict[str, object]:
    latest = Version.objects.filter(draft=draft).order_by("-number").first()
    return {"text": SHARED, "language": "de", "based_on": latest.number if latest else "", **more}


def latest(draft: Draft) -> Version:
    return queries.wordings([Draft.objects.get(pk=draft.pk).latest_id or 0]).get()


def shown(client: Client, draft: Draft, address: str = "") -> str:
    return client.get(f"/plan/posts/{draft.pk}/{address}").content.decode()


def live(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="live" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    said: dict[str, Any] = json.loads(found[1])
    return said


def test_the_browser_gets_the_limits_of_every_channel_and_the_sentences(client: Client, draft: Draft) -> None:
    said = live(shown(client, draft))
    by_name = {channel["name"]: channel for channel in said["channels"]}
    assert by_name["Stadtwerke"]["limits"] == {
        "unit": "graphemes", "text_limit": 500, "link_length": 23, "byte_limit": None, "caption_limit": None, "threads": True,
        "warnings": True, "poll_options": 4, "poll_option_limit": 50, "poll_minutes": [5, 43_200], "poll_several": True,
        "known": True, "videos": True, "video_bytes": None, "video_seconds": None,
    }  # fmt: skip
    assert by_name["Facebook"]["limits"]["threads"] is False
    assert said["said"]["left"] == ["%(left)s Zeichen frei", "%(left)s Zeichen frei"]
    assert said["domains"] == []


def test_an_own_text_is_shown_as_a_difference_and_goes_back_by_one_press(client: Client, draft: Draft) -> None:
    own = draft.slot.channels.get(name="Facebook").pk
    page = f"/plan/posts/{draft.pk}/?tab={own}"
    client.post(page, typed(draft, tab=own, **{f"own_{own}": SHARED.replace("Montag", "Dienstag")}))
    seen = client.get(page).content.decode()
    assert "<del>Montag</del><ins>Dienstag</ins>" in seen
    assert "Zurück zum gemeinsamen Text" in seen
    client.post(page, typed(draft, tab=own, shared=own, **{f"own_{own}": SHARED.replace("Montag", "Dienstag")}))
    assert list(latest(draft).variants.all()) == []
    assert "Zurück zum gemeinsamen Text" not in client.get(page).content.decode()


def test_a_long_text_is_cut_by_proposal_and_taken_by_a_press(client: Client, draft: Draft) -> None:
    long = " ".join(f"Das ist der Satz mit der Nummer {number} von allen." for number in range(100, 125))
    page = client.post(f"/plan/posts/{draft.pk}/cut/", typed(draft, text=long, numbered="on"))
    assert page.status_code == 200
    assert latest(draft).text == SHARED, "a proposal saves nothing"
    seen = page.content.decode()
    found = re.search(r'name="parts" value="([^"]*)"', seen)
    assert found is not None
    assert "Vorschlag: ein Thread aus 3 Beiträgen" in seen
    client.post(f"/plan/posts/{draft.pk}/", typed(draft, text=long, then="parts", parts=found[1], tab_of_parts="0"))
    stage = draft.slot.channels.get(name="Stadtwerke")
    parts = queries.wording(latest(draft), stage).parts
    assert [part[-3:] for part in parts] == ["1/3", "2/3", "3/3"]
    assert all(len(part) <= 500 for part in parts)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://erlengrund.example/" + "a" * 30, "passt so, wie er ist"),
        ("#" + "a" * 501, "passt für sich in keinen Beitrag"),
    ],
)
def test_what_needs_no_cut_or_allows_none_is_said(client: Client, draft: Draft, text: str, said: str) -> None:
    assert said in client.post(f"/plan/posts/{draft.pk}/cut/", typed(draft, text=text)).content.decode()


def test_where_no_channel_knows_threads_nothing_is_cut(client: Client, miriam: Person) -> None:
    alone = make.content.draft(by=miriam, text=SHARED, chosen=[make.channels.by_hand("Facebook")])
    said = client.post(f"/plan/posts/{alone.pk}/cut/", typed(alone)).content.decode()
    assert "Keiner der Kanäle dieses Textes kennt Threads" in said


def test_what_a_network_does_not_know_is_said_in_its_preview(client: Client, miriam: Person) -> None:
    chosen = [make.channels.channel("Stadtwerke"), make.channels.by_hand("Facebook")]
    draft = make.content.draft(by=miriam, text="Eins.\n---\nZwei.", chosen=chosen)
    seen = shown(client, draft)
    assert re.search(r'data-when="thread">Dieses Netzwerk kennt keine Threads', seen)
    answer = client.post(f"/plan/posts/{draft.pk}/look/", typed(draft, text="Eins.")).content.decode()
    assert re.search(r'data-when="thread" hidden>Dieses Netzwerk kennt keine Threads', answer)


def test_a_warning_closes_the_post_on_mastodon(client: Client, draft: Draft, miriam: Person) -> None:
    services.save(
        draft=draft, based_on=1, text=SHARED, language="de", content_warning="Lärm", by=miriam, now=make.people.NOW
    )
    assert '<details class="cw"><summary>Lärm' in shown(client, draft)


def test_links_are_shown_as_the_network_shortens_them(client: Client, miriam: Person) -> None:
    text = "Mehr: https://www.erlengrund.example/baustellen/nordring/2026/plan"
    draft = make.content.draft(
        by=miriam, text=text, chosen=[make.channels.channel("Stadtwerke"), make.channels.by_hand("Facebook")]
    )
    seen = shown(client, draft)
    assert '<span class="run">erlengrund.example/baustellen/…</span>' in seen
    assert '<span class="run">https://www.erlengrund.example/baustellen/nordring/2026/plan</span>' in seen
    assert "erlengrund.example: Aus diesem Link macht das Netzwerk eine Karte." in seen


def test_the_first_line_is_the_title_where_posts_have_one(client: Client, miriam: Person) -> None:
    site = make.channels.unconnected("Website", server_url="https://erlengrund.example", network="wordpress")
    draft = make.content.draft(by=miriam, text="Sperrung\n\nAb Montag.", chosen=[site])
    assert re.search(r'<p class="ptitle" data-title lang="de">Sperrung</p>', shown(client, draft))
    answer = client.post(f"/plan/posts/{draft.pk}/look/", typed(draft, text="")).content.decode()
    assert re.search(r'<p class="ptitle" data-title lang="de" hidden></p>', answer)


def test_what_is_too_long_is_named_with_its_channel(client: Client, draft: Draft) -> None:
    seen = client.post(f"/plan/posts/{draft.pk}/look/", typed(draft, text="a" * 501)).content.decode()
    assert re.search(r'data-too-long="\d+">(?:(?!data-too-long).)*Zu lang für Stadtwerke', seen, re.DOTALL)
    assert "1 Zeichen zu viel" in seen


def test_the_page_works_with_hostile_words(client: Client, miriam: Person) -> None:
    text = "</script><script>alert(1)</script> @{<b>} &amp; \u202e"
    seen = shown(client, make.content.draft(by=miriam, text=text))
    assert "<script>alert(1)" not in seen


@pytest.mark.parametrize(
    ("what", "after"),
    [
        ("snippet:hashtags", f"{SHARED}\n\n#ErlengrundBaut #wasser"),
        ("snippet:signature", f"{SHARED}\n\nIhre Stadtwerke"),
        ("snippet:template", f"{SHARED}\n\nIn Nordring ist ab {{Datum}} gesperrt."),
        ("mention:anna", f"{SHARED} @{{Anna Said}}"),
        ("emoji:🚧", f"{SHARED} 🚧"),
        ("emoji:<b>", SHARED),
        ("snippet:99999999999999999999", SHARED),
        ("snippet:other", SHARED),
        ("", SHARED),
    ],
)
def test_what_is_kept_is_inserted_at_the_end(client: Client, draft: Draft, what: str, after: str) -> None:
    kept = {
        "hashtags": make.snippets.hashtags().pk, "template": make.snippets.template().pk, "anna": make.snippets.mentioned().pk,
        "signature": make.snippets.signature(draft.slot.channels.get(name="Stadtwerke")).pk,
        "other": make.snippets.signature(make.channels.channel()).pk,
    }  # fmt: skip
    kind, _, name = what.partition(":")
    value = f"{kind}:{kept.get(name, name)}" if kind else ""
    place = f"place_{kept['template']}_0"
    client.post(f"/plan/posts/{draft.pk}/insert/", typed(draft, insert=value, **{place: "Nordring"}))
    assert latest(draft).text == after
    assert "Anna Said" in shown(client, draft)


def test_links_to_own_pages_are_marked_in_the_text_itself(client: Client, draft: Draft) -> None:
    scheme = Scheme(("erlengrund.example",), "social", "beitrag", "")
    snippets.mark_links(scheme=scheme, by=None, now=make.people.NOW)
    text = "Mehr: https://erlengrund.example/a."
    own = draft.slot.channels.get(name="Facebook").pk
    sent = typed(draft, text=text, insert="links", **{f"own_{own}": "Hier https://erlengrund.example/b, dort."})
    client.post(f"/plan/posts/{draft.pk}/insert/?tab={own}", sent)
    carried = "?utm_source=social&utm_medium=beitrag"
    assert latest(draft).text == f"Mehr: https://erlengrund.example/a{carried}."
    assert [one.text for one in latest(draft).variants.all()] == [f"Hier https://erlengrund.example/b{carried}, dort."]


def test_one_text_says_in_its_links_on_which_network_it_stands(client: Client, draft: Draft) -> None:
    scheme = Scheme(("erlengrund.example",), "{network}", "beitrag", "{goal}")
    snippets.mark_links(scheme=scheme, by=None, now=make.people.NOW)
    client.post(
        f"/plan/posts/{draft.pk}/insert/", typed(draft, text="Mehr: https://erlengrund.example/a.", insert="links")
    )
    assert latest(draft).text == "Mehr: https://erlengrund.example/a?utm_source={network}&utm_medium=beitrag."
    leaves = {
        channel.name: queries.wording(latest(draft), channel).text for channel in draft.slot.channels.order_by("name")
    }
    carried = "Mehr: https://erlengrund.example/a?utm_source=%s&utm_medium=beitrag."
    assert leaves == {"Facebook": carried % "facebook", "Stadtwerke": carried % "mastodon"}
    before = latest(draft).digest
    client.post(f"/plan/posts/{draft.pk}/", typed(draft, text=latest(draft).text))
    assert latest(draft).digest == before


def test_a_person_is_shown_as_they_are_called_there(client: Client, draft: Draft) -> None:
    make.snippets.mentioned()
    page = client.post(f"/plan/posts/{draft.pk}/look/", typed(draft, text="Mit @{Anna Said}.")).content.decode()
    assert '<span class="run">@anna@stadt.social</span>' in page
    by_name = {channel["name"]: channel["handles"] for channel in live(page)["channels"]}
    assert by_name == {"Stadtwerke": {"Anna Said": "@anna@stadt.social"}, "Facebook": {"Anna Said": "Anna Said"}}


def test_another_language_is_noticed_and_set_by_a_press(client: Client, draft: Draft) -> None:
    text = "From Monday on we renew the water main in the northern part of the town."
    seen = client.post(f"/plan/posts/{draft.pk}/look/", typed(draft, text=text)).content.decode()
    assert "Der Text scheint in English zu sein, eingestellt ist Deutsch." in seen
    client.post(f"/plan/posts/{draft.pk}/", typed(draft, text=text, speaks="en"))
    assert latest(draft).language == "en"
    assert "scheint" not in shown(client, draft)


def test_a_poll_is_written_kept_and_shown_where_there_are_polls(client: Client, miriam: Person) -> None:
    chosen = [make.channels.channel("Stadtwerke"), make.channels.unconnected("Himmel", network="bluesky")]
    draft = make.content.draft(by=miriam, text="Wer kommt?", chosen=chosen)
    poll = {"poll_options": "Ja\n\n Nein ", "poll_minutes": "1440"}
    client.post(f"/plan/posts/{draft.pk}/", typed(draft, text="Wer kommt?", **poll))
    assert latest(draft).beside.poll == Poll(("Ja", "Nein"), 1440)
    page = shown(client, draft)
    assert page.count("<li>Ja</li><li>Nein</li>") == 1, "Bluesky has no polls"
    assert "Umfrage · Sie läuft 1 Tag" in page
    assert standing_notes(page) == ["Himmel kennt keine Umfragen."]
    own = {f"own_{chosen[1].pk}": "Kommen Sie? Antworten Sie hier."}
    assert standing_notes(looked(client, draft, **poll, **own)) == []


@pytest.mark.parametrize(
    ("poll", "said"),
    [
        ({"poll_options": "Ja"}, "Eine Umfrage braucht mindestens zwei Antworten."),
        ({"poll_options": "Ja\nja"}, "Zwei Antworten der Umfrage sagen dasselbe."),
        ({"poll_options": "a\nb\nc\nd\ne"}, "Eine Umfrage auf Stadtwerke hat höchstens 4 Antworten."),
        ({"poll_options": "a\n" + "b" * 51}, "Eine Antwort auf Stadtwerke hat höchstens 50 Zeichen."),
    ],
)
def test_what_a_channel_does_not_take_of_a_poll_is_said_by_name(
    client: Client, miriam: Person, poll: dict[str, str], said: str
) -> None:
    draft = make.content.draft(by=miriam, chosen=[make.channels.channel("Stadtwerke")])
    assert standing_notes(looked(client, draft, **poll)) == [said]
    assert client.post(f"/plan/posts/{draft.pk}/autosave/", typed(draft, **poll)).status_code == 200, (
        "no letter is lost"
    )


def test_a_poll_beside_a_picture_is_kept_and_said(client: Client, miriam: Person) -> None:
    attached = [services.NewAttachment(make.media.picture(by=miriam), "Ein Bagger")]
    draft = make.content.draft(by=miriam, chosen=[make.channels.channel("Stadtwerke")], attachments=attached)
    seen = looked(client, draft, poll_options="Ja\nNein", kept=attached[0].picture.digest)
    assert standing_notes(seen) == ["Stadtwerke zeigt eine Umfrage ohne Bilder: entweder die Umfrage oder die Bilder."]


def looked(client: Client, draft: Draft, **more: object) -> str:
    return client.post(f"/plan/posts/{draft.pk}/look/", typed(draft, **more)).content.decode()


def standing_notes(page: str) -> list[str]:
    """Return what is said of the poll, without what the browser still covers; the first sentence of each."""
    found = re.findall(r'data-poll-note="[^"]*">.*?<strong>(.*?)</strong>', page, re.DOTALL)
    return [said if said.count(". ") == 0 else said.split(". ")[0] + "." for said in found]


def test_the_ad_label_stands_first_in_every_text_by_one_press(client: Client, draft: Draft) -> None:
    own = f"own_{draft.slot.channels.get(name='Facebook').pk}"
    given = {"consideration": "on", own: "Werbung: Wir haben ein Lastenrad bekommen."}
    assert "„Anzeige“ voranstellen" in looked(client, draft, **given)
    assert "„Anzeige“ voranstellen" not in looked(client, draft), "nobody gave anything"
    client.post(f"/plan/posts/{draft.pk}/", typed(draft, label_first="Anzeige", **given))
    kept = latest(draft)
    assert (kept.text, kept.consideration) == (f"Anzeige: {SHARED}", True)
    assert kept.variants.get().text == "Werbung: Wir haben ein Lastenrad bekommen.", "it has one already"
    again = typed(draft, **{**given, "text": kept.text, own: kept.variants.get().text})
    assert "voranstellen" not in client.post(f"/plan/posts/{draft.pk}/look/", again).content.decode()


def test_only_words_that_are_agreed_are_put_first(client: Client, draft: Draft) -> None:
    client.post(f"/plan/posts/{draft.pk}/", typed(draft, label_first="Geschenk", consideration="on"))
    assert latest(draft).text == SHARED
    english = looked(client, draft, consideration="on", language="en")
    assert "„Ad“ voranstellen" in english
    assert "„Werbung“" not in english


def test_the_words_that_a_clause_names_are_offered(client: Client, draft: Draft) -> None:
    make.guidelines.clause(make.guidelines.ad_label("Gesponsert", "PR"))
    seen = looked(client, draft, consideration="on")
    assert seen.count("voranstellen") == 2
    assert "„Gesponsert“ voranstellen" in seen
    client.post(f"/plan/posts/{draft.pk}/", typed(draft, label_first="PR", consideration="on"))
    assert latest(draft).text == f"PR: {SHARED}"


def test_a_limit_that_nobody_states_is_said_to_be_unknown_and_never_a_number(client: Client, miriam: Person) -> None:
    unknown = make.channels.by_hand("Aushang", label="WhatsApp-Kanal")
    seen = looked(client, make.content.draft(by=miriam, chosen=[unknown]), text="Guten Morgen")
    assert "12 Zeichen · was Aushang zulässt, ist nicht bekannt" in seen
    known = make.channels.by_hand("Bilder", label="Instagram")
    seen = looked(client, make.content.draft(by=miriam, chosen=[known]), text="Guten Morgen")
    assert "12 Zeichen · Bilder lässt 2200 zu" in seen
    assert "Bilder zeigt nichts ohne ein Bild oder ein Video." in seen


def test_a_picture_of_which_nothing_is_said_is_named_while_one_writes(client: Client, miriam: Person) -> None:
    attached = [services.NewAttachment(make.media.picture(by=miriam), "")]
    draft = make.content.draft(by=miriam, chosen=[make.channels.channel()], attachments=attached)
    digest = attached[0].picture.digest
    assert "hat keine Beschreibung, die weiterhilft" in looked(client, draft, kept=digest)
    assert "hat keine Beschreibung, die weiterhilft" not in looked(
        client, draft, kept=digest, **{f"alt_{digest}": "Ein Bagger am Nordring"}
    )
