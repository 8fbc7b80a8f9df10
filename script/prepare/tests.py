"""What the tests need besides the packages: a browser, servers of networks, and what checks pages for accessibility."""

import os
import shutil

import node
import packages
from age import install_age
from atproto import install_atproto
from environment import index_url, is_mirror
from ground import TOOLS, Impossible, answers, digest, run, stamp, stamped, tell
from saml import install_saml
from snac import install_snac
from synapse import install_synapse
from uv import find_uv
from wordpress import install_wordpress

MOCK = TOOLS / "mastodon-mock"
MOCK_PACKAGE = "mastodon-mock==0.6.1"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def prepare_tests():
    """Browser, servers and Node packages are there afterwards."""
    _browser()
    _mastodon_mock()
    install_atproto()
    install_age()
    install_snac()
    install_wordpress()
    install_saml()
    install_synapse()
    if (node.ASSETS / "package.json").exists():
        node.install_node_packages()
    os.environ["PATH"] = str(packages.PYTHON.parent) + os.pathsep + os.environ.get("PATH", "")


def _browser():
    if any(answers(found, "--version") for found in map(shutil.which, BROWSERS) if found):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Impossible("The journeys need the browser Chromium; please run: sudo apt-get install -y chromium")
    tell("Installing Chromium for the journeys …")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-q", why="Asking for Debian's packages", env=quiet)
    run("apt-get", "install", "-qy", "--no-install-recommends", "chromium", why="Installing Chromium", env=quiet)


def _mastodon_mock():
    """Its packages clash with ours, so it lives in an environment of its own."""
    wanted = digest(MOCK_PACKAGE, str(MOCK))
    if stamped("mastodon-mock", wanted) and (MOCK / "bin" / "python").exists():
        return
    tell("Installing the Mastodon mock …")
    index = {"UV_DEFAULT_INDEX": index_url()} if is_mirror() else {}
    run(find_uv(), "venv", "--clear", "--python", packages.PYTHON, MOCK, why="Installing the Mastodon mock", env=index)
    run(
        find_uv(), "pip", "install", "--python", MOCK / "bin" / "python", MOCK_PACKAGE,
        why="Installing the Mastodon mock", env=index,
    )  # fmt: skip
    stamp("mastodon-mock", wanted)
