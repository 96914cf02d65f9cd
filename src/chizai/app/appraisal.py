"""The appraisals that a deal's inputs ask for, carried out on what its licences are forecast to bring."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import chizai
from chizai.app.assumed import assumed_of
from chizai.app.load import DealFolder
from chizai.deal.program import InputKind
from chizai.documents.futures_words import DrawnFutures, futures_record
from chizai.forecast.assumptions import INPUTS_FILE
from chizai.forecast.backtest import BackTest
from chizai.forecast.receipts import Receipt
from chizai.metrics.deal_futures import Assumed, future_paths
from chizai.units.explain import Explained
from chizai.units.result import Failed, Ok, Place, Result
from chizai.valuation.appraise import AppraisalContext, appraise
from chizai.valuation.distribution import ReceiptPaths
from chizai.valuation.report import ValuationReport
from chizai.valuation.screening import Screening

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DISTRIBUTION_PATHS = 10_000
"""Futures over which a value is shown as a distribution."""


def appraise_deal(
    source: DealFolder, forecast: Sequence[Receipt], screening: Screening | None, back_tests: tuple[BackTest, ...]
) -> Result[ValuationReport] | Ok[None]:
    """Carry out the appraisals of a deal.

    Args:
        source: what its folder holds.
        forecast: what its licences are expected to bring.
        screening: of its rights, if they were screened.
        back_tests: of its forecasts.

    Returns:
        the report; none where the inputs ask for none; or every failure of appraisals and futures.
    """
    inputs = source.inputs
    if not inputs.appraisals:
        return Ok(None)
    paths = _paths(source)
    if isinstance(paths, Failed):
        return paths
    context = AppraisalContext(
        version=chizai.__version__,
        paths=paths.value,
        screening=screening,
        score_map=inputs.score_map,
        back_tests=back_tests,
    )
    return appraise(source.files.pool, forecast, inputs.appraisals, inputs.as_of_on, context)


def _paths(source: DealFolder) -> Result[ReceiptPaths] | Ok[None]:
    """Draw futures of all receipts, if the inputs say how, an appraisal needs them and all are of one currency."""
    inputs = source.inputs
    said = inputs.futures is not None or inputs.joint is not None
    currencies = {licence.currency for licence in source.files.pool.licences}
    if not said or len(currencies) > 1 or not any(one.licence_cash for one in inputs.appraisals):
        return Ok(None)
    assumed = assumed_of(source)
    if isinstance(assumed, Failed):
        return assumed
    dates = source.program.payment_dates[assumed.value.n_past :]
    if not dates:
        return Ok(None)
    key = "joint" if inputs.joint is not None else "futures"
    terms = replace(assumed.value.terms, n_paths=min(assumed.value.terms.n_paths, DISTRIBUTION_PATHS))
    place = Place(INPUTS_FILE, None, key)
    drawn = futures_record(DrawnFutures(terms=terms, joint=inputs.joint))
    origin = Explained("futures of the receipts", drawn, source=place)
    return Ok(ReceiptPaths(paid_on=dates, receipts_minor=_receipts(replace(assumed.value, terms=terms)), origin=origin))


def _receipts(assumed: Assumed) -> "NDArray[np.int64]":
    """Give what all licences bring by payment date after the start; shape (n_periods, n_paths)."""
    drawn = future_paths(assumed).block(0, assumed.terms.n_paths)[:, assumed.n_past :]
    kinds = [each.kind for each in assumed.inputs.program.inputs]
    collected: NDArray[np.int64] = drawn[[kind is InputKind.COLLECTIONS for kind in kinds]].sum(axis=0)
    return collected
