"""Rules of the Asset Securitization Act (資産の流動化に関する法律)."""

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
