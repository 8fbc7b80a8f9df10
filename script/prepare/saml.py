"""A SAML provider for the tests, as npm has it; without it the tests that need one are skipped, and say so."""

import shutil

import node
from ground import ROOT, TOOLS, Impossible, digest, run, stamp, stamped, tell

SOURCES = ROOT / "tests" / "servers" / "saml"
HOME = TOOLS / "saml"


def install_saml():
    """The provider lies in .tools/saml afterwards, or the console says why not."""
    wanted = digest(SOURCES / "package.json", SOURCES / "package-lock.json", str(HOME))
    if stamped("saml", wanted) and (HOME / "node_modules").is_dir():
        return
    tell("Installing a SAML provider for the tests …")
    try:
        _install()
    except Impossible as reason:
        tell("Without the SAML provider its tests are skipped. %s" % reason)
        return
    stamp("saml", wanted)


def _install():
    own, npm = node.find_node()
    HOME.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(str(SOURCES / name), str(HOME / name))
    run(
        own, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error",
        cwd=HOME, why="Installing a SAML provider", env=node.path(own),
    )  # fmt: skip
