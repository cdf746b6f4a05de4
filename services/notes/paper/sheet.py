"""A PDF of plain paragraphs in whatever scripts people write. Made in memory from start to end."""

import logging
import unicodedata
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

FACE = "Noto Sans"
FACES = {  # the scripts of names and notes beside those of the first face: Latin, Greek, Cyrillic
    "Arabic": "NotoSansArabic[wght].ttf",
    "Hebrew": "NotoSansHebrew[wght].ttf",
    "Armenian": "NotoSansArmenian[wght].ttf",
    "Georgian": "NotoSansGeorgian[wght].ttf",
    "Devanagari": "NotoSansDevanagari[wght].ttf",
    "Bengali": "NotoSansBengali[wght].ttf",
    "Ethiopic": "NotoSansEthiopic[wght].ttf",
    "Thai": "NotoSansThai[wght].ttf",
}
LATIN = "NotoSans[wght].ttf"
TITLE_POINTS, HEADING_POINTS, WORDS_POINTS, SMALL_POINTS = 16, 12, 10.5, 8.5
MISSING = "\ufffd"  # for a letter of no face: nothing is left out without a sign of it
LINE = 1.45  # of the size of the letters
POINT_MILLIMETRES = 0.3528
MARGIN_MILLIMETRES = 20
RIGHT_TO_LEFT = frozenset({"R", "AL"})
PLAIN_BELOW = "\u0530"  # Latin, Greek and Cyrillic: one letter beside the other, in the first face

# The library warns of letters that no face has, and names them: words of a note do not belong in a log.
for _library in ("fpdf", "fontTools"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)


class Sheet(FPDF):
    """One document. `above` stands on top of every page, `below` at its foot beside the number of the page."""

    def __init__(self, above: str, below: str, made_at: datetime) -> None:
        super().__init__(format="A4")
        self._above, self._below, self._drawn = above, below, frozenset[int]()
        self.set_creation_date(made_at)
        self.set_margin(MARGIN_MILLIMETRES)
        self.set_auto_page_break(True, MARGIN_MILLIMETRES)
        self.add_font(FACE, "", _face(LATIN))

    def header(self) -> None:
        """A note that does not count says so on each of its pages."""
        if self._above:
            self._block(self._above, HEADING_POINTS)
            self.ln(2)

    def footer(self) -> None:
        """Which document this page is of: pages get separated."""
        self.set_y(-MARGIN_MILLIMETRES + 5)
        self._block(f"{self._below} · {self.page_no()}", SMALL_POINTS)

    def begin(self, *texts: str) -> None:
        """The first page. `texts`: all that will be written, so that only the faces it needs are opened."""
        written = {_script(letter) for text in texts for letter in set(text) if letter >= PLAIN_BELOW}
        needed = [script for script in FACES if script in written]
        for script in needed:
            self.add_font(script, "", _face(FACES[script]))
        self.set_fallback_fonts(needed, exact_match=False)
        self._drawn = frozenset[int]().union(
            *(font.cmap for font in self.fonts.values() if isinstance(font, TTFFont))
        )
        self.add_page()

    def headline(self, text: str) -> None:
        """What the document is."""
        self._block(text, TITLE_POINTS)

    def heading(self, text: str) -> None:
        """What the next words are about; never alone at the foot of a page."""
        if self.will_page_break(4 * HEADING_POINTS * LINE * POINT_MILLIMETRES):
            self.add_page()
        self.ln(3)
        self._block(text, HEADING_POINTS)

    def words(self, text: str) -> None:
        """As they were written, line by line."""
        for line in text.splitlines():
            self._block(line, WORDS_POINTS)

    def small(self, text: str) -> None:
        """Who, when, for whom."""
        self._block(text, SMALL_POINTS)

    def made(self) -> bytes:
        """The file."""
        return bytes(self.output())

    def _block(self, text: str, points: float) -> None:
        text = "".join(letter if ord(letter) in self._drawn or letter == "\t" else MISSING for letter in text)
        self.set_font(FACE, "", points)
        height, leftwards = points * LINE * POINT_MILLIMETRES, _leftwards(text)
        plain = all(letter < PLAIN_BELOW or _is_sign(letter) for letter in set(text))
        self.set_text_shaping(not plain, direction="rtl" if leftwards else "ltr")
        self.multi_cell(0, height, text or " ", align="R" if leftwards else "L", new_x="LMARGIN", new_y="NEXT")


@cache
def _face(name: str) -> Path:
    return Path(str(files("manimgx_fonts").joinpath(name)))


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0].capitalize()


def _is_sign(letter: str) -> bool:
    """Dashes, quotation marks and the like, beyond the letters of every script."""
    return unicodedata.category(letter)[0] in "PSZ"


def _leftwards(text: str) -> bool:
    """The first letter with a direction decides, as rule P2 of the bidirectional algorithm has it."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((found in RIGHT_TO_LEFT for found in directions if found in {"L", *RIGHT_TO_LEFT}), False)
