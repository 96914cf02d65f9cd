"""What the demonstration is about: the deal, the rights, the royalties, and the days on which things happen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path

from chizai.deal.compile import compile_deal
from chizai.deal.model import Deal
from chizai.deal.program import Program
from chizai.deal.text import read_deal
from chizai.ledger.lookthrough_rows import CountedRow
from chizai.ledger.stages.desk import replace as put
from chizai.ledger.stages.desk import sound, word

DEAL = "deal"
"""The folder of the deal: here, and in the folders of those who ask the law."""
DEAL_FILE = "deal.toml"
BEGAN_UNIX_SECONDS = 1_735_689_600
"""When the chain of a demonstration in a file begins: 1 January 2025."""
STEP_SECONDS = 12
JAPAN_SECONDS = 32_400
"""By how much Japan's days start before those of UTC."""
DAY_SECONDS = 86_400
CHALLENGE_SECONDS = 2 * DAY_SECONDS
GRACE_SECONDS = 10 * DAY_SECONDS
LONG_STOP = 1_800_000_000
INVITED_ON = date(2025, 3, 17)
"""The day on which the first holders are invited."""
QUALIFIED = 3
"""Qualified institutional investor, by the number of the registry."""
PERIODS_OF_LIFE = 4
LAST_PERIOD = 5
"""The period that is paid after the trade; periods from 1."""
LATE_PERIOD = 3
SHORT_PERIOD = 2
"""After this period the bank states less than the ledger has, until it gives its charge back."""
BANK_CHARGE_MINOR = 330
WRONG_PERIOD = 4
"""This period's first report is wrong, and is challenged."""
MISTYPED_MINOR = 3_263_068
"""What the servicer writes first, two digits exchanged, of what the first licence brought in that period."""
AMENDED_FEE_MINOR = 45_000
"""What the trustee gets a period, by the program as the deal's signatories amend it before the last period."""

HINGE, LATCH, SPRING = word("right-1"), word("right-2"), word("right-3")
"""The rights; the third takes the place of the second. Their names on the chain tell nobody what they are."""
PRICES_MINOR = {HINGE: 60_000_000, LATCH: 28_000_000, SPRING: 700_000}
UNITS = {"A": 60, "B": 20, "C": 10}
UNIT_MINOR = 1_000_000
TRADED_UNITS, TRADED_MINOR = 25, 24_875_000
FUNDING_MINOR = {"investor-1": 80_000_000, "originator": 10_000_000}
"""What the first holders pay for their classes."""
COVER_MINOR = 5_000_000
PAID_IN_MINOR: Mapping[str, int] = {**FUNDING_MINOR, "guarantor": COVER_MINOR, "investor-2": TRADED_MINOR}
"""What the parties pay into the trustee's account at the bank before the issue, or for the trade to come."""
PAID_OUT_MINOR = 20_000_000
"""What the first investor has the bank pay to its account of its own in the end."""
ACCOUNT = "Example bank, ordinary account 0047116"
ATTACHED_UNITS = 5
"""Units of class A that a court attaches, and then gives to a creditor."""
ALLOTTED = {"A": "investor-1", "B": "investor-1", "C": "originator"}


@dataclass(frozen=True, slots=True)
class Royalty:
    """What one licence brought in a period."""

    licence: str
    right: str
    minor: int


ROYALTIES: Mapping[int, tuple[Royalty, ...]] = {
    1: (Royalty("AOI-2024-17", "7654321", 3_141_593), Royalty("MIDORI-2023-04", "7654322", 1_618_034)),
    2: (Royalty("AOI-2024-17", "7654321", 223_607), Royalty("MIDORI-2023-04", "7654322", 14_142)),
    3: (Royalty("AOI-2024-17", "7654321", 2_718_282), Royalty("MIDORI-2023-04", "7654322", 1_414_214)),
    4: (Royalty("AOI-2024-17", "7654321", 3_236_068), Royalty("KURENAI-2025-01", "7654399", 2_645_751)),
    5: (Royalty("AOI-2024-17", "7654321", 3_316_625), Royalty("KURENAI-2025-01", "7654399", 2_828_427)),
}
"""Royalties by period, in yen. The second period is thin, so that the trigger trips and the guarantee is drawn."""

NAMES: Mapping[str, str] = {
    "regulator": "Example authority, securities desk 7",
    "originator": "Example hinge works, file 4471",
    "co-owner": "Example private inventor, file 9032",
    "spc": "Example special purpose company, file 5520",
    "trustee": "Example trust office, file 1183",
    "servicer": "Example servicing office, file 6604",
    "appraiser-1": "Example appraisal office, file 2791",
    "appraiser-2": "Example valuation office, file 3358",
    "counsel": "Example law office, file 8126",
    "rating-agency": "Example rating office, file 7749",
    "guarantor": "Example guarantee office, file 5087",
    "underwriter": "Example placing office, file 6235",
    "investor-1": "Example pension fund, file 4902",
    "investor-2": "Example life fund, file 1374",
    "investor-2-anew": "Example life fund, file 1374",
    "bank": "Example bank, file 2660",
}
"""Who stands behind each party: descriptions, no real names. They are secrets of the demonstration."""

VALUES_MINOR = {"appraiser-1": 91_300_017, "appraiser-2": 88_700_029}
"""What each appraiser finds; nobody sees the other's before its own is in."""
INVENTOR = "Example inventor of the hinge"
"""The first owner of the rights: the chain of title names nobody."""


@cache
def deal() -> Deal:
    """Give the deal of the demonstration."""
    text = (files("chizai.ledger.stages") / DEAL / DEAL_FILE).read_text(encoding="utf-8")
    return sound(read_deal(text, DEAL_FILE))


@cache
def program() -> Program:
    """Give the compiled deal."""
    return sound(compile_deal(deal(), DEAL_FILE))


@cache
def amended_deal() -> Deal:
    """Give the deal as it is amended before its last period: the same, for a smaller fee of the trustee."""
    fees = (replace(each, amount_minor=AMENDED_FEE_MINOR) if each.payee == "trustee" else each for each in deal().fees)
    return replace(deal(), fees=tuple(fees))


@cache
def amended() -> Program:
    """Give the compiled deal as it is amended."""
    return sound(compile_deal(amended_deal(), DEAL_FILE))


def program_of(period: int) -> Program:
    """Give the program that pays a period, from 1."""
    return program() if period < LAST_PERIOD else amended()


def lay_out_deal(folder: Path) -> None:
    """Put the deal's files where a party asks the law of them: once, and whole; what lies there stays as it is.

    Raises:
        OSError: they cannot be written.
    """
    if folder.exists():
        return
    draft = folder.with_name(f"{folder.name}.draft")
    draft.mkdir(exist_ok=True)
    for file in (files("chizai.ledger.stages") / DEAL).iterdir():
        put(draft / file.name, file.read_bytes())
    draft.replace(folder)


def amend_deal(folder: Path) -> None:
    """Write the smaller fee into a party's copy of the deal, which else would tell of another program than the vault.

    Where there is no copy any more, the law says so when it is asked.
    """
    (before_minor,) = (each.amount_minor for each in deal().fees if each.payee == "trustee")
    file = folder / DEAL_FILE
    if file.is_file():
        put(file, file.read_bytes().replace(f"{before_minor:_}".encode(), f"{AMENDED_FEE_MINOR:_}".encode()))


def due_unix_seconds(period: int) -> int:
    """Say when the payment date of a period begins in Japan; periods from 1."""
    return day_unix_seconds(program().payment_dates[period - 1])


def day_unix_seconds(day: date) -> int:
    """Say when a day begins in Japan."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) - JAPAN_SECONDS


def rows(period: int, *, mistyped: bool = False) -> Mapping[int, tuple[CountedRow, ...]]:
    """Give a period's statement rows by the number of the program's input; or with a mistake in the first."""
    due_on, first, *others = program().payment_dates[period - 1], *ROYALTIES[period]
    royalties = (replace(first, minor=MISTYPED_MINOR) if mistyped else first, *others)
    return {0: tuple(_row(number, royalty, due_on) for number, royalty in enumerate(royalties, 1))}


def _row(number: int, royalty: Royalty, due_on: date) -> CountedRow:
    received_on = due_on - timedelta(days=10)
    return CountedRow(
        file=f"{royalty.licence}.csv",
        row=number,
        licence=royalty.licence,
        right=royalty.right,
        period_start_on=received_on - timedelta(days=120),
        period_end_on=received_on - timedelta(days=30),
        received_on=received_on,
        royalty_minor=royalty.minor,
        cash_minor=royalty.minor,
        currency=program().currency,
    )


def collected(period: int) -> int:
    """Give what a period collects, in yen."""
    return sum(royalty.minor for royalty in ROYALTIES[period])


def document(heading: str, **said: object) -> bytes:
    """Write a document of the demonstration."""
    return (json.dumps({"document": heading, **said}, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
