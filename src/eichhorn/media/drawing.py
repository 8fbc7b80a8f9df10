"""Pixels: cutting, scaling and writing a picture, always in the same way.

The difficult thing: what comes out must look as it did on every server, also on those that throw the colour profile
away. So colours are brought to sRGB and no profile is sent; and nothing but pixels is written: no place, no camera.
"""

import io
import warnings

from PIL import Image, ImageCms

from eichhorn.media.fitting import FINE, GOOD, SIDES_PX, Misfit, NotFitting, Takes, kinds, next_side, within
from eichhorn.media.framing import Box, Framing, pixels

NAMES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
PROFILED = frozenset({"RGB", "L", "CMYK"})
"""Modes of which a profile speaks."""


def small(content: bytes, framing: Framing, side_px: int) -> bytes:
    """Return what is shown of it as WebP, at most so wide and high."""
    with Image.open(io.BytesIO(content)) as image:
        if not framing.is_cut:
            image.draft("RGB", (side_px * 2, side_px * 2))  # a large JPEG is read small at once
        seen = _cut(_plain(image), pixels(framing, image.width, image.height))
    seen.thumbnail((side_px, side_px), Image.Resampling.LANCZOS)
    return _written(seen, "image/webp", 80)


def fitted(content: bytes, media_type: str, cut: Box, takes: Takes) -> bytes:
    """Return the part of it as the server takes it. Raises NotFitting."""
    with Image.open(io.BytesIO(content)) as image:
        is_whole = (cut.width, cut.height) == image.size
        shown = _cut(_plain(image), cut)
    shown, is_opaque = _without_needless_alpha(shown)
    wanted = kinds(media_type, is_opaque=is_opaque, takes=takes)
    if not wanted:
        raise NotFitting(Misfit.KIND)
    size = within(shown.width, shown.height, takes)
    is_same = is_whole and size == shown.size
    for kind in wanted:
        # one that is written as it came, only once more, has as many bytes as before
        if not (is_same and kind == media_type == "image/png") and (done := _light(shown, kind, size, takes.bytes)):
            return done
    return _smaller(shown, wanted[-1], size, takes.bytes or len(content))


def _light(shown: Image.Image, kind: str, size: tuple[int, int], most: int | None) -> bytes:
    """Return it in this size where that is light enough; else nothing."""
    scaled = _scaled(shown, size)
    for quality in (FINE, GOOD):
        made = _written(scaled, kind, quality)
        if most is None or len(made) <= most:
            return made
        if kind == "image/png":
            break
    return b""


def _smaller(shown: Image.Image, kind: str, size: tuple[int, int], most: int) -> bytes:
    """Return it in the largest size that is light enough. Raises NotFitting."""
    longer = max(size)
    made_bytes = len(_written(_scaled(shown, size), kind, GOOD)) if longer > SIDES_PX[-1] else most + 1
    while (side := next_side(longer, made_bytes, most)) is not None:
        made = _written(_scaled(shown, _of_side(size, side)), kind, GOOD)
        if len(made) <= most:
            return made
        longer, made_bytes = side, len(made)
    raise NotFitting(Misfit.TOO_LARGE)


def _of_side(size: tuple[int, int], side_px: int) -> tuple[int, int]:
    longer = max(size)
    return max(1, size[0] * side_px // longer), max(1, size[1] * side_px // longer)


def _scaled(shown: Image.Image, size: tuple[int, int]) -> Image.Image:
    return shown if shown.size == size else shown.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _cut(image: Image.Image, box: Box) -> Image.Image:
    if (box.width, box.height) == image.size:
        return image
    return image.crop((box.left, box.top, box.left + box.width, box.top + box.height))


def _plain(image: Image.Image) -> Image.Image:
    """Return the first image in RGB or RGBA and in the colours of sRGB, without anything else that it carried."""
    image.load()
    profile = image.info.get("icc_profile")
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    seen = _of_eight_bits(image)
    if profile and seen.mode in PROFILED:
        seen = _in_srgb(seen, profile)
    seen = seen.convert("RGB")
    if alpha is not None:
        seen.putalpha(alpha)
    seen.info.clear()
    return seen


def _of_eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I") or image.mode == "F":
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image if image.mode in PROFILED else image.convert("L" if image.mode in {"LA", "1"} else "RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, found, SRGB, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken profile, or one of another kind of picture: seen without it, as by most programs


def _without_needless_alpha(image: Image.Image) -> tuple[Image.Image, bool]:
    """Return it without transparency where there is none to be seen, and whether that is so."""
    if image.mode != "RGBA":
        return image, True
    lowest = image.getchannel("A").getextrema()[0]
    return (image.convert("RGB"), True) if lowest == 255 else (image, False)


def _written(image: Image.Image, kind: str, quality: int) -> bytes:
    out = io.BytesIO()
    match kind:
        case "image/jpeg":
            _on_white(image).save(out, "JPEG", quality=quality, optimize=True)
        case "image/webp":
            image.save(out, "WEBP", quality=quality)
        case _:
            image.save(out, NAMES[kind], optimize=False)
    return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground
