"""snac, a small real server of the fediverse, for the contract tests.

The difficult thing: a test run must not change the machine, and older Debians have snac only among the backports. So it
is downloaded by an apt with lists of its own and unpacked into .tools. Where that cannot be done, its tests are skipped.
"""

import shutil

from ground import TOOLS, Impossible, answers, run, tell

SNAC = TOOLS / "snac"
PROGRAM = SNAC / "usr" / "bin" / "snac"
SYSTEM = "/etc/os-release"


def install_snac():
    """snac is there afterwards, where Debian's packages can be had."""
    if shutil.which("snac") or PROGRAM.exists() or not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return
    tell("Fetching snac, a small real server to test against …")
    SNAC.mkdir(parents=True, exist_ok=True)
    try:
        options = [] if answers("apt-cache", "show", "snac2") else _backports()
        run("apt-get", *options, "-q", "download", "snac2", cwd=SNAC, why="Fetching snac")
        run("dpkg-deb", "--extract", next(SNAC.glob("snac2_*.deb")), SNAC, why="Unpacking snac")
    except Impossible as reason:
        shutil.rmtree(str(SNAC), ignore_errors=True)
        tell("%s\nThe tests with snac are skipped." % reason)


def _backports():
    """Return the options of an apt that knows Debian's backports and keeps its lists to itself."""
    name = codename(SYSTEM)
    if not name:
        raise Impossible("snac is no package of this system.")
    lists, cache, source = SNAC / "lists", SNAC / "cache", SNAC / "backports.list"
    for folder in (lists / "partial", cache / "archives" / "partial"):
        folder.mkdir(parents=True, exist_ok=True)
    source.write_text("deb http://deb.debian.org/debian %s-backports main\n" % name)
    options = ["-o", "APT::Sandbox::User="]
    for key, place in (
        ("Etc::SourceList", source),
        ("Etc::SourceParts", "-"),
        ("State::Lists", lists),
        ("Cache", cache),
    ):
        options += ["-o", "Dir::%s=%s" % (key, place)]
    run("apt-get", *options, "-q", "update", why="Asking for Debian's backports")
    return options


def codename(release):
    """Return what this Debian is called; empty on anything else."""
    try:
        with open(str(release)) as file:
            said = dict(line.strip().split("=", 1) for line in file if "=" in line)
    except OSError:
        return ""
    return said.get("VERSION_CODENAME", "").strip('"') if said.get("ID", "").strip('"') == "debian" else ""
