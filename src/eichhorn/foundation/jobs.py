"""Work for later: tasks by name, their waking, and the loop of the worker. Procrastinate is hidden here.

The difficult thing: a wake-up must never cost the change that it follows. So a task is deferred after the commit, in a
transaction of its own, and a wake-up that fails is only logged: each task is also swept periodically or comes again.
And whoever waits for a slow server must hold up nobody: what reads from networks has a queue and slots of its own, and
so has sending, whose loop is no job at all.
"""

import asyncio
import logging
import signal
import threading
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from django.db import DatabaseError, connection, transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

logger = logging.getLogger(__name__)


class Queue(StrEnum):
    """What waits for what: jobs of one queue never take the slots of another."""

    ORDINARY = "ordinary"
    READING = "reading"
    """Asks networks what is there, and may take long."""


SLOTS = {Queue.ORDINARY: 4, Queue.READING: 4}
"""How many jobs of each queue one worker does at a time; sending has slots of its own."""
LOOKS_EVERY_S = 2.0
AFTER_A_FAULT_S = 2.0
type Work = Callable[..., None]
type Loop = Callable[[threading.Event], None]

_loops: dict[str, Loop] = {}


def task(name: str, *, queue: Queue = Queue.ORDINARY) -> Callable[[Work], Work]:
    """Make the function known by its name, "room.verb": `wake` starts it in a worker with the ids it was given."""

    def register(work: Work) -> Work:
        app.task(name=name, queue=queue.value)(work)
        return work

    return register


def every(cron: str, name: str, *, queue: Queue = Queue.ORDINARY) -> Callable[[Work], Work]:
    """Make the function known by its name and start it at the times of the cron line, in one worker of all."""

    def register(work: Work) -> Work:
        def at_its_time(timestamp: int) -> None:  # noqa: ARG001
            work()

        periodic = app.task(name=f"{name}.periodic", queue=queue.value, queueing_lock=f"{name}.periodic")(at_its_time)
        app.periodic(cron=cron)(periodic)
        app.task(name=name, queue=queue.value)(work)
        return work

    return register


def standing(name: str) -> Callable[[Loop], Loop]:
    """Run the function in every worker for as long as it lives; it ends soon after the event it is given is set."""

    def register(loop: Loop) -> Loop:
        _loops[name] = loop
        return loop

    return register


def wake(name: str, **ids: int | str) -> None:
    """Start the task in a worker once the present transaction is committed. A lost wake-up is made good by a sweep."""
    transaction.on_commit(lambda: _defer(name, ids))


def _defer(name: str, ids: dict[str, int | str]) -> None:
    try:
        with transaction.atomic():
            app.configure_task(name, queueing_lock=f"{name}:{sorted(ids.items())}").defer(**ids)
    except exceptions.AlreadyEnqueued:
        return  # somebody has woken it already
    except (exceptions.ConnectorException, DatabaseError):
        logger.warning("jobs.wake_lost", extra={"task": name})


def run() -> None:
    """Do the jobs until SIGTERM or SIGINT; then finish what is under way and return."""
    end = threading.Event()
    threads = [threading.Thread(target=_keep_up, args=(name, loop, end), name=name) for name, loop in _loops.items()]
    for thread in threads:
        thread.start()
    try:
        asyncio.run(_work(end))
    finally:
        end.set()
        for thread in threads:
            thread.join()


def _keep_up(name: str, loop: Loop, end: threading.Event) -> None:
    """The loop runs until the event is set, whatever breaks in it."""
    while not end.is_set():
        try:
            loop(end)
        except Exception:
            logger.exception("jobs.loop_broke", extra={"loop": name})
            connection.close()
            end.wait(AFTER_A_FAULT_S)


async def _work(end: threading.Event) -> None:
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    hands = ThreadPoolExecutor(max_workers=sum(SLOTS.values()), thread_name_prefix="job")
    asyncio.get_running_loop().set_default_executor(hands)  # a small machine's own has fewer than all the slots
    async with worker_app.open_async(), asyncio.TaskGroup() as group:
        working = [group.create_task(_serve(worker_app, queue)) for queue in Queue]
        with _ended_by_signal(end, working):
            await asyncio.wait(working)
    logger.info("jobs.worker_ended")


async def _serve(worker_app: Any, queue: Queue) -> None:
    """Do the jobs of one queue until cancelled; then finish what is under way."""
    await worker_app.run_worker_async(
        queues=[queue.value],
        name=queue.value,
        concurrency=SLOTS[queue],
        fetch_job_polling_interval=LOOKS_EVERY_S,
        install_signal_handlers=False,
        delete_jobs="successful",
        shutdown_graceful_timeout=20,
    )


@contextmanager
def _ended_by_signal(end: threading.Event, working: Collection["asyncio.Task[None]"]) -> Iterator[None]:
    loop = asyncio.get_running_loop()

    def stop() -> None:
        end.set()
        for serving in working:
            serving.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    yield
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.remove_signal_handler(number)
