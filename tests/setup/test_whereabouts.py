"""A home knows where it was: what has moved stands still at its next start, and a first start does not."""

from pathlib import Path

import psycopg
import pytest

from eichhorn.config import whereabouts
from eichhorn.config.installation import Installation
from eichhorn.foundation import clock, standstill
from eichhorn.foundation.crypto import Keys
from eichhorn.people.models import Organisation
from tests.setup.test_audit import url_of

KEYS = Keys(b"k" * 32)


@pytest.mark.parametrize(
    ("before", "moved"),
    [
        (None, False), ("damaged", False), ({}, False),
        ({"machine": "a", "path": "/srv/x"}, False),
        ({"machine": "b", "path": "/srv/x"}, True),
        ({"machine": "a", "path": "/srv/y"}, True),
        ({"machine": "", "path": "/srv/x"}, False),
    ],
)  # fmt: skip
def test_only_what_is_known_to_differ_has_moved(before: object, moved: bool) -> None:
    assert whereabouts.has_moved(before, {"machine": "a", "path": "/srv/x"}) is moved


def test_a_machine_without_a_number_proves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = whereabouts.here(tmp_path, KEYS)
    monkeypatch.setattr(whereabouts, "NUMBERS", (tmp_path / "nothing",))
    assert whereabouts.here(tmp_path, KEYS) == {"machine": "", "path": str(tmp_path)}
    assert not whereabouts.has_moved(known, whereabouts.here(tmp_path, KEYS))


def test_the_number_of_the_machine_itself_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "machine-id").write_text("0123456789abcdef\n")
    monkeypatch.setattr(whereabouts, "NUMBERS", (tmp_path / "machine-id",))
    here = whereabouts.here(tmp_path, KEYS)
    assert len(here["machine"]) == 32
    assert "0123456789abcdef" not in str(here)


def test_a_copy_stands_still_from_its_first_start_on(
    transactional_db: None, house: Organisation, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for home in (first, second):
        home.mkdir()
    assert not whereabouts.look(Installation(first), KEYS, owner_url=url_of("owner"), now=clock.now())
    assert not whereabouts.look(Installation(first), KEYS, owner_url=url_of("owner"), now=clock.now())
    assert standstill.current() is None
    (second / "installation.json").write_text((first / "installation.json").read_text())
    assert whereabouts.look(Installation(second), KEYS, owner_url=url_of("owner"), now=clock.now())
    lasting = standstill.current()
    assert lasting is not None
    assert lasting.because == "moved"
    assert not whereabouts.look(Installation(second), KEYS, owner_url=url_of("owner"), now=clock.now())


def test_a_standstill_goes_back_where_it_cannot_be_committed(transactional_db: None, tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    installation.note(place={"machine": "", "path": "/srv/before"})
    with pytest.raises(psycopg.Error):
        whereabouts.look(installation, KEYS, owner_url=url_of("owner") + "-gone", now=clock.now())
    assert installation.noted("place") == {"machine": "", "path": "/srv/before"}
