"""What a fact may be chosen from has a Japanese word, so that a finding in Japanese shows no key."""

from chizai.law.catalogue import TABLES
from chizai.law.choice_words import beside_keys, choice_said
from chizai.law.said import Said


def test_each_choice_of_each_fact_has_a_japanese_word() -> None:
    choices = {choice for table in TABLES.values() for fact in table.facts for choice in fact.choices}
    assert {choice for choice in choices if choice_said(choice).ja == choice} == set()


def test_a_fact_is_said_by_its_key_in_english_and_by_its_word_in_japanese() -> None:
    said = Said("kinds {0}; {1} units", "種類は{0}、{1}口").filled(map(beside_keys, (("patent", "copyright"), 1_000)))
    assert said == Said("kinds patent, copyright; 1,000 units", "種類は特許権、著作権、1,000口")


def test_a_set_is_said_in_the_same_order_every_time() -> None:
    assert beside_keys(frozenset({"b", "a"})) == (Said("a", "a"), Said("b", "b"))
