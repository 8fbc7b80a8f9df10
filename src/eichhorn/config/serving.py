"""What web and worker are: gunicorn with threads, and the job loop with its sign of readiness."""

import os
import signal
import sys
import threading
from typing import Any

import psycopg

PROCESSES = 3
"""One more than the two cores of the smallest machine: what a process does at a time, one core does, and it waits for the
database in between. They share what the first one has loaded; each more of them takes some 35 MB."""
THREADS = 6
"""Of each process. Each keeps a connection to the database."""
SIGN_IS_CHECKED_EVERY_S = 5.0


def web(*, bind: str) -> None:
    """Become the web server; this process is then gunicorn's. Addresses hold tokens, so there is no access log."""
    arguments = [
        "--bind", bind, "--workers", os.environ.get("EICHHORN_WEB_PROCESSES", str(PROCESSES)), "--preload",
        "--worker-class", "gthread", "--threads", str(THREADS),
        "--worker-tmp-dir", "/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp",
        "--timeout", "60", "--graceful-timeout", "10", "--keep-alive", "5", "--no-control-socket",
        "--log-level", "warning", "--name", "eichhorn-web",
    ]  # fmt: skip
    os.environ.pop("GUNICORN_CMD_ARGS", None)  # it could switch an access log on
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments, "eichhorn.config.wsgi:application"])  # noqa: S606


def worker() -> None:
    """Do the jobs until SIGTERM. Holds the worker's lock meanwhile, by which /health knows it. Needs Django set up."""
    from eichhorn.config.health import WORKER_LOCK
    from eichhorn.foundation import jobs

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as sign:
        sign.execute("select pg_advisory_lock_shared(%s)", [WORKER_LOCK])
        done = threading.Event()
        threading.Thread(target=_watch, args=(sign, done), name="readiness", daemon=True).start()
        jobs.run()
        done.set()


def _watch(sign: psycopg.Connection[Any], done: threading.Event) -> None:
    """Ask this process to end when the database went away: whoever started it brings it back."""
    while not done.wait(SIGN_IS_CHECKED_EVERY_S):
        try:
            sign.execute("select 1")
        except psycopg.Error:
            os.kill(os.getpid(), signal.SIGTERM)
            return
