"""Synapse, a real server of Matrix, for the tests; without it the tests that need one are skipped, and say so."""

import packages
from environment import index_url, is_mirror
from ground import TOOLS, Impossible, digest, run, stamp, stamped, tell
from uv import find_uv

HOME = TOOLS / "synapse"
PACKAGE = "matrix-synapse==1.163.0"


def install_synapse():
    """It lies in an environment of its own in .tools/synapse afterwards, or the console says why not."""
    wanted = digest(PACKAGE, str(HOME))
    if stamped("synapse", wanted) and (HOME / "bin" / "python").exists():
        return
    tell("Installing Synapse for the tests …")
    try:
        _install()
    except Impossible as reason:
        tell("Without Synapse the tests of Matrix are skipped. %s" % reason)
        return
    stamp("synapse", wanted)


def _install():
    index = {"UV_DEFAULT_INDEX": index_url()} if is_mirror() else {}
    why = "Installing Synapse"
    run(find_uv(), "venv", "--clear", "--python", packages.PYTHON, HOME, why=why, env=index)
    run(
        find_uv(), "pip", "install", "--only-binary", "matrix-synapse", "--python", HOME / "bin" / "python", PACKAGE,
        why=why, env=index,
    )  # fmt: skip
