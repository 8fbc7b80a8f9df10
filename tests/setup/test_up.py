"""`script/up` as people use it: real processes on a real machine, on a home that is kept between the tests."""

import contextlib
import json
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from eichhorn.foundation import crypto, postgres
from tests.setup.conftest import Keeper
from tests.setup.running import Running, command, command_of, free_port, living, refused, wait_until

pytestmark = pytest.mark.xdist_group("up")


@pytest.fixture(autouse=True)
def nothing_is_left_running(keeper: Keeper) -> Iterator[None]:
    """Whatever a test started and did not end, because it failed, is ended."""
    yield
    for one in Running.launched:
        if one is not keeper.running:
            one.end(signal.SIGKILL)
    Running.launched.clear()


def server_of(home: Path) -> postgres.Server:
    return postgres.Server(home, crypto.Keys.for_home(home))


def test_a_later_start_repeats_nothing_of_the_first(home: Path, tmp_path: Path) -> None:
    """That is why it is ready within five seconds, which `script/bench start` measures."""
    running = Running(home, tmp_path).start()
    running.greeted()
    done = running.err
    running.end()
    assert "…" not in done


def test_the_console_shows_the_address_and_a_way_in_for_each_role_once(up: Running) -> None:
    said = up.greeted()
    links = re.findall(rf"{re.escape(up.url)}/enter/[\w-]+/", said)
    assert f"{up.url}/" in said
    assert len(links) == len(set(links)) >= 4
    assert up.ask(links[0].removeprefix(up.url))[0] == 200


def test_a_token_never_reaches_a_log(up: Running) -> None:
    path = re.search(r"/enter/[\w-]+/", up.greeted())
    assert path is not None
    up.ask(path[0])
    up.ask("/enter/no-such-token/")
    up.end()
    assert "/enter/" not in up.err
    assert up.out.count(path[0]) == 1
    assert "no-such-token" not in up.out


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_sign_to_end_leaves_no_process_behind(home: Path, tmp_path: Path, sign: signal.Signals) -> None:
    up = Running(home, tmp_path).start()
    family = up.family()
    assert any("postgres" in command_of(number) for number in family)
    assert len(family) > 8
    assert up.end(sign) == 0
    assert living(family) == set()
    assert not server_of(home).is_running()


def test_a_sign_to_end_is_heard_during_the_first_start_as_well(folder: Path, tmp_path: Path) -> None:
    up = Running(folder / "hurried", tmp_path)
    up.launch()
    wait_until(lambda: "Preparing the tables" in up.err, within_s=60)
    family = up.family()
    assert up.end() == 0
    assert living(family) == set()
    assert "Traceback" not in up.err


def test_who_is_killed_takes_everybody_along_and_the_next_start_goes_on(home: Path, tmp_path: Path) -> None:
    up = Running(home, tmp_path / "killed").start()
    family = up.family()
    up.end(signal.SIGKILL)
    again = Running(home, tmp_path / "again").start()
    again.end()
    wait_until(lambda: not living(family), within_s=15)


def test_a_crash_of_everything_at_once_loses_nothing(home: Path, tmp_path: Path) -> None:
    up = Running(home, tmp_path / "crash").start()
    family = up.family()
    with psycopg.connect(server_of(home).url(postgres.APP)) as session:
        before = session.execute("select count(*) from people_person").fetchone()
    for number in family:
        with contextlib.suppress(ProcessLookupError):  # who ended with its parent
            os.kill(number, signal.SIGKILL)
    up.process.wait()
    wait_until(lambda: not living(family), within_s=15)
    assert (home / "postgres" / "postmaster.pid").exists()
    again = Running(home, tmp_path / "again").start()
    with psycopg.connect(server_of(home).url(postgres.APP)) as session:
        assert session.execute("select count(*) from people_person").fetchone() == before
    assert again.end() == 0


def test_a_database_that_was_left_running_is_taken_over_and_ended(home: Path, tmp_path: Path) -> None:
    left = server_of(home)
    left.start()
    number = left.process_id()
    up = Running(home, tmp_path).start()
    assert left.process_id() == number
    assert up.end() == 0
    assert not left.is_running()


def test_web_worker_and_database_come_back_when_they_die(up: Running) -> None:
    for word in ("cli worker", "gunicorn", "postgres -D"):
        victims = {number for number in up.family() if word in command_of(number)}
        assert victims
        for number in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        wait_until(lambda gone=victims: not living(gone), within_s=10)  # type: ignore[misc]
        wait_until(up.healthy, within_s=60)


def test_web_and_worker_are_given_the_role_that_owns_no_table(up: Running) -> None:
    told = [
        Path(f"/proc/{number}/environ").read_bytes().decode()
        for number in up.family()
        if "gunicorn" in command_of(number) or "cli worker" in command_of(number)
    ]
    assert len(told) >= 3
    for environment in told:
        assert f"DATABASE_URL=postgresql://{postgres.APP}:" in environment
        assert postgres.OWNER not in environment
        assert "DATABASE_OWNER_URL" not in environment


def test_keys_and_socket_are_open_to_their_owner_alone(up: Running) -> None:
    assert (up.home / "keys" / "master.key").stat().st_mode & 0o777 == 0o600
    assert (up.home / "keys").stat().st_mode & 0o077 == 0
    assert server_of(up.home).socket_folder.stat().st_mode & 0o777 == 0o700
    assert (up.home / "postgres").stat().st_mode & 0o777 == 0o700


def test_nobody_comes_in_without_the_password(up: Running) -> None:
    url = re.sub(r":\w+@", ":guessed@", server_of(up.home).url(postgres.APP))
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(url)


def test_a_second_installation_with_a_very_long_path_runs_beside_the_first(up: Running, folder: Path) -> None:
    other = Running(folder / ("a-long-name-" * 9), folder / "other-words", options=("--empty",)).start()
    sockets = server_of(other.home).socket_folder
    assert "/set-up/" in other.greeted()
    assert sockets.parent == Path("/tmp")
    assert sockets.stat().st_mode & 0o777 == 0o700
    assert up.healthy()
    assert other.end() == 0
    assert up.healthy()
    sockets.rmdir()


def test_a_second_start_on_the_same_home_says_so(up: Running) -> None:
    sentence = refused("--home", str(up.home), "--port", str(free_port()))
    assert sentence.startswith(f"Eichhorn runs already on the home {up.home} (process ")
    assert up.url in sentence
    assert up.healthy()


def test_a_taken_port_is_said_in_one_sentence(up: Running, folder: Path) -> None:
    sentence = refused("--home", str(folder / "third"), "--port", str(up.port))
    assert sentence == (
        f"The address 127.0.0.1:{up.port} cannot be taken (Address already in use); choose another port with --port."
    )


def test_a_home_that_cannot_be_written_is_said_in_one_sentence() -> None:
    sentence = refused("--home", "/proc/eichhorn", "--port", str(free_port()))
    assert sentence.startswith("The home /proc/eichhorn cannot be written by ")


def test_the_demo_is_shown_on_this_machine_alone(folder: Path) -> None:
    sentence = refused("--home", str(folder / "open"), "--host", "0.0.0.0")
    assert "on this machine alone" in sentence
    assert not (folder / "open").exists()


def test_a_key_that_others_can_read_is_refused(home: Path) -> None:
    key = home / "keys" / "master.key"
    key.chmod(0o644)
    try:
        sentence = refused("--home", str(home), "--port", str(free_port()))
    finally:
        key.chmod(0o600)
    assert sentence == f"{key} is readable by others; run: chmod 600 {key}."


def test_another_key_does_not_open_the_database(home: Path) -> None:
    other = "A" * 43 + "="
    sentence = refused("--home", str(home), "--port", str(free_port()), environment={"EICHHORN_MASTER_KEY": other})
    assert sentence.startswith("The key of this home does not open its database")


def test_a_database_of_a_newer_version_is_left_as_it_is(home: Path, tmp_path: Path) -> None:
    server = server_of(home)
    future = "insert into django_migrations (app, name, applied) values ('people', '9999_future', now())"
    server.start()
    with psycopg.connect(server.url(postgres.OWNER)) as session:
        session.execute(future)
    sentence = refused("--home", str(home), "--port", str(free_port()))
    assert sentence.startswith("The database was made by a newer Eichhorn (it has people.9999_future)")
    assert not server.is_running()
    server.start()
    with psycopg.connect(server.url(postgres.OWNER)) as session:
        session.execute("delete from django_migrations where name = '9999_future'")
    server.stop()
    assert Running(home, tmp_path).start().end() == 0


def test_a_socket_folder_of_somebody_else_is_refused(folder: Path) -> None:
    home = folder / ("another-long-name-" * 6)
    home.mkdir(mode=0o711)
    sockets = server_of(home).socket_folder
    sockets.symlink_to(folder)
    try:
        sentence = refused("--home", str(home), "--port", str(free_port()))
    finally:
        sockets.unlink()
    assert sentence == f"{sockets} belongs to somebody else; choose another home with --home."


def test_the_truncation_of_the_audit_is_refused_even_to_its_owner(up: Running) -> None:
    with (
        psycopg.connect(server_of(up.home).url(postgres.OWNER)) as session,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="only grows"),
    ):
        session.execute("truncate foundation_auditevent")


def test_the_doctor_finds_nothing_broken_while_it_runs_and_says_so_when_it_does_not(up: Running, folder: Path) -> None:
    marks = {
        finding["about"]: finding["mark"] for finding in json.loads(command("doctor", "--json", "--home", str(up.home)))
    }
    assert marks["database"] == marks["role"] == marks["tables"] == marks["audit"] == marks["worker"] == "good"
    up.end()
    assert "does not run" in command("doctor", "--home", str(up.home))
