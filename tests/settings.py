"""Settings of the tests: those of the product, on a throw-away PostgreSQL that this run starts.

The difficult thing: a run that is killed cannot put its database away. The server ends with it by itself, and its
folder is removed by the next run.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "EICHHORN_TEST_HOME" not in os.environ:
    for left in Path("/tmp").glob("eichhorn-test-*"):
        if not Path(f"/proc/{left.name.rpartition('-')[2]}").exists():
            shutil.rmtree(left, ignore_errors=True)
    home = Path(tempfile.mkdtemp(prefix="eichhorn-test-", suffix=f"-{os.getpid()}", dir="/tmp"))
    home.chmod(0o711)
    (home / "static").mkdir()
    os.environ["EICHHORN_TEST_HOME"] = os.environ["EICHHORN_HOME"] = str(home)
    os.environ["EICHHORN_PUBLIC_URL"] = "http://testserver"
    os.environ["EICHHORN_HOSTS"] = "testserver,localhost,127.0.0.1"

    from eichhorn.foundation import crypto, postgres

    server = postgres.Server(home, crypto.Keys.for_home(home), safe=False)
    server.start()
    os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"] = server.url(postgres.OWNER)
    os.environ["EICHHORN_TEST_APP_URL"] = server.url(postgres.APP)
    starter = os.getpid()

    @atexit.register
    def put_away() -> None:
        if os.getpid() == starter:
            server.stop()
            shutil.rmtree(home, ignore_errors=True)


from eichhorn.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

EICHHORN_KIT = True
