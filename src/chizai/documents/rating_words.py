"""An indicative rating explained in the reader's language, down to what each symbol was read from."""

from collections.abc import Iterator
from decimal import Decimal

from chizai.documents.language import marked
from chizai.documents.names import CAPS
from chizai.documents.words import Words
from chizai.metrics.paths import Estimate
from chizai.metrics.rating import IndicativeRating
from chizai.metrics.rating_caps import Cap, CapKind, capping_licensees
from chizai.metrics.rating_ideas import SymbolRange, upper_rate
from chizai.metrics.rating_scale import Idea, steps_below_top
from chizai.metrics.rating_tables import default_lines, loss_lines
from chizai.units.explain import Explained
from chizai.units.rate import PPM

BY_RATE = {
    Idea.EXPECTED_LOSS: (marked("by expected loss"), marked("expected loss")),
    Idea.DEFAULT: (marked("by default probability"), marked("default probability")),
}
"""How an idea that reads a rate is named, and the rate."""


def explained_rating(rating: IndicativeRating, words: Words) -> Explained:
    """Explain a symbol: the ideas and caps that it is the lowest of, and what each was read from."""
    ideas = Explained(
        words.say("the lower of two ideas"),
        rating.uncapped,
        words.say(
            "expected loss {loss}; default probability {default}; break-even under stress {stress}",
            loss=rating.by_expected_loss.symbol,
            default=rating.by_default.symbol,
            stress=rating.by_stress.symbol,
        ),
        (_by_rate(rating, Idea.EXPECTED_LOSS, words), _by_rate(rating, Idea.DEFAULT, words), _by_stress(rating, words)),
    )
    return Explained(
        words.say("indicative rating of {id}", id=rating.class_id),
        rating.symbol,
        words.say(
            "the lowest of the ideas and the caps; indicative: Chizai's own reading of the scale, "
            "which no agency has given or seen"
        ),
        (ideas, *(_cap(rating, cap, words) for cap in rating.caps)),
    )


def _by_rate(rating: IndicativeRating, idea: Idea, words: Words) -> Explained:
    """Explain an idea that holds a rate against the idealised table at the class's average life."""
    measures, label = rating.measures, words.say(BY_RATE[idea][0])
    is_loss = idea is Idea.EXPECTED_LOSS
    found, measured = (
        (rating.by_expected_loss, measures.expected_loss)
        if is_loss
        else (rating.by_default, measures.default_frequency)
    )
    life = words.say("{years} years", years=words.years(measures.average_life_years))
    return Explained(
        label,
        _ranged(found, words),
        words.say("the best symbol whose idealised rate at the average life is not passed"),
        (
            Explained(
                words.say(BY_RATE[idea][1]), _estimated(measured, words), _proof(measured, measures.n_paths, words)
            ),
            Explained(words.say("average life"), life, words.say("of the principal that is repaid")),
            *_neighbours(rating, found, is_loss=is_loss, words=words),
        ),
    )


def _neighbours(rating: IndicativeRating, found: SymbolRange, *, is_loss: bool, words: Words) -> Iterator[Explained]:
    """Show the line that allows the symbol, and the one above it that is passed."""
    steps, lines = steps_below_top(found.symbol), loss_lines if is_loss else default_lines
    for symbol, line in lines(rating.assumptions.idealised_table, rating.measures.average_life_years):
        if steps_below_top(symbol) in {steps - 1, steps}:
            yield Explained(words.say("idealised rate of {symbol}", symbol=symbol), _percent(line))


def _by_stress(rating: IndicativeRating, words: Words) -> Explained:
    """Explain the idea that holds the decline which the class withstands against the base case's."""
    found, needed_ppm = rating.by_stress, rating.measures.break_even.multiple_ppm
    needed = words.say("the whole forecast does not pay it") if needed_ppm is None else words.percent(needed_ppm)
    whole, part = words.say("all of the forecast less that part"), words.percent(found.decline_ppm)
    ratio = words.say("decline withstood / base-case decline")
    required = (row for row in rating.assumptions.stress_table if row.symbol is found.symbol)
    return Explained(
        words.say("by break-even under stress"),
        found.symbol,
        words.say("the best symbol whose required multiple of the base-case decline is withstood"),
        (
            Explained(
                words.say("break-even multiple"),
                needed,
                words.say("the least part of the forecast that pays the class in full"),
            ),
            Explained(words.say("decline withstood"), part, whole),
            Explained(words.say("base-case decline"), words.percent(rating.base_decline_ppm), _origin(rating, words)),
            Explained(words.say("multiple withstood"), _times(found.multiple_ppm, words), ratio),
            *(
                Explained(words.say("required of {symbol}", symbol=row.symbol), _times(row.multiple_ppm, words))
                for row in required
            ),
        ),
    )


def _origin(rating: IndicativeRating, words: Words) -> str:
    """Say where the base-case decline comes from."""
    assumptions = rating.assumptions
    if assumptions.base_decline_ppm is not None:
        return words.say("assumed")
    if rating.base_decline_ppm == assumptions.base_decline_least_ppm:
        return words.say("the least that is assumed; the futures fall short by less")
    return words.say("mean shortfall of the futures")


def _cap(rating: IndicativeRating, cap: Cap, words: Words) -> Explained:
    """Explain a cap: its rule, and what of the pool decides whether it applies."""
    rule, parts = CAP_WORDS[cap.kind](rating, words)
    label = words.say("cap: {kind}", kind=words.say(CAPS[cap.kind]))
    return Explained(label, cap.symbol or words.say("does not apply"), rule, tuple(parts))


def _licensee_cap(rating: IndicativeRating, words: Words) -> tuple[str, list[Explained]]:
    terms, facts = rating.assumptions.caps, rating.facts
    largest = [
        Explained(words.say("largest licensee, {name}", name=each.name), words.percent(each.share_ppm))
        for each in facts.licensees[:1]
    ]
    capping = [
        Explained(
            words.say("symbol of {name}", name=each.name),
            each.symbol,
            words.say("as given") if each.is_given else words.say("none is given: as assumed"),
        )
        for each in capping_licensees(facts, terms, rating.assumptions.licensees)
    ]
    most = words.percent(terms.licensee_share_max_ppm)
    return words.say("a licensee above {share} of collections caps at its own symbol", share=most), largest + capping


def _right_cap(rating: IndicativeRating, words: Words) -> tuple[str, list[Explained]]:
    terms = rating.assumptions.caps
    rule = words.say(
        "a right above {share} of collections caps at {symbol}",
        share=words.percent(terms.right_share_max_ppm),
        symbol=terms.single_right,
    )
    return rule, [
        Explained(words.say("largest right, {id}", id=each.name), words.percent(each.share_ppm))
        for each in rating.facts.rights[:1]
    ]


def _history_cap(rating: IndicativeRating, words: Words) -> tuple[str, list[Explained]]:
    terms = rating.assumptions.caps
    rule = words.say(
        "a history below {months} months caps at {symbol}", months=terms.history_months_min, symbol=terms.short_history
    )
    return rule, [Explained(words.say("months of royalties that are known"), str(rating.facts.history_months))]


CAP_WORDS = {
    CapKind.SINGLE_LICENSEE: _licensee_cap,
    CapKind.SINGLE_RIGHT: _right_cap,
    CapKind.SHORT_HISTORY: _history_cap,
}
"""By kind of cap, its rule and the facts that it looks at."""


def _ranged(found: SymbolRange, words: Words) -> str:
    if found.best is found.symbol is found.worst:
        return found.symbol
    return words.say(
        "{symbol} ({best} to {worst} within two standard errors)",
        symbol=found.symbol,
        best=found.best,
        worst=found.worst,
    )


def _estimated(found: Estimate, words: Words) -> str:
    if found.standard_error is None:
        return _percent(found.mean)
    return words.say("{rate} (standard error {error})", rate=_percent(found.mean), error=_percent(found.standard_error))


def _proof(found: Estimate, n_paths: int, words: Words) -> str:
    """Say what an estimate rests on; where no path was hit, what it cannot rule out."""
    if found.mean:
        return words.say("mean over {n_paths} futures", n_paths=f"{n_paths:,}")
    return words.say(
        "mean over {n_paths} futures; none was hit, which rules out no rate below {rate}",
        n_paths=f"{n_paths:,}",
        rate=_percent(upper_rate(found, n_paths)),
    )


def _percent(rate: float) -> str:
    """Write a rate in percent to three digits, without an exponent however small it is."""
    return f"{Decimal(f'{100 * rate:.3g}'):f}%"


def _times(multiple_ppm: int, words: Words) -> str:
    return words.say("{multiple} times", multiple=f"{multiple_ppm / PPM:.2f}")
