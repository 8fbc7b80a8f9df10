"""The command `eichhorn`: up, web, worker, migrate, doctor, backup, restore, keys, bench, manage.

The difficult thing: whatever goes wrong is one sentence on the console and exit code 1, never a trace, unless it is a
fault of the program itself.
"""

import argparse
import errno
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg

from eichhorn.config import databases, installation, migration
from eichhorn.config.installation import NotPossible
from eichhorn.foundation import crypto, postgres

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""What the kernel says where a disk, a quota or a limit is at its end."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit code of the command."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["manage"]:
        return _in_one_sentence(lambda: _manage(given[1:]))
    if given[:1] == ["bench"]:
        return _in_one_sentence(lambda: _bench(given[1:]))
    chosen = _parser().parse_args(given)
    command: Callable[[argparse.Namespace], int] = chosen.command
    return _in_one_sentence(lambda: command(chosen))


def _in_one_sentence(act: Callable[[], int]) -> int:
    try:
        databases.refuse_unreadable()
        return act()
    except psycopg.OperationalError as error:
        sys.stderr.write(f"The database does not answer: {databases.why(error)}.\n")
        return 1
    except (NotPossible, crypto.KeyUnreadable, postgres.DatabaseFailed) as reason:
        sentence = str(reason)
        end = "" if sentence.endswith(".") or "\n" in sentence else "."
        sys.stderr.write(f"{sentence[:1].upper()}{sentence[1:]}{end}\n")
        return 1
    except OSError as error:
        if error.errno not in FULL:
            raise
        where = f" at {error.filename}" if error.filename else ""
        sys.stderr.write(f"The disk is full{where} ({error.strerror}); make room and begin again, nothing was lost.\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="eichhorn", description="The working system of a social media team.")
    commands = parser.add_subparsers(required=True, metavar="command")

    up = commands.add_parser("up", help="start database, web and worker on this machine")
    _home(up)
    up.add_argument("--host", default=installation.DEFAULT_HOST, help="address to listen at (%(default)s)")
    up.add_argument("--port", type=int, default=installation.DEFAULT_PORT, help="port to listen at (%(default)s)")
    up.add_argument("--empty", action="store_true", help="without the demo organisation; a link leads to the set-up")
    up.set_defaults(command=_up)

    web = commands.add_parser("web", help="run the web server alone, with DATABASE_URL")
    _home(web)
    web.add_argument("--host", default=installation.DEFAULT_HOST)
    web.add_argument("--port", type=int, default=installation.DEFAULT_PORT)
    web.add_argument("--fd", type=int, default=None, help=argparse.SUPPRESS)
    web.set_defaults(command=_web)

    worker = commands.add_parser("worker", help="run one worker alone, with DATABASE_URL")
    _home(worker)
    worker.set_defaults(command=_worker)

    migrate = commands.add_parser("migrate", help="prepare the tables as their owner, by DATABASE_OWNER_URL")
    _home(migrate)
    migrate.add_argument("--app-role", default=None, help="the role of web and worker (that of DATABASE_URL)")
    migrate.set_defaults(command=_migrate)

    doctor = commands.add_parser("doctor", help="look whether everything is as it should be")
    _home(doctor)
    doctor.add_argument("--json", action="store_true", help="answer as JSON")
    doctor.set_defaults(command=_doctor)

    mcp = commands.add_parser(
        "mcp", help="let an assistant speak with a running Eichhorn, by the token in EICHHORN_TOKEN"
    )
    mcp.add_argument("--url", default=f"http://{installation.DEFAULT_HOST}:{installation.DEFAULT_PORT}")
    mcp.set_defaults(command=_mcp)

    _add_keeping(commands)
    commands.add_parser("manage", help="run one of Django's own commands, for example: manage shell")
    commands.add_parser("bench", help="measure, for example: bench delivery --json")

    hidden = commands.add_parser("load-demo")
    hidden.set_defaults(command=_load_demo)
    hidden = commands.add_parser("ways-in")
    hidden.add_argument("kind")
    hidden.set_defaults(command=_ways_in)
    return parser


def _add_keeping(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add what keeps an installation: backup, restore, keys."""
    backup = commands.add_parser("backup", help="write database, media and keys to one sealed file, while it runs")
    _home(backup)
    backup.add_argument("file", type=Path)
    for_whom = backup.add_mutually_exclusive_group(required=True)
    for_whom.add_argument("--passphrase-file", type=Path, help="a file whose first line opens the backup again")
    for_whom.add_argument(
        "--recipient", action="append", help="the public half of a key of age or SSH; may be given several times"
    )
    backup.add_argument("--without-keys", action="store_true", help="leave out the master key, which is kept elsewhere")
    backup.set_defaults(command=_backup)

    restore = commands.add_parser("restore", help="read a backup into an empty home")
    _home(restore)
    restore.add_argument("file", type=Path)
    with_what = restore.add_mutually_exclusive_group(required=True)
    with_what.add_argument("--passphrase-file", type=Path, help="the file whose first line opens the backup")
    with_what.add_argument("--identity", type=Path, help="the file with the secret half of the key")
    restore.add_argument("--replace", action="store_true", help="put aside what is in the home, after asking")
    restore.add_argument("--yes", action="store_true", help="with --replace: do not ask")
    restore.set_defaults(command=_restore)

    keys = commands.add_parser("keys", help="change the master key: keys rotate, and afterwards keys forget")
    _home(keys)
    keys.add_argument("step", choices=["rotate", "forget"])
    keys.set_defaults(command=_keys)

    media = commands.add_parser("media", help="bring pictures into the bucket of the settings: media move")
    _home(media)
    media.add_argument("step", choices=["move"])
    media.add_argument("--back", action="store_true", help="out of the bucket, into the folder of the home")
    media.set_defaults(command=_media)


def _home(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", type=Path, default=None, help="folder of the installation")


def _up(chosen: argparse.Namespace) -> int:
    from eichhorn.config.up import Start, Wishes

    home = chosen.home.expanduser().absolute() if chosen.home else installation.default_home()
    return Start(Wishes(home, chosen.host, chosen.port, chosen.empty)).run()


def _web(chosen: argparse.Namespace) -> int:
    from eichhorn.config import serving

    _surroundings(chosen.home)
    serving.web(bind=f"fd://{chosen.fd}" if chosen.fd is not None else installation.shown(chosen.host, chosen.port))
    return 0


def _worker(chosen: argparse.Namespace) -> int:
    from eichhorn.config import serving

    _django(chosen.home)
    serving.worker()
    return 0


def _migrate(chosen: argparse.Namespace) -> int:
    owner, app = os.environ.get("DATABASE_OWNER_URL"), os.environ.get("DATABASE_URL")
    _home_of(chosen.home)
    if owner is None and app is None:
        server = _embedded(installation.default_home())
        owner, app = server.url(postgres.OWNER), server.url(postgres.APP)
    if owner is None:
        raise NotPossible("DATABASE_OWNER_URL has to name the role that owns the tables; DATABASE_URL is not enough.")
    role = chosen.app_role or migration.role_of(app or "")
    os.environ["DATABASE_URL"] = owner
    _django(None)
    migration.migrate(owner_url=owner, app_role=role)
    return 0


def _doctor(chosen: argparse.Namespace) -> int:
    from eichhorn.config.doctor import report

    _home_of(chosen.home)
    return report.report(as_json=chosen.json, prepare=lambda: _django(None))


def _backup(chosen: argparse.Namespace) -> int:
    from eichhorn.config.backup import making, secrets
    from eichhorn.foundation import clock

    _home_of(chosen.home)
    sealed = (
        secrets.for_passphrase(chosen.passphrase_file)
        if chosen.passphrase_file
        else secrets.for_recipients(chosen.recipient)
    )
    with making.running_source(installation.default_home()) as source:
        made = making.backup(
            source, chosen.file.absolute(), sealed, with_keys=not chosen.without_keys, now=clock.now()
        )  # fmt: skip
    kept = "without the keys" if chosen.without_keys else "with the keys"
    print(f"{made.file} holds the database and {made.pictures} pictures, {kept} ({made.bytes / 1e6:.1f} MB, sealed).")
    if made.damaged:
        print(f"{made.damaged} pictures are damaged where they lie, and were left out; older backups may have them.")
    return 0


def _restore(chosen: argparse.Namespace) -> int:
    from eichhorn.config.backup import restoring, secrets
    from eichhorn.foundation import clock

    _home_of(chosen.home)
    home = installation.default_home()
    secret = (
        secrets.from_passphrase(chosen.passphrase_file)
        if chosen.passphrase_file
        else secrets.from_identity(chosen.identity)
    )
    confirm = (lambda _: True) if chosen.yes else _agreed
    done = restoring.restore(
        home, chosen.file.absolute(), secret, replace=confirm if chosen.replace else None, now=clock.now()
    )  # fmt: skip
    whose = f" of {done.about.organisation}" if done.about.organisation else ""
    print(f"{home} holds the installation{whose} as it was at {done.about.made_at}, with {done.pictures} pictures.")
    if done.put_aside:
        print(f"What was there before lies in {done.put_aside}; remove it once you do not need it any more.")
    return 0


def _keys(chosen: argparse.Namespace) -> int:
    from eichhorn.config import rotation
    from eichhorn.foundation import clock

    _home_of(chosen.home)
    home = installation.default_home()
    if chosen.step == "rotate":
        number = rotation.rotate(home, now=clock.now())
        print(
            f"{number} sealed texts are sealed under the new master key. Make a backup now: older ones have the old key."
        )
    else:
        print(f"{rotation.forget(home)} older keys are forgotten; nothing was sealed with them any more.")
    return 0


def _media(chosen: argparse.Namespace) -> int:
    from eichhorn.config import moving

    _home_of(chosen.home)
    return moving.move(installation.default_home(), back=chosen.back)


def _agreed(sentence: str) -> bool:
    """Return whether the person at the console says yes."""
    if not sys.stdin.isatty():
        raise NotPossible(f"{sentence} Nobody is there to agree; nothing was changed. Add --yes to do it all the same.")
    return input(f"{sentence} Type yes to go on: ").strip().lower() == "yes"


def _manage(arguments: list[str]) -> int:
    from django.core.management import execute_from_command_line

    _surroundings(None)
    execute_from_command_line(["eichhorn manage", *arguments])
    return 0


def _bench(arguments: list[str]) -> int:
    from eichhorn.config import bench

    return bench.main(arguments)


def _load_demo(_: argparse.Namespace) -> int:
    _django(None)
    from eichhorn.config import welcome
    from eichhorn.foundation import clock

    welcome.load_demo(now=clock.now())
    return 0


def _ways_in(chosen: argparse.Namespace) -> int:
    _django(None)
    from django.conf import settings

    from eichhorn.config import welcome
    from eichhorn.foundation import clock

    ways = welcome.ways_in(kind=chosen.kind, public_url=settings.PUBLIC_URL, now=clock.now())
    for who, address in ways:
        print(f"  {who:<40} {address}")
    if ways:
        print("  Each link works once.")
    return 0


def _django(home: Path | None) -> None:
    import django

    _surroundings(home)
    django.setup()


def _surroundings(home: Path | None) -> None:
    """The environment names settings, home and database afterwards; the embedded one where none is given."""
    _home_of(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eichhorn.config.settings")
    if "DATABASE_URL" not in os.environ:
        server = _embedded(installation.default_home())
        os.environ["DATABASE_URL"] = server.url(postgres.APP)


def _mcp(chosen: argparse.Namespace) -> int:
    from eichhorn.api.mcp import stdio

    token = os.environ.get("EICHHORN_TOKEN", "")
    if not token:
        raise NotPossible("Put a token into EICHHORN_TOKEN; it is made under Settings, Access for programs.")
    stdio.pass_on(sys.stdin.buffer, sys.stdout.buffer, url=chosen.url, token=token)
    return 0


def _home_of(home: Path | None) -> None:
    if home is not None:
        os.environ["EICHHORN_HOME"] = str(home.expanduser().absolute())


def _embedded(home: Path) -> postgres.Server:
    """Return the embedded database of the home, which has to run already."""
    if not (home / "postgres").exists():
        raise NotPossible(f"There is no database in {home}; start it with `eichhorn up`, or give DATABASE_URL.")
    server = postgres.Server(home, crypto.Keys.for_home(home))
    if not server.is_running():
        raise NotPossible(f"The database in {home} does not run; start it with `eichhorn up`.")
    return server


if __name__ == "__main__":
    sys.exit(main())
