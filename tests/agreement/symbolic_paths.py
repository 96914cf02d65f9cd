"""The ways through a program of which parts are not known: each question that both answers fit leads two ways."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import z3

ANSWER_MS = 2_000
"""How long z3 may think about whether a way can be gone; one that it cannot exclude is gone."""
PROOF_MS = 60_000
"""How long z3 may think about whether what has to hold holds."""


@dataclass(frozen=True, slots=True)
class Division:
    """A product that was divided, rounded down: `one * other = quotient * by + rest`, the rest from 0 up to `by`."""

    one: Any
    other: Any
    by: Any
    quotient: Any

    def is_of(self, one: Any, other: Any, by: Any) -> bool:
        """Tell whether this divides the same product by the same."""
        return bool(self.one.eq(one) and self.other.eq(other) and self.by.eq(by))


@dataclass(slots=True)
class Way:
    """One way, with all that is known of the numbers on it."""

    solver: Any
    taken: list[bool]
    """The answers to take first, and then those that were taken."""
    is_by_lemmas: bool = False
    """Whether of quotients of products only what follows from them is told."""
    others: list[list[bool]] = field(default_factory=list)
    """Where other ways begin."""
    n_asked: int = 0
    n_named: int = 0
    products: dict[int, tuple[Any, Any, Any]] = field(default_factory=dict)
    """Each product so far with its factors, by z3's number of it."""
    divisions: list[Division] = field(default_factory=list)
    """The products that were divided so far, if z3 is told of them by lemmas."""

    def decides(self, condition: Any) -> bool:
        """Say whether a condition holds on this way, and know it from then on."""
        if self.n_asked == len(self.taken):
            holds = self._can_be(condition)
            if holds and self._can_be(z3.Not(condition)):
                self.others.append([*self.taken, False])
            self.taken.append(holds)
        holds = self.taken[self.n_asked]
        self.n_asked += 1
        self.solver.add(condition if holds else z3.Not(condition))
        return holds

    def is_sure(self, condition: Any) -> bool:
        """Tell whether a condition follows from what is known on this way."""
        return not self._can_be(z3.Not(condition))

    def named(self, name: str) -> Any:
        """Give a whole number of its own."""
        self.n_named += 1
        return z3.Int(f"{name}!{self.n_named}")

    def divided(self, whole: Any, by: Any) -> Any:
        """Give the quotient, rounded down, of two numbers of which the second is above 0.

        Where sums of quotients matter, z3 is not told what one is, which it would not make use of in time, but only
        what follows from it (`lemmas`): what is proved from less holds all the more.
        """
        _, one, other = self.products.get(whole.get_id(), (whole, None, None))
        again = (each for each in self.divisions if other is not None and each.is_of(one, other, by))
        known = next(again, None)
        if known is not None:
            return known.quotient
        quotient, rest = self.named("quotient"), self.named("rest")
        self.solver.add(rest >= 0, rest < by, quotient >= 0, quotient <= whole)
        if not self.is_by_lemmas or other is None:
            self.solver.add(quotient * by + rest == whole)
            return quotient
        alike = [each for each in self.divisions if each.one.eq(one) and each.by.eq(by)]
        self.divisions.append(Division(one, other, by, quotient))
        self.solver.add(*lemmas(self.divisions[-1:]), *lemmas([*alike, self.divisions[-1]]))
        return quotient

    def _can_be(self, condition: Any) -> bool:
        self.solver.push()
        self.solver.add(condition)
        answer = str(self.solver.check())
        self.solver.pop()
        return answer != "unsat"


def lemmas(several: list[Division]) -> list[Any]:
    """Say what holds of divisions with a first factor and a divisor in common, without any product.

    With P, Q and R the sums of second factors, quotients and rests: `one * P = Q * by + R`, and R is below `by` times
    their number. So if P is at most `by`, Q is at most `one`; and if they are equal, what is left over of `one` is less
    than their number. `test_the_lemmas_of_divisions_hold` proves it.
    """
    one, by = several[0].one, several[0].by
    parts, quotients = z3.Sum([each.other for each in several]), z3.Sum([each.quotient for each in several])
    return [
        z3.Implies(parts <= by, quotients <= one),
        z3.Implies(parts == by, one - quotients < len(several)),
        *(z3.Implies(one <= by, each.quotient <= each.other) for each in several),
        *(z3.Implies(one == by, each.quotient == each.other) for each in several),
    ]


def ways(explore: Callable[[Way], Any], *, is_by_lemmas: bool = False) -> Iterator[tuple[Way, Any]]:
    """Go every way from the start, and give what each leads to."""
    begun: list[list[bool]] = [[]]
    while begun:
        solver = z3.Solver()
        solver.set("timeout", ANSWER_MS)
        way = Way(solver, begun.pop(), is_by_lemmas=is_by_lemmas)
        yield way, explore(way)
        begun += way.others


def can_be_gone(way: Way) -> bool:
    """Tell whether z3 finds numbers that lead this way: of ways that none leads, anything could be claimed."""
    return str(way.solver.check()) == "sat"


def is_proved(way: Way, claim: Any) -> bool:
    """Tell whether a claim holds for all numbers on a way: z3 must exclude the contrary, not just fail to find it."""
    way.solver.set("timeout", PROOF_MS)
    way.solver.push()
    way.solver.add(z3.Not(claim))
    answer = str(way.solver.check())
    way.solver.pop()
    return answer == "unsat"
