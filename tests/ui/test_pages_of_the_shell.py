"""The frame of a page."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_page_of_building_blocks_answers(client: Client) -> None:
    answer = client.get("/ui/kit/")
    assert answer.status_code == 200
    assert "Bausteine · Eichhorn" in answer.content.decode()


def test_the_guest_page_answers(client: Client) -> None:
    assert client.get("/ui/kit/guest/").status_code == 200
