"""What can be asked of the scripts: up, test, check, bench. Each prepares what it needs and hands over."""

import os

import node
import packages
from ground import ROOT, alone, digest, go_on, run, stamp, stamped
from packages import PYTHON


def up(arguments):
    _prepare("real")
    go_on(PYTHON, "-m", "eichhorn.config.cli", "up", *arguments)


def check(arguments):
    _prepare("dev")
    from checks import check_all

    return check_all(arguments)


def test(arguments):
    _prepare("dev")
    from tests import prepare_tests

    with alone():
        prepare_tests()
    os.chdir(str(ROOT))
    go_on(PYTHON, "-m", "pytest", *(arguments or ["-n", "2", "--dist", "loadgroup"]))


def bench(arguments):
    _prepare("dev")
    os.chdir(str(ROOT))
    go_on(PYTHON, "-m", "eichhorn.config.cli", "bench", *arguments)


GOALS = {"up": up, "test": test, "check": check, "bench": bench}


def _prepare(group):
    """Packages, bundled files and compiled messages are there afterwards; on later calls this only compares stamps."""
    if packages.have(group) and node.have_assets() and _have_messages():
        return
    with alone():
        if not packages.have(group):
            packages.install(group)
        if not node.have_assets():
            node.build_assets()
        if not _have_messages():
            run(PYTHON, "-m", "eichhorn.config.messages", "--compile", why="Compiling the German texts")
            stamp("messages", _catalogues())


def _have_messages():
    return stamped("messages", _catalogues()) and all(po.with_suffix(".mo").exists() for po in _pos())


def _pos():
    return sorted((ROOT / "src" / "eichhorn").glob("*/locale/*/LC_MESSAGES/django.po"))


def _catalogues():
    return digest(*_pos())
