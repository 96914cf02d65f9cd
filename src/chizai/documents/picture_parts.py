"""The shapes of which the waterfall's picture is made: boxes, arrows, and texts that keep to their room."""

import unicodedata
from dataclasses import dataclass
from html import escape

FIRST_WIDE = 0x2E80
"""The first character of the East Asian blocks (CJK Radicals Supplement)."""
CHIP_HEIGHT = 40


@dataclass(frozen=True, slots=True)
class Chip:
    """A small box with a name and a line of what it is."""

    name: str
    about: str
    kind: str
    """account, class, guarantee, or payee."""


CHIP_FILLS = {
    "account": ("#fdf6e7", "#8a5a00"),
    "class": ("#eaf2fb", "#0b5cad"),
    "guarantee": ("#f9eef5", "#8c3b73"),
    "payee": ("#f2f3f5", "#5b6470"),
}
"""Fill and border of each kind of chip."""


def chip_box(chip: Chip, x: int, y: int, wide: int) -> str:
    """Draw a chip from its upper left corner on."""
    fill, border = CHIP_FILLS[chip.kind]
    radius = 20 if chip.kind in {"class", "payee"} else 4
    room = wide - 24
    return (
        f'<rect x="{x}" y="{y}" width="{wide}" height="{CHIP_HEIGHT}" rx="{radius}" fill="{fill}" stroke="{border}"/>'
        + text(x + wide // 2, y + 18, cut(chip.name, 13, room), size=13, weight=600, anchor="middle")
        + text(x + wide // 2, y + 33, cut(chip.about, 10.5, room), size=10.5, colour="#4a5462", anchor="middle")
    )


def arrow(from_x: int, to_x: int, y: int) -> str:
    """Draw an arrow to the right."""
    head = f'<path d="M{to_x - 3},{y} l-8,-4.5 v9 z" fill="#7a8594"/>'
    return f'<line x1="{from_x + 3}" y1="{y}" x2="{to_x - 10}" y2="{y}" stroke="#7a8594"/>{head}'


def text(  # noqa: PLR0913 - a text has a place and a look
    x: int, y: int, said: str, *, size: float = 14, weight: int = 400, colour: str = "#1c2530", anchor: str = "start"
) -> str:
    """Write a text from its baseline on."""
    look = f'font-size="{size}" font-weight="{weight}" fill="{colour}" text-anchor="{anchor}"'
    return f'<text x="{x}" y="{y}" {look}>{xml(said)}</text>'


def xml(text: str) -> str:
    """Escape a text; control characters, which XML cannot hold at all, are left out."""
    return escape("".join(character for character in text if unicodedata.category(character) not in {"Cc", "Cn"}))


def width(text: str, size: float) -> int:
    """Estimate how wide a text is: a Japanese character is as wide as high, a Latin one little more than half."""
    return int(sum(size if ord(character) >= FIRST_WIDE else size * 0.58 for character in text)) + 1


def cut(text: str, size: float, room: int) -> str:
    """Shorten a text that does not fit; the whole stands in the description."""
    if width(text, size) <= room:
        return text
    while text and width(text + "…", size) > room:
        text = text[:-1]
    return text + "…"


def wrapped(text: str, size: float, room: int, n_lines: int) -> list[str]:
    """Break a text into at most so many lines, between words where it has spaces; the last is shortened."""
    lines: list[str] = []
    while text and len(lines) < n_lines - 1 and width(text, size) > room:
        end = len(text)
        while width(text[:end], size) > room:
            end -= 1
        space = text.rfind(" ", 0, end + 1)
        end = space if space > end // 2 else end
        lines.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*lines, cut(text, size, room)] if text else lines
