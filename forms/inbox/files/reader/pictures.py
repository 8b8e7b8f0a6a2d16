"""Draws a picture again, so that nothing is kept but what can be seen."""

import signal
from io import BytesIO

import pillow_heif
from PIL import Image, ImageOps
from PIL.JpegImagePlugin import get_sampling
from refusal import Refused

PIXELS = 40_000_000
SECONDS_TO_WRITE = 8

Image.MAX_IMAGE_PIXELS = None  # counted below, with a word of our own
pillow_heif.register_heif_opener()


def redraw(kind, content):
    """Return the picture upright, without metadata and without whatever followed it; a HEIC picture as a JPEG.

    Colors keep their profile. A JPEG is written with the tables it came with, so that it loses next to nothing.
    """
    image = Image.open(BytesIO(content), formats=["HEIF" if kind == "heic" else kind.upper()])
    if image.width * image.height > PIXELS:
        raise Refused("too_many_pixels")
    image.load()
    # What could be read within the time for reading is honest, and may take its time to be written.
    signal.setitimer(signal.ITIMER_PROF, SECONDS_TO_WRITE)
    options = {"icc_profile": image.info.get("icc_profile"), **OPTIONS[kind](image)}
    upright = ImageOps.exif_transpose(image)
    if upright.size != image.size:
        options.pop("subsampling", None)  # it is not the same across as down
    upright.info = {}
    if kind == "heic" and upright.mode != "L":
        upright = upright.convert("RGB")
    drawn = BytesIO()
    upright.save(drawn, "PNG" if kind == "png" else "JPEG", **options)
    return drawn.getvalue()


def _jpeg(image):
    return {"qtables": image.quantization, "subsampling": get_sampling(image), "dpi": image.info.get("dpi", (0, 0))}


def _png(image):
    transparency = image.info.get("transparency")
    return {"compress_level": 3} | ({"transparency": transparency} if transparency is not None else {})


def _heic(image):
    return {"quality": 92, "subsampling": "4:2:0"}


OPTIONS = {"jpeg": _jpeg, "png": _png, "heic": _heic}
