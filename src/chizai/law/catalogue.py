"""All rules and all tables of facts."""

from collections import defaultdict
from collections.abc import Iterator

from chizai.law import asset_securitization, facts_deal
from chizai.law.facts import Fact, Table
from chizai.law.rule import Rule
from chizai.law.tables import MANY, ONE

MODULES = (asset_securitization,)
"""The subjects: each has its rules and the facts that they ask for beside what the deal says."""

RULES: tuple[Rule, ...] = tuple(rule for module in MODULES for rule in module.RULES)


def _tables() -> Iterator[Table]:
    facts: defaultdict[str, list[Fact]] = defaultdict(list)
    for module in (facts_deal, *MODULES):
        for table, more in module.FACTS.items():
            facts[table] += more
    for name, meaning in ONE.items():
        yield Table(name, meaning, tuple(facts[name]))
    for name, meaning in MANY.items():
        yield Table(name, meaning, tuple(facts[name]), many=True)


TABLES: dict[str, Table] = {table.name: table for table in _tables()}
"""By name."""
