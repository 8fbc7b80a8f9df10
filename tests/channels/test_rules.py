"""What people type as a server, and which limits hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.channels import rules
from eichhorn.networks.mastodon import Mastodon


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("erlengrund.social", "https://erlengrund.social"),
        (" https://Erlengrund.Social/ ", "https://erlengrund.social"),
        ("@stadtwerke@erlengrund.social", "https://erlengrund.social"),
        ("stadtwerke@erlengrund.social", "https://erlengrund.social"),
        ("https://erlengrund.social:8443/fedi/", "https://erlengrund.social:8443/fedi"),
        ("straße.example", "https://xn--strae-oqa.example"),
        ("http://127.0.0.1:8017/stage", "http://127.0.0.1:8017/stage"),
    ],
)
def test_a_server_is_understood_as_people_type_it(typed: str, meant: str) -> None:
    assert rules.server_url(typed, open_ones=frozenset({"127.0.0.1:8017"})) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "", "   ", "https://", "http://erlengrund.social", "http://127.0.0.1:8018", "ftp://erlengrund.social", "javascript:alert(1)",
        "https://name:secret@erlengrund.social", "https://erlengrund.social?x=1", "https://erlengrund.social#x", "zwei wörter",
        "https://erlengrund.social:99999", "a..b", "-a.example", "https://exa mple.org", "https://[::1",
    ],
)  # fmt: skip
def test_what_is_no_server_or_would_show_the_key_is_refused(typed: str) -> None:
    with pytest.raises(rules.BadAddress):
        rules.server_url(typed, open_ones=frozenset({"127.0.0.1:8017"}))


@given(st.text(max_size=60))
def test_whatever_is_typed_becomes_https_or_a_refusal(typed: str) -> None:
    try:
        meant = rules.server_url(typed)
    except rules.BadAddress:
        return
    assert meant.startswith("https://")
    assert rules.server_url(meant) == meant


@given(
    st.dictionaries(
        st.sampled_from(["text_limit", "pictures", "alt_limit", "link_length", "picture_bytes"]),
        st.none() | st.integers(-5, 10**6) | st.text(),
    )
)
def test_told_is_the_truth_and_declared_the_floor(told: dict[str, object]) -> None:
    found = rules.limits(Mastodon.capabilities, told)
    said = told.get("text_limit")
    assert found.text_limit == (said if isinstance(said, int) and said > 0 else 500)
    assert found.pictures > 0
    assert found.alt_limit > 0
