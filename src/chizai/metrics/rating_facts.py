"""What a pool's caps follow from: shares of licensees and rights in what is to come, and how long the pool is known."""

from collections import Counter
from collections.abc import Mapping

from chizai.assets.pool import Pool
from chizai.deal.program import SlotKind
from chizai.forecast.receipts import Collections
from chizai.metrics.rating_caps import PoolFacts, exposures
from chizai.units.schedule import MONTHS_A_YEAR
from chizai.waterfall.exact import run_exact
from chizai.waterfall.inputs import RunInputs


def forecast_by_licence(collections: Collections) -> dict[str, int]:
    """Sum what each licence is forecast to bring over a deal's life, in minor units of its own currency."""
    sums: Counter[str] = Counter()
    for lines in collections.lines:
        for receipt in lines:
            if not receipt.is_actual:
                sums[receipt.licence_id] += receipt.amount_minor
    return dict(sums)


def forecast_in_currency(inputs: RunInputs) -> dict[str, int]:
    """Sum what each licence is forecast to bring, in minor units of the deal's currency.

    What a stream of another currency brings is taken at the mean rate at which a run of the forecast exchanges it, by
    swap and spot.

    Args:
        inputs: the deal, what it collects and what it observes.
    """
    sums, deal, program = forecast_by_licence(inputs.collections), inputs.deal, inputs.program
    foreign = [stream for stream in deal.streams if stream.currency not in {None, deal.currency}]
    if not foreign:
        return sums
    rows = inputs.rows()
    run = run_exact(program, rows[0], rows[1:])
    for stream in foreign:
        slot = program.slot(SlotKind.INFLOW, stream.id)
        exchanged = [run.closing(period, slot) for period in range(len(program.payment_dates))]
        # a deal that has been called collects nothing any more
        brought = sum(amount for amount, came in zip(inputs.collected(stream.id), exchanged, strict=True) if came)
        for licence_id in stream.licences:
            if licence_id in sums:
                sums[licence_id] = sums[licence_id] * sum(exchanged) // brought if brought else 0
    return sums


def pool_facts(pool: Pool, forecast_minor: Mapping[str, int]) -> PoolFacts:
    """Give the shares of licensees and rights in what is forecast, and the length of the history.

    Args:
        pool: with the licences and what they reported.
        forecast_minor: by licence of the pool, what it is to bring, all in one currency; a licence that is to bring
            less than nothing counts as nothing.

    Raises:
        KeyError: the pool has no such licence.
    """
    by_licensee: Counter[str] = Counter()
    by_right: Counter[str] = Counter()
    for licence_id, amount in forecast_minor.items():
        licence, positive = pool.licence(licence_id), max(0, amount)
        by_licensee[licence.licensee] += positive
        by_right.update(dict.fromkeys(licence.right_ids, positive))
    return PoolFacts(
        licensees=exposures(by_licensee),
        rights=exposures(by_right, by_licensee.total()),
        history_months=history_months(pool),
    )


def history_months(pool: Pool) -> int:
    """Count the months from the first use that a statement reports to the last, both included; 0 without statements.

    It is the pool's history, not each licence's: a licence that is new in an old pool has a short one of its own.
    """
    rows = pool.rows()
    if not rows:
        return 0
    first, last = min(row.period_start_on for row in rows), max(row.period_end_on for row in rows)
    return (last.year - first.year) * MONTHS_A_YEAR + last.month - first.month + 1
