"""A short loop beside a thread: what is asynchronous runs there, and what concerns the database comes back here.

The difficult thing: a connection of the database belongs to its thread, and so do language and zone. So while the loop
runs in a thread of its own, this one waits for work that the loop sends back, and does it as if nothing were between.
"""

import asyncio
import queue
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import Any

type Work = Callable[[], Any]
type Here = Callable[[Work], Awaitable[Any]]


def run[T](story: Callable[[Here], Awaitable[T]]) -> T:
    """Return what the story comes to. It is told `here`: what it awaits by that runs in the thread of the caller."""
    work: queue.SimpleQueue[tuple[Work, Future[Any]] | None] = queue.SimpleQueue()
    whole: Future[T] = Future()

    async def here(wanted: Work) -> Any:
        done: Future[Any] = Future()
        work.put((wanted, done))
        return await asyncio.wrap_future(done)

    async def told() -> T:
        return await story(here)

    def beside() -> None:
        _settle(whole, lambda: asyncio.run(told()))
        work.put(None)

    thread = threading.Thread(target=beside, name="beside", daemon=True)
    thread.start()
    while (sent := work.get()) is not None:
        _settle(sent[1], sent[0])
    thread.join()
    return whole.result()


def _settle(done: Future[Any], wanted: Work) -> None:
    try:
        done.set_result(wanted())
    except BaseException as error:  # noqa: BLE001  it is raised again where somebody waits for it
        done.set_exception(error)
