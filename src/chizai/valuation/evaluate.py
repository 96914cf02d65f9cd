"""Every method of an appraisal, carried out."""

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from typing import TypeAlias

from chizai.valuation.abandonment import abandonment_option
from chizai.valuation.assumptions import Appraisal
from chizai.valuation.cost import METHODS as COST_METHODS
from chizai.valuation.cost import cost_value
from chizai.valuation.cost_terms import CostMethod
from chizai.valuation.delay_option import delay_option
from chizai.valuation.development_option import development_option
from chizai.valuation.excess import excess_earnings
from chizai.valuation.income_terms import ExcessEarnings, LicenceCash, ReliefFromRoyalty, WithAndWithout
from chizai.valuation.inputs import METHOD_LISTS
from chizai.valuation.licence_cash import SubjectFacts, licence_cash
from chizai.valuation.market import Comparison, compare
from chizai.valuation.market_terms import ComparableSet, MarketMultiple
from chizai.valuation.methods import Method, MethodValue
from chizai.valuation.multiples import METHODS as MULTIPLE_METHODS
from chizai.valuation.multiples import market_multiple
from chizai.valuation.option_terms import AbandonmentOption, DelayOption, DevelopmentOption
from chizai.valuation.relief import RoyaltyRate, relief_from_royalty
from chizai.valuation.sources import Sources
from chizai.valuation.with_without import with_and_without
from chizai.valuation.yearly import Subject

Told: TypeAlias = (
    ReliefFromRoyalty
    | ExcessEarnings
    | WithAndWithout
    | LicenceCash
    | MarketMultiple
    | CostMethod
    | DelayOption
    | AbandonmentOption
    | DevelopmentOption
)
"""What a method is told; closed."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the methods of one appraisal say, and what their comparables do."""

    methods: tuple[MethodValue, ...]
    """In the order of `METHOD_LISTS`."""
    comparisons: tuple[Comparison, ...]


Known: TypeAlias = MutableMapping[tuple[Told, ComparableSet | None], MethodValue]
"""What methods of one subject gave before, so that of a hundred appraisals that differ in one input no method is
carried out twice on the same inputs."""


def told_of(appraisal: Appraisal) -> Iterator[tuple[str, int, Told]]:
    """Yield each method with its list and its position there, from 0."""
    for field in METHOD_LISTS:
        for index, told in enumerate(getattr(appraisal, field)):
            yield field, index, told


def comparables_of(told: Told, appraisal: Appraisal) -> ComparableSet | None:
    """Give the comparables that a method reads; none where it reads none, or names unknown ones."""
    if not isinstance(told, ReliefFromRoyalty | MarketMultiple):
        return None
    return next((comparables for comparables in appraisal.comparables if comparables.id == told.comparables), None)


def method_of(told: Told, appraisal: Appraisal) -> Method:
    """Give which method it is; that of a multiple and of a cost depends on what is read and made."""
    match told:
        case ReliefFromRoyalty():
            return Method.RELIEF_FROM_ROYALTY
        case ExcessEarnings():
            return Method.EXCESS_EARNINGS
        case WithAndWithout():
            return Method.WITH_AND_WITHOUT
        case LicenceCash():
            return Method.LICENCE_CASH
        case MarketMultiple():
            comparables = comparables_of(told, appraisal)
            return MULTIPLE_METHODS.get(comparables.kind, Method.MULTIPLE) if comparables else Method.MULTIPLE
        case CostMethod():
            return COST_METHODS[told.basis]
        case DelayOption():
            return Method.DELAY_OPTION
        case AbandonmentOption():
            return Method.ABANDONMENT_OPTION
        case DevelopmentOption():
            return Method.DEVELOPMENT_OPTION


def evaluate(appraisal: Appraisal, facts: SubjectFacts, sources: Sources, known: Known) -> Evaluation:
    """Carry out every method.

    Args:
        appraisal: as `appraisal_check` passes it.
        facts: of the subject.
        sources: of the appraisal.
        known: what was carried out before for the same subject and sources; is added to.
    """
    comparisons = {
        comparables.id: compare(comparables, sources.below("comparables", index, comparables.id))
        for index, comparables in enumerate(appraisal.comparables)
    }
    values = []
    for field, index, told in told_of(appraisal):
        comparables = comparables_of(told, appraisal)
        if (told, comparables) not in known:
            read = comparisons[comparables.id] if comparables else None
            here = sources.below(field, index, told.id)
            known[told, comparables] = _carry_out(told, read, facts, here, method_of(told, appraisal))
        values.append(known[told, comparables])
    return Evaluation(tuple(values), tuple(comparisons.values()))


def _carry_out(
    told: Told, read: Comparison | None, facts: SubjectFacts, sources: Sources, method: Method
) -> MethodValue:
    match told:
        case ReliefFromRoyalty():
            return relief_from_royalty(told, _rate(told, read, sources), _subject(told, method, facts, sources))
        case ExcessEarnings():
            return excess_earnings(told, _subject(told, method, facts, sources))
        case WithAndWithout():
            return with_and_without(told, _subject(told, method, facts, sources))
        case LicenceCash():
            return licence_cash(told, facts, sources)
        case MarketMultiple():
            return market_multiple(told, _needed(read), sources)
        case CostMethod():
            return cost_value(told, sources)
        case DelayOption():
            return delay_option(told, sources)
        case AbandonmentOption():
            return abandonment_option(told, sources)
        case DevelopmentOption():
            return development_option(told, sources)


def _subject(told: Told, method: Method, facts: SubjectFacts, sources: Sources) -> Subject:
    return Subject(told.id, method, facts.rights, sources)


def _rate(told: ReliefFromRoyalty, read: Comparison | None, sources: Sources) -> RoyaltyRate:
    if told.royalty_ppm is None:
        comparison = _needed(read)
        return RoyaltyRate(comparison.read_ppm, comparison.origin)
    return RoyaltyRate(told.royalty_ppm, sources.rate("royalty_ppm", "royalty rate", told.royalty_ppm))


def _needed(read: Comparison | None) -> Comparison:
    if read is None:
        raise TypeError("a method without its comparables was not checked")
    return read
