"""What the futures of a deal are drawn on, from its files."""

from datetime import date

from chizai.app.load import DealFolder
from chizai.app.receipts import collections_if_true, collections_of
from chizai.forecast.assumptions import INPUTS_FILE
from chizai.forecast.futures_terms import FuturesTerms
from chizai.metrics.deal_futures import Assumed
from chizai.metrics.joint_futures import JointAssumed
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.waterfall.inputs import RunInputs


def assumed_of(source: DealFolder) -> Result[Assumed]:
    """Give what the futures of a deal are drawn on.

    Returns:
        the assumption; or why there is none: no futures in the inputs, or collections that cannot be made.
    """
    terms, described_joint = source.inputs.futures, source.inputs.joint
    if terms is None and described_joint is None:
        what = "the inputs say nothing of futures"
        fix = "add a table [futures] or [joint] with volatility_ppm_annual, such as 200_000"
        place = Place(INPUTS_FILE, None, "futures")
        return Failed((Failure(Reason.MISSING, place, what, "how far they stray would be a guess", fix),))
    collections = collections_of(source)
    if isinstance(collections, Failed):
        return collections
    if_true = collections_if_true(source, collections.value)
    if isinstance(if_true, Failed):
        return if_true
    joint = None
    if described_joint is not None:
        joint = JointAssumed(terms=described_joint, pool=source.files.pool, if_true=if_true.value)
    inputs = RunInputs(source.deal, source.program, collections.value, source.observed)
    return Ok(Assumed(inputs=inputs, terms=terms or FuturesTerms(), start_on=start_of(source), joint=joint))


def start_of(source: DealFolder) -> date:
    """Give the day after which receipts are uncertain and classes are priced: as-of, or closing where that is later."""
    return max(source.deal.closing_on, source.inputs.as_of_on)
