"""Which method suits which kind of right in which situation, and why.

The table is this program's reading of IVS 105 and 210 and of the practice that they describe: an assumption, which an
appraiser overrides by saying who, why and when.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from chizai.valuation.methods import Method


class Situation(StrEnum):
    """How rights are used."""

    LICENSED = "licensed"
    """Others use them and pay for it."""
    OWN_USE = "own-use"
    """The owner uses them in its business."""
    DEVELOPMENT = "development"
    """Nothing is sold under them yet."""
    UNUSED = "unused"
    """Held without use: to bar others, or in reserve."""


class Suitability(StrEnum):
    """How well a method suits, the worst last."""

    SUITABLE = "suitable"
    POSSIBLE = "possible"
    UNSUITED = "unsuited"


@dataclass(frozen=True, slots=True)
class Suited:
    """A method's suitability with its reason."""

    suitability: Suitability
    because: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: the first line that fits a method, kind and situation decides."""

    methods: frozenset[Method]
    kinds: frozenset[str] | None
    """Kinds as registers write them; none for all."""
    situations: frozenset[Situation] | None
    """None for all."""
    says: Suited

    def fits(self, method: Method, kind: str, situation: Situation) -> bool:
        """Tell whether the line speaks of a case."""
        return (
            method in self.methods
            and (self.kinds is None or kind in self.kinds)
            and (self.situations is None or situation in self.situations)
        )


_COSTS = frozenset({Method.REPRODUCTION_COST, Method.REPLACEMENT_COST})
_EARNINGS = frozenset({Method.EXCESS_EARNINGS, Method.WITH_AND_WITHOUT})
_MULTIPLES = frozenset({Method.MULTIPLE, Method.DEAL_MULTIPLE})
_OPTIONS = frozenset({Method.DELAY_OPTION, Method.DEVELOPMENT_OPTION})
_TECHNOLOGY = frozenset({"patent", "utility-model"})
_EARNING = frozenset({Situation.LICENSED, Situation.OWN_USE})
_NOT_EARNING = frozenset({Situation.DEVELOPMENT, Situation.UNUSED})
_CASH, _RELIEF, _GIVING_UP = (
    frozenset({method}) for method in (Method.LICENCE_CASH, Method.RELIEF_FROM_ROYALTY, Method.ABANDONMENT_OPTION)
)


def _rule(
    methods: frozenset[Method],
    kinds: Collection[str] | None,
    situations: Collection[Situation] | None,
    suitability: Suitability,
    because: str,
) -> Rule:
    kinds_or_all = None if kinds is None else frozenset(kinds)
    situations_or_all = None if situations is None else frozenset(situations)
    return Rule(methods, kinds_or_all, situations_or_all, Suited(suitability, because))


_YES, _MAYBE, _NO = Suitability.SUITABLE, Suitability.POSSIBLE, Suitability.UNSUITED
RULES = (
    _rule(_CASH, None, {Situation.LICENSED}, _YES, "licences bring the very cash that is valued"),
    _rule(_CASH, None, None, _NO, "no licence brings cash that could be discounted"),
    _rule(_RELIEF, {"trade-secret"}, _EARNING, _MAYBE, "licences of secrets are rarely published"),
    _rule(_RELIEF, None, _EARNING, _YES, "sales are known, and comparable licences say what use of the right costs"),
    _rule(_RELIEF, None, {Situation.DEVELOPMENT}, _MAYBE, "sales are a plan, not a record"),
    _rule(_RELIEF, None, {Situation.UNUSED}, _NO, "there are no sales on which a royalty could be saved"),
    _rule(_EARNINGS, None, {Situation.OWN_USE}, _YES, "the owner's business shows what the right adds"),
    _rule(_EARNINGS, None, {Situation.LICENSED}, _MAYBE, "the business is the licensee's: its earnings must be known"),
    _rule(_EARNINGS, None, {Situation.DEVELOPMENT}, _MAYBE, "earnings are a plan, not a record"),
    _rule(_EARNINGS, None, {Situation.UNUSED}, _NO, "no business earns with the right"),
    _rule(_MULTIPLES, {"copyright"}, _EARNING, _YES, "catalogues are traded at multiples of their royalty"),
    _rule(_MULTIPLES, None, _EARNING, _MAYBE, "few transactions are published, and no two rights are alike"),
    _rule(_MULTIPLES, None, _NOT_EARNING, _NO, "nothing is earned that could be multiplied"),
    _rule(_COSTS, {"trademark"}, None, _NO, "what a mark cost says little of its standing with customers"),
    _rule(_COSTS, None, _NOT_EARNING, _MAYBE, "a buyer would pay no more than what making it again costs"),
    _rule(
        _COSTS, None, _EARNING, _MAYBE, "cost is a check: an exclusive right is worth what it earns, not what it cost"
    ),
    _rule(_OPTIONS, _TECHNOLOGY, _NOT_EARNING, _YES, "the owner decides later whether to spend, knowing more"),
    _rule(_OPTIONS, None, _NOT_EARNING, _MAYBE, "there is a choice to develop, but little record of its volatility"),
    _rule(_OPTIONS, None, _EARNING, _NO, "the choice to develop has been made"),
    _rule(_GIVING_UP, None, {Situation.UNUSED}, _NO, "there is nothing to go on with"),
    _rule(_GIVING_UP, None, None, _MAYBE, "the owner may stop, if what stopping brings is known"),
)
"""The table, read from above. Every method, kind and situation has a line."""


def suited(method: Method, kinds: Collection[str], situation: Situation) -> Suited:
    """Give how well a method suits rights of some kinds: the worst of what the table says of each.

    Args:
        method: any.
        kinds: as registers write them, at least one.
        situation: how the rights are used.
    """
    order = list(Suitability)
    found = [_of_kind(method, kind, situation) for kind in sorted(set(kinds))]
    return max(found, key=lambda says: order.index(says.suitability))


def _of_kind(method: Method, kind: str, situation: Situation) -> Suited:
    return next(rule.says for rule in RULES if rule.fits(method, kind, situation))
