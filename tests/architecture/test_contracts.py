"""The contracts between the rooms are alive: each is broken once on purpose, in a copy, and has to say so."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CONTRACTS = {
    "rooms": "Look back only",
    "inside": "Inside a room",
    "pure": "Rules and networks decide without Django",
    "http": "Only the factory and the networks speak HTTP outwards",
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code alone, to be spoilt."""
    place = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "src", place / "src", ignore=shutil.ignore_patterns("static", "templates", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def broken(copy: Path) -> set[str]:
    """Return the names of the contracts that do not hold in the copy."""
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [str(linter), "--no-cache", "--no-logo"], cwd=copy, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(copy / "src"), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
    )  # fmt: skip
    lines = done.stdout.splitlines()
    found = {key for key, name in CONTRACTS.items() for line in lines if line.startswith(name) and "BROKEN" in line}
    assert found or done.returncode == 0, done.stdout + done.stderr
    return found


def test_the_contracts_hold_as_the_house_stands(copy: Path) -> None:
    assert broken(copy) == set()


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("planning/queries/extra.py", "from eichhorn.desk import models", "rooms"),
        ("media/models.py", "from eichhorn.stage import models as stage", "rooms"),
        ("foundation/clock.py", "from eichhorn.people import rules", "rooms"),
        ("newroom/__init__.py", "", "rooms"),
        ("desk/models.py", "from eichhorn.desk import services", "inside"),
        ("people/rules.py", "from eichhorn.people import models", "inside"),
        ("networks/base.py", "import django.conf", "pure"),
        ("people/rules.py", "from django.db import models", "pure"),
        ("delivery/extra.py", "import httpx2", "http"),
    ],
)
def test_each_contract_sees_what_it_forbids(copy: Path, file: str, line: str, contract: str) -> None:
    place = copy / "src" / "eichhorn" / file
    before = place.read_bytes() if place.exists() else None
    place.parent.mkdir(exist_ok=True)
    place.write_text((before or b"").decode() + f"\n{line}\n")
    try:
        assert contract in broken(copy)
    finally:
        if before is not None:
            place.write_bytes(before)
        elif place.name == "__init__.py":
            shutil.rmtree(place.parent)
        else:
            place.unlink()
