"""The packages of uv.lock in .venv.

The difficult thing: `uv sync` fetches from the addresses written in the lock, which a machine behind a mirror cannot
reach. There the lock is exported, and the same hashes are fetched from the mirror.
"""

import os

from environment import index_url, is_mirror
from ground import ROOT, STAMPS, VENV, answers, digest, run, stamp, stamped, tell
from python import find_python
from uv import find_uv

PYTHON = VENV / "bin" / "python"
REAL = ["--no-dev"]
"""What running needs. Checking and testing need the developers' packages as well."""


def have(group):
    """Return whether the packages are there already: what developing needs covers what running needs."""
    wanted = _wanted()
    there = PYTHON.exists() and (VENV / "pyvenv.cfg").exists()
    return there and (stamped("packages-dev", wanted) or (group == "real" and stamped("packages-real", wanted)))


def install(group):
    """The packages of the lock are installed afterwards, exactly those versions."""
    uv = find_uv()
    python = _python(uv)
    tell("Installing the packages of Eichhorn …")
    for name in ("packages-dev", "packages-real"):
        (STAMPS / name).unlink() if (STAMPS / name).exists() else None
    if is_mirror():
        _from_mirror(uv, python, group)
    else:
        run(
            uv, "sync", "--frozen", "--inexact", *(REAL if group == "real" else []),
            why="Installing the packages", env=dict(python, UV_PROJECT_ENVIRONMENT=str(VENV)),
        )  # fmt: skip
    stamp("packages-" + group, _wanted())


def _from_mirror(uv, python, group):
    index = {"UV_DEFAULT_INDEX": index_url()}
    locked = run(
        uv, "export", "--frozen", "--no-emit-project", "--no-header", *(REAL if group == "real" else []),
        why="Reading the lock", env=dict(python, **index),
    )  # fmt: skip
    listed = STAMPS.parent / "locked.txt"
    listed.parent.mkdir(exist_ok=True)
    listed.write_text(locked)
    if not answers(PYTHON, "--version"):
        run(uv, "venv", "--clear", VENV, why="Making the environment", env=python)
    into = {**index, "VIRTUAL_ENV": str(VENV)}
    run(uv, "pip", "install", "--require-hashes", "-r", listed, why="Installing the packages", env=into)
    run(uv, "pip", "install", "--no-deps", "--editable", ROOT, why="Installing Eichhorn", env=into)


def _python(uv):
    """Return the variable that names the Python: none where an environment stands already and runs."""
    if os.environ.get("UV_PYTHON"):
        return {}
    works = answers(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 12))") is not None
    return {} if works else {"UV_PYTHON": find_python(uv)}


def _wanted():
    return digest(str(ROOT), ROOT / "pyproject.toml", ROOT / "uv.lock")
