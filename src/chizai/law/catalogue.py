"""All rules and all tables of facts."""

from collections import defaultdict
from collections.abc import Iterator

from chizai.law import (
    copyright_author,
    copyright_title,
    design,
    duties,
    facts_deal,
    foreign_rights,
    insolvency,
    patent,
    patent_application,
    patent_licences,
    patent_life,
    payments,
    prospectus_facts,
    receivables,
    remoteness,
    spc_plan_facts,
    special_purpose_trust,
    tax,
    title_facts,
    trademark,
    utility_model,
)
from chizai.law.asset_securitization.modules import MODULES as ACT_MODULES
from chizai.law.facts import Fact, Table
from chizai.law.financial_instruments import disclosure, placement, venue
from chizai.law.financial_instruments import facts as facts_of_securities
from chizai.law.rule import Rule
from chizai.law.tables import MANY, ONE

_OF_RIGHTS = (
    patent_application,
    patent,
    patent_licences,
    patent_life,
    design,
    trademark,
    copyright_author,
    copyright_title,
    foreign_rights,
)
_OF_SALE = (receivables, insolvency, remoteness)
FACT_MODULES = (
    facts_deal,
    title_facts,
    *_OF_RIGHTS,
    *_OF_SALE,
    *ACT_MODULES,
    special_purpose_trust,
    spc_plan_facts,
    facts_of_securities,
    tax,
    payments,
    duties,
    prospectus_facts,
)
"""Where facts are declared."""
RULE_MODULES = (
    *_OF_RIGHTS,
    utility_model,
    *_OF_SALE,
    *ACT_MODULES,
    special_purpose_trust,
    placement,
    disclosure,
    venue,
    tax,
    payments,
)
"""Where rules stand, by subject."""

RULES: tuple[Rule, ...] = tuple(rule for module in RULE_MODULES for rule in module.RULES)


def _tables() -> Iterator[Table]:
    facts: defaultdict[str, list[Fact]] = defaultdict(list)
    for module in FACT_MODULES:
        for table, more in module.FACTS.items():
            facts[table] += more
    for name, meaning in ONE.items():
        yield Table(name, meaning, tuple(facts[name]))
    for name, meaning in MANY.items():
        yield Table(name, meaning, tuple(facts[name]), many=True)


TABLES: dict[str, Table] = {table.name: table for table in _tables()}
"""By name."""
