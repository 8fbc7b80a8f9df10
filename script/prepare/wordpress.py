"""A real WordPress with its database, for the contract tests.

The difficult thing: a test run must not change the machine. So Debian's packages of WordPress, PHP and MariaDB are
downloaded and unpacked into .tools, with all that they need and the machine does not have; nothing is installed, and no
service is started. Where that cannot be done, the tests with WordPress are skipped.
"""

import os
import shutil

from ground import TOOLS, Impossible, answers, digest, run, stamp, stamped, tell

WORDPRESS = TOOLS / "wordpress"
SITE = WORDPRESS / "usr" / "share" / "wordpress"
WANTED = ("wordpress", "mariadb-server-core", "php-cli", "php-mysql", "php-gd", "php-getid3")
CONFIGURATION = "<?php require getenv('EICHHORN_WORDPRESS');\n"
"""Each test run brings its own."""


def install_wordpress():
    """WordPress is there afterwards, where Debian's packages can be had."""
    wanted = digest(*WANTED, CONFIGURATION, str(WORDPRESS))
    if (stamped("wordpress", wanted) and SITE.exists()) or not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return
    tell("Fetching WordPress, a real one to test against …")
    shutil.rmtree(str(WORDPRESS), ignore_errors=True)
    packages = WORDPRESS / "packages"
    packages.mkdir(parents=True)
    try:
        _know_packages()
        run("apt-get", "-q", "download", *_all_packages(), cwd=packages, why="Fetching WordPress")
        for package in sorted(packages.glob("*.deb")):
            run("dpkg-deb", "--extract", package, WORDPRESS, why="Unpacking WordPress")
        shutil.rmtree(str(packages))
        configuration = SITE / "wp-config.php"
        if configuration.exists():
            configuration.unlink()
        configuration.write_text(CONFIGURATION)
    except (Impossible, OSError) as reason:
        shutil.rmtree(str(WORDPRESS), ignore_errors=True)
        tell("%s\nThe tests with WordPress are skipped." % reason)
    else:
        stamp("wordpress", wanted)


def _know_packages():
    if answers("apt-cache", "show", "wordpress"):
        return
    if os.geteuid() != 0:
        raise Impossible("WordPress is no package that this system knows; sudo apt-get update may help.")
    run("apt-get", "update", "-q", why="Asking for Debian's packages")
    if not answers("apt-cache", "show", "wordpress"):
        raise Impossible("WordPress is no package of this system.")


def _all_packages():
    """Return the packages with all that they need and the machine does not have; a web server is not among them."""
    plan = answers("apt-get", "install", "--simulate", "--no-install-recommends", *WANTED, "libapache2-mod-php-") or ""
    needed = [line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")]
    real = [_real(name) for name in WANTED if name.startswith("php-")]
    return sorted(name for name in {*WANTED, *needed, *real} if "apache2" not in name)


def _real(name):
    """Return the package of a PHP release that the general name stands for."""
    told = answers("apt-cache", "depends", name) or ""
    depends = [line.split()[-1] for line in told.splitlines() if "Depends:" in line]
    return next((found for found in depends if found.startswith("php8")), name)
