"""Names that are none or stand twice, and names that lead to nothing, are found once, with their key."""

from collections.abc import Callable

import pytest
from tests.deal.said import assert_said_once

from chizai.units.result import Failure, Reason

# What stands in the text of the full deal, what stands there instead, and the one failure that follows.
WRONG: list[tuple[str, str, Reason, str, str]] = [
    # names: all tables share them
    ('id = "domestic"', 'id = "tibor"', Reason.DUPLICATE, "streams[2] (tibor).id", "the name of observations[1]"),
    ('id = "domestic"', 'id = "senior"', Reason.DUPLICATE, "streams[2] (senior).id", "the name of groups[1]"),
    ('id = "usd"', 'id = "cash"', Reason.DUPLICATE, "streams[1] (cash).id", "already the name of accounts[1]"),
    ('id = "usd"', 'id = "in $"', Reason.OUT_OF_RANGE, "streams[1] (in $).id", "'in $' cannot be a name"),
    ('name = "Servicer"', 'name = " "', Reason.MISSING, "parties[1] (servicer).name", "the name is blank"),
    # references
    (
        'index = "tibor"',
        'index = "tibo"',
        Reason.UNKNOWN,
        "classes[1] (A).floating.index",
        "'tibo' is not an observation",
    ),
    (
        'index = "tibor"',
        'index = "ip-value"',
        Reason.UNKNOWN,
        "classes[1] (A).floating.index",
        "'ip-value' is not an observation of a rate",
    ),
    ('spot = "usdjpy"', 'spot = "eurjpy"', Reason.UNKNOWN, "streams[1] (usd).spot", "'eurjpy' is not an observation"),
    (
        'unit = "money"\nreporter = "servicer"',
        'unit = "money"\nreporter = "A"',
        Reason.UNKNOWN,
        "observations[2] (ip-value).reporter",
        "'A' is not a party",
    ),
    ('payer = "servicer"', 'payer = "cash"', Reason.UNKNOWN, "inflows[1] (clean-up).payer", "'cash' is not a party"),
    (
        'swap = { provider = "bank"',
        'swap = { provider = "B"',
        Reason.UNKNOWN,
        "streams[1] (usd).swap.provider",
        "a party",
    ),
    (
        'account = "trap"',
        'account = "trip"',
        Reason.UNKNOWN,
        "streams[2] (domestic).account",
        "'trip' is not an account",
    ),
    (
        'payer = "servicer"\naccount = "cash"',
        'payer = "servicer"\naccount = "till"',
        Reason.UNKNOWN,
        "inflows[1] (clean-up).account",
        "'till' is not an account",
    ),
    ('part_of = "cash"', 'part_of = "till"', Reason.UNKNOWN, "accounts[3] (trap).part_of", "'till' is not an account"),
    ('part_of = "cash"', 'part_of = "trap"', Reason.CYCLE, "accounts[3] (trap).part_of", "in a circle: trap -> trap"),
    (
        'before_clause = "fill"',
        'before_clause = "cash"',
        Reason.UNKNOWN,
        "triggers[3] (short).before_clause",
        "'cash' is not a clause",
    ),
    ('against = "deficiency"', 'against = "cash"', Reason.UNKNOWN, "clauses[9] (make-good).against", "not a ledger"),
    # groups
    ('members = ["A", "B"]', "members = []", Reason.MISSING, "groups[1] (senior).members", "members = []"),
    (
        'members = ["senior", "C"]',
        'members = ["senior", "C", "Z"]',
        Reason.UNKNOWN,
        "groups[2] (every).members",
        "'Z' is not a class or group",
    ),
    (
        'members = ["senior", "C"]',
        'members = ["senior", "C", "C"]',
        Reason.DUPLICATE,
        "groups[2] (every).members",
        "lead to 'C' more than once",
    ),
    (
        'members = ["senior", "C"]',
        'members = ["senior", "C", "A"]',
        Reason.DUPLICATE,
        "groups[2] (every).members",
        "lead to 'A' more than once",
    ),
    (
        'members = ["A", "B"]',
        'members = ["A", "B", "every"]',
        Reason.CYCLE,
        "groups[1] (senior).members",
        "senior -> every -> senior",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "reason", "key", "says"), WRONG, ids=[f"{n}-{w[3]}" for n, w in enumerate(WRONG)]
)
def test_what_is_wrong_is_said_once_with_its_key(
    failures_of: Callable[[str, str], tuple[Failure, ...]], old: str, new: str, reason: Reason, key: str, says: str
) -> None:
    assert_said_once(failures_of(old, new), reason, key, says)
