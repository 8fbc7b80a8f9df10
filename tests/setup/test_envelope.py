"""What seals a backup: refused where it is damaged, foreign, newer or not ours to open, before anything is touched."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pyrage
import pytest

from eichhorn.config.backup import contents, envelope, restoring, secrets
from eichhorn.config.backup.envelope import Damaged
from eichhorn.config.backup.restoring import Place
from eichhorn.config.backup.secrets import Kind, Secret
from eichhorn.config.installation import NotPossible
from eichhorn.foundation import clock, postgres
from tests.setup.running import clean_environment

PAIR = pyrage.x25519.Identity.generate()
SECRET = Secret(Kind.RECIPIENTS, f"# made by age-keygen\n{PAIR}\n")
ABOUT = {
    "made_at": "2026-06-09T08:00:00+00:00", "version": "9.9", "code": "", "postgres": postgres.major(),
    "migrations": [], "kind": "empty", "organisation": "Erlengrund", "database_bytes": 1, "media_bytes": 1, "key": "",
    "with_keys": True,
}  # fmt: skip


def packed(place: Path, *, last: Callable[[contents.Packing], object] = contents.Packing.manifest, **said: Any) -> Path:
    """Return a backup that says of itself what is given, sealed as it should be."""
    sealed = secrets.for_recipients([str(PAIR.to_public())])
    with (
        place.open("w+b") as out,
        envelope.sealing(out, sealed, made_at=clock.now()) as inside,
        contents.packing(inside, made_at=clock.now()) as packing,
    ):
        packing.words(contents.ABOUT, json.dumps(ABOUT | said).encode())
        packing.words("database/000001", b"PGDMP" * 60_000)
        last(packing)
    return place


def check(file: Path, secret: Secret = SECRET) -> contents.Checked:
    return contents.check(envelope.look(file, secret), refuse=lambda _: None)


def test_what_was_packed_is_found(tmp_path: Path) -> None:
    checked = check(packed(tmp_path / "whole"))
    assert checked.about.organisation == "Erlengrund"
    assert checked.names == {"about.json", "database/000001"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: c.__setitem__(len(c) // 2, c[len(c) // 2] ^ 1), "damaged"),
        (lambda c: c.__setitem__(len(c) - 3000, c[len(c) - 3000] ^ 1), "damaged"),
        (lambda c: c.__setitem__(1700, c[1700] ^ 1), "damaged"),
        (lambda c: c.__delitem__(slice(len(c) // 2, None)), "cut off"),
        (lambda c: c.__delitem__(slice(len(c) - 2000, None)), "cut off"),
        (lambda c: c.__delitem__(slice(700, None)), "is not a backup"),
        (lambda c: c.clear(), "is not a backup"),
        (lambda c: c.__setitem__(slice(0, 9), b"something"), "is not a backup"),
        (lambda c: c.__setitem__(c.index(b'"form": 1') + 8, ord("7")), "newer Eichhorn"),
    ],
    ids=[
        "inside",
        "at the end",
        "at the head",
        "half",
        "almost all",
        "label alone",
        "nothing",
        "foreign",
        "newer form",
    ],
)
def test_a_damaged_foreign_or_newer_file_is_refused(
    tmp_path: Path, change: Callable[[bytearray], object], words: str
) -> None:
    content = bytearray(packed(tmp_path / "whole").read_bytes())
    change(content)
    (tmp_path / "damaged").write_bytes(content)
    with pytest.raises(NotPossible, match=words):
        check(tmp_path / "damaged")


def test_what_stands_behind_the_end_does_no_harm(tmp_path: Path) -> None:
    file = packed(tmp_path / "whole")
    file.write_bytes(file.read_bytes() + bytes(5000))
    assert check(file).about.organisation == "Erlengrund"


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (lambda packing: None, "not whole"),
        (lambda packing: (packing.manifest(), packing.words("media/more", b"x")), "does not belong there"),
        (lambda packing: (packing.words("../outside", b"x"), packing.manifest()), "does not belong there"),
        (lambda packing: (packing.words("/etc/passwd", b"x"), packing.manifest()), "does not belong there"),
        (lambda packing: (packing.words("database/000001", b"x"), packing.manifest()), "does not belong there"),
        (lambda packing: (packing.packed.update(more=(1, "ab")), packing.manifest()), "not whole"),
    ],
)
def test_what_is_not_what_its_manifest_lists_is_refused(
    tmp_path: Path, last: Callable[[contents.Packing], object], words: str
) -> None:
    with pytest.raises(Damaged, match=words):
        check(packed(tmp_path / "odd", last=last))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"migrations": ["people.9999_future"]}, "newer Eichhorn .*people.9999_future"),
        ({"postgres": 99}, "PostgreSQL 99"),
        ({"a_word_of_the_future": 1}, "another Eichhorn"),
    ],
)
def test_a_backup_of_a_newer_version_is_refused_and_no_home_is_made(
    tmp_path: Path, said: dict[str, object], words: str
) -> None:
    file = packed(tmp_path / "newer", **said)
    with pytest.raises(NotPossible, match=words):
        restoring.restore(tmp_path / "home", file, SECRET, replace=None, now=clock.now())
    assert not (tmp_path / "home").exists()


def test_it_opens_with_the_right_secret_alone(tmp_path: Path) -> None:
    file = packed(tmp_path / "whole")
    with pytest.raises(NotPossible, match="The key does not open this backup"):
        check(file, Secret(Kind.RECIPIENTS, str(pyrage.x25519.Identity.generate())))
    with pytest.raises(NotPossible, match="is opened by a key"):
        check(file, Secret(Kind.PASSPHRASE, "ein Rabe trägt drei Nüsse"))
    with pytest.raises(NotPossible, match="no secret key"):
        check(file, Secret(Kind.RECIPIENTS, str(PAIR.to_public())))


def test_a_passphrase_is_taken_as_it_stands_and_must_not_be_short(tmp_path: Path) -> None:
    place = tmp_path / "words"
    place.write_text("elf Zeichen\nzweite Zeile\n")
    assert secrets.read_passphrase(place) == "elf Zeichen"
    with pytest.raises(NotPossible, match="at least 12"):
        secrets.for_passphrase(place)
    place.write_text("\n")
    with pytest.raises(NotPossible, match="is empty"):
        secrets.from_passphrase(place)
    with pytest.raises(NotPossible, match="cannot be read"):
        secrets.from_identity(tmp_path / "nowhere")


def test_the_secret_half_of_a_key_is_not_taken_for_the_public_one() -> None:
    with pytest.raises(NotPossible, match="secret half"):
        secrets.for_recipients([str(PAIR)])
    with pytest.raises(NotPossible, match="not a public key"):
        secrets.for_recipients(["age1nobody"])


def test_no_secret_stands_in_what_is_logged(tmp_path: Path) -> None:
    looked = envelope.look(packed(tmp_path / "whole"), SECRET)
    assert "AGE-SECRET" not in repr(SECRET) + repr(looked)


def test_what_goes_wrong_with_the_first_thing_is_said_however_much_still_comes(tmp_path: Path) -> None:
    def take(name: str, size: int, content: IO[bytes]) -> None:
        raise LookupError(f"there is no room for {name}")

    with pytest.raises(LookupError, match="no room for about"):
        contents.unpack(envelope.look(packed(tmp_path / "whole"), SECRET), take)


@pytest.mark.parametrize("renamed", range(9))
def test_whoever_is_cut_off_while_the_new_moves_in_finds_the_old_back(tmp_path: Path, renamed: int) -> None:
    """After any number of renames the next call puts back what was there; after all of them the new is in."""
    home, place = tmp_path, Place(tmp_path)
    for piece in ("postgres", "media", "keys"):
        for side, name in ((home, "old"), (place.building, "new")):
            (side / piece).mkdir(parents=True)
            (side / piece / name).touch()
    (place.building / "installation.json").write_text("{}")
    left = iter(range(renamed))
    real = Path.rename

    def cut_off(self: Path, target: Path) -> Path:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return real(self, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "rename", cut_off)
        try:
            place.move_in(clock.now())
        except KeyboardInterrupt:
            is_in = False
        else:
            is_in = True
    place.clear()
    assert is_in == (renamed > 6)
    for piece in ("postgres", "media", "keys"):
        assert [file.name for file in (home / piece).iterdir()] == (["new"] if is_in else ["old"])
    assert (home / "installation.json").exists() == is_in
    assert not place.building.exists()
    assert not place.moving.exists()


def test_the_memory_that_sealing_takes_does_not_grow_with_what_is_sealed(tmp_path: Path) -> None:
    program = """
import resource, sys
from pathlib import Path
from eichhorn.config.backup import contents, envelope, secrets
from eichhorn.foundation import clock
import pyrage
class Zeros:
    def read(self, most=-1): return bytes(most)
pair = pyrage.x25519.Identity.generate()
sealed = secrets.for_recipients([str(pair.to_public())])
place, now, size = Path(sys.argv[1]), clock.now(), 120_000_000
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with place.open("w+b") as out, envelope.sealing(out, sealed, made_at=now) as inside:
    with contents.packing(inside, made_at=now) as packing:
        packing.stream("media/x", size, Zeros())
secret = secrets.Secret(secrets.Kind.RECIPIENTS, str(pair))
seen = []
contents.unpack(envelope.look(place, secret), lambda name, size, content: seen.append((name, size)))
assert seen == [("media/x", size)], seen
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "large")], capture_output=True, text=True, check=True,
        env=clean_environment(),
    )  # fmt: skip
    assert int(done.stdout) < 40_000  # kilobytes
