"""QR codes as pictures, by what Odoo brings anyway; core draws them with a library that many
servers lack.

>>> draw("BCD")[:4]
b'\\x89PNG'
"""

import io

from PIL import Image
from reportlab.graphics.barcode import qrencoder

# Modules of white around the code, as ISO 18004 asks for.
QUIET = 4


def draw(text, scale=4):
    """:param str text: at most as long as a code of level M can hold
    :param int scale: pixels of a module
    :return: bytes of a PNG, black on white; error correction level M"""
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(qrencoder.QR8bitByte(text))
    code.make()
    count = code.getModuleCount()
    picture = Image.new("1", (count + 2 * QUIET, count + 2 * QUIET), 1)
    for row in range(count):
        for column in range(count):
            if code.isDark(row, column):
                picture.putpixel((column + QUIET, row + QUIET), 0)
    target = io.BytesIO()
    side = picture.width * scale
    picture.resize((side, side), Image.Resampling.NEAREST).save(target, "PNG", optimize=True)
    return target.getvalue()
