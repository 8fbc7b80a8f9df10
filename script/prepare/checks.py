"""Everything that reads the code without running it; each check is run, and those that failed are named at the end."""

import os
import subprocess
import sys
import time

import node
from ground import ROOT, VENV, alone

RUN = VENV / "bin"


def check_all(names):
    """Return 0 when every check (or every named one) is content."""
    os.chdir(str(ROOT))
    failed = []
    for name, command in _checks():
        if names and name not in names:
            continue
        begun = time.monotonic()
        code = subprocess.call([str(part) for part in command()], stdin=subprocess.DEVNULL, env=_surroundings())
        print(
            "%-12s %s, %.1f s" % (name, "content" if code == 0 else "NOT CONTENT", time.monotonic() - begun), flush=True
        )
        failed += [name] if code else []
    if failed:
        sys.stderr.write("Not content: %s\n" % ", ".join(failed))
    return 1 if failed else 0


def _checks():
    code = ["src", "tests", "script", "bench"]
    python = RUN / "python"
    django = [python, "-m", "django"]
    return [
        ("ruff", lambda: [RUN / "ruff", "check", "--quiet", *code]),
        ("format", lambda: [RUN / "ruff", "format", "--check", "--quiet", *code]),
        ("mypy", lambda: [RUN / "mypy", "--no-error-summary"]),
        ("rooms", lambda: [RUN / "lint-imports", "--no-logo"]),
        ("djade", lambda: [RUN / "djade", "--check", "--target-version", "6.1", *_templates()]),
        ("djlint", lambda: [RUN / "djlint", "--lint", "--quiet", "src"]),
        ("migrations", lambda: [*django, "makemigrations", "--check", "--dry-run"]),
        ("messages", lambda: [python, "-m", "eichhorn.config.messages", "--check"]),
        ("scripts", _scripts),
    ]


def _scripts():
    """Return the command that asks TypeScript, on the Node that bundles the pages' scripts as well."""
    with alone():
        node.install_node_packages()
        program, npm = node.find_node()
    found = "PATH=" + node.path(program)["PATH"]
    return ["env", found, program, npm, "run", "--silent", "--prefix", node.ASSETS, "check"]


def _templates():
    return sorted((ROOT / "src").glob("eichhorn/*/templates/**/*.html"))


def _surroundings():
    return dict(os.environ, DJANGO_SETTINGS_MODULE="tests.settings_alone", PYTHONPATH=str(ROOT), COLUMNS="140")
