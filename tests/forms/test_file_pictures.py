"""Pictures are stored upright and in their colors, without metadata such as place and time (EXIF, XMP, comments)."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageCms, ImageOps, ImageStat
from PIL.PngImagePlugin import PngInfo

from forms.inbox.files import open_content
from tests.files import opened, picture, send

pytestmark = pytest.mark.django_db

ORIENTATION, DESCRIPTION, GPS = 0x0112, 0x010E, 0x8825


def exif(orientation=1):
    data = Image.Exif()
    data[ORIENTATION] = orientation
    data[DESCRIPTION] = "Marker-Martinez"
    data.get_ifd(GPS)[29] = "2026:01:02"
    data.get_ifd(GPS)[1] = "N"
    return data


PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def stored(kind, content):
    form = send((f"a.{kind.lower()}", content))
    assert form.is_valid(), form.errors
    return open_content(form.cleaned_data["files"][0])


def difference(one, other):
    """Return the mean difference of all pixels, from 0 to 255."""
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIC"])
def test_metadata_is_removed(kind):
    options = {"exif": exif()} | ({"xmp": b"<x>Marker-Martinez</x>"} if kind != "PNG" else {})
    if kind == "JPEG":
        options["comment"] = b"Marker-Martinez"
    if kind == "PNG":
        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_text("Author", "Marker-Martinez")
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", "<x>Marker-Martinez</x>")
    content = picture(kind, **options)
    assert b"Marker-Martinez" in content
    clean = stored(kind, content)
    assert b"Marker-Martinez" not in clean
    assert not opened(clean).getexif()
    assert {"comment", "xmp", "Author", "exif"} & set(opened(clean).info) == set()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_picture_is_rotated_upright(kind, orientation):
    content = picture(kind, exif=exif(orientation))
    upright = ImageOps.exif_transpose(opened(content))
    clean = opened(stored(kind, content))
    assert clean.size == upright.size == ((60, 40) if orientation < 5 else (40, 60))
    assert difference(clean, upright) < 3


@pytest.mark.parametrize("orientation", range(1, 9))
def test_heic_that_was_rotated_by_the_phone_is_upright(orientation):
    """The encoder writes the orientation into the boxes of the file and into its EXIF data, as phones do."""
    content = picture("HEIC", exif=exif(orientation).tobytes())
    assert (b"irot" in content or b"imir" in content) == (orientation > 1)
    upright = ImageOps.exif_transpose(opened(picture("JPEG", exif=exif(orientation))))
    clean = opened(stored("HEIC", content))
    assert clean.size == upright.size
    assert difference(clean, upright) < 3


# ISO/IEC 23008-12, 6.5.10 and 6.5.12: `irot` rotates by quarter turns to the left, `imir` flips the picture.
TRANSFORMATIONS = [
    (b"irot", 0, None),
    (b"irot", 1, Image.Transpose.ROTATE_90),
    (b"irot", 2, Image.Transpose.ROTATE_180),
    (b"irot", 3, Image.Transpose.ROTATE_270),
    (b"imir", 0, Image.Transpose.FLIP_TOP_BOTTOM),
    (b"imir", 1, Image.Transpose.FLIP_LEFT_RIGHT),
]


@pytest.mark.parametrize(("box", "value", "transformation"), TRANSFORMATIONS)
@pytest.mark.parametrize("orientation", [1, 6])
def test_heic_is_rotated_by_its_boxes_and_not_by_its_exif_data(box, value, transformation, orientation):
    plain = opened(picture("HEIC"))
    upright = plain if transformation is None else plain.transpose(transformation)
    clean = opened(stored("HEIC", heic_with(box, value, orientation)))
    assert clean.size == upright.size
    assert difference(clean, upright) < 3


def heic_with(box, value, orientation):
    """Return a HEIC picture with this value in the box and this orientation in its EXIF data."""
    written = {b"irot": 6, b"imir": 2}[box]
    content = picture("HEIC", exif=exif(written).tobytes())
    before, name, after = content.partition(box)
    content = before + name + bytes([value]) + after[1:]
    assert content.count(exif(written).tobytes()) == 1
    return content.replace(exif(written).tobytes(), exif(orientation).tobytes())


@pytest.mark.parametrize("quality", [40, 75, 95])
def test_jpeg_loses_almost_no_quality(quality):
    image = Image.effect_mandelbrot((400, 300), (-2, -1.5, 1, 1.5), 60).convert("RGB")
    content = picture("JPEG", image=image, quality=quality, subsampling="4:4:4")
    clean = stored("JPEG", content)
    assert difference(opened(content), opened(clean)) < 0.5
    assert 0.9 < len(clean) / len(content) < 1.1
    assert opened(clean).quantization == opened(content).quantization


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_png_loses_no_quality(mode):
    image = picture_of_every_shade().convert("L") if mode == "I;16" else picture_of_every_shade()
    image = image.convert(mode)
    content = picture("PNG", image=image)
    clean = opened(stored("PNG", content))
    assert clean.mode == opened(content).mode
    assert clean.tobytes() == opened(content).tobytes()


def picture_of_every_shade():
    return Image.merge("RGB", [Image.linear_gradient("L"), Image.radial_gradient("L"), Image.new("L", (256, 256), 90)])


def test_transparency_of_a_palette_is_preserved():
    image = Image.new("P", (10, 10))
    clean = opened(stored("PNG", picture("PNG", image=image, transparency=0)))
    assert clean.info["transparency"] == 0


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIC"])
def test_color_profile_is_preserved(kind):
    assert opened(stored(kind, picture(kind, icc_profile=PROFILE))).info["icc_profile"] == PROFILE


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_color_mode_of_a_jpeg_is_preserved(mode):
    content = picture("JPEG", image=picture_of_every_shade().convert(mode), quality=90)
    clean = opened(stored("JPEG", content))
    assert clean.mode == mode
    assert difference(clean, opened(content)) < 1


def test_second_picture_in_a_jpeg_is_removed():
    """Phones append a depth map or a video to a JPEG (Multi-Picture Format)."""
    content = BytesIO()
    one, two = Image.new("RGB", (60, 40), "red"), Image.new("RGB", (60, 40), "blue")
    one.save(content, "MPO", save_all=True, append_images=[two])
    clean = stored("JPEG", content.getvalue())
    assert opened(clean).format == "JPEG"
    assert clean.count(b"\xff\xd8\xff") == 1
    assert opened(clean).getpixel((5, 5))[0] > 200
