"""The one picture of the demo: a small digger, drawn here, so that nobody's rights are in the way."""

import io

from PIL import Image, ImageDraw

WIDE, HIGH = 1280, 880
SKY, SUN, ROAD, HOUSE = (214, 226, 232), (240, 196, 106), (168, 158, 146), (190, 142, 112)
ROOF, DIGGER, DARK, WINDOW = (140, 82, 58), (222, 158, 46), (58, 50, 44), (244, 236, 222)


def digger() -> bytes:
    """Return a PNG: a digger on a road, two houses and the morning sun behind it."""
    image = Image.new("RGB", (WIDE, HIGH), SKY)
    draw = ImageDraw.Draw(image)
    draw.ellipse((940, 120, 1120, 300), fill=SUN)
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
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
