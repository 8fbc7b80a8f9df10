"""Everything that reads the code without running it; each check is run, and those that failed are named at the end."""

import os
import subprocess
import sys
import time

from ground import ROOT, VENV

RUN = VENV / "bin"


def check_all(names):
    """Return 0 when every check (or every named one) is content."""
    os.chdir(str(ROOT))
    failed = []
    for name, command in _checks():
        if names and name not in names:
            continue
        begun = time.monotonic()
        code = subprocess.call([str(part) for part in command], stdin=subprocess.DEVNULL, env=_surroundings())
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
    return [
        ("ruff", [RUN / "ruff", "check", "--quiet", *code]),
        ("format", [RUN / "ruff", "format", "--check", "--quiet", *code]),
        ("mypy", [RUN / "mypy", "--no-error-summary"]),
        ("rooms", [RUN / "lint-imports", "--no-logo"]),
        ("djade", [RUN / "djade", "--check", "--target-version", "6.1", *_templates()]),
        ("djlint", [RUN / "djlint", "--lint", "--quiet", "src"]),
        ("migrations", [python, "-m", "django", "makemigrations", "--check", "--dry-run"]),
        ("messages", [python, "-m", "eichhorn.config.messages", "--check"]),
    ]


def _templates():
    return sorted((ROOT / "src").glob("eichhorn/*/templates/**/*.html"))


def _surroundings():
    return dict(os.environ, DJANGO_SETTINGS_MODULE="tests.settings_alone", PYTHONPATH=str(ROOT), COLUMNS="140")
