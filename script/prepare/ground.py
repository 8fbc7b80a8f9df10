"""What every step stands on: the project's folders, stamps, one lock, running a program, telling what happens."""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
STAMPS = TOOLS / "stamps"


class Impossible(Exception):
    """The preparation cannot go on; says in one sentence why and what helps."""


def tell(sentence):
    """Say on the console what takes time now; standard output stays free for results."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def digest(*parts):
    """Return a short hash of texts and of files with their names."""
    whole = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            whole.update(str(part).encode() + b"\0" + part.read_bytes() + b"\0")
        else:
            whole.update(str(part).encode() + b"\0")
    return whole.hexdigest()[:32]


def stamped(name, value):
    """Return whether the step of this name was last done with these inputs."""
    try:
        return (STAMPS / name).read_text() == value
    except OSError:
        return False


def stamp(name, value):
    """The step of this name counts as done with these inputs afterwards."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    draft = STAMPS / (".%s.%d" % (name, os.getpid()))
    draft.write_text(value)
    draft.replace(STAMPS / name)


@contextlib.contextmanager
def alone():
    """Nobody else prepares the same clone meanwhile; whoever comes second waits."""
    try:
        TOOLS.mkdir(exist_ok=True)
        file = (TOOLS / "lock").open("a")
    except OSError:
        raise Impossible(
            "%s is not writable for you, and something has to be installed there; "
            "clone Eichhorn into a folder of your own." % ROOT
        ) from None
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def answers(*command):
    """Return what a program says on standard output, or None where it does not run or fails."""
    try:
        done = subprocess.run(
            [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, timeout=20, check=False, universal_newlines=True, cwd="/",
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def run(*command, **options):
    """Run a program to its good end; its words are shown only when it fails, unless `shown`."""
    why = options.pop("why")
    folder = options.pop("cwd", ROOT)
    extra = options.pop("env", {})
    done = subprocess.run(
        [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        check=False, universal_newlines=True, errors="replace", cwd=str(folder), env=dict(os.environ, **extra),
    )  # fmt: skip
    if done.returncode != 0:
        last = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise Impossible("%s did not work (%s):\n%s" % (why, Path(str(command[0])).name, last))
    return done.stdout


def go_on(program, *arguments):
    """This process becomes the program; signals and exit code are then its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(str(program), [str(program)] + [str(argument) for argument in arguments])
