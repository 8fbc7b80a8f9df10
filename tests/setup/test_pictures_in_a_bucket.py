"""An installation whose pictures lie in a bucket: looked at by the doctor, moved there and back, backed up and restored."""

import hashlib
import io
from pathlib import Path

import pytest
from pytest_django import Settings

from eichhorn.config import moving
from eichhorn.config.backup import contents, making
from eichhorn.config.doctor import pictures
from eichhorn.config.doctor.findings import Finding, Mark
from eichhorn.config.installation import NotPossible
from eichhorn.media import stores
from eichhorn.media.stores import Address
from eichhorn.media.stores.folder import Folder
from tests import make
from tests.make.buckets import Mood
from tests.make.people import NOW
from tests.setup.running import command
from tests.setup.test_backup import PICTURE, Made, made
from tests.setup.test_backup import pictures as pictures_of

__all__ = ["made"]
NAMES = {
    "EICHHORN_S3_BUCKET": "bucket", "EICHHORN_S3_ENDPOINT": "endpoint", "EICHHORN_S3_REGION": "region",
    "EICHHORN_S3_PREFIX": "prefix", "EICHHORN_S3_KEY_ID": "key_id", "EICHHORN_S3_SECRET": "secret",
}  # fmt: skip


def environment(address: Address) -> dict[str, str]:
    return {name: getattr(address, part) for name, part in NAMES.items()}


LEFT = "lie in the folder of the home alone"
"""Said of what other tests have left in the home."""


def looked() -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in pictures.looks():
        found.setdefault(finding.about, []).append(finding)
    return found


@pytest.mark.django_db
class TestDoctor:
    def test_a_bucket_that_works_leaves_nothing_to_say(self, bucket: Address) -> None:
        make.media.picture()
        before = make.buckets.keys(bucket)
        found = looked()
        assert [one.mark for ones in found.values() for one in ones if LEFT not in one.sentence] == [Mark.GOOD] * 2
        assert "closed to strangers" in found["bucket"][0].sentence
        assert make.buckets.keys(bucket) == before

    def test_a_bucket_that_is_gone_is_said_with_what_helps_and_without_its_key(self, bucket: Address) -> None:
        make.media.picture()
        make.buckets.away(bucket)
        found = looked()
        assert {one.mark for ones in found.values() for one in ones} == {Mark.BROKEN}
        assert "cannot be used: the bucket refuses: NoSuchBucket." in found["bucket"][0].sentence
        assert "cannot be read, so posts with pictures wait" in found["pictures"][0].sentence
        assert bucket.secret not in str(found)

    @pytest.mark.parametrize("mood", [Mood.REFUSES, Mood.FULL])
    def test_a_bucket_that_refuses_is_said(self, mood: Mood, settings: Settings) -> None:
        with make.buckets.moody(mood) as there:
            settings.BUCKET = make.buckets.named(there.url)
            assert f"the bucket refuses: No{mood.name.title()}." in looked()["bucket"][0].sentence

    def test_a_public_bucket_is_said(self, bucket: Address) -> None:
        make.buckets.open_to_strangers(bucket)
        finding = looked()["bucket"][0]
        assert (finding.mark, "is public: strangers can read" in finding.sentence) == (Mark.BROKEN, True)

    def test_what_has_not_moved_yet_is_counted(self, buckets: str, settings: Settings) -> None:
        stores.local().keep(*named(b"noch hier"))
        settings.BUCKET = make.buckets.made(buckets)
        assert "`eichhorn media move`" in looked()["bucket"][1].helps
        stores.local().remove(named(b"noch hier")[0])

    def test_a_picture_that_the_bucket_lost_is_counted(self, bucket: Address) -> None:
        picture = make.media.picture()
        make.buckets.of(bucket).remove(picture.digest)
        (finding,) = looked()["pictures"]
        assert (finding.mark, finding.sentence[:20]) == (Mark.BROKEN, "1 pictures have no f")


def named(content: bytes) -> tuple[str, bytes]:
    return hashlib.sha256(content).hexdigest(), content


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with forty files in its folder."""
    for number in range(40):
        Folder(tmp_path / "media").keep(*named(f"Bild {number}".encode()))
    return tmp_path


@pytest.fixture
def there(buckets: str, monkeypatch: pytest.MonkeyPatch) -> Address:
    """A bucket that the environment names."""
    address: Address = make.buckets.made(buckets)
    for name, value in environment(address).items():
        monkeypatch.setenv(name, value)
    return address


class TestMove:
    def test_everything_lies_in_the_bucket_afterwards_and_where_it_lay(
        self, home: Path, there: Address, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert moving.move(home, back=False) == 0
        folder, bucket = Folder(home / "media"), make.buckets.of(there)
        assert {kept.digest for kept in bucket.walk()} == {kept.digest for kept in folder.walk()}
        said = capsys.readouterr().out.splitlines()
        assert len(said) == moving.STEPS + 1
        assert said[0] == "2 of 40 files, 0 of 0 MB"
        assert said[-1].startswith(f"40 files were brought; all of them lie in the bucket {there}.")
        assert moving.move(home, back=False) == 0
        assert "0 files were brought" in capsys.readouterr().out

    def test_what_broke_off_goes_on_where_it_was(
        self, home: Path, there: Address, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        real, left = moving._brought, [12]

        def brought(*given: object) -> bool:
            left[0] -= 1
            if left[0] < 0:
                raise stores.OutOfReach("the bucket does not answer")
            return real(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(moving, "_brought", brought)
        with pytest.raises(NotPossible, match="broke off after 12 of 40 files"):
            moving.move(home, back=False)
        left[0] = 1000
        capsys.readouterr()
        assert moving.move(home, back=False) == 0
        assert "12 files lie there already; 28 are to be brought." in capsys.readouterr().out

    def test_what_is_not_what_its_name_says_is_left_where_it_is(
        self, home: Path, there: Address, capsys: pytest.CaptureFixture[str]
    ) -> None:
        digest, _ = named(b"Bild 7")
        Folder(home / "media").path_of(digest).write_bytes(b"Bild 8")
        assert moving.move(home, back=False) == 1
        assert f"1 are not what their names say, and were left where they are: {digest}" in capsys.readouterr().out
        assert len(list(make.buckets.of(there).walk())) == 39

    def test_the_way_back_is_the_same_way(
        self, home: Path, there: Address, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        moving.move(home, back=False)
        other = tmp_path_factory.mktemp("home")
        assert moving.move(other, back=True) == 0
        assert Folder(other / "media").read(named(b"Bild 7")[0]) == b"Bild 7"
        assert len(list(Folder(other / "media").walk())) == 40

    def test_without_a_bucket_nothing_moves(self, home: Path) -> None:
        said = command("media", "move", "--home", str(home))
        assert said == "EICHHORN_S3_BUCKET names no bucket; set it, and the key to it, and run this again.\n"

    def test_a_bucket_that_is_not_there_is_one_sentence(self, home: Path, buckets: str) -> None:
        said = command("media", "move", "--home", str(home), **environment(make.buckets.named(buckets)))
        assert said.startswith("It broke off after 0 of 0 files, 0 of 0 MB: the bucket refuses: NoSuchBucket.")


@pytest.mark.xdist_group("up")
def test_a_backup_brings_pictures_into_a_bucket_and_takes_them_out_of_one(made: Made, buckets: str) -> None:
    home, address = made.folder / "in-a-bucket", make.buckets.made(buckets)
    opened, there = ("--passphrase-file", str(made.words)), environment(address)
    asked = ("restore", str(made.with_passphrase), "--home", str(home), *opened)
    said = command(*asked, **environment(make.buckets.named(buckets)))
    assert "The pictures could not be put into the bucket (the bucket refuses: NoSuchBucket)." in said
    assert [place.name for place in home.iterdir() if place.name != "running"] == []
    assert "holds the installation of" in command(*asked, **there)
    expected = pictures_of(made.home)
    found = {f"media/{key.removeprefix('haus/')}" for key in make.buckets.keys(address)}
    assert found == set(expected)
    assert not (home / "media").exists()
    again, back = made.folder / "out-of-a-bucket.eichhorn", made.folder / "out-of-a-bucket"
    backup = ("backup", str(again), "--home", str(home), *opened)
    assert f"and {len(expected)} pictures" in command(*backup, **there)
    command("restore", str(again), "--home", str(back), *opened)
    assert pictures_of(back) == expected
    assert PICTURE in expected


def test_what_is_damaged_or_gone_stops_no_backup(buckets: str) -> None:
    address = make.buckets.made(buckets)
    bucket = make.buckets.of(address)
    for content in (b"heil", b"verdorben"):
        bucket.keep(*named(content))
    damaged, whole = named(b"verdorben")[0], named(b"heil")[0]
    make.buckets.put(address, f"haus/{stores.place_of(damaged)}", b"anders")
    with contents.packing(io.BytesIO(), made_at=NOW) as packed:
        assert making._pack_media(bucket, packed) == (1, 1)
        assert list(packed.packed) == [f"media/{stores.place_of(whole)}"]


def test_a_backup_without_its_bucket_is_refused(made: Made, buckets: str) -> None:
    file = made.folder / "never.eichhorn"
    said = command(
        "backup", str(file), "--home", str(made.home), "--passphrase-file", str(made.words),
        **environment(make.buckets.named(buckets)),
    )  # fmt: skip
    assert "The pictures cannot be read (the bucket refuses: NoSuchBucket); what was begun is gone again." in said
    assert not file.exists()
    assert list(made.folder.glob("never*")) == []
