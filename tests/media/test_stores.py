"""Folder and bucket keep the same promises; and what is out of reach is never taken for missing."""

import hashlib
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from eichhorn.foundation.crypto import KeyUnreadable
from eichhorn.media import stores
from eichhorn.media.stores import Address, Damaged, Kept, Missing, OutOfReach, Store, bucket
from eichhorn.media.stores.both import Both
from eichhorn.media.stores.folder import Folder
from tests import make
from tests.make.buckets import Mood

CONTENT = random.Random(7).randbytes(700_000)
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(params=["folder", "bucket", "both"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    folder = Folder(tmp_path / "media")
    if request.param == "folder":
        return folder
    there: Store = make.buckets.of(make.buckets.made(request.getfixturevalue("buckets")))
    return there if request.param == "bucket" else Both(there, folder)


def test_what_was_kept_is_there_and_what_was_removed_is_not(store: Store, tmp_path: Path) -> None:
    assert (store.size_of(DIGEST), list(store.walk())) == (None, [])
    file = tmp_path / "film"
    file.write_bytes(CONTENT)
    for _ in range(2):
        store.keep(DIGEST, CONTENT)
        store.keep_file(DIGEST, file)
        assert store.size_of(DIGEST) == len(CONTENT)
        assert store.read(DIGEST) == CONTENT
        assert list(store.walk()) == [Kept(DIGEST, len(CONTENT))]
    with store.at_hand(DIGEST) as place:
        assert place.read_bytes() == CONTENT
    store.remove(DIGEST)
    store.remove(DIGEST)
    assert (store.size_of(DIGEST), list(store.walk())) == (None, [])
    assert file.exists()


@pytest.mark.parametrize(
    ("begins_at", "ends_before"), [(0, None), (5, 6), (0, 300_000), (262_143, 524_290), (699_999, None)]
)
def test_a_part_is_given_as_it_was_asked_for(store: Store, begins_at: int, ends_before: int | None) -> None:
    store.keep(DIGEST, CONTENT)
    given = b"".join(store.pieces(DIGEST, begins_at=begins_at, ends_before=ends_before))
    assert given == CONTENT[begins_at:ends_before]


def test_what_is_missing_is_said_to_be(store: Store) -> None:
    asked: list[Callable[[], object]] = [
        lambda: store.read(DIGEST), lambda: list(store.pieces(DIGEST)), lambda: store.at_hand(DIGEST).__enter__(),
    ]  # fmt: skip
    for ask in asked:
        with pytest.raises(Missing):
            ask()


@pytest.mark.parametrize("name", ["", "ab", "../../etc/passwd", DIGEST.upper(), DIGEST + "0", f"{DIGEST[:-1]}/"])
def test_what_is_no_digest_is_no_name(store: Store, name: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal"):
        store.size_of(name)


def test_other_bytes_under_a_name_are_noticed_and_mended_when_the_right_ones_come(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.keep(DIGEST, CONTENT)
    folder.path_of(DIGEST).write_bytes(os.urandom(len(CONTENT)))
    with pytest.raises(Damaged):
        folder.read(DIGEST)
    folder.keep(DIGEST, CONTENT)
    assert folder.read(DIGEST) == CONTENT
    assert [place.name for place in folder.path_of(DIGEST).parent.iterdir()] == [DIGEST]


def test_a_bucket_that_gives_other_bytes_is_not_believed(buckets: str) -> None:
    address = make.buckets.made(buckets)
    there = make.buckets.of(address)
    there.keep(DIGEST, CONTENT)
    make.buckets.put(address, f"haus/{stores.place_of(DIGEST)}", os.urandom(len(CONTENT)))
    with pytest.raises(Damaged):
        there.read(DIGEST)
    with pytest.raises(Damaged), there.at_hand(DIGEST):
        pass
    there.keep(DIGEST, CONTENT)
    assert there.read(DIGEST) == CONTENT


def test_what_others_put_into_the_bucket_is_passed_over(buckets: str) -> None:
    address = make.buckets.made(buckets)
    for key in (
        "haus/lies-mich.txt",
        f"{DIGEST[:2]}/{DIGEST}",
        f"haus/00/{DIGEST}x",
        f"haus/zz/{DIGEST}",
        "haus/ab/ab12",
    ):
        make.buckets.put(address, key, b"fremd")
    assert list(make.buckets.of(address).walk()) == []


def test_what_has_not_moved_yet_is_read_where_it_lies(buckets: str, tmp_path: Path) -> None:
    folder, there = Folder(tmp_path), make.buckets.of(make.buckets.made(buckets))
    folder.keep(DIGEST, CONTENT)
    both = Both(there, folder)
    assert both.read(DIGEST) == b"".join(both.pieces(DIGEST)) == CONTENT
    assert both.size_of(DIGEST) == len(CONTENT)
    with both.at_hand(DIGEST) as place:
        assert place == folder.path_of(DIGEST)
    both.keep(DIGEST, CONTENT)
    assert list(both.walk()) == list(there.walk()) == [Kept(DIGEST, len(CONTENT))]


def questions(there: bucket.Bucket, file: Path) -> list[Callable[[], object]]:
    file.write_bytes(CONTENT)
    return [
        lambda: there.keep(DIGEST, CONTENT), lambda: there.keep_file(DIGEST, file), lambda: there.read(DIGEST),
        lambda: list(there.pieces(DIGEST)), lambda: there.at_hand(DIGEST).__enter__(), lambda: there.size_of(DIGEST),
        lambda: list(there.walk()), lambda: there.remove(DIGEST), lambda: there.try_out("probe"),
    ]  # fmt: skip


def test_a_bucket_that_is_gone_is_out_of_reach_and_nothing_of_it_is_missing(buckets: str, tmp_path: Path) -> None:
    for ask in questions(make.buckets.of(make.buckets.named(buckets)), tmp_path / "film"):
        with pytest.raises(OutOfReach, match="NoSuchBucket"):
            ask()


@pytest.mark.parametrize("mood", [Mood.SILENT, Mood.REFUSES, Mood.BUSY, Mood.FULL])
def test_a_bucket_in_any_mood_is_out_of_reach(mood: Mood, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket, "SILENCE_S", 0.1)
    monkeypatch.setattr(bucket, "TRIES", 1)
    with make.buckets.moody(mood) as there:
        address = make.buckets.named(there.url)
        for number in range(len(questions(bucket.Bucket(address), tmp_path / "film"))):
            with pytest.raises(OutOfReach) as said:
                questions(make.buckets.of(address), tmp_path / "film")[number]()
            assert address.secret not in f"{said.value}{said.value.__cause__}"


@pytest.mark.parametrize("mood", [Mood.CUTS, Mood.DRIPS])
def test_half_a_picture_is_none(mood: Mood, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket, "READ_S", 0.1)
    monkeypatch.setattr(bucket, "PIECE_BYTES", 1)
    with make.buckets.moody(mood) as there, pytest.raises(OutOfReach):
        make.buckets.of(make.buckets.named(there.url)).read(DIGEST)


def test_a_bucket_is_tried_so_many_times_and_then_left_alone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket, "SILENCE_S", 0.1)
    with make.buckets.moody(Mood.SILENT) as there:
        silent = make.buckets.of(make.buckets.named(there.url))
        for _ in range(3):
            with pytest.raises(OutOfReach):
                silent.size_of(DIGEST)
        assert len(there.asked) == bucket.TRIES
        monkeypatch.setattr(bucket, "SILENT_S", 0.0)
        bucket.line_to(silent.address).silent_until = 0.0
        with pytest.raises(OutOfReach):
            silent.size_of(DIGEST)
        assert len(there.asked) == 2 * bucket.TRIES


def test_a_disk_that_cannot_be_written_is_out_of_reach(tmp_path: Path) -> None:
    (tmp_path / DIGEST[:2]).write_text("no folder")
    with pytest.raises(OutOfReach):
        Folder(tmp_path).keep(DIGEST, CONTENT)
    with pytest.raises(OutOfReach):
        Folder(tmp_path).read(DIGEST)


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A bucket and its key, in the environment."""
    for name, value in (("BUCKET", "bilder"), ("KEY_ID", "eichhorn"), ("SECRET", "drei Nüsse")):
        monkeypatch.setenv(f"EICHHORN_S3_{name}", value)
    return monkeypatch


def test_the_environment_names_a_bucket_with_its_key_or_none_at_all(named: pytest.MonkeyPatch) -> None:
    named.setenv("EICHHORN_S3_ENDPOINT", "https://s3.erlengrund.example/")
    named.setenv("EICHHORN_S3_PREFIX", "/haus/bilder/")
    address = Address.from_environment()
    assert address is not None
    assert (address.endpoint, address.prefix, str(address)) == (
        "https://s3.erlengrund.example", "haus/bilder/", "bilder/haus/bilder/",
    )  # fmt: skip
    assert "drei Nüsse" not in f"{address!r}{address}"
    named.delenv("EICHHORN_S3_BUCKET")
    assert Address.from_environment() is None


@pytest.mark.parametrize(
    "endpoint", ["s3.erlengrund.example", "ftp://s3.erlengrund.example", "https://a:geheim@s3.example"]
)
def test_an_endpoint_is_an_address_without_a_password(named: pytest.MonkeyPatch, endpoint: str) -> None:
    named.setenv("EICHHORN_S3_ENDPOINT", endpoint)
    with pytest.raises(KeyUnreadable) as said:
        Address.from_environment()
    assert "geheim" not in str(said.value)


@pytest.mark.parametrize(
    ("words", "mode", "sentence"),
    [
        ("eichhorn\ndrei-Nüsse\n", 0o600, ""),
        ("eichhorn\ndrei-Nüsse\n", 0o640, "readable by others; run: chmod 600"),
        ("eichhorn\n", 0o600, "has to hold two lines"),
        ("\n", 0o600, "has to hold two lines"),
        (None, 0o600, "cannot be read from"),
    ],
)
def test_the_key_may_come_from_a_file_that_is_closed_to_others(
    named: pytest.MonkeyPatch, tmp_path: Path, words: str | None, mode: int, sentence: str
) -> None:
    file = tmp_path / "bucket.key"
    if words is not None:
        file.write_text(words)
        file.chmod(mode)
    for name in ("KEY_ID", "SECRET"):
        named.delenv(f"EICHHORN_S3_{name}")
    named.setenv("EICHHORN_S3_KEY_FILE", str(file))
    if not sentence:
        address = Address.from_environment()
        assert address is not None
        assert (address.key_id, address.secret) == ("eichhorn", "drei-Nüsse")
        return
    with pytest.raises(KeyUnreadable, match=sentence) as said:
        Address.from_environment()
    assert "Nüsse" not in str(said.value)


def test_a_bucket_without_a_key_is_said_when_eichhorn_starts(named: pytest.MonkeyPatch) -> None:
    named.delenv("EICHHORN_S3_SECRET")
    with pytest.raises(KeyUnreadable, match="the key to the bucket is missing"):
        Address.from_environment()
