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
AVERAGED = ("L", "LA", "RGB", "RGBA", "CMYK")

Image.MAX_IMAGE_PIXELS = None  # Pillow's own limit; `redraw` has another one, with its own error
pillow_heif.register_heif_opener()


def redraw(kind: str, content: bytes, edge: int = 0) -> bytes:
    """Return the picture upright, without metadata and without data after its end. HEIC becomes JPEG.

    The color profile stays. A JPEG is written with its own quantization tables, so that the quality hardly changes.
    A picture that is longer than `edge` pixels is scaled down to `edge`. If `edge` is 0, only a picture of more than 40
    megapixels is scaled down, to half its size. Raises `Refused`, or an error of Pillow for a damaged picture.
    """
    image = Image.open(BytesIO(content), formats=["HEIF" if kind == "heic" else kind.upper()])
    if image.width * image.height > MAXIMUM_PIXELS:
        raise Refused("too_many_pixels")
    half = (image.width // 2, image.height // 2) if image.width * image.height > MAXIMUM_STORED_PIXELS else None
    if edge or half:
        image.draft(image.mode, _fitted(image.size, edge) if edge else half)
    image.load()
    # A picture that was decoded within its time limit is not an attack, so writing it gets a new limit.
    signal.setitimer(signal.ITIMER_PROF, SECONDS_TO_WRITE)
    options = {"icc_profile": image.info.get("icc_profile"), **OPTIONS[kind](image)}
    upright = ImageOps.exif_transpose(image)
    if edge and max(upright.size) > edge:
        upright = _scaled(upright, _fitted(upright.size, edge))
    elif half and upright.width * upright.height > MAXIMUM_STORED_PIXELS:
        upright = _reduced(upright)
    if upright.size != image.size:
        options.pop("subsampling", None)  # the picture was rotated, and subsampling can differ by direction
    upright.info = {}
    if kind == "heic" and upright.mode != "L":
        upright = upright.convert("RGB")
    redrawn = BytesIO()
    upright.save(redrawn, "JPEG" if kind == "heic" else kind.upper(), **options)
    return redrawn.getvalue()


def _fitted(size: tuple[int, int], edge: int) -> tuple[int, int]:
    """Return the size with the same proportions whose longer side has at most `edge` pixels."""
    factor = min(1, edge / max(size))
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def _scaled(image: Any, size: tuple[int, int]) -> Any:
    """Return the picture at the size. A palette has too few colors for it, and some modes cannot be averaged."""
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
        image.info.pop("transparency", None)
    if image.mode in AVERAGED:
        return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2)
    return image.resize(size, Image.Resampling.NEAREST)


def _reduced(image: Any) -> Any:
    """Return the picture at half its width and height. Only some modes can be averaged."""
    if image.mode in AVERAGED:
        return image.reduce(2)
    return image.resize((image.width // 2, image.height // 2), Image.Resampling.NEAREST)


def _jpeg_options(image: Any) -> dict[str, Any]:
    return {"qtables": image.quantization, "subsampling": get_sampling(image), "dpi": image.info.get("dpi", (0, 0))}


def _png_options(image: Any) -> dict[str, Any]:
    transparency = image.info.get("transparency")
    return {"compress_level": 3} | ({"transparency": transparency} if transparency is not None else {})


def _heic_options(image: Any) -> dict[str, Any]:
    return {"quality": 92, "subsampling": "4:2:0"}


def _modern_options(image: Any) -> dict[str, Any]:
    return {"quality": 90}


OPTIONS = {
    "jpeg": _jpeg_options,
    "png": _png_options,
    "heic": _heic_options,
    "webp": _modern_options,
    "avif": _modern_options,
}
