"""Sending mail, with a real SMTP server that takes it, refuses it, is away, or watches the worker die."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from eichhorn.foundation import clock
from eichhorn.foundation.crypto import new_token
from eichhorn.notices import rules, services, smtp
from eichhorn.notices.models import Notice
from eichhorn.notices.queries import standing
from eichhorn.notices.rules import Standing
from eichhorn.people.models import Organisation
from tests import make
from tests.notices.sink import Sink, free_port, opened

NOW = make.people.NOW
MINUTE = timedelta(minutes=1)


@pytest.fixture
def sink(house: Organisation, settings: Settings) -> Iterator[Sink]:
    with opened(Sink()) as server:
        settings.MAIL_URL = server.url
        settings.MAIL_FROM = "Stadtwerke Erlengrund <social@erlengrund.example>"
        yield server


def tell(
    to: str = "voss@erlengrund.example", subject: str = "Freigabe bis Donnerstag", *, now: datetime = NOW
) -> Notice:
    return services.tell(
        to_email=to, language="de", subject=subject, body="Guten Tag,\n\ngrüßt Sie\n.\nIhr Team\n", now=now
    )


def fresh(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


@pytest.mark.django_db
def test_a_mail_leaves_once_as_plain_text_that_no_machine_answers(sink: Sink) -> None:
    notice = tell(subject="Maß für Maß: Straßenfest")
    assert services.send_due(now=NOW) == 1
    assert services.send_due(now=NOW + timedelta(days=1)) == 0
    (mail,) = sink.mails
    assert sink.recipients == ["voss@erlengrund.example"]
    assert mail["Subject"] == "Maß für Maß: Straßenfest"
    assert mail["From"] == "Stadtwerke Erlengrund <social@erlengrund.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n") == "Guten Tag,\n\ngrüßt Sie\n.\nIhr Team\n"
    assert standing(fresh(notice)) is Standing.SENT


@pytest.mark.django_db
def test_the_text_is_sealed_while_it_waits_and_gone_when_it_left(sink: Sink) -> None:
    notice = tell()
    assert b"Ihr Team" not in bytes(fresh(notice).body_sealed)
    assert "Ihr Team" in services.text_of(fresh(notice))
    services.send_due(now=NOW)
    assert bytes(fresh(notice).body_sealed) == b""


@pytest.mark.django_db
def test_many_mails_leave_over_one_connection(sink: Sink) -> None:
    for n in range(30):
        tell(f"person-{n}@erlengrund.example")
    assert services.send_due(now=NOW) == 30
    assert sink.sessions == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "subject", ["Hallo\r\nBcc: evil@example.org", "Hallo\nX: y", "Hallo\x00\x85\u2028Bcc: evil@example.org"]
)
def test_a_subject_writes_no_header(sink: Sink, subject: str) -> None:
    tell(subject=subject)
    services.send_due(now=NOW)
    (mail,) = sink.mails
    assert "Bcc" not in mail
    assert "X" not in mail
    assert sink.recipients == ["voss@erlengrund.example"]
    assert mail["Subject"].startswith("Hallo ")


@pytest.mark.django_db
def test_an_address_with_umlauts_in_its_domain_is_reached(sink: Sink) -> None:
    tell("post@müller.example")
    assert services.send_due(now=NOW) == 1
    assert sink.recipients == ["post@xn--mller-kva.example"]


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["at_rcpt", "at_data"])
def test_a_final_no_stops_the_mail_with_the_servers_reason(sink: Sink, place: str) -> None:
    setattr(sink, place, lambda _said: "550 5.1.1 no such mailbox")
    notice, other = tell(), tell("said@erlengrund.example")
    if place == "at_rcpt":
        sink.at_rcpt = lambda address: "550 5.1.1 no such mailbox" if address.startswith("voss") else None
    services.send_due(now=NOW)
    stopped = fresh(notice)
    assert standing(stopped) is Standing.STOPPED
    assert "550" in stopped.failed_because
    assert "no such mailbox" in stopped.failed_because
    assert services.send_due(now=NOW + timedelta(days=1)) == 0
    assert (standing(fresh(other)) is Standing.SENT) == (place == "at_rcpt")


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["554", "451"])
def test_a_filter_that_quotes_a_mail_shows_nobody_its_link(sink: Sink, code: str) -> None:
    """What stands on the page of unsent mails is read also by those to whom the links of a mail are hidden."""
    token = new_token()
    body = f"Guten Tag,\n\nhier entscheiden Sie: https://eichhorn.example/approve/{token}/\n"
    sink.at_data = lambda _text: f"{code} {'spam ' * 30}https://eichhorn.example/approve/{token}/"
    notice = services.tell(to_email="voss@erlengrund.example", language="de", subject="Freigabe", body=body, now=NOW)
    services.send_due(now=NOW)
    assert fresh(notice).failed_because.endswith("https://eichhorn.example/approve/[token]/")
    assert token[:12] not in fresh(notice).failed_because


@pytest.mark.django_db
def test_a_busy_server_is_asked_again_after_growing_pauses(sink: Sink) -> None:
    notice, asked = tell(), []
    sink.at_rcpt = lambda address: "451 4.7.1 greylisted, come back"
    for minute in range(0, 120):
        before = fresh(notice).tries
        services.send_due(now=NOW + minute * MINUTE)
        if fresh(notice).tries > before:
            asked.append(minute)
    assert asked == [0, 1, 6, 21, 81]
    assert standing(fresh(notice)) is Standing.WAITING
    sink.at_rcpt = lambda address: None
    assert services.send_due(now=NOW + 321 * MINUTE) == 1
    assert fresh(notice).failed_because == ""


@pytest.mark.django_db
def test_a_server_that_is_away_costs_no_mail(house: Organisation, settings: Settings) -> None:
    server = Sink()
    server.port = free_port()
    settings.MAIL_URL = server.url
    notice = tell()
    assert services.send_due(now=NOW) == 0
    assert "127.0.0.1" in fresh(notice).failed_because
    assert standing(fresh(notice)) is Standing.WAITING
    with opened(server):
        assert services.send_due(now=NOW + MINUTE) == 1
    assert len(server.mails) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.django_db
def test_a_wrong_password_is_ours_and_not_the_mails_fault(house: Organisation, settings: Settings) -> None:
    with opened(Sink(), password="right+/@") as server:
        settings.MAIL_URL = f"smtp://eichhorn:wrong@127.0.0.1:{server.port}"
        notice = tell()
        services.send_due(now=NOW)
        assert standing(fresh(notice)) is Standing.WAITING
        assert "535" in fresh(notice).failed_because
        assert "wrong" not in fresh(notice).failed_because
        settings.MAIL_URL = f"smtp://eichhorn:right%2B%2F%40@127.0.0.1:{server.port}"
        assert services.send_due(now=NOW + MINUTE) == 1


@pytest.mark.django_db
def test_a_server_without_starttls_gets_no_mail_where_starttls_was_asked(sink: Sink, settings: Settings) -> None:
    settings.MAIL_URL = sink.url.replace("smtp://", "smtp+starttls://")
    notice = tell()
    services.send_due(now=NOW)
    assert not sink.mails
    assert standing(fresh(notice)) is Standing.WAITING


@pytest.mark.django_db
def test_what_waited_three_days_leaves_only_when_somebody_says_so(sink: Sink) -> None:
    old, young = tell(now=NOW - rules.STALE_AFTER), tell(now=NOW - rules.STALE_AFTER + MINUTE)
    assert services.send_due(now=NOW) == 1
    assert standing(fresh(old)) is Standing.STOPPED
    assert standing(fresh(young)) is Standing.SENT
    services.send_again(notice=old, by=make.people.administrator(), now=NOW)
    assert services.send_due(now=NOW) == 1


@pytest.mark.django_db
def test_without_settings_nothing_leaves_and_nothing_is_lost(house: Organisation, settings: Settings) -> None:
    settings.MAIL_URL = ""
    notice = tell()
    assert services.send_due(now=NOW) == 0
    assert fresh(notice).tries == 0


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_send_each_mail_once(sink: Sink) -> None:
    for n in range(40):
        tell(f"person-{n}@erlengrund.example")

    def work(_worker: int) -> int:
        try:
            return services.send_due(now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as crowd:
        assert sum(crowd.map(work, range(4))) == 40
    assert sorted(sink.recipients) == sorted(f"person-{n}@erlengrund.example" for n in range(40))


WORKER = """
import django; django.setup()
from eichhorn.foundation import clock
from eichhorn.notices import services
services.send_due(now=clock.now())
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_after_the_server_took_the_mail_sends_it_again_under_the_same_name(
    sink: Sink, settings: Settings
) -> None:
    now = clock.now()
    notice = tell(now=now)
    url = os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + str(connection.settings_dict["NAME"])
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "EICHHORN_SMTP_URL": sink.url,
        "EICHHORN_MAIL_FROM": settings.MAIL_FROM,
        "DJANGO_SETTINGS_MODULE": "eichhorn.config.settings",
    }
    worker = subprocess.Popen([sys.executable, "-c", WORKER], env=environment, stderr=subprocess.PIPE)

    def kill(text: str) -> None:
        worker.send_signal(signal.SIGKILL)

    sink.at_data = kill
    assert worker.wait(timeout=60) == -signal.SIGKILL, worker.stderr and worker.stderr.read()
    assert worker.stderr is not None
    worker.stderr.close()
    sink.at_data = lambda _text: None
    assert services.send_due(now=now + rules.LEASE / 2) == 0
    assert services.send_due(now=now + rules.LEASE + MINUTE) == 1
    first, second = sink.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert standing(fresh(notice)) is Standing.SENT


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", ("mail.example", 25, "smtp", "", "")),
        ("smtps://mail.example", ("mail.example", 465, "smtps", "", "")),
        ("smtp+starttls://u%40x:p%3A%2Fw@mail.example:2525", ("mail.example", 2525, "smtp+starttls", "u@x", "p:/w")),
    ],
)
def test_the_address_of_the_server_is_read(url: str, server: tuple[str, int, str, str, str]) -> None:
    read = smtp.Server.from_url(url)
    assert read is not None
    assert (read.host, read.port, read.cover, read.user, read.password) == server
    assert "p:/w" not in repr(read)


@pytest.mark.parametrize("url", ["http://mail.example", "mail.example:25", "smtp://", "smtp://mail.example:99999"])
def test_an_address_that_is_none_is_refused_in_a_sentence(url: str) -> None:
    with pytest.raises(smtp.MailUrlWrong, match="EICHHORN_SMTP_URL"):
        smtp.Server.from_url(url)
