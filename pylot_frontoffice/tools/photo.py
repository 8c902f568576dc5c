"""Photos of strangers: read, turned upright, made smaller and written anew, so that nothing but
the picture is left: no position, no camera, no bytes somebody hid behind it."""

import io
import struct
import warnings
import zlib

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "MPO")
# A picture this large is a bomb: a few kilobytes that unfold into gigabytes.
MAX_PIXELS = 60_000_000
# Enough to read a type plate.
MAX_SIDE = 1920
QUALITY = 85


# What broken files make a reader of pictures raise.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    EOFError,
    MemoryError,
    RuntimeError,
    zlib.error,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


class PhotoError(ValueError):
    """Not a picture we can read."""


def clean_photo(content):
    """:param bytes content: a file as it was sent
    :return: bytes of a JPEG of at most ``MAX_SIDE`` pixels a side, without metadata
    :raise PhotoError: when it is no picture, or one that is too large"""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise PhotoError("too many pixels")
            image = ImageOps.exif_transpose(image)
            image.thumbnail((MAX_SIDE, MAX_SIDE))
            plain = Image.new("RGB", image.size, "white")
            plain.paste(image, mask=image.getchannel("A") if "A" in image.getbands() else None)
    except BROKEN as error:
        raise PhotoError(str(error)) from error
    target = io.BytesIO()
    plain.save(target, "JPEG", quality=QUALITY)
    return target.getvalue()
