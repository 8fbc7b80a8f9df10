"""What networks take on which people post: as somebody states it, else unknown."""

import pytest

from eichhorn.foundation.text import Unit
from eichhorn.networks.by_hand import KNOWN, UNKNOWN, taken_by


@pytest.mark.parametrize(
    ("label", "limit", "needs_picture"),
    [
        ("Instagram", 2_200, True),
        ("INSTAGRAM Stadtwerke", 2_200, True),
        ("Facebook-Seite", 63_206, False),
        ("LinkedIn", 3_000, False),
        ("X", 280, False),
        ("Twitter", 280, False),
    ],
)
def test_a_name_that_people_know_brings_its_limits(label: str, limit: int, needs_picture: bool) -> None:
    found = taken_by(label)
    assert (found.text_limit.value, found.needs_picture, found.known) == (limit, needs_picture, True)


@pytest.mark.parametrize("label", ["WhatsApp-Kanal", "Xing", "Infobrett", "", "Instagramm", "Facebooks Ende"])
def test_what_nobody_states_is_unknown(label: str) -> None:
    assert taken_by(label) is UNKNOWN


def test_each_statement_names_its_source_and_its_day() -> None:
    for name, found in KNOWN.items():
        assert found.text_limit.source_url.startswith("https://"), name
        assert "eichhorn" not in found.text_limit.source_url, name
        assert found.text_limit.checked_on


def test_a_link_counts_on_x_as_x_counts() -> None:
    assert (taken_by("X").unit, taken_by("X").link_length) == (Unit.WEIGHTED, 23)
