"""Papers as PDF/A-2a and PDF/UA-1, archived for good and read aloud by machines; also as PNG, to be looked at."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

if TYPE_CHECKING:
    from typst import Fonts, PDFStandard

STANDARDS: "tuple[PDFStandard, ...]" = ("a-2a", "ua-1")
"""PDF/A-2a (ISO 19005-2, level A) and PDF/UA-1 (ISO 14289-1), both on PDF 1.7; PDF/A-4 would ask for 2.0.
"""
UNSET = ("could not be displayed", "the PDF contains the codepoint")
"""What typst says of a character that no font has, and of one for private use, which archives do not take."""
PIXELS_PER_INCH = 70.0


def pdf_bytes(name: str, plain: Mapping[str, Any]) -> Result[bytes]:
    """Set a paper as PDF; the same paper gives the same bytes.

    Args:
        name: of the file, for failures.
        plain: what `plain_paper` gives.
    """
    made = _compiled(name, plain, is_pdf=True)
    return made if isinstance(made, Failed) else Ok(made.value[0])


def png_pages(name: str, plain: Mapping[str, Any]) -> Result[list[bytes]]:
    """Set a paper as pictures, one a page."""
    return _compiled(name, plain, is_pdf=False)


def _compiled(name: str, plain: Mapping[str, Any], *, is_pdf: bool) -> Result[list[bytes]]:
    from typst import Compiler, TypstError

    source = (files("chizai.documents.typst") / "paper.typ").read_bytes()
    day = datetime(plain["year"], plain["month"], plain["day"], tzinfo=UTC)
    inputs = {"paper": json.dumps(plain, ensure_ascii=False)}
    try:
        compiler = Compiler(source, font_paths=fonts(), sys_inputs=inputs)
        if is_pdf:
            made = compiler.compile(format="pdf", pdf_standards=list(STANDARDS), timestamp=day)
        else:
            made = compiler.compile(format="png", ppi=PIXELS_PER_INCH)
    except TypstError as error:
        if not any(words in error.message for words in UNSET):
            raise  # nothing else of what a user writes is ever read as markup
        return Failed((_unset(name, error.message),))
    if made is None:
        raise ValueError(f"typst gave no bytes for {name}")
    return Ok(made if isinstance(made, list) else [made])


@cache
def fonts() -> "Fonts":
    """Find the fonts that papers are set in: Noto Sans CJK JP, and those that come with typst."""
    import noto_cjk_sans_jp_bold
    import noto_cjk_sans_jp_regular
    from typst import Fonts

    folders = [str(Path(str(module.FONT_PATH)).parent) for module in (noto_cjk_sans_jp_regular, noto_cjk_sans_jp_bold)]
    return Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


def _unset(name: str, message: str) -> Failure:
    """Say which character no font has: that alone of what a user writes can keep a paper from being set."""
    return Failure(
        Reason.OUT_OF_RANGE,
        Place(name),
        message.rpartition("error: ")[2],
        "an archived document carries the fonts that show each of its characters",
        "write the name or text with characters of Noto Sans CJK JP, and make the documents again",
    )
