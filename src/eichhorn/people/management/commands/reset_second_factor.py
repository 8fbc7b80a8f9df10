"""For the day on which the last administrator lost their device: `eichhorn manage reset_second_factor ADDRESS`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from eichhorn.foundation import clock
from eichhorn.people import queries, second_factor


class Command(BaseCommand):
    help = (
        "Let somebody sign in without a second factor until they set one up again; it is on record, and they are told."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="the person's e-mail address")

    def handle(self, *_args: Any, **given: Any) -> None:
        person = queries.person_by_email(given["address"])
        if person is None:
            raise CommandError(f"Nobody in the directory has the address {given['address']}.")
        had = second_factor.reset(person=person, by=None, now=clock.now())
        word = "can sign in without a second factor, and has a letter about it" if had else "has no second factor"
        self.stdout.write(f"{person.name} {word}.")
