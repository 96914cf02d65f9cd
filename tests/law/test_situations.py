"""Each rule finds what a lawyer says that it must, in situations that pass, fail and cannot be answered."""

import pytest
from tests.law.situation import Situation, found, situations, worst

from chizai.law.catalogue import RULES
from chizai.law.checks import Outcome


@pytest.mark.parametrize("situation", situations(), ids=lambda each: f"{each.rule_id}: {each.title}")
def test_a_situation_is_found_as_expected(situation: Situation) -> None:
    findings = found(situation.rule_id, situation.known)
    assert worst(findings) is situation.expect
    missing = {fact for finding in findings for fact in finding.missing}
    assert set(situation.missing) <= missing
    assert bool(missing) == (situation.expect is Outcome.UNKNOWN) or any(f.outcome is Outcome.UNKNOWN for f in findings)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("outcome", Outcome)
def test_each_rule_has_a_situation_of_each_outcome(rule: object, outcome: Outcome) -> None:
    ours = [each for each in situations() if each.rule_id == rule.id]  # type: ignore[attr-defined]
    assert outcome in {each.expect for each in ours}
