"""What every page gets from the shell itself: the look and the keys that the person chose on this device."""

from django.conf import settings
from django.http import HttpRequest

from eichhorn.ui import assets

LOOKS = ("light", "dark", "system")
LOOK_COOKIE = "eichhorn_look"
KEYS_COOKIE = "eichhorn_keys"


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the look, the keys, and the sentence for a house whose assets are not built."""
    look = request.COOKIES.get(LOOK_COOKIE, "system")
    return {
        "look": look if look in LOOKS else "system",
        "keys": "off" if request.COOKIES.get(KEYS_COOKIE) == "off" else "on",
        "languages": settings.LANGUAGES,
        "not_built": assets.NOT_BUILT,
    }
