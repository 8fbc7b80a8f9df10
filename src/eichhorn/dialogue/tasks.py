"""Work for the worker: every minute each connected channel is asked what was said to us, each by a job of its own."""

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.dialogue import services
from eichhorn.foundation import clock, jobs


@jobs.every("* * * * *", "dialogue.listen")
def listen() -> None:
    for channel in _connected():
        jobs.wake("dialogue.listen_to", channel_id=channel.pk)


@jobs.every("*/10 * * * *", "dialogue.listen_below")
def listen_below() -> None:
    for channel in _connected():
        jobs.wake("dialogue.listen_below_of", channel_id=channel.pk)


@jobs.task("dialogue.listen_to", queue=jobs.Queue.READING)
def listen_to(channel_id: int) -> None:
    services.listen(channel=Channel.objects.get(pk=channel_id), now=clock.now())


@jobs.task("dialogue.listen_below_of", queue=jobs.Queue.READING)
def listen_below_of(channel_id: int) -> None:
    services.listen_below(channel=Channel.objects.get(pk=channel_id), now=clock.now())


def _connected() -> list[Channel]:
    connected = channels.active().filter(health=Health.CONNECTED)
    return [channel for channel in connected if not channels.by_hand(channel)]
