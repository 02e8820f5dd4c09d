"""The editions of the leaflet: what exists, on which paper, how to print it."""

from dataclasses import dataclass

PRESS = "-press"
CODES = "codes"
# Not offered as ready: people with learning disabilities have not tested it.
DRAFT = "easy-read"


@dataclass(frozen=True, slots=True)
class Edition:
    """One kind of sheet.

    Attributes:
        id: The file's name, as in `councils/surrey/leaflets/leaflet-a4.pdf`.
        name: What people call it.
        about: One line on what it is for.
        template: The file below `typst/` that lays it out.
        paper: What to print it on.
        size: Width and height of the trimmed page, in millimetres.
        pages: How many pages the PDF has; (least, most) where the words decide.
        how: How to print it, one instruction each.
        ink: `colour`, or `mono`: no coloured areas, for a black and white printer.
        press: Whether there is a twin for a print shop.
        kinds: Which areas have it.
        suffix: `pdf`, or `png` for a screen.
    """

    id: str
    name: str
    about: str
    template: str
    paper: str
    size: tuple[int, int]
    pages: tuple[int, int]
    how: tuple[str, ...]
    ink: str = "colour"
    press: bool = True
    kinds: tuple[str, ...] = ("councils", "constituencies")
    suffix: str = "pdf"

    @property
    def file(self) -> str:
        """The file's name with its ending."""
        return f"{self.id}.{self.suffix}"


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is there: its size in bytes, its pages (0 for a zip)."""

    bytes: int
    pages: int


_A4 = (210, 297)
_A4_WIDE = (297, 210)
_DUPLEX = "Print on both sides of one sheet of A4, at “actual size”. Turn on the long edge."
_FOLDED = "Print on both sides of one sheet of A4, at “actual size”. Turn on the short edge."
_ONE_SIDE = "Print on one side of A4, at “actual size”."

EDITIONS = (
    Edition(
        "leaflet-a4",
        "A4 leaflet",
        "Two sides, large type. For a rack, a desk or a school bag.",
        "leaflet-a4.typ",
        "A4",
        _A4,
        (2, 2),
        (_DUPLEX, "Matt paper is easier to read."),
    ),
    Edition(
        "leaflet-a4-mono",
        "A4 leaflet in black and white",
        "The same leaflet without coloured areas. Saves toner.",
        "leaflet-a4.typ",
        "A4",
        _A4,
        (2, 2),
        (_DUPLEX, "Made for a black and white laser printer."),
        ink="mono",
        press=False,
    ),
    Edition(
        "leaflet-a5",
        "A5 folded leaflet",
        "One sheet of A4, folded once. Four small pages.",
        "leaflet-a5.typ",
        "A4",
        _A4_WIDE,
        (2, 2),
        (_FOLDED, "Fold once in the middle, the title to the front."),
    ),
    Edition(
        "leaflet-dl",
        "Three-fold leaflet",
        "One sheet of A4, folded in three. Fits a leaflet rack.",
        "leaflet-dl.typ",
        "A4",
        _A4_WIDE,
        (2, 2),
        (_FOLDED, "Fold the right-hand inside panel in first, then the left, the title to the front."),
    ),
    Edition(
        "poster-a4",
        "A4 poster",
        "For a wall or a door. Large square code.",
        "poster.typ",
        "A4",
        _A4,
        (1, 1),
        (_ONE_SIDE,),
    ),
    Edition(
        "poster-a4-mono",
        "A4 poster in black and white",
        "The same poster without coloured areas. Saves toner.",
        "poster.typ",
        "A4",
        _A4,
        (1, 1),
        (_ONE_SIDE, "Made for a black and white laser printer."),
        ink="mono",
        press=False,
    ),
    Edition(
        "poster-a3",
        "A3 poster",
        "The A4 poster at twice the size.",
        "poster.typ",
        "A3",
        (297, 420),
        (1, 1),
        ("Print on one side of A3, at “actual size”. On an A4 printer use the A4 poster.",),
    ),
    Edition(
        "tear-off",
        "Tear-off poster",
        "Ten strips with the web address.",
        "tear-off.typ",
        "A4",
        _A4,
        (1, 1),
        (_ONE_SIDE, "Cut along the dashed lines, up to the thick one. Do not cut the strips off."),
    ),
    Edition(
        "large-print",
        "Large print",
        "18 point type, one column. For people who find small print hard.",
        "large-print.typ",
        "A4",
        _A4,
        (4, 7),
        (
            "Print on one side of each sheet of A4, at “actual size”.",
            "Fasten the sheets at the top left corner.",
        ),
    ),
    Edition(
        DRAFT,
        "Easy Read, a draft",
        "Short sentences with pictures. Not yet tested with readers.",
        "easy-read.typ",
        "A4",
        _A4,
        (3, 4),
        ("Print on one side of each sheet of A4, at “actual size”.",),
    ),
    Edition(
        CODES,
        "List of current codes",
        "For a noticeboard: which leaflets of this council’s area are current.",
        "codes.typ",
        "A4",
        _A4,
        (1, 2),
        (_ONE_SIDE,),
        ink="mono",
        press=False,
        kinds=("councils",),
    ),
    Edition(
        "screen",
        "Waiting-room screen",
        "A picture of 1920 by 1080 pixels, for a television or a display.",
        "screen.typ",
        "screen",
        (1920, 1080),
        (1, 1),
        ("Show it for at least 20 seconds at a time.",),
        press=False,
        suffix="png",
    ),
)
BY_ID = {edition.id: edition for edition in EDITIONS}
# What a language other than English is made in, once it has been checked.
TRANSLATED = ("leaflet-a4", "poster-a4")
