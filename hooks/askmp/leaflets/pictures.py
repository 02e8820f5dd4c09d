"""Pictures of a finished PDF: painted from the file itself, so they cannot show anything else."""

import io

import pypdfium2
from PIL import Image

# Few flat colours: a small palette makes the file a fifth of the size, and nobody sees a difference.
_COLOURS = 48


def pages_of(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def picture(pdf: bytes, width: int) -> bytes:
    """Return the first page as PNG of some pixels' width, the height after the page's own shape."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        image = page.render(scale=width / page.get_width()).to_pil().convert("RGB")
    finally:
        document.close()
    if image.width != width:  # the scale is rounded up to whole pixels
        image = image.resize((width, round(image.height * width / image.width)))
    small = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    small.save(out, "png")
    return out.getvalue()
