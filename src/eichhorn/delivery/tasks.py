"""Names under which delivery is woken, and the loop that every worker runs."""

import threading

from eichhorn.channels.models import Channel
from eichhorn.delivery import dispatcher, services
from eichhorn.foundation import clock, jobs


@jobs.task("delivery.take_in")
def take_in() -> None:
    services.take_in(now=clock.now())


@jobs.every("* * * * *", "delivery.remove_due")
def remove_due() -> None:
    services.remove_due(now=clock.now())


@jobs.every("* * * * *", "delivery.look_outside")
def look_outside() -> None:
    for channel in services.to_look_at(now=clock.now()):
        jobs.wake("delivery.look_outside_on", channel_id=channel.pk)


@jobs.task("delivery.look_outside_on", queue=jobs.Queue.READING)
def look_outside_on(channel_id: int) -> None:
    services.look(channel=Channel.objects.get(pk=channel_id), now=clock.now())


@jobs.standing("delivery")
def send(end: threading.Event) -> None:
    dispatcher.send_until(end)
