"""What `script/up` finds on a machine before anything is installed there."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.setup.running import ROOT

NAMES = ("environment", "ground", "node", "uv", "python", "packages", "snac")


@pytest.fixture
def prepare(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, ModuleType]]:
    """The modules of script/prepare, which are no package of ours."""
    monkeypatch.syspath_prepend(str(ROOT / "script" / "prepare"))
    yield {name: importlib.import_module(name) for name in NAMES}
    for name in NAMES:
        sys.modules.pop(name, None)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine of which nothing is configured; returns its home."""
    for variable in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL", "PIP_CONFIG_FILE", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "xdg"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("version", "suits"),
    [
        ("20.18.9", False), ("20.19.0", True), ("20.20.2", True), ("21.9.9", False), ("22.11.0", False),
        ("22.12.0", True), ("24.0.0", True), ("18.20.0", False), ("", False), ("nonsense", False),
    ],
)  # fmt: skip
def test_a_node_is_taken_exactly_when_vite_runs_on_it(
    prepare: dict[str, ModuleType], version: str, suits: bool
) -> None:
    assert prepare["node"].suits(version) is suits


@pytest.mark.parametrize("variable", ["UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"])
def test_a_mirror_is_honoured_by_each_of_its_variables(
    prepare: dict[str, ModuleType], bare: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "https://mirror.example/simple/")
    assert prepare["environment"].index_url() == "https://mirror.example/simple"
    assert prepare["environment"].is_mirror()


@pytest.mark.parametrize("place", [".config/pip/pip.conf", ".pip/pip.conf", "xdg/pip/pip.conf"])
def test_a_mirror_is_honoured_by_each_of_pips_files(prepare: dict[str, ModuleType], bare: Path, place: str) -> None:
    (bare / place).parent.mkdir(parents=True)
    (bare / place).write_text("[global]\nindex-url = https://mirror.example/simple\n")
    assert prepare["environment"].index_url() == "https://mirror.example/simple"


def test_without_a_mirror_it_is_pypi(prepare: dict[str, ModuleType], bare: Path) -> None:
    (bare / ".pip").mkdir()
    (bare / ".pip" / "pip.conf").write_text("this is no configuration")
    assert prepare["environment"].index_url() == "https://pypi.org/simple"


def test_a_shim_with_nothing_behind_it_is_not_taken_for_uv(prepare: dict[str, ModuleType], bare: Path) -> None:
    shim = bare / "uv"
    shim.write_text("#!/bin/sh\necho 'pyenv: uv: command not found' >&2\nexit 127\n")
    shim.chmod(0o755)
    assert not prepare["uv"]._runs(str(shim))
    shim.write_text("#!/bin/sh\necho 'uv 0.13.9'\n")
    assert prepare["uv"]._runs(str(shim))


def test_a_python_behind_a_shim_is_found_in_pyenvs_folder(
    prepare: dict[str, ModuleType], bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in ("3.9.1", "3.12.4", "3.13.2", "3.13.11", "3.14.0", "3.13.0t", "system"):
        (bare / "pyenv" / "versions" / version / "bin").mkdir(parents=True)
    (bare / "pyenv" / "shims").mkdir()
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    monkeypatch.setenv("PATH", str(bare / "pyenv" / "shims"))
    found = [place.parts[-3] for place in prepare["python"]._in_pyenv() if bare in place.parents]
    assert found == ["3.13.11", "3.13.2", "3.14.0", "3.12.4"]


@pytest.mark.parametrize(
    ("name", "machine", "fits"),
    [
        ("uv-0.13.9-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", "x86_64", True),
        ("uv-0.13.9-py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64.whl", "aarch64", True),
        ("uv-0.13.9-py3-none-manylinux_2_17_i686.manylinux2014_i686.whl", "x86_64", False),
        ("uv-0.13.9-py3-none-musllinux_1_1_x86_64.whl", "x86_64", False),
        ("uv-0.13.9-py3-none-win_amd64.whl", "x86_64", False),
        ("uv-0.13.9.tar.gz", "x86_64", False),
        ("uv_build-0.13.9-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", "x86_64", False),
    ],
)
def test_the_wheel_of_uv_is_the_one_for_this_machine(
    prepare: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch, name: str, machine: str, fits: bool
) -> None:
    uv = prepare["uv"]
    monkeypatch.setattr(uv.platform, "machine", lambda: machine)
    monkeypatch.setattr(uv.platform, "libc_ver", lambda: ("glibc", "2.36"))
    monkeypatch.setattr(uv.sys, "platform", "linux")
    assert uv._fits(name) is fits


def test_an_empty_home_gets_its_caches_inside_the_clone(
    prepare: dict[str, ModuleType], bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    surroundings = {"HOME": "/proc/nobody"}
    monkeypatch.setattr(prepare["environment"].os, "environ", surroundings)
    prepare["environment"].use_the_environment()
    assert surroundings["UV_CACHE_DIR"] == str(ROOT / ".tools" / "cache" / "uv")


@pytest.mark.parametrize(
    ("release", "name"),
    [
        ('ID=debian\nVERSION_CODENAME=bookworm\n', "bookworm"), ('ID="debian"\nVERSION_CODENAME="trixie"\n', "trixie"),
        ("ID=debian\n", ""), ("ID=ubuntu\nVERSION_CODENAME=noble\n", ""), ("", ""), ("no lines at all", ""),
    ],
)  # fmt: skip
def test_only_a_debian_is_asked_for_its_backports(
    prepare: dict[str, ModuleType], tmp_path: Path, release: str, name: str
) -> None:
    (tmp_path / "os-release").write_text(release)
    assert prepare["snac"].codename(tmp_path / "os-release") == name
    assert prepare["snac"].codename(tmp_path / "missing") == ""


def test_where_snac_cannot_be_had_the_run_goes_on_without_it(
    prepare: dict[str, ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    snac = prepare["snac"]
    (tmp_path / "os-release").write_text("ID=elsewhere\n")
    for name, value in (
        ("SNAC", tmp_path / "snac"),
        ("PROGRAM", tmp_path / "snac" / "snac"),
        ("SYSTEM", tmp_path / "os-release"),
    ):
        monkeypatch.setattr(snac, name, value)
    monkeypatch.setattr(snac.shutil, "which", lambda name: None if name == "snac" else f"/usr/bin/{name}")
    monkeypatch.setattr(snac, "answers", lambda *command: None)
    snac.install_snac()
    assert "The tests with snac are skipped." in capsys.readouterr().err
    assert not (tmp_path / "snac").exists()
