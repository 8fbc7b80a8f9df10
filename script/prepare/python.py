"""A Python >= 3.12: on PATH, else in pyenv's versions folder (its shims hide it), else the one that uv downloads."""

import os
import pwd
import re
import shutil
from pathlib import Path

from ground import Impossible, answers, run, tell

OLDEST = (3, 12)
ASK = "import sys, sysconfig; print('%d.%d.%d' % sys.version_info[:3], sys.executable, sysconfig.get_config_var('Py_GIL_DISABLED') or 0)"


FETCHED = "3.13"


def find_python(uv):
    """Return the real path of a suited Python, or the version that uv has fetched."""
    for candidate in _on_path() + _in_pyenv():
        said = (answers(candidate, "-I", "-c", ASK) or "").split()
        if len(said) == 3 and said[2] == "0" and tuple(int(part) for part in said[0].split(".")[:2]) >= OLDEST:
            return said[1]
    if not answers(uv, "python", "find", "--managed-python", FETCHED):
        tell("Fetching Python %s …" % FETCHED)
        try:
            run(uv, "python", "install", "--no-bin", FETCHED, why="Fetching Python")
        except Impossible:
            raise Impossible(
                "Eichhorn needs Python 3.12 or newer: there is none on this machine, and none could be fetched; "
                "please install one (for example by pyenv or your system's packages) and start again."
            ) from None
    return FETCHED


def _on_path():
    names = ["python3", "python"] + ["python3.%d" % minor for minor in (13, 14, 12)]
    return [found for found in map(shutil.which, names) if found and ".venv" not in found]


def _in_pyenv():
    homes = [os.environ.get("HOME"), _home_by_account()]
    roots = [os.environ.get("PYENV_ROOT")] + [str(Path(home) / ".pyenv") for home in homes if home]
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if folder.rstrip("/").endswith(("/shims", "/bin")) and (Path(folder).parent / "versions").is_dir():
            roots.append(str(Path(folder).parent))
    folders = [Path(root) / "versions" for root in roots if root]
    pythons = []
    for folder in folders:
        try:
            pythons += [entry / "bin" / "python3" for entry in folder.iterdir() if _version(entry.name)[:2] >= OLDEST]
        except OSError:
            continue  # no such folder, or one that we may not read
    return sorted(
        set(pythons),
        key=lambda place: (-abs(_version(place.parts[-3])[1] - 13), _version(place.parts[-3])),
        reverse=True,
    )


def _home_by_account():
    try:
        return pwd.getpwuid(os.geteuid()).pw_dir
    except KeyError:
        return None


def _version(name):
    found = re.match(r"(\d+)\.(\d+)\.(\d+)$", name)
    return tuple(int(part) for part in found.groups()) if found else (0, 0, 0)
