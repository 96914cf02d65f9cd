"""Nothing is lost: what the journal says moved is what the balances show, each period, for every account."""

from collections import Counter

from chizai.deal.program import BOOKED, CREDITED
from chizai.waterfall.exact import ExactRun
from chizai.waterfall.journal import run_entries


def assert_conserved(run: ExactRun) -> None:
    """Check, for each period, that opening balances and entries make the closing balances.

    The journal is derived from the steps and the balances from carrying them out, so that an error in either shows.

    Raises:
        AssertionError: an account's entries do not lead from its opening to its closing balance, or a slot holds less
            than nothing; this is a bug of Chizai, never of the input.
    """
    moved: Counter[tuple[int, str]] = Counter()
    for entry in run_entries(run):
        moved[entry.period, entry.debit] += entry.amount_minor
        moved[entry.period, entry.credit] -= entry.amount_minor
    for number, slot in enumerate(run.program.slots):
        sign = -1 if slot.kind in CREDITED else 1
        for period in range(len(run.inflows_minor)):
            held = run.closing(period, number)
            booked = run.opening(period, number) + sign * moved[period, slot.label] if slot.kind in BOOKED else held
            if booked != held or held < 0:
                raise AssertionError(f"{slot.label} in period {period + 1}: {booked} booked, {held} held")
