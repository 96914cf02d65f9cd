"""All modules of the Act, by subject."""

from chizai.law.asset_securitization import (
    assets,
    bonds,
    borrowing,
    conduct,
    formation,
    management,
    notification,
    organs,
    plan,
    plan_changes,
    securities,
    years,
)

MODULES = (
    formation,
    notification,
    plan,
    plan_changes,
    organs,
    securities,
    bonds,
    assets,
    management,
    borrowing,
    conduct,
    years,
)
