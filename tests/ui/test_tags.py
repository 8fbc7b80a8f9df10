"""Tags and filters of every page."""

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from eichhorn.ui import assets, moments

NOW = datetime(2026, 6, 9, 8, 10, tzinfo=UTC)  # Tuesday, 10:10 in Erlengrund
REPOSITORY = Path(__file__).resolve().parents[2]


def shown(source: str, **names: object) -> str:
    loads = "" if "extends" in source else "{% load eichhorn %}"
    with timezone.override("Europe/Berlin"):
        return Template(loads + source).render(Context(names))


def test_an_icon_is_hidden_from_screen_readers() -> None:
    page = shown('{% icon "hourglass" %}')
    assert 'aria-hidden="true"' in page
    assert "#hourglass" in page


def test_the_name_of_an_icon_cannot_break_out_of_its_attribute() -> None:
    assert "<script>" not in shown("{% icon name %}", name='"><script>')


def test_a_state_has_icon_word_and_kind() -> None:
    page = shown('{% state kind="wait" icon="hourglass" word=word %}', word="wartet auf <Recht>")
    assert 'class="state wait"' in page
    assert "wartet auf &lt;Recht&gt;" in page


def test_a_state_of_no_kind_is_an_error() -> None:
    with pytest.raises(ValueError, match="purple"):
        shown('{% state kind="purple" icon="x" word="x" %}')


@pytest.mark.parametrize(
    ("spent", "added", "whole", "first", "second"),
    [(0.5, 0, 2, "25.00", None), (0.5, 1.5, 2, "25.00", "75.00"), (3, 1, 2, "100.00", None), (1, 9, 2, "50.00", "50.00"),
     (1, 1, 0, "0.00", None), (-1, 0, 2, "0.00", None)],
)  # fmt: skip
def test_a_meter_never_runs_over(spent: float, added: float, whole: float, first: str, second: str | None) -> None:
    page = shown(
        '{% meter spent=spent added=added whole=whole label="so viel" %}', spent=spent, added=added, whole=whole
    )
    widths = re.findall(r'width="([\d.]+)"', page)
    assert widths == [first] + ([second] if second else [])
    assert 'aria-label="so viel"' in page


def test_days_and_times_are_written_as_the_design_says() -> None:
    moment = datetime(2026, 6, 11, 12, 0, tzinfo=UTC)
    with translation.override("de"):
        assert shown("{{ m|day_time }}", m=moment) == "Do 11. Juni, 14:00"
        assert shown("{{ m|day }}", m=moment) == "Do 11. Juni"
        assert shown("{{ m|date_of }}", m=moment) == "11. Juni"
        assert shown("{{ m|clock }}", m=moment) == "14:00"
    with translation.override("en"):
        assert shown("{{ m|day_time }}", m=moment) == "Thu 11 June, 14:00"


def test_a_plan_is_local_already_and_shown_as_it_stands() -> None:
    with translation.override("de"):
        assert shown("{{ m|day_time }}", m=datetime(2026, 6, 11, 9, 5)) == "Do 11. Juni, 9:05"
        assert shown("{{ m|day_time }}", m=date(2026, 6, 11)) == "Do 11. Juni"
        assert shown("{{ m|clock }}", m=time(16, 45)) == "16:45"


def test_an_instant_late_in_the_evening_belongs_to_the_next_day_of_the_house() -> None:
    with translation.override("de"):
        assert shown("{{ m|day_time }}", m=datetime(2026, 6, 11, 22, 30, tzinfo=UTC)) == "Fr 12. Juni, 0:30"


def test_nothing_is_shown_of_no_moment() -> None:
    assert shown("{{ m|day }}{{ m|day_time }}{{ m|clock }}{{ m|since }}{{ m|iso }}", m=None) == ""


def test_midnight_is_a_time() -> None:
    assert shown("{{ m|clock }}", m=time(0, 0)) == "0:00"


@pytest.mark.parametrize(
    ("ago", "german", "english"),
    [
        (timedelta(seconds=59), "gerade eben", "just now"),
        (timedelta(minutes=1), "seit 1 min", "for 1 min"),
        (timedelta(minutes=40), "seit 40 min", "for 40 min"),
        (timedelta(minutes=59, seconds=59), "seit 59 min", "for 59 min"),
        (timedelta(hours=1), "seit 1 h", "for 1 h"),
        (timedelta(hours=10), "seit 10 h", "for 10 h"),
        (timedelta(hours=11), "seit gestern", "since yesterday"),
        (timedelta(days=2), "seit So 7. Juni", "since Sun 7 June"),
        (timedelta(days=365), "seit Mo 9. Juni 2025", "since Mon 9 June 2025"),
    ],
)
def test_how_long_something_waits_is_said_as_people_say_it(ago: timedelta, german: str, english: str) -> None:
    with timezone.override("Europe/Berlin"), translation.override("de"):
        assert moments.since(NOW - ago, now=NOW) == german
    with timezone.override("Europe/Berlin"), translation.override("en"):
        assert moments.since(NOW - ago, now=NOW) == english


def test_a_title_stands_in_the_window_as_plain_words() -> None:
    page = shown(
        '{% extends "ui/guest.html" %}{% block title %}A <b>bold</b>\n {{ word }}{% endblock %}', word="<title>"
    )
    assert "<title>A bold &lt;title&gt; · Eichhorn</title>" in page
    assert "A <b>bold</b>\n &lt;title&gt;</h1>" in page


def test_missing_assets_are_said_and_break_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(assets, "MANIFEST", tmp_path / "manifest.json")
    assert assets.current() == assets.Assets()
    assert 'href="#hourglass"' in shown('{% icon "hourglass" %}')
    page = Template('{% extends "ui/guest.html" %}').render(Context({"not_built": assets.NOT_BUILT}))
    assert "npm run build" in page


def test_addresses_of_assets_come_from_the_manifest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    font = "node_modules/@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2"
    written = {
        "ts/main.ts": {"file": "main-1.js", "src": "ts/main.ts", "isEntry": True, "css": ["main-1.css"]},
        "icons.svg": {"file": "icons-1.svg", "src": "icons.svg"},
        font: {"file": "font-1.woff2", "src": font},
    }
    manifest.write_text(json.dumps(written), encoding="utf-8")
    monkeypatch.setattr(assets, "MANIFEST", manifest)
    built = assets.current()
    assert built.styles == ("/static/ui/build/main-1.css",)
    assert built.scripts == ("/static/ui/build/main-1.js",)
    assert built.icons == "/static/ui/build/icons-1.svg"
    assert built.font == "/static/ui/build/font-1.woff2"


def test_every_icon_that_the_product_names_is_in_the_sprite() -> None:
    """Icons are named in templates as {% icon "x" %} and icon="x", in Python as icon="x"."""
    listed = set(json.loads((REPOSITORY / "assets" / "icons.json").read_text(encoding="utf-8")))
    pattern = re.compile(r"""(?:\{% icon |\bicon\s*=\s*)["']([a-z0-9-]+)["']""")
    missing = {
        (str(file.relative_to(REPOSITORY)), name)
        for ending in ("*.html", "*.py")
        for file in (REPOSITORY / "src").rglob(ending)
        for name in pattern.findall(file.read_text(encoding="utf-8"))
        if name not in listed
    }
    assert not missing, "Add these to assets/icons.json (names of Tabler's outline icons)"


def test_the_options_of_a_select_are_text_and_the_chosen_one_is_marked() -> None:
    things = [SimpleNamespace(pk=7, name="<b>Bagger</b>"), SimpleNamespace(pk=8, name="Turm")]
    shown = Template("{% load eichhorn %}{% options things chosen %}").render(Context({"things": things, "chosen": 8}))
    assert shown == '<option value="7">&lt;b&gt;Bagger&lt;/b&gt;</option><option value="8" selected>Turm</option>'
