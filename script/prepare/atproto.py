"""A small Bluesky network for the tests: the servers of the AT protocol as their makers run them in their own tests.

The difficult thing: they want a newer Node than many machines have, and a part of them is compiled, for which the
headers of exactly that Node are needed. npm offers Node with its headers as a package, so it is taken from there, into
a folder of its own. Where that does not work the tests that need the network are skipped, and say so.
"""

import os
import platform
import shutil
import sys

import node
from ground import ROOT, TOOLS, Impossible, digest, run, stamp, stamped, tell

SOURCES = ROOT / "tests" / "servers" / "atproto"
HOME = TOOLS / "atproto"
NODE_VERSION = "22.23.3"
NODE = HOME / "node" / "node_modules"


def install_atproto():
    """The network lies in .tools/atproto afterwards, or the console says why not."""
    wanted = digest(SOURCES / "package.json", SOURCES / "package-lock.json", str(HOME), NODE_VERSION)
    if stamped("atproto", wanted) and (HOME / "node_modules").is_dir():
        return
    tell("Installing a small Bluesky network for the tests; compiling takes two minutes, once …")
    try:
        _install()
    except Impossible as reason:
        tell("Without the Bluesky network its tests are skipped. %s" % reason)
        return
    stamp("atproto", wanted)


def _install():
    package = _node_package()
    own, npm = node.find_node()
    quiet = ("--no-audit", "--no-fund", "--loglevel=error")
    for folder in (HOME / "node", HOME / "node_modules"):
        shutil.rmtree(str(folder), ignore_errors=True)
    (HOME / "node").mkdir(parents=True)
    why = "Fetching Node %s" % NODE_VERSION
    run(
        own, npm, "install", "--no-save", "--prefix", HOME / "node", *quiet, "%s@%s" % (package, NODE_VERSION),
        cwd=HOME / "node", why=why, env=node.path(own),
    )  # fmt: skip
    newer = NODE / package / "bin" / "node"
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(str(SOURCES / name), str(HOME / name))
    environment = dict(node.path(newer), npm_config_nodedir=str(NODE / package))
    run(newer, npm, "ci", *quiet, cwd=HOME, why="Installing the Bluesky network", env=environment)
    link = HOME / "node" / "bin"
    if not link.exists():
        os.symlink(str(newer.parent), str(link))


def _node_package():
    system = {"linux": "linux", "darwin": "darwin"}.get(sys.platform)
    machine = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}.get(platform.machine().lower())
    if not system or not machine:
        raise Impossible("There is no Node for it on this machine (%s %s)." % (sys.platform, platform.machine()))
    return "node-%s-%s" % (system, machine)
