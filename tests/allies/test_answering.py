"""Answers by link on a phone: a gift, a promise, a No; nothing lost, nothing twice."""

import subprocess
import threading
from datetime import timedelta
from pathlib import Path

import imageio_ffmpeg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from eichhorn.allies import hearing, services
from eichhorn.allies.hearing import SpeechProblem, SpeechRefused, hear
from eichhorn.allies.models import Ally, Ask, Given, Speech
from eichhorn.allies.rules import No, State
from eichhorn.allies.services import Answered, Gifted, TooOften
from eichhorn.allies.views import answering
from eichhorn.foundation import clock
from eichhorn.ideas.models import Idea
from eichhorn.people.models import Person
from tests import make

NOW = make.people.NOW


@pytest.fixture
def asked(miriam: Person, trainer: Person) -> Ask:
    ask: Ask = make.allies.asked(make.allies.ally(trainer, per_quarter=6), by=miriam)
    return ask


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Two seconds of a sound, as a browser records it."""
    return recorded(tmp_path_factory.mktemp("voice") / "voice.webm", 2)


def recorded(at: Path, seconds: int, codec: str = "libopus") -> bytes:
    asked = [
        "-f",
        "lavfi",
        "-i",
        f"sine=frequency=300:duration={seconds}",
        "-c:a",
        codec,
        "-metadata",
        "title=Küche",
        str(at),
    ]
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *asked], check=True)
    return at.read_bytes()


def photo(name: str = "IMG_1.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make.media.png(), "image/png")


def link_of(ask: Ask) -> str:
    """Return the address that the letter holds."""
    assert ask.ally is not None
    path: str = make.notices.link_to(ask.ally.person.email)
    return path


def test_a_photo_three_sentences_and_a_voice_become_an_idea_with_whose_it_is(
    asked: Ask, phone: Client, voice: bytes, miriam: Person
) -> None:
    link = link_of(asked)
    assert "Das hilft uns: ein Foto." in phone.get(link).content.decode()
    sent = {
        "words": "Seit heute dreht sie. Drei Wochen Arbeit.", "agreed": "on", "shown": "Lena Wolf", "pictures": [photo()],
        "speech": SimpleUploadedFile("voice.webm", voice, "audio/webm"),
    }  # fmt: skip
    answer = phone.post(link, sent)
    assert answer.status_code == 303, answer.content.decode()[:3000]
    assert "Es ist angekommen" in phone.get(answer["Location"]).content.decode()
    asked.refresh_from_db()
    assert (asked.state, asked.next_at, asked.answered_at) == (State.GIVEN, None, NOW)
    idea = Idea.objects.get()
    assert (idea.title, idea.note, idea.had_by) == (asked.title, sent["words"], "Jens Kruse")
    given = Given.objects.get()
    assert (given.shown, given.agreed_at, given.by) == ("Lena Wolf", NOW, None)
    browser = make.people.client_of(miriam)
    shown = browser.get(f"/requests/asks/{asked.pk}/").content.decode()
    assert "Zu sehen: Lena Wolf." in shown
    assert f'href="/plan/new-post/?idea={idea.pk}"' in shown or f"?idea={idea.pk}" in shown
    heard = browser.get(f"/requests/asks/gifts/{given.pk}/speech/")
    assert heard["Content-Type"] == "audio/mp4"
    assert b"K\xc3\xbcche" not in heard.content
    part = browser.get(f"/requests/asks/gifts/{given.pk}/speech/", headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.content) == (206, heard.content[:10])
    assert "Jens Kruse hat geliefert" in browser.get("/").content.decode()


def test_opening_the_link_changes_nothing(asked: Ask, phone: Client) -> None:
    for address in ("", "later/", "no/", "thanks/"):
        assert phone.get(link_of(asked) + address).status_code == 200
    asked.refresh_from_db()
    assert asked.state == State.ASKED


def test_a_picture_needs_the_word_that_those_shown_agree_and_what_was_typed_stays(asked: Ask, phone: Client) -> None:
    answer = phone.post(link_of(asked), {"words": "Drei Wochen", "pictures": [photo()]})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Ohne dieses Wort dürfen wir das Bild nicht zeigen" in shown
    assert "Drei Wochen" in shown
    assert "Bitte wählen Sie Foto und Aufnahme noch einmal" in shown
    assert not Idea.objects.exists()


def test_nothing_at_all_is_refused_with_a_sentence(asked: Ask, phone: Client) -> None:
    answer = phone.post(link_of(asked), {"words": "  "})
    assert answer.status_code == 422
    assert "Bitte geben Sie eins von dreien" in answer.content.decode()


def test_the_same_form_sent_twice_is_one_gift_and_another_one_is_kept_too(asked: Ask, phone: Client) -> None:
    link = link_of(asked)
    mark = "m" * 30
    for _time in range(2):
        assert phone.post(link, {"words": "Drei Wochen", "mark": mark}).status_code == 303
    assert Given.objects.count() == 1
    assert phone.post(link, {"words": "Noch ein Satz", "mark": mark}).status_code == 303
    assert sorted(Idea.objects.values_list("note", flat=True)) == ["Drei Wochen", "Noch ein Satz"]


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_both_are_kept(asked: Ask) -> None:
    begin, problems = threading.Barrier(2), []

    def one(words: str) -> None:
        begin.wait()
        try:
            services.give(ask=asked, gifted=Gifted(words=words), by=None, now=NOW)
        except Exception as problem:  # noqa: BLE001 — whatever it is, the test shows it
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(words,)) for words in ("Eins", "Zwei")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert sorted(Idea.objects.values_list("note", flat=True)) == ["Eins", "Zwei"]
    asked.refresh_from_db()
    assert asked.state == State.GIVEN


def test_five_gifts_for_one_ask_are_taken_and_a_sixth_is_not(asked: Ask) -> None:
    for number in range(5):
        services.give(ask=asked, gifted=Gifted(words=f"Satz {number}"), by=None, now=NOW)
    with pytest.raises(TooOften):
        services.give(ask=asked, gifted=Gifted(words="Satz 6"), by=None, now=NOW)
    assert Idea.objects.count() == 5


def test_a_no_is_fine_asked_for_its_reason_and_begins_a_rest(asked: Ask, phone: Client, miriam: Person) -> None:
    link = link_of(asked)
    refused = phone.post(link + "no/", {"because": "Urlaub"})
    assert refused.status_code == 422
    assert "Urlaub" in refused.content.decode()
    answer = phone.post(link + "no/", {"no": "no_time", "because": "Urlaub", "again_from": "1.9.2026"})
    assert "Das ist in Ordnung" in phone.get(answer["Location"]).content.decode()
    asked.refresh_from_db()
    assert (asked.state, asked.no, asked.because, asked.next_at) == (State.DECLINED, No.NO_TIME, "Urlaub", None)
    entry = Ally.objects.get()
    assert entry.rests_until is not None
    assert entry.rests_until.isoformat() == "2026-09-01"
    shown = make.people.client_of(miriam).get(f"/requests/asks/{asked.pk}/").content.decode()
    assert "Gerade ist keine Zeit dafür." in shown
    assert "Urlaub" in shown


def test_a_no_without_a_day_rests_for_a_month_and_a_longer_rest_stays(asked: Ask, trainer: Person) -> None:
    services.decline(ask=asked, no=No.NOT_LIKED, by=None, now=NOW)
    entry = Ally.objects.get()
    assert entry.rests_until == NOW.date() + timedelta(days=30)


def test_who_said_no_may_give_all_the_same(asked: Ask, phone: Client) -> None:
    link = link_of(asked)
    phone.post(link + "no/", {"no": "no_time"})
    assert phone.post(link, {"words": "Doch noch"}).status_code == 303
    asked.refresh_from_db()
    assert (asked.state, asked.no) == (State.GIVEN, "")


def test_who_thinks_better_of_an_older_no_may_promise_it_beside_the_ask_that_waits(
    asked: Ask, trainer: Person, miriam: Person
) -> None:
    services.decline(ask=asked, no=No.NO_TIME, again_from=NOW.date() + timedelta(days=1), by=None, now=NOW)
    tomorrow = NOW + timedelta(days=1)
    later = make.allies.asked(Ally.objects.get(), by=miriam, title="Etwas anderes", now=tomorrow)
    services.promise(ask=asked, day=tomorrow.date(), by=None, now=tomorrow)
    services.promise(ask=later, day=tomorrow.date(), by=None, now=tomorrow)
    assert Ask.objects.filter(state=State.PROMISED).count() == 2


def test_a_promise_names_a_day_from_today_on_and_not_a_season_away(asked: Ask, phone: Client) -> None:
    link = link_of(asked) + "later/"
    assert phone.post(link, {"day": "8.6.2026"}).status_code == 422
    assert phone.post(link, {"day": "8.10.2026"}).status_code == 422
    for day, iso in (("7.10.2026", "2026-10-07"), ("9.6.2026", "2026-06-09")):
        assert phone.post(link, {"day": day}).status_code == 303, day
        asked.refresh_from_db()
        assert asked.promised_on is not None
        assert (asked.state, asked.promised_on.isoformat()) == (State.PROMISED, iso)


def test_what_was_said_at_the_door_is_noted_by_the_team_and_counts_the_same(
    asked: Ask, miriam: Person, trainer: Person
) -> None:
    browser = make.people.client_of(miriam)
    browser.post(f"/requests/asks/{asked.pk}/promised/", {"promise-day": "12.6.2026"})
    asked.refresh_from_db()
    assert asked.state == State.PROMISED
    assert "danke für Ihr Ja" in make.notices.text_to(trainer.email)
    browser.post(f"/requests/asks/{asked.pk}/told/", {"told-words": "Der Griff saß nach drei Wochen."})
    asked.refresh_from_db()
    given = Given.objects.get()
    assert (asked.state, given.by, given.idea.note) == (State.GIVEN, miriam, "Der Griff saß nach drei Wochen.")
    with pytest.raises(Answered):
        services.decline(ask=asked, no=No.OTHER, by=miriam, now=NOW)


def test_a_link_shown_at_the_door_leads_to_the_ask_and_is_shown_once(asked: Ask, miriam: Person, phone: Client) -> None:
    answer = make.people.client_of(miriam).post(f"/requests/asks/{asked.pk}/link/")
    shown = answer.content.decode()
    assert '<svg class="qr"' in shown
    assert answer["Cache-Control"] == "no-store"
    address = shown.split('id="ask-link">')[1].split("<")[0]
    assert phone.get("/" + address.split("/", 3)[3]).status_code == 200


def test_twenty_answers_an_hour_by_one_link_and_not_one_more(
    asked: Ask, phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "BY_LINK", 2)
    link = link_of(asked)
    assert [phone.post(link + "later/", {"day": "12.6.2026"}).status_code for _time in range(3)] == [303, 303, 429]


def test_a_link_is_too_old_after_its_time(asked: Ask, phone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    link = link_of(asked)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=180, seconds=-1))
    assert phone.get(link).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=180))
    assert phone.get(link).status_code == 410


@pytest.mark.parametrize(
    ("name", "codec"), [("m.m4a", "aac"), ("m.mp3", "libmp3lame"), ("m.ogg", "libopus"), ("m.wav", "pcm_s16le")]
)
def test_what_phones_record_is_taken(tmp_path: Path, name: str, codec: str) -> None:
    heard = hear(recorded(tmp_path / name, 1, codec))
    assert heard.content[4:8] == b"ftyp"
    assert 900 <= heard.lasts_ms <= 1_200


def test_three_minutes_are_taken_and_more_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "LONGEST_SPEECH_S", 2)
    assert hear(recorded(tmp_path / "a.ogg", 2)).lasts_ms <= 2_000
    with pytest.raises(SpeechRefused) as refused:
        hear(recorded(tmp_path / "b.ogg", 3))
    assert refused.value.reason is SpeechProblem.TOO_LONG


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", SpeechProblem.EMPTY), (b"<html>kein Ton</html>", SpeechProblem.NOT_SOUND), (b"#!/bin/sh\nrm", SpeechProblem.NOT_SOUND),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", SpeechProblem.NOT_SOUND), (b"OggS" + b"\0" * 500, SpeechProblem.BROKEN),
        (b"RIFF\0\0\0\0WAVEfmt ", SpeechProblem.BROKEN), (b"\xff\xfb" + b"\0" * 50, SpeechProblem.BROKEN),
    ],
)  # fmt: skip
def test_what_is_no_sound_is_refused_by_its_content(content: bytes, why: SpeechProblem) -> None:
    with pytest.raises(SpeechRefused) as refused:
        hear(content)
    assert refused.value.reason is why


def test_thirty_megabytes_are_looked_at_and_one_byte_more_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "LARGEST_SPEECH_BYTES", 100)
    with pytest.raises(SpeechRefused) as refused:
        hear(b"OggS" + b"\0" * 96)
    assert refused.value.reason is SpeechProblem.BROKEN
    with pytest.raises(SpeechRefused) as refused:
        hear(b"OggS" + b"\0" * 97)
    assert refused.value.reason is SpeechProblem.TOO_LARGE


def test_a_file_that_is_no_recording_is_refused_at_its_field_and_the_words_stay(asked: Ask, phone: Client) -> None:
    sent = {"words": "Drei Wochen", "speech": SimpleUploadedFile("a.mp3", b"kein Ton", "audio/mpeg")}
    answer = phone.post(link_of(asked), sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Diese Datei ist keine Aufnahme" in shown
    assert "Drei Wochen" in shown
    assert not Speech.objects.exists()
