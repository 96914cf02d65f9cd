"""Joint futures with one driver alone made stronger or weaker: what a stress or a sensitivity asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from chizai.forecast.joint_terms import JointTerms, LicenceRisk, LicenseeRisk, RightRisk
from chizai.forecast.processes.licensee import hazard_of_rating
from chizai.units.rate import PPM, share_floor
from chizai.units.toml import STRICT


class Stress(StrEnum):
    """What can be stressed alone."""

    POPULARITY = "popularity"
    """How far the licences' levels stray."""
    OBSOLESCENCE = "obsolescence"
    """How soon their use begins to fade, and a successor comes."""
    COMPETITION = "competition"
    """How soon competitors enter, and how likely exclusivity is lost early."""
    LEGAL = "legal"
    """How likely rights are challenged, opposed, lapse at a rate or are infringed."""
    LICENSEE = "licensee"
    """How likely licensees default, whether given as a rate or by their rating."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverMultiples:
    """To how much of what is described each driver is moved; 1_000_000 leaves it as it is."""

    __pydantic_config__ = STRICT

    popularity_ppm: int = PPM
    """How far the licences' levels stray."""
    obsolescence_ppm: int = PPM
    """How soon their use begins to fade, and a successor comes."""
    competition_ppm: int = PPM
    """How soon competitors enter, and how likely exclusivity is lost early."""
    legal_ppm: int = PPM
    """How likely rights are challenged, opposed, lapse at a rate or are infringed."""
    licensee_ppm: int = PPM
    """How likely licensees default."""

    def of(self, stress: Stress) -> int:
        """Give the multiple of a driver."""
        multiple_ppm: int = getattr(self, f"{stress}_ppm")
        return multiple_ppm


def moved(terms: JointTerms, multiples: DriverMultiples) -> JointTerms:
    """Move each driver to its multiple; those at 1_000_000 stay as they are."""
    for stress in Stress:
        if multiples.of(stress) != PPM:
            terms = stressed(terms, stress, multiples.of(stress))
    return terms


def stressed(terms: JointTerms, stress: Stress, multiple_ppm: int) -> JointTerms:
    """Multiply one driver and leave all others as they are; every number is rounded down.

    Args:
        terms: as described.
        stress: which driver is multiplied.
        multiple_ppm: by how much; 1_000_000 changes nothing.
    """

    def times(number: int | None) -> int | None:
        return None if number is None else share_floor(number, multiple_ppm)

    return _CHANGES[stress](terms, times)


Times = Callable[[int | None], Any]


def _popularity(terms: JointTerms, times: Times) -> JointTerms:
    licences = [replace(risk, volatility_ppm_annual=times(risk.volatility_ppm_annual)) for risk in terms.licences]
    return replace(terms, volatility_ppm_annual=times(terms.volatility_ppm_annual), licences=tuple(licences))


def _obsolescence(terms: JointTerms, times: Times) -> JointTerms:
    def one(risk: LicenceRisk) -> LicenceRisk:
        fade, next_one = risk.obsolescence, risk.successor
        return replace(
            risk,
            obsolescence=fade and replace(fade, hazard_ppm_annual=times(fade.hazard_ppm_annual)),
            successor=next_one and replace(next_one, hazard_ppm_annual=times(next_one.hazard_ppm_annual)),
        )

    return replace(terms, licences=tuple(map(one, terms.licences)))


def _competition(terms: JointTerms, times: Times) -> JointTerms:
    def one(risk: LicenceRisk) -> LicenceRisk:
        entry, alone = risk.competition, risk.exclusivity
        return replace(
            risk,
            competition=entry and replace(entry, hazard_ppm_annual=times(entry.hazard_ppm_annual)),
            exclusivity=alone and replace(alone, early_ppm_annual=times(alone.early_ppm_annual)),
        )

    return replace(terms, licences=tuple(map(one, terms.licences)))


def _legal(terms: JointTerms, times: Times) -> JointTerms:
    def one(risk: RightRisk) -> RightRisk:
        new = risk.opposition
        return replace(
            risk,
            opposition=new and replace(new, opposed_ppm=min(PPM, times(new.opposed_ppm))),
            challenge_ppm_annual=times(risk.challenge_ppm_annual),
            lapse_ppm_annual=times(risk.lapse_ppm_annual),
            infringement_ppm_annual=times(risk.infringement_ppm_annual),
        )

    return replace(terms, rights=tuple(map(one, terms.rights)))


def _licensee(terms: JointTerms, times: Times) -> JointTerms:
    def one(risk: LicenseeRisk) -> LicenseeRisk:
        rate = risk.default_ppm_annual if risk.symbol is None else round(hazard_of_rating(risk.symbol) * PPM)
        return replace(risk, default_ppm_annual=times(rate), symbol=None)

    return replace(terms, licensees=tuple(map(one, terms.licensees)))


_CHANGES: Mapping[Stress, Callable[[JointTerms, Times], JointTerms]] = {
    Stress.POPULARITY: _popularity,
    Stress.OBSOLESCENCE: _obsolescence,
    Stress.COMPETITION: _competition,
    Stress.LEGAL: _legal,
    Stress.LICENSEE: _licensee,
}


def stresses_of(terms: JointTerms) -> tuple[Stress, ...]:
    """Give the drivers that a description uses: those whose stress changes it."""
    return tuple(stress for stress in Stress if stressed(terms, stress, 2 * PPM) != terms)
