"""Hashtags that can be read aloud, templates, and links that say where they were clicked."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.snippets.rules import Scheme, filled, hashtag, hashtags, is_domain, marked, places, unknown_places

SCHEME = Scheme(("erlengrund.example",), "social", "beitrag", "nordring & mehr")


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("wir sind erlengrund", "#WirSindErlengrund"), ("#WirSindErlengrund", "#WirSindErlengrund"), ("wasser", "#wasser"),
        ("über uns", "#ÜberUns"), ("H2O", "#H2O"), ("2026", ""), ("  ", ""), ("#", ""), ("tag der-offenen Tür", "#TagDerOffenenTür"),
    ],
)  # fmt: skip
def test_several_words_become_one_hashtag_with_capitals(typed: str, tag: str) -> None:
    assert hashtag(typed) == tag


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("erlengrund baut\nwasser, wasser", "#ErlengrundBaut #wasser"), ("#Eins #Zwei", "#Eins #Zwei"), ("\n,;", ""),
        ("a b #c", "#AB #c"),
    ],
)  # fmt: skip
def test_a_set_is_read_from_lines_commas_or_signs(typed: str, tags: str) -> None:
    assert hashtags(typed) == tags


@given(st.text(max_size=60))
def test_hashtags_of_hashtags_are_the_same(typed: str) -> None:
    assert hashtags(hashtags(typed)) == hashtags(typed)


def test_a_template_keeps_what_nobody_filled_in() -> None:
    template = "In {Ort} ab {Datum}: @{Anna} sagt {Ort}."
    assert places(template) == ("Ort", "Datum")
    assert filled(template, {"Ort": "Nordring", "Datum": " "}) == "In Nordring ab {Datum}: @{Anna} sagt Nordring."


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("https://erlengrund.example/a.", "https://erlengrund.example/a?utm_source=social&utm_medium=beitrag&utm_campaign=nordring%20%26%20mehr."),
        ("https://www.erlengrund.example/a?x=1#y", "https://www.erlengrund.example/a?x=1&utm_source=social&utm_medium=beitrag&utm_campaign=nordring%20%26%20mehr#y"),
        ("https://a.erlengrund.example/?utm_source=mail", "https://a.erlengrund.example/?utm_source=mail&utm_medium=beitrag&utm_campaign=nordring%20%26%20mehr"),
        ("https://fremd.example/erlengrund.example", "https://fremd.example/erlengrund.example"),
        ("https://nichterlengrund.example/", "https://nichterlengrund.example/"),
        ("http://[::1", "http://[::1"),
        ("erlengrund.example", "erlengrund.example"),
    ],
)  # fmt: skip
def test_links_to_own_pages_say_where_they_were_clicked(text: str, after: str) -> None:
    assert marked(text, SCHEME) == after


@pytest.mark.parametrize(
    ("scheme", "values", "carried"),
    [
        (Scheme(("a.example",), "{network}", "", ""), {}, "?utm_source={network}"),
        (Scheme(("a.example",), "social {network}", "post", ""), {}, "?utm_source=social%20{network}&utm_medium=post"),
        (Scheme(("a.example",), "", "", "{campaign}"), {"campaign": "Wärmeplan für alle!"}, "?utm_campaign=waermeplan-fuer-alle"),
        (Scheme(("a.example",), "", "", "{campaign}-{pillar}"), {"campaign": "Ünal & Çelik", "pillar": "Straße 1"}, "?utm_campaign=uenal-celik-strasse-1"),
        (Scheme(("a.example",), "s", "", "{campaign}"), {}, "?utm_source=s"),
        (Scheme(("a.example",), "", "", "{goal}"), {"goal": "!?"}, ""),
    ],
)  # fmt: skip
def test_a_scheme_leaves_places_open(scheme: Scheme, values: dict[str, str], carried: str) -> None:
    once = marked("https://a.example/x#y", scheme, values)
    assert once == f"https://a.example/x{carried}#y"
    assert marked(once, scheme, values) == once


@pytest.mark.parametrize(
    ("typed", "unknown"),
    [("{network}-{goal}", ()), ("{netzwerk}", ("netzwerk",)), ("{}", ()), ("{Campaign}", ("Campaign",))],
)
def test_a_place_that_nobody_fills_in_is_named(typed: str, unknown: tuple[str, ...]) -> None:
    assert unknown_places(typed) == unknown


@given(
    st.lists(
        st.sampled_from(
            ["https://erlengrund.example/a?b=c ", "Text, ", "https://x.erlengrund.example#d ", "https://b.example "]
        )
    ).map("".join)
)
def test_marking_twice_is_marking_once_and_keeps_the_link(text: str) -> None:
    once = marked(text, SCHEME)
    assert marked(once, SCHEME) == once
    for before, after in zip(text.split(), once.split(), strict=True):
        assert urlsplit(before)[:3] == urlsplit(after)[:3]
        assert parse_qs(urlsplit(before).query).items() <= parse_qs(urlsplit(after).query).items()


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("erlengrund.example", True),
        ("a.b.de", True),
        ("de", False),
        ("-a.de", False),
        ("a..de", False),
        ("a b.de", False),
        ("https://a.de", False),
    ],
)
def test_a_domain_is_known(typed: str, is_one: bool) -> None:
    assert is_domain(typed) is is_one
