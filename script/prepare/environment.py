"""What the surroundings say: a home that may be empty or missing, and the package index of this machine.

The difficult thing: a machine behind a mirror says so in pip's words or in uv's, by variable or by file. All of them
are honoured; without any of them it is pypi.org. And uv and Node bring certificates of their own, where a machine
behind a company's proxy knows one more: so they are told to trust what the machine trusts.
"""

import configparser
import os
import tempfile
from pathlib import Path

from ground import TOOLS

PYPI = "https://pypi.org/simple"
CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")


def use_the_environment():
    """Tools trust what the machine trusts, and find a place for their caches even where HOME is missing."""
    home = os.environ.get("HOME", "")
    if not home or not _usable(Path(home)):
        os.environ["UV_CACHE_DIR"] = os.environ.get("UV_CACHE_DIR", str(TOOLS / "cache" / "uv"))
        os.environ["NPM_CONFIG_CACHE"] = os.environ.get("NPM_CONFIG_CACHE", str(TOOLS / "cache" / "npm"))
        os.environ["UV_PYTHON_INSTALL_DIR"] = os.environ.get("UV_PYTHON_INSTALL_DIR", str(TOOLS / "python"))
    certificates = next((place for place in CERTIFICATES if Path(place).exists()), None)
    if certificates:
        for variable, value in (
            ("UV_SYSTEM_CERTS", "1"),
            ("UV_NATIVE_TLS", "1"),
            ("NODE_EXTRA_CA_CERTS", certificates),
        ):
            os.environ.setdefault(variable, value)
    for variable in ("VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"):
        os.environ.pop(variable, None)


def _usable(home):
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(str(home), os.W_OK | os.X_OK)


def index_url():
    """Return the package index of this machine, without a slash at its end."""
    for variable in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if os.environ.get(variable):
            return os.environ[variable].split("=", 1)[-1].rstrip("/") if "://" in os.environ[variable] else PYPI
    for place in _pip_files():
        found = _index_in(place)
        if found:
            return found.rstrip("/")
    return PYPI


def is_mirror():
    return index_url() != PYPI


def _pip_files():
    """Yield the places of pip's configuration, strongest first, as pip documents them."""
    given = os.environ.get("PIP_CONFIG_FILE")
    if given == os.devnull:
        return
    if given:
        yield Path(given)
    home = os.environ.get("HOME") or tempfile.gettempdir() + "/nowhere"
    yield Path(os.environ.get("XDG_CONFIG_HOME") or home + "/.config") / "pip" / "pip.conf"
    yield Path(home) / ".pip" / "pip.conf"
    for folder in (os.environ.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(os.pathsep):
        yield Path(folder) / "pip" / "pip.conf"
    yield Path("/etc/pip.conf")


def _index_in(place):
    words = configparser.RawConfigParser(strict=False)
    try:
        words.read(str(place))
    except (OSError, configparser.Error, UnicodeDecodeError):
        return None
    for section in ("install", "global"):
        if words.has_option(section, "index-url"):
            return words.get(section, "index-url").strip()
    return None
