from dataclasses import dataclass

import pytest

from chizai.metrics.assumptions import PricingAssumption, check_pricing
from chizai.units.result import Failed, Ok, Reason
from chizai.units.toml import STRICT, read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    __pydantic_config__ = STRICT

    pricing: tuple[PricingAssumption, ...] = ()


def read(text: str) -> tuple[PricingAssumption, ...]:
    result = read_toml(text, "inputs.toml", Inputs)
    assert isinstance(result, Ok)
    return result.value.pricing


def test_a_class_is_priced_by_its_price_or_by_its_yield() -> None:
    pricing = read("[[pricing]]\nclass_id='A'\nprice_ppm=990_000\n[[pricing]]\nclass_id='B'\nyield_ppm_annual=-10_000")
    assert pricing == (
        PricingAssumption(class_id="A", price_ppm=990_000),
        PricingAssumption(class_id="B", yield_ppm_annual=-10_000),
    )
    assert check_pricing(pricing, ("A", "B"), "inputs.toml") == []


def test_a_price_is_never_a_float() -> None:
    assert isinstance(read_toml("[[pricing]]\nclass_id='A'\nprice_ppm=99.0", "inputs.toml", Inputs), Failed)


@pytest.mark.parametrize(
    ("fields", "reason", "key"),
    [
        ("class_id='Z'\nprice_ppm=1", Reason.UNKNOWN, "pricing[1].class_id"),
        ("class_id='A'", Reason.MISSING, "pricing[1]"),
        ("class_id='A'\nprice_ppm=1\nyield_ppm_annual=1", Reason.INCONSISTENT, "pricing[1]"),
        ("class_id='A'\nprice_ppm=0", Reason.OUT_OF_RANGE, "pricing[1].price_ppm"),
        (f"class_id='A'\nprice_ppm={10**30}", Reason.OUT_OF_RANGE, "pricing[1].price_ppm"),
        (f"class_id='A'\nyield_ppm_annual={10**30}", Reason.OUT_OF_RANGE, "pricing[1].yield_ppm_annual"),
        ("class_id='A'\nyield_ppm_annual=-1_000_000", Reason.OUT_OF_RANGE, "pricing[1].yield_ppm_annual"),
        (
            "class_id='A'\nprice_ppm=1\n[[pricing]]\nclass_id='A'\nprice_ppm=2",
            Reason.DUPLICATE,
            "pricing[2].class_id",
        ),
    ],
)
def test_pricing_that_cannot_be_used_is_reported_at_its_key(fields: str, reason: Reason, key: str) -> None:
    (failure,) = check_pricing(read("[[pricing]]\n" + fields), ("A", "B"), "inputs.toml")
    assert (failure.reason, failure.place.key, failure.place.file) == (reason, key, "inputs.toml")


def test_an_unknown_class_is_answered_with_the_classes_there_are() -> None:
    (failure,) = check_pricing([PricingAssumption(class_id="Z", price_ppm=1)], ("A", "B"), "inputs.toml")
    assert failure.fix == "write one of A, B"
