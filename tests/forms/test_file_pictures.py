"""Of a picture only the picture is kept: upright, in its colors, without where and when it was taken."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageCms, ImageOps, ImageStat
from PIL.PngImagePlugin import PngInfo

from forms.inbox.files import open_content
from tests.files import opened, picture, send

pytestmark = pytest.mark.django_db

WHERE = b"34.0522"
ORIENTATION, DESCRIPTION, GPS = 0x0112, 0x010E, 0x8825


def exif(orientation=1):
    data = Image.Exif()
    data[ORIENTATION] = orientation
    data[DESCRIPTION] = "Marker-Martinez"
    data.get_ifd(GPS)[29] = "2026:01:02"
    data.get_ifd(GPS)[1] = "N"
    return data


PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def kept(kind, content):
    form = send((f"a.{kind.lower()}", content))
    assert form.is_valid(), form.errors
    return open_content(form.cleaned_data["files"][0])


def difference(one, other):
    """How far the pictures are apart: the mean of all pixels, of 255."""
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIC"])
def test_nothing_tells_who_when_and_where(kind):
    options = {"exif": exif()} | ({"xmp": b"<x>Marker-Martinez</x>"} if kind != "PNG" else {})
    if kind == "JPEG":
        options["comment"] = b"Marker-Martinez"
    if kind == "PNG":
        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_text("Author", "Marker-Martinez")
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", "<x>Marker-Martinez</x>")
    content = picture(kind, **options)
    assert b"Marker-Martinez" in content
    clean = kept(kind, content)
    assert b"Marker-Martinez" not in clean
    assert not opened(clean).getexif()
    assert {"comment", "xmp", "Author", "exif"} & set(opened(clean).info) == set()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_picture_is_turned_upright(kind, orientation):
    content = picture(kind, exif=exif(orientation))
    upright = ImageOps.exif_transpose(opened(content))
    clean = opened(kept(kind, content))
    assert clean.size == upright.size == ((60, 40) if orientation < 5 else (40, 60))
    assert difference(clean, upright) < 3


@pytest.mark.parametrize("orientation", range(1, 9))
def test_heic_that_was_turned_by_the_phone_stands_upright(orientation):
    """The encoder writes the orientation into the boxes of the file and into its EXIF, as phones do."""
    content = picture("HEIC", exif=exif(orientation).tobytes())
    assert (b"irot" in content or b"imir" in content) == (orientation > 1)
    upright = ImageOps.exif_transpose(opened(picture("JPEG", exif=exif(orientation))))
    clean = opened(kept("HEIC", content))
    assert clean.size == upright.size
    assert difference(clean, upright) < 3


# ISO/IEC 23008-12, 6.5.10 and 6.5.12: quarters of a turn to the left; top and bottom, or left and right, exchanged.
TURNS = [
    (b"irot", 0, None),
    (b"irot", 1, Image.Transpose.ROTATE_90),
    (b"irot", 2, Image.Transpose.ROTATE_180),
    (b"irot", 3, Image.Transpose.ROTATE_270),
    (b"imir", 0, Image.Transpose.FLIP_TOP_BOTTOM),
    (b"imir", 1, Image.Transpose.FLIP_LEFT_RIGHT),
]


@pytest.mark.parametrize(("box", "value", "turn"), TURNS)
@pytest.mark.parametrize("orientation", [1, 6])
def test_heic_is_turned_by_its_boxes_whatever_its_exif_says(box, value, turn, orientation):
    plain = opened(picture("HEIC"))
    upright = plain if turn is None else plain.transpose(turn)
    clean = opened(kept("HEIC", heic_with(box, value, orientation)))
    assert clean.size == upright.size
    assert difference(clean, upright) < 3


def heic_with(box, value, orientation):
    """A HEIC picture with this value in the box; its EXIF tells another orientation than that."""
    written = {b"irot": 6, b"imir": 2}[box]
    content = picture("HEIC", exif=exif(written).tobytes())
    before, name, after = content.partition(box)
    content = before + name + bytes([value]) + after[1:]
    assert content.count(exif(written).tobytes()) == 1
    return content.replace(exif(written).tobytes(), exif(orientation).tobytes())


@pytest.mark.parametrize("quality", [40, 75, 95])
def test_jpeg_loses_next_to_nothing(quality):
    image = Image.effect_mandelbrot((400, 300), (-2, -1.5, 1, 1.5), 60).convert("RGB")
    content = picture("JPEG", image=image, quality=quality, subsampling="4:4:4")
    clean = kept("JPEG", content)
    assert difference(opened(content), opened(clean)) < 0.5
    assert 0.9 < len(clean) / len(content) < 1.1
    assert opened(clean).quantization == opened(content).quantization


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_png_loses_nothing(mode):
    image = picture_of_every_shade().convert("L") if mode == "I;16" else picture_of_every_shade()
    image = image.convert(mode)
    content = picture("PNG", image=image)
    clean = opened(kept("PNG", content))
    assert clean.mode == opened(content).mode
    assert clean.tobytes() == opened(content).tobytes()


def picture_of_every_shade():
    return Image.merge("RGB", [Image.linear_gradient("L"), Image.radial_gradient("L"), Image.new("L", (256, 256), 90)])


def test_transparency_of_a_palette_is_kept():
    image = Image.new("P", (10, 10))
    clean = opened(kept("PNG", picture("PNG", image=image, transparency=0)))
    assert clean.info["transparency"] == 0


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIC"])
def test_colors_keep_their_profile(kind):
    assert opened(kept(kind, picture(kind, icc_profile=PROFILE))).info["icc_profile"] == PROFILE


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_jpeg_of_a_scanner_keeps_its_colors(mode):
    content = picture("JPEG", image=picture_of_every_shade().convert(mode), quality=90)
    clean = opened(kept("JPEG", content))
    assert clean.mode == mode
    assert difference(clean, opened(content)) < 1


def test_second_picture_of_a_phone_is_left_out():
    """Phones append a depth map or a video to a JPEG (Multi-Picture Format)."""
    content = BytesIO()
    one, two = Image.new("RGB", (60, 40), "red"), Image.new("RGB", (60, 40), "blue")
    one.save(content, "MPO", save_all=True, append_images=[two])
    clean = kept("JPEG", content.getvalue())
    assert opened(clean).format == "JPEG"
    assert clean.count(b"\xff\xd8\xff") == 1
    assert opened(clean).getpixel((5, 5))[0] > 200
