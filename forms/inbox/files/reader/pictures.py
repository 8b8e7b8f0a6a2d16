"""Redraw a picture, so that only the visible pixels are stored."""

import signal
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import Image, ImageOps
from PIL.JpegImagePlugin import get_sampling
from refusal import Refused

MAXIMUM_PIXELS = 52_000_000  # phones call 50 megapixels what is up to 50.4
# A larger picture is stored at half its width and height. A JPEG is decoded at this size, which needs little memory.
MAXIMUM_STORED_PIXELS = 40_000_000
SECONDS_TO_WRITE = 8

Image.MAX_IMAGE_PIXELS = None  # Pillow's own limit; `redraw` has another one, with its own error
pillow_heif.register_heif_opener()


def redraw(kind: str, content: bytes) -> bytes:
    """Return the picture upright, without metadata and without data after its end. HEIC becomes JPEG.

    The color profile stays. A JPEG is written with its own quantization tables, so that the quality hardly changes.
    Raises `Refused`, or an error of Pillow for a damaged picture.
    """
    image = Image.open(BytesIO(content), formats=["HEIF" if kind == "heic" else kind.upper()])
    if image.width * image.height > MAXIMUM_PIXELS:
        raise Refused("too_many_pixels")
    half = (image.width // 2, image.height // 2) if image.width * image.height > MAXIMUM_STORED_PIXELS else None
    if half:
        image.draft(image.mode, half)
    image.load()
    # A picture that was decoded within its time limit is not an attack, so writing it gets a new limit.
    signal.setitimer(signal.ITIMER_PROF, SECONDS_TO_WRITE)
    options = {"icc_profile": image.info.get("icc_profile"), **OPTIONS[kind](image)}
    upright = ImageOps.exif_transpose(image)
    if half and upright.width * upright.height > MAXIMUM_STORED_PIXELS:
        upright = _reduced(upright)
    if upright.size != image.size:
        options.pop("subsampling", None)  # the picture was rotated, and subsampling can differ by direction
    upright.info = {}
    if kind == "heic" and upright.mode != "L":
        upright = upright.convert("RGB")
    redrawn = BytesIO()
    upright.save(redrawn, "PNG" if kind == "png" else "JPEG", **options)
    return redrawn.getvalue()


def _reduced(image: Any) -> Any:
    """Return the picture at half its width and height. Only some modes can be averaged."""
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return image.reduce(2)
    return image.resize((image.width // 2, image.height // 2), Image.Resampling.NEAREST)


def _jpeg_options(image: Any) -> dict[str, Any]:
    return {"qtables": image.quantization, "subsampling": get_sampling(image), "dpi": image.info.get("dpi", (0, 0))}


def _png_options(image: Any) -> dict[str, Any]:
    transparency = image.info.get("transparency")
    return {"compress_level": 3} | ({"transparency": transparency} if transparency is not None else {})


def _heic_options(image: Any) -> dict[str, Any]:
    return {"quality": 92, "subsampling": "4:2:0"}


OPTIONS = {"jpeg": _jpeg_options, "png": _png_options, "heic": _heic_options}
