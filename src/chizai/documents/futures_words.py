"""How futures are drawn, in a line in the reader's language: enough to draw them again with the inputs."""

from collections.abc import Iterator
from dataclasses import dataclass

from chizai.documents.language import Language
from chizai.documents.words import Words, words_of
from chizai.forecast.futures_terms import FuturesTerms
from chizai.forecast.joint_terms import DEGREES, Copula, FittedTerms, JointTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnFutures:
    """Futures, or one of them, and how they are drawn."""

    terms: FuturesTerms
    joint: JointTerms | None = None
    """How licences are drawn together; none: by one factor."""
    path: int | None = None
    """Number of the one future that is meant; none: all of them."""


def futures_words(drawn: DrawnFutures, words: Words) -> str:
    """Say which futures they are, what they are drawn by, and the seed."""
    said = words.say(
        "{n_paths} futures of {drawing}; seed {seed}",
        n_paths=f"{drawn.terms.n_paths:,}",
        drawing=_drawing(drawn, words),
        seed=drawn.terms.seed,
    )
    return said if drawn.path is None else words.say("number {path} of {futures}", path=f"{drawn.path:,}", futures=said)


def futures_record(drawn: DrawnFutures) -> str:
    """Say the same in English, as what is read by machines and the workbook does."""
    # no amount is said: any currency would do
    return futures_words(drawn, words_of(Language.ENGLISH, "JPY"))


def _drawing(drawn: DrawnFutures, words: Words) -> str:
    if drawn.joint is not None:
        return words.say("licences drawn together ({how})", how=words.listing([*_joint(drawn.joint, words)]))
    factor, reversion = drawn.terms.assumption, drawn.terms.reversion_ppm_annual
    how = [
        _volatility(factor.volatility_ppm_annual, words),
        words.say("reversion {rate}", rate=words.percent(reversion)),
    ]
    return words.say("one factor ({how})", how=words.listing(how))


def _joint(joint: JointTerms, words: Words) -> Iterator[str]:
    """Name the copula, the usual level, and what may happen to how many."""
    if joint.copula is Copula.GAUSSIAN:
        yield words.say("Gaussian copula")
    else:
        yield words.say("t copula of {degrees} degrees of freedom", degrees=joint.degrees or DEGREES)
    yield _volatility(joint.volatility_ppm_annual, words)
    fitted = joint.fitted if isinstance(joint, FittedTerms) else ()
    yield words.say("market weight {weight}", weight=words.percent(joint.market_weight_ppm))
    if fitted:
        yield words.say("licences as uncertain as their fit: {count}", count=len(fitted))
    if joint.licensees:
        yield words.say("licensees that may default: {count}", count=len(joint.licensees))
    if joint.rights:
        yield words.say("rights at risk: {count}", count=len(joint.rights))
    if own := [risk for risk in joint.licences if risk.licence not in fitted]:
        yield words.say("licences with terms of their own: {count}", count=len(own))
    if joint.currencies:
        yield words.say("currencies: {count}", count=len(joint.currencies))
    if joint.drawn_rates:
        yield words.say("observed rates that are drawn: {count}", count=len(joint.drawn_rates))


def _volatility(rate_ppm_annual: int, words: Words) -> str:
    return words.say("volatility {rate}", rate=words.percent(rate_ppm_annual))
