"""The waterfall as a picture that keeps payment order: one row a clause, from its source to its recipients."""

import unicodedata
from dataclasses import dataclass
from html import escape

from chizai.deal.model import Clause, Deal, Pay, When
from chizai.documents.clause_words import clause_sentences, party
from chizai.documents.language import Language
from chizai.documents.names import ORDERS, PAYS
from chizai.documents.words import Words, words_of

FONTS = "'Noto Sans JP','Noto Sans CJK JP','Hiragino Sans','Yu Gothic',system-ui,sans-serif"
WIDTH = 960
SOURCE_X, CLAUSE_X, TO_X, RIGHT_X = 24, 250, 560, 936
"""Where the columns of sources, clauses and recipients begin, and where the last ends."""
CHIP_HEIGHT, CHIP_GAP = 40, 8
TOP_Y = 112
ROW_GAP = 14
FIRST_WIDE = 0x2E80
"""The first character of the East Asian blocks (CJK Radicals Supplement)."""

PAY_COLOURS = {
    Pay.FEE: "#5b6470",
    Pay.INTEREST: "#0b5cad",
    Pay.SCHEDULED_PRINCIPAL: "#0d6b57",
    Pay.PRINCIPAL: "#0d6b57",
    Pay.TOP_UP: "#8a5a00",
    Pay.TRANSFER: "#8a5a00",
    Pay.REIMBURSEMENT: "#8c3b73",
    Pay.RESIDUAL: "#5b3fa0",
}
"""Each is at least 4.5 : 1 against white (WCAG 2.1, contrast minimum), and the kind stands beside it in words."""


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


def waterfall_svg(deal: Deal, language: Language) -> str:
    """Draw a deal's payment order; the same deal always gives the same text."""
    words = words_of(language, deal.currency)
    y, rows = TOP_Y, []
    for number, clause in enumerate(deal.clauses, 1):
        row, height = _row(deal, clause, number, y, words)
        rows.append(row)
        y += height + ROW_GAP
    title = words.say("Payment order of {title}", title=words.pick(deal.title, deal.title_ja))
    last_y = y - ROW_GAP - 20
    spine = f'<line x1="{CLAUSE_X + 18}" y1="{TOP_Y}" x2="{CLAUSE_X + 18}" y2="{last_y}" stroke="#c9ced6"/>'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {_size(y + 10)} role="img" lang="{language}"',
            f' aria-labelledby="waterfall-picture-title waterfall-picture-desc" font-family="{FONTS}">',
            f'<title id="waterfall-picture-title">{_xml(title)}</title>',
            f'<desc id="waterfall-picture-desc">{_xml(" ".join(clause_sentences(deal, words)))}</desc>',
            f'<rect width="{WIDTH}" height="{y + 10}" fill="#ffffff"/>',
            *_head(deal, title, words),
            spine,
            *rows,
            "</svg>\n",
        )
    )


def _size(height: int) -> str:
    return f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'


def _head(deal: Deal, title: str, words: Words) -> list[str]:
    account = deal.collection_account
    about = words.say("Each period, royalties come into account {id}; then from the top:", id=account)
    heads = ((SOURCE_X, words.say("Out of")), (CLAUSE_X, words.say("What is paid")), (TO_X, words.say("To whom")))
    return [
        _text(SOURCE_X, 34, title, size=18, weight=600),
        _text(SOURCE_X, 58, about, colour="#4a5462"),
        *(_text(x, 94, head, size=12, weight=600, colour="#4a5462") for x, head in heads),
        f'<line x1="{SOURCE_X}" y1="102" x2="{RIGHT_X}" y2="102" stroke="#c9ced6"/>',
    ]


def _row(deal: Deal, clause: Clause, number: int, y: int, words: Words) -> tuple[str, int]:
    """Draw one clause from a height on; give it and how high it is."""
    chips = [_chip_of(deal, clause.pay, name, words) for name in clause.to]
    drawn, bottom_y = _place(chips, y)
    height = bottom_y - y
    middle = y + CHIP_HEIGHT // 2
    colour = PAY_COLOURS[clause.pay]
    source = _source_chip(deal, clause.source, words)
    notes = _notes(clause, words)
    name = words.say(PAYS[clause.pay])
    name_y = middle - 3 if notes else middle + 5
    parts = [
        f'<g class="clause" data-clause="{_xml(clause.id)}">',
        _chip(source, SOURCE_X, y, 180),
        _arrow(SOURCE_X + 180, CLAUSE_X, middle),
        f'<circle cx="{CLAUSE_X + 18}" cy="{middle}" r="16" fill="{colour}"/>',
        _text(CLAUSE_X + 18, middle + 5, str(number), colour="#ffffff", weight=600, anchor="middle"),
        _text(CLAUSE_X + 44, name_y, name, weight=600, colour=colour),
        _text(CLAUSE_X + 44, middle + 14, notes, size=11, colour="#4a5462") if notes else "",
        _arrow(CLAUSE_X + 52 + max(_width(name, 14), _width(notes, 11)), TO_X, middle),
        *drawn,
        "</g>",
    ]
    return "\n".join(part for part in parts if part), height


def _notes(clause: Clause, words: Words) -> str:
    """Say what is special of a clause: its order among several, its limit, its time."""
    notes = [words.say(ORDERS[clause.order])] if len(clause.to) > 1 else []
    if clause.limit_minor is not None:
        notes.append(words.say("at most {amount}", amount=words.money_short(clause.limit_minor)))
    if clause.when is When.FINAL_PERIOD:
        notes.append(words.say("last date only"))
    return words.listing(notes)


def _place(chips: list[Chip], y: int) -> tuple[list[str], int]:
    """Set chips from left to right, line by line; give them and the height at which the last line ends."""
    drawn: list[str] = []
    x = TO_X
    for chip in chips:
        width = min(max(84, 24 + max(_width(chip.name, 13), _width(chip.about, 10.5))), RIGHT_X - TO_X)
        if x > TO_X and x + width > RIGHT_X:
            x, y = TO_X, y + CHIP_HEIGHT + CHIP_GAP
        drawn.append(_chip(chip, x, y, width))
        x += width + CHIP_GAP
    return drawn, y + CHIP_HEIGHT


def _source_chip(deal: Deal, source: str, words: Words) -> Chip:
    for guarantee in deal.guarantees:
        if guarantee.id == source:
            limit = words.money_short(guarantee.limit_minor)
            return Chip(source, words.say("guarantee, limit {amount}", amount=limit), "guarantee")
    return _account_chip(deal, source, words)


def _account_chip(deal: Deal, name: str, words: Words) -> Chip:
    target_minor = next(account.target_minor for account in deal.accounts if account.id == name)
    if name == deal.collection_account:
        return Chip(name, words.say("collection account"), "account")
    if target_minor is None:
        return Chip(name, words.say("account"), "account")
    return Chip(name, words.say("account, target {amount}", amount=words.money_short(target_minor)), "account")


def _chip_of(deal: Deal, pay: Pay, name: str, words: Words) -> Chip:
    """Make the chip of one recipient."""
    match pay:
        case Pay.FEE:
            payee = next(fee.payee for fee in deal.fees if fee.id == name)
            return Chip(name, party(deal, payee), "payee")
        case Pay.TOP_UP | Pay.TRANSFER:
            return _account_chip(deal, name, words)
        case Pay.REIMBURSEMENT:
            provider = next(item.provider for item in deal.guarantees if item.id == name)
            return Chip(name, party(deal, provider), "guarantee")
        case _:
            return _holder_chip(deal, name, words)


def _holder_chip(deal: Deal, name: str, words: Words) -> Chip:
    """Make the chip of a class, or of a party that takes what is left."""
    for security in deal.classes:
        if security.id == name:
            coupon = f" · {words.percent(security.coupon_ppm_annual)}" if security.coupon_ppm_annual else ""
            return Chip(words.say("Class {id}", id=name), words.money_short(security.balance_minor) + coupon, "class")
    return Chip(party(deal, name), name, "payee")


def _chip(chip: Chip, x: int, y: int, width: int) -> str:
    fill, border = CHIP_FILLS[chip.kind]
    radius = 20 if chip.kind in {"class", "payee"} else 4
    room = width - 24
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{CHIP_HEIGHT}" rx="{radius}" fill="{fill}" stroke="{border}"/>'
        + _text(x + width // 2, y + 18, _cut(chip.name, 13, room), size=13, weight=600, anchor="middle")
        + _text(x + width // 2, y + 33, _cut(chip.about, 10.5, room), size=10.5, colour="#4a5462", anchor="middle")
    )


def _arrow(from_x: int, to_x: int, y: int) -> str:
    head = f'<path d="M{to_x - 3},{y} l-8,-4.5 v9 z" fill="#7a8594"/>'
    return f'<line x1="{from_x + 3}" y1="{y}" x2="{to_x - 10}" y2="{y}" stroke="#7a8594"/>{head}'


def _text(  # noqa: PLR0913 - a text has a place and a look
    x: int, y: int, text: str, *, size: float = 14, weight: int = 400, colour: str = "#1c2530", anchor: str = "start"
) -> str:
    look = f'font-size="{size}" font-weight="{weight}" fill="{colour}" text-anchor="{anchor}"'
    return f'<text x="{x}" y="{y}" {look}>{_xml(text)}</text>'


def _xml(text: str) -> str:
    """Escape a text; control characters, which XML cannot hold at all, are left out."""
    return escape("".join(character for character in text if unicodedata.category(character) not in {"Cc", "Cn"}))


def _width(text: str, size: float) -> int:
    """Estimate how wide a text is: a Japanese character is as wide as high, a Latin one little more than half."""
    return int(sum(size if ord(character) >= FIRST_WIDE else size * 0.58 for character in text)) + 1


def _cut(text: str, size: float, room: int) -> str:
    """Shorten a text that does not fit; the whole stands in the description."""
    if _width(text, size) <= room:
        return text
    while text and _width(text + "…", size) > room:
        text = text[:-1]
    return text + "…"
