"""Pictures: measured before they are decoded, then drawn anew, so that only what is seen is kept.

Runs in the child process only. Place (GPS), camera, comments, colour profiles, thumbnails and whatever hangs behind
the picture are not copied. The pixel bound comes before decoding, because a few kilobytes can hold billions of pixels.
"""

from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageOps

from rumah_inovasi.files.kinds import Kind
from rumah_inovasi.files.reasons import Reason, Refusal

# Large telephones take 50 million. WebP is decoded into three copies at once, which must fit into the memory limit.
MAX_PIXELS = {Kind.JPG: 50_000_000, Kind.PNG: 50_000_000, Kind.WEBP: 25_000_000}
LONGEST_SIDE = 2_000
_FORMATS = {Kind.JPG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WEBP"}
_SAVING: dict[Kind, dict[str, int | bool]] = {
    Kind.JPG: {"quality": 85, "optimize": True, "progressive": True},
    Kind.PNG: {},
    Kind.WEBP: {"quality": 85},
}
# Sixteen-bit greys (scans, medical pictures) would be cut off, not scaled, by a plain conversion.
_DEEP_GREY = frozenset({"I;16", "I;16B", "I;16L", "I;16N", "I"})
_SIXTEEN_TO_EIGHT = 1 / 257


def redraw(data: bytes, kind: Kind) -> tuple[bytes, int, int]:
    """Return the same picture drawn anew, upright and at most 2,000 pixels long, with its width and height.

    Raises:
        Refusal: too many pixels, or more than one frame.
        Exception: whatever Pillow raises for damaged data.
    """
    Image.MAX_IMAGE_PIXELS = None  # our own bound is the stricter one
    if kind is Kind.WEBP:
        _bound(kind, _webp_size(data))  # Pillow takes the memory for the pixels as soon as it opens a WebP
    with Image.open(BytesIO(data), formats=[_FORMATS[kind]]) as picture:
        _bound(kind, picture.size)
        # A JPG with further frames comes from a phone (depth map, second lens): its first frame is the photo.
        if kind is not Kind.JPG and getattr(picture, "n_frames", 1) > 1:
            raise Refusal(Reason.ANIMATED)
        # A JPG can be decoded at a half, quarter or eighth, which saves most of the memory of large photos.
        picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
        drawn = _plain_colours(picture, keep_transparency=kind is not Kind.JPG)
        drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        upright = _upright(drawn)
    fresh = Image.new(upright.mode, upright.size)  # a new picture has no notes that a writer could copy
    fresh.paste(upright)
    target = BytesIO()
    fresh.save(target, _FORMATS[kind], **_SAVING[kind])
    return target.getvalue(), fresh.width, fresh.height


def _bound(kind: Kind, size: tuple[int, int]) -> None:
    if size[0] * size[1] > MAX_PIXELS[kind]:
        raise Refusal(Reason.TOO_MANY_PIXELS, limit=str(MAX_PIXELS[kind] // 1_000_000))


def _webp_size(data: bytes) -> tuple[int, int]:
    """Read width and height where the container keeps them: extended, lossless or lossy form."""
    form = data[12:16]
    if form == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if form == b"VP8L":
        both = int.from_bytes(data[21:25], "little")
        return (both & 0x3FFF) + 1, (both >> 14 & 0x3FFF) + 1
    return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF


def _plain_colours(picture: Image.Image, *, keep_transparency: bool) -> Image.Image:
    """Bring every palette, grey and print colour to one of L, RGB and RGBA; the answer may be reduced in place."""
    if picture.mode in _DEEP_GREY:
        return picture.convert("F").point(lambda value: value * _SIXTEEN_TO_EIGHT).convert("L")
    if keep_transparency and picture.has_transparency_data:
        return picture if picture.mode == "RGBA" else picture.convert("RGBA")
    wanted = "L" if picture.mode in {"1", "L", "LA"} else "RGB"
    return picture if picture.mode == wanted else picture.convert(wanted)


def _upright(picture: Image.Image) -> Image.Image:
    # Cameras write odd notes; a note that cannot be read must not cost the picture.
    with suppress(Exception):
        return ImageOps.exif_transpose(picture)
    return picture
