"""The page of settings says what the code reads, no more and no less."""

import re
from pathlib import Path

import pytest
from django.db import connection

from tests.setup.running import ROOT

READ = re.compile(r"""environ(?:\.get\(|\.setdefault\(|\[)\s*"((?:EICHHORN|DATABASE)_[A-Z_]+)\"""")
DOCUMENTED = re.compile(r"^\| `((?:EICHHORN|DATABASE)_[A-Z_]+)`", re.MULTILINE)


def test_every_variable_that_is_read_stands_on_the_page_and_the_reverse() -> None:
    read = {name for file in (ROOT / "src").rglob("*.py") for name in READ.findall(file.read_text())}
    documented = DOCUMENTED.findall((ROOT / "docs" / "reference" / "settings.md").read_text())
    assert sorted(documented) == sorted(read)


def test_every_page_that_a_page_points_to_is_there() -> None:
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
    missing = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text())
        if not (page.parent / target).exists() and not Path(target).is_absolute()
    ]
    assert missing == []


@pytest.mark.django_db
def test_a_line_to_the_database_that_died_without_a_word_is_noticed_at_both_ends() -> None:
    with connection.cursor() as cursor:
        cursor.execute("show idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("2min",)
    assert connection.get_connection_params()["tcp_user_timeout"] == 30_000
