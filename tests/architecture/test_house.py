"""What imports cannot show: keys between tables point back only, files stay small, rooms look like rooms."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "eichhorn"
LONGEST_FILE_LINES = 400


def rooms_from_the_top() -> list[list[str]]:
    """Return the rooms as pyproject.toml orders them, those of one line together."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract.get("exhaustive"))
    return [[name.strip(" ()") for name in layer.split("|")] for layer in layers]


HEIGHT = {room: -number for number, line in enumerate(rooms_from_the_top()) for room in line}
KEYS = [
    pytest.param(field, id=f"{model._meta.label}.{field.name}")
    for model in apps.get_models()
    if model.__module__.startswith("eichhorn.")
    for field in model._meta.get_fields()
    if isinstance(field, models.ForeignKey | models.OneToOneField | models.ManyToManyField)
]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_between_rooms_points_back_and_leaves_no_name_there(key: models.ForeignKey) -> None:  # type: ignore[type-arg]
    here, there = key.model._meta.app_label, key.related_model._meta.app_label
    if here == there or there not in HEIGHT:
        return
    assert HEIGHT[there] < HEIGHT[here], f"{here} looks forward to {there}"
    assert key.remote_field.hidden, f'{key} must carry related_name="+"'


def test_no_file_outgrows_its_reader() -> None:
    long = {
        str(file.relative_to(ROOT)): lines
        for folder in ("src", "tests", "script")
        for file in (ROOT / folder).rglob("*.py")
        if "migrations" not in file.parts and (lines := file.read_text().count("\n")) > LONGEST_FILE_LINES
    }
    assert long == {}


def test_every_room_says_in_one_sentence_what_it_is_for() -> None:
    silent = [
        room.name
        for room in PACKAGE.iterdir()
        if (room / "__init__.py").exists() and not (room / "__init__.py").read_text().startswith('"""')
    ]
    assert silent == []


def test_no_module_is_named_after_nothing() -> None:
    empty_names = {"utils", "util", "helpers", "helper", "manager", "managers", "handler", "handlers", "misc", "common"}
    found = [str(file.relative_to(ROOT)) for file in PACKAGE.rglob("*.py") if file.stem in empty_names]
    assert found == []
