"""The waterfall as a picture that keeps payment order: one row a clause, from its source to its recipients."""

from chizai.deal.model import Clause, Deal, Pay, Span, When
from chizai.deal.quantities import Kind
from chizai.documents.clause_words import (
    clause_sentences,
    group_of,
    guarantee_of,
    members_words,
    party,
    standing_words,
)
from chizai.documents.coupon_words import bears_coupon, coupon_words
from chizai.documents.formula_words import formula_words
from chizai.documents.language import Language, marked
from chizai.documents.names import ORDERS, PAYS
from chizai.documents.picture_parts import CHIP_HEIGHT, Chip, arrow, chip_box, text, width, wrapped, xml
from chizai.documents.words import Words, words_of

FONTS = "'Noto Sans JP','Noto Sans CJK JP','Hiragino Sans','Yu Gothic',system-ui,sans-serif"
WIDTH = 960
SOURCE_X, CLAUSE_X, TO_X, RIGHT_X = 24, 250, 560, 936
"""Where the columns of sources, clauses and recipients begin, and where the last ends."""
CHIP_GAP = 8
TOP_Y = 112
ROW_GAP = 14
NOTE_X, NOTE_SIZE, NOTE_HEIGHT, NOTE_ROOM = CLAUSE_X + 44, 11, 13, 226
"""Where notes on a clause stand, how large, how high a line of them is, and how wide."""

PAY_COLOURS = {
    Pay.FEE: "#5b6470",
    Pay.INTEREST: "#0b5cad",
    Pay.SCHEDULED_PRINCIPAL: "#0d6b57",
    Pay.PRINCIPAL: "#0d6b57",
    Pay.TOP_UP: "#8a5a00",
    Pay.TRANSFER: "#8a5a00",
    Pay.REIMBURSEMENT: "#8c3b73",
    Pay.RESIDUAL: "#5b3fa0",
    Pay.RELEASE: "#8a5a00",
    Pay.CAPITALISE: "#0b5cad",
    Pay.WRITE_DOWN: "#a3262e",
    Pay.WRITE_UP: "#0d6b57",
    Pay.DRAW: "#8c3b73",
}
"""Each is at least 4.5 : 1 against white (WCAG 2.1, contrast minimum), and the kind stands beside it in words."""


SPANS = {
    Span.PERIOD: marked("at most {amount}"),
    Span.YEAR: marked("at most {amount} a year"),
    Span.DEAL: marked("at most {amount} in all"),
}


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
            f'<title id="waterfall-picture-title">{xml(title)}</title>',
            f'<desc id="waterfall-picture-desc">{xml(" ".join(clause_sentences(deal, words)))}</desc>',
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
        text(SOURCE_X, 34, title, size=18, weight=600),
        text(SOURCE_X, 58, about, colour="#4a5462"),
        *(text(x, 94, head, size=12, weight=600, colour="#4a5462") for x, head in heads),
        f'<line x1="{SOURCE_X}" y1="102" x2="{RIGHT_X}" y2="102" stroke="#c9ced6"/>',
    ]


def _row(deal: Deal, clause: Clause, number: int, y: int, words: Words) -> tuple[str, int]:
    """Draw one clause from a height on; give it and how high it is."""
    chips = [_chip_of(deal, clause.pay, name, words) for name in clause.to]
    drawn, bottom_y = _place(chips, y)
    middle = y + CHIP_HEIGHT // 2
    colour = PAY_COLOURS[clause.pay]
    name, notes = words.say(PAYS[clause.pay]), _notes(deal, clause, words)
    name_y = middle - 3 if notes else middle + 5
    wide = max([width(name, 14), *(width(note, NOTE_SIZE) for note in notes)])
    parts = [
        f'<g class="clause" data-clause="{xml(clause.id)}">',
        *_source(deal, clause, y, words),
        f'<circle cx="{CLAUSE_X + 18}" cy="{middle}" r="16" fill="{colour}"/>',
        text(CLAUSE_X + 18, middle + 5, str(number), colour="#ffffff", weight=600, anchor="middle"),
        text(NOTE_X, name_y, name, weight=600, colour=colour),
        *(
            text(NOTE_X, middle + 14 + NOTE_HEIGHT * line, note, size=NOTE_SIZE, colour="#4a5462")
            for line, note in enumerate(notes)
        ),
        arrow(NOTE_X + 8 + wide, TO_X, middle),
        *drawn,
        "</g>",
    ]
    height = max(bottom_y - y, CHIP_HEIGHT + NOTE_HEIGHT * (len(notes) - 1))
    return "\n".join(parts), height


def _source(deal: Deal, clause: Clause, y: int, words: Words) -> list[str]:
    """Draw what a clause pays out of, or say that it moves no cash."""
    middle = y + CHIP_HEIGHT // 2
    if not clause.source:
        return [text(SOURCE_X, middle + 5, words.say("no cash moves"), size=NOTE_SIZE, colour="#4a5462")]
    chip = _source_chip(deal, clause, words)
    return [chip_box(chip, SOURCE_X, y, 180), arrow(SOURCE_X + 180, CLAUSE_X, middle)]


def _notes(deal: Deal, clause: Clause, words: Words) -> list[str]:
    """Say what is special of a clause, in lines: its order among several, its limit, its time, its condition."""
    notes = [words.say(ORDERS[clause.order])] if len(clause.to) > 1 else []
    if clause.limit_minor is not None:
        notes.append(words.say(SPANS[clause.span], amount=words.money_short(clause.limit_minor)))
    if clause.when is When.FINAL_PERIOD:
        notes.append(words.say("last date only"))
    further = standing_words(deal, clause, words)
    if clause.limit is not None:
        most = formula_words(deal, clause.limit, Kind.AMOUNT, words)
        further.append(words.say("up to {amount}", amount=most))
    if clause.against is not None:
        further.append(words.say("against ledger {id}", id=clause.against))
    return [
        *wrapped(words.listing(notes), NOTE_SIZE, NOTE_ROOM, 2),
        *wrapped(words.listing(further), NOTE_SIZE, NOTE_ROOM, 3),
    ]


def _place(chips: list[Chip], y: int) -> tuple[list[str], int]:
    """Set chips from left to right, line by line; give them and the height at which the last line ends."""
    drawn: list[str] = []
    x = TO_X
    for chip in chips:
        wide = min(max(84, 24 + max(width(chip.name, 13), width(chip.about, 10.5))), RIGHT_X - TO_X)
        if x > TO_X and x + wide > RIGHT_X:
            x, y = TO_X, y + CHIP_HEIGHT + CHIP_GAP
        drawn.append(chip_box(chip, x, y, wide))
        x += wide + CHIP_GAP
    return drawn, y + CHIP_HEIGHT


def _source_chip(deal: Deal, clause: Clause, words: Words) -> Chip:
    source = clause.source
    guarantee = guarantee_of(deal, source)
    if clause.pay is Pay.DRAW:
        return _holder_chip(deal, source, words)
    if guarantee is None:
        return _account_chip(deal, source, words)
    line, plain = marked("liquidity line, limit {amount}"), marked("guarantee, limit {amount}")
    limit = words.money_short(guarantee.limit_minor)
    return Chip(source, words.say(line if guarantee.revolving else plain, amount=limit), "guarantee")


def _account_chip(deal: Deal, name: str, words: Words) -> Chip:
    account = next(account for account in deal.accounts if account.id == name)
    if name == deal.collection_account:
        return Chip(name, words.say("collection account"), "account")
    if account.target is not None:
        target = formula_words(deal, account.target, Kind.AMOUNT, words)
    elif account.target_minor is not None:
        target = words.money_short(account.target_minor)
    else:
        return Chip(name, words.say("account"), "account")
    return Chip(name, words.say("account, target {amount}", amount=target), "account")


def _chip_of(deal: Deal, pay: Pay, name: str, words: Words) -> Chip:
    """Make the chip of one recipient."""
    match pay:
        case Pay.FEE:
            payee = next(fee.payee for fee in deal.fees if fee.id == name)
            return Chip(name, party(deal, payee), "payee")
        case Pay.TOP_UP | Pay.TRANSFER | Pay.RELEASE | Pay.DRAW:
            return _account_chip(deal, name, words)
        case Pay.REIMBURSEMENT:
            provider = next(item.provider for item in deal.guarantees if item.id == name)
            return Chip(name, party(deal, provider), "guarantee")
        case _:
            return _holder_chip(deal, name, words)


def _holder_chip(deal: Deal, name: str, words: Words) -> Chip:
    """Make the chip of a class, of a group of them, or of a party that takes what is left."""
    group = group_of(deal, name)
    if group is not None:
        return Chip(words.say("Group {id}", id=name), members_words(deal, group, words), "class")
    for security in deal.classes:
        if security.id == name:
            coupon = f" · {coupon_words(security, words)}" if bears_coupon(security) else ""
            return Chip(words.say("Class {id}", id=name), words.money_short(security.balance_minor) + coupon, "class")
    return Chip(party(deal, name), name, "payee")
