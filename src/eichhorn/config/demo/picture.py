"""The pictures of the demo, drawn here, so that nobody's rights are in the way."""

import io

from PIL import Image, ImageDraw

WIDE, HIGH = 1280, 880
SKY, SUN, ROAD, HOUSE = (214, 226, 232), (240, 196, 106), (168, 158, 146), (190, 142, 112)
ROOF, DIGGER, DARK, WINDOW = (140, 82, 58), (222, 158, 46), (58, 50, 44), (244, 236, 222)
WATER, GRASS, DUSK, PANEL, METAL = (122, 176, 190), (150, 172, 112), (74, 84, 106), (62, 84, 122), (128, 124, 120)


def digger() -> bytes:
    """Return a PNG: a digger on a road, two houses and the morning sun behind it."""
    image, draw = _sky()
    for left in (90, 420):
        draw.rectangle((left, 380, left + 260, 620), fill=HOUSE)
        draw.polygon([(left - 30, 380), (left + 130, 250), (left + 290, 380)], fill=ROOF)
        for window in (left + 50, left + 160):
            draw.rectangle((window, 440, window + 50, 510), fill=WINDOW)
    draw.rectangle((0, 600, WIDE, HIGH), fill=ROAD)
    draw.rectangle((760, 470, 990, 610), fill=DIGGER)
    draw.rectangle((850, 380, 990, 480), fill=DIGGER)
    draw.rectangle((875, 400, 965, 465), fill=WINDOW)
    draw.line([(770, 500), (640, 330), (540, 560)], fill=DIGGER, width=34, joint="curve")
    draw.polygon([(490, 560), (590, 560), (570, 640), (500, 620)], fill=DARK)
    draw.rounded_rectangle((730, 600, 1020, 690), radius=45, fill=DARK)
    for wheel in (775, 875, 975):
        draw.ellipse((wheel - 28, 617, wheel + 28, 673), fill=ROAD)
    draw.rectangle((1100, 520, 1112, 700), fill=DARK)
    draw.polygon([(1106, 440), (1166, 520), (1106, 600), (1046, 520)], fill=SUN)
    return _png(image)


def pool() -> bytes:
    """Return a PNG: an open-air pool with a slide and two towels on the lawn."""
    image, draw = _sky()
    draw.rectangle((0, 420, WIDE, HIGH), fill=GRASS)
    draw.rounded_rectangle((120, 520, 1000, 800), radius=60, fill=WINDOW)
    draw.rounded_rectangle((150, 545, 970, 775), radius=45, fill=WATER)
    for line in (600, 660, 720):
        draw.line((190, line, 930, line), fill=WINDOW, width=4)
    draw.line([(1090, 330), (1090, 640)], fill=METAL, width=18)
    draw.line([(1090, 340), (980, 420), (930, 560)], fill=DIGGER, width=40, joint="curve")
    for left, colour in ((1040, ROOF), (1150, SUN)):
        draw.rectangle((left, 680, left + 80, 810), fill=colour)
    return _png(image)


def lamp() -> bytes:
    """Return a PNG: a street lamp that shines at dusk above a row of houses."""
    image, draw = _sky(DUSK, sun=None)
    for left, high in ((60, 420), (330, 360), (860, 400)):
        draw.rectangle((left, high, left + 230, 720), fill=HOUSE)
        draw.polygon([(left - 20, high), (left + 115, high - 110), (left + 250, high)], fill=ROOF)
    draw.rectangle((0, 700, WIDE, HIGH), fill=ROAD)
    draw.polygon([(660, 270), (500, 740), (860, 740)], fill=(126, 122, 116))
    draw.rectangle((700, 230, 716, 760), fill=DARK)
    draw.line([(708, 240), (640, 240)], fill=DARK, width=14)
    draw.ellipse((604, 232, 664, 284), fill=SUN)
    return _png(image)


def pipe() -> bytes:
    """Return a PNG: a pipe with a gauge, a wrench and one drop that falls."""
    image, draw = _sky(WINDOW, sun=None)
    draw.rectangle((0, 380, WIDE, 520), fill=METAL)
    for left in (300, 820):
        draw.rectangle((left, 350, left + 70, 550), fill=DARK)
    draw.rectangle((600, 300, 630, 400), fill=DARK)
    draw.ellipse((520, 120, 710, 310), fill=DARK)
    draw.ellipse((540, 140, 690, 290), fill=WINDOW)
    draw.line([(615, 215), (665, 165)], fill=ROOF, width=10)
    draw.polygon([(340, 590), (310, 660), (370, 660)], fill=WATER)
    draw.pieslice((308, 625, 372, 700), 0, 360, fill=WATER)
    draw.line([(930, 760), (1160, 620)], fill=DIGGER, width=44)
    draw.ellipse((1120, 570, 1220, 670), fill=DIGGER)
    draw.ellipse((1150, 590, 1230, 650), fill=WINDOW)
    return _png(image)


def lake() -> bytes:
    """Return a PNG: a lake in the first light, with hills and a jetty."""
    image, draw = _sky((236, 208, 184), sun=(560, 300, 720, 460))
    draw.polygon([(0, 470), (260, 330), (520, 470)], fill=(116, 128, 112))
    draw.polygon([(420, 470), (820, 290), (1280, 470)], fill=(98, 112, 100))
    draw.rectangle((0, 460, WIDE, HIGH), fill=WATER)
    for line, half in ((520, 150), (570, 110), (620, 70)):
        draw.line((640 - half, line, 640 + half, line), fill=SUN, width=8)
    draw.polygon([(900, 880), (1120, 880), (990, 560), (960, 560)], fill=ROOF)
    return _png(image)


def panels() -> bytes:
    """Return a PNG: rows of solar panels on a meadow below a high sun."""
    image, draw = _sky(sun=(540, 60, 720, 240))
    draw.rectangle((0, 400, WIDE, HIGH), fill=GRASS)
    for row, (top, wide) in enumerate(((430, 150), (530, 200), (660, 260))):
        for left in range(60 - 20 * row, WIDE, wide + 40):
            draw.polygon(
                [
                    (left + 30, top),
                    (left + wide, top),
                    (left + wide - 30, top + 70 + 15 * row),
                    (left, top + 70 + 15 * row),
                ],
                fill=PANEL,
            )
            draw.line([(left + wide // 2 + 12, top), (left + wide // 2 - 16, top + 70 + 15 * row)], fill=SKY, width=4)
    return _png(image)


def _sky(
    colour: tuple[int, int, int] = SKY, *, sun: tuple[int, int, int, int] | None = (940, 120, 1120, 300)
) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (WIDE, HIGH), colour)
    draw = ImageDraw.Draw(image)
    if sun is not None:
        draw.ellipse(sun, fill=SUN)
    return image, draw


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
