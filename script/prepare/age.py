"""The tool age, by which a test opens a backup without Eichhorn.

The difficult thing: a test run must not change the machine. So Debian's package is downloaded and unpacked into .tools.
Where that cannot be done, the one test that wants it is skipped.
"""

import shutil

from ground import TOOLS, Impossible, run, tell

AGE = TOOLS / "age"
PROGRAM = AGE / "usr" / "bin" / "age"


def install_age():
    """age is there afterwards, where Debian's packages can be had."""
    if shutil.which("age") or PROGRAM.exists() or not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return
    tell("Fetching age, to open a backup without Eichhorn …")
    AGE.mkdir(parents=True, exist_ok=True)
    try:
        run("apt-get", "-q", "download", "age", cwd=AGE, why="Fetching age")
        run("dpkg-deb", "--extract", next(AGE.glob("age_*.deb")), AGE, why="Unpacking age")
    except (Impossible, StopIteration) as reason:
        shutil.rmtree(str(AGE), ignore_errors=True)
        tell("%s\nThe test that opens a backup with age is skipped." % reason)
