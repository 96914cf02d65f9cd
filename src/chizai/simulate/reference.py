"""Joint futures in NumPy, plain and slow: what the machine code must draw, from the same random numbers.

The functions of NumPy differ from the machine code's in the last bits, so that an amount can differ by one unit where
it lies next to a whole one.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.native.random import draws, path_keys, squared_radii_of, stream_constant
from chizai.simulate.ask import Given, Rows, Tilt
from chizai.simulate.model import Currency, Event, Interruption, JointModel, LicenceModel, Rate
from chizai.simulate.shocks import named_normals
from chizai.simulate.sound import LICENCE_MAX, STREAM_MAX, assert_sound
from chizai.simulate.thresholds import thresholds_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Wholes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Paths, and what they follow from."""

    rows: "Wholes"
    """Streams, licences, events, rates, as `ask.Rows` wants them; shape (n_rows, n_periods, n_paths)."""
    market: "Floats"
    """Shocks; shape (n_periods, n_paths)."""
    came: "Wholes"
    """The period of each event, or the number of periods if it does not come; shape (n_events, n_paths)."""
    log_weights: "Floats"
    """Logarithm of the true density over the one that is drawn from; shape (n_paths,)."""


@dataclass(frozen=True, slots=True, eq=False)
class _Shared:
    """What the licences of a path share."""

    model: JointModel
    keys: "NDArray[np.uint64]"
    given: Given
    mixing: "Floats"
    market: "Floats"
    sectors: "list[Floats]"
    currencies: "list[Floats]"
    came: "Wholes"


def draw_reference(
    model: JointModel,
    rows: Rows,
    seed: int,
    span: tuple[int, int],
    tilt: Tilt | None = None,
    given: Given | None = None,
) -> Drawn:
    """Draw the paths from a number up to another, as `kernel.Joint.draw` does.

    Args:
        model: what is drawn.
        rows: what is wanted of it.
        seed: of the random numbers.
        span: number of the first path, and of the one after the last.
        tilt: means of normals that are drawn round another than 0.
        given: normals that are not drawn.

    Raises:
        ValueError: the description cannot be drawn.
    """
    import numpy as np

    assert_sound(model)
    given = given or Given()
    n_paths = span[1] - span[0]
    tilt = tilt or Tilt(market=(0.0,) * model.n_periods)
    keys = path_keys(seed, span[0], n_paths)
    market = named_normals(keys, "market", "", model.n_periods) if given.market is None else given.market
    own = np.array([named_normals(keys, "event", each.id, 1)[0] for each in model.events]).reshape(-1, n_paths)
    own = own if given.events is None else given.events
    market_mean = np.array(tilt.market)[:, None]
    own_mean = np.array(tilt.events or (0.0,) * len(model.events))[:, None]
    weights = -(market_mean * market + market_mean**2 / 2).sum(axis=0) - (own_mean * own + own_mean**2 / 2).sum(axis=0)
    market, own, mixing = market + market_mean, own + own_mean, _mixing(model, keys)
    came = np.array(
        [_came(model, each, market, mixing, normal) for each, normal in zip(model.events, own, strict=True)]
    )
    shared = _Shared(
        model,
        keys,
        given,
        mixing,
        market,
        [named_normals(keys, "sector", each.id, model.n_periods) for each in model.sectors],
        [_rate(model, each, keys, market, mixing) for each in model.currencies],
        came.astype(np.int64).reshape(-1, n_paths),
    )
    licences = [_licence(shared, number) for number in range(len(model.licences))]
    drawn = [_stream(model, number, licences) for number in range(model.n_streams)]
    drawn += licences if rows.licences else []
    periods = np.arange(model.n_periods)[:, None]
    drawn += [(periods >= each).astype(np.int64) for each in shared.came] if rows.events else []
    drawn += [_observed(each, shared.currencies[each.currency]) for each in model.rates] if rows.rates else []
    return Drawn(np.stack(drawn), market, shared.came, weights)


def _mixing(model: JointModel, keys: "NDArray[np.uint64]") -> "Floats":
    import numpy as np

    if model.degrees is None:
        return np.ones(keys.size)
    drawn = draws(keys, stream_constant("mixing", ""), model.degrees // 2)
    mixing: Floats = np.sqrt(model.degrees / squared_radii_of(drawn).sum(axis=0))
    return mixing


def _came(model: JointModel, event: Event, market: "Floats", mixing: "Floats", own: "Floats") -> "Wholes":
    """Give the first period in which a latent number lies below the threshold."""
    import numpy as np

    mean = market.sum(axis=0) / np.sqrt(model.n_periods)
    latent = mixing * (event.market_loading * mean + np.sqrt(1 - event.market_loading**2) * own)
    thresholds = np.array(thresholds_of(event.has_come, model.degrees))[:, None]
    periods: Wholes = (latent >= thresholds).sum(axis=0)
    return periods


def _rate(
    model: JointModel, currency: Currency, keys: "NDArray[np.uint64]", market: "Floats", mixing: "Floats"
) -> "Floats":
    """Give the rate of a currency over today's; shape (n_periods, n_paths)."""
    import numpy as np

    volatility = np.array(currency.volatility_by_period)[:, None]
    own = named_normals(keys, "currency", currency.id, model.n_periods)
    weight = currency.market_weight
    walk = np.cumsum(volatility * (weight * market + np.sqrt(1 - weight**2) * own), axis=0)
    rate: Floats = np.exp(mixing * walk - mixing**2 * np.cumsum(volatility**2, axis=0) / 2)
    return rate


def _observed(rate: Rate, of_currency: "Floats") -> "Wholes":
    """Give an observed rate, in parts per million; shape (n_periods, n_paths)."""
    import numpy as np

    drawn = np.array(rate.forecast_ppm, np.float64)[:, None] * np.minimum(of_currency, 2.0**1000)
    return np.minimum(np.floor(np.minimum(drawn, LICENCE_MAX)).astype(np.int64), rate.most_ppm)


def _licence(shared: _Shared, number: int) -> "Wholes":
    """Give the cash of a licence; shape (n_periods, n_paths)."""
    import numpy as np

    model = shared.model
    licence = model.licences[number]
    expected = np.array(licence.expected_minor, np.float64)[:, None]
    amount = np.minimum(expected * _level(shared, number), LICENCE_MAX)
    for fade in licence.fades:
        amount = amount * _faded(shared, fade.event, fade.keep)
    parts = [_part(shared, each) for each in licence.interruptions]
    standing = np.prod(parts, axis=0) if parts else np.ones_like(amount)
    reported = 1 - licence.under_reported
    cash = np.floor(amount * standing * reported)
    for place, each in enumerate(licence.interruptions):
        others = np.prod([part for n, part in enumerate(parts) if n != place], axis=0)
        cash += _recovered(shared, each, amount * others * (1 - parts[place]) * reported)
    return (cash + _found(licence, amount * standing)).astype(np.int64)


def _level(shared: _Shared, number: int) -> "Floats":
    """Give what multiplies a licence's expected cash if nothing happens; shape (n_periods, n_paths)."""
    import numpy as np

    licence, mixing = shared.model.licences[number], shared.mixing
    shocks = _shocks(shared, licence)
    level, drift = named_normals(shared.keys, "level", licence.id, 2)
    if shared.given.levels is not None:
        level = shared.given.levels[number]
    drifts = licence.drift_deviation or (0.0,) * shared.model.n_periods
    rate = 1.0 if licence.currency is None else shared.currencies[licence.currency]
    logs, so_far, variance = [], np.zeros(shared.keys.size), 0.0
    for period, (keep, spread) in enumerate(zip(licence.keep, licence.spread, strict=True)):
        so_far = keep * so_far + spread * shocks[period]
        variance = keep**2 * variance + spread**2
        total = variance + licence.level_deviation**2 + drifts[period] ** 2
        log = so_far + licence.level_deviation * level + drifts[period] * drift
        logs.append(mixing * log - mixing**2 * total / 2)
    level_by_period: Floats = np.exp(np.minimum(np.array(logs), np.log(2.0) * 1000)) * rate
    return level_by_period


def _shocks(shared: _Shared, licence: LicenceModel) -> "Floats":
    """Give the shocks of a licence's level; shape (n_periods, n_paths)."""
    import numpy as np

    own = named_normals(shared.keys, "licence", licence.id, shared.model.n_periods)
    rest = max(0.0, 1 - licence.market_weight**2 - licence.sector_weight**2)
    shocks: Floats = licence.market_weight * shared.market + np.sqrt(rest) * own
    if licence.sector is not None:
        shocks = shocks + licence.sector_weight * shared.sectors[licence.sector]
    return shocks


def _faded(shared: _Shared, event: int, keep: float) -> "Floats":
    """Give the part that a fade leaves; shape (n_periods, n_paths)."""
    import numpy as np

    age = np.arange(shared.model.n_periods)[:, None] - shared.came[event] + 1
    return np.where(age > 0, np.power(keep, np.maximum(age, 0)), 1.0)


def _clock(shared: _Shared, interruption: Interruption) -> "Wholes":
    """Give the period in which an interruption comes; shape (n_paths,)."""
    came = shared.came[list(interruption.events)]
    clock: Wholes = came.max(axis=0) if interruption.with_last else came.min(axis=0)
    return clock


def _part(shared: _Shared, interruption: Interruption) -> "Floats":
    """Give the part that an interruption leaves; shape (n_periods, n_paths)."""
    import numpy as np

    age = np.arange(shared.model.n_periods)[:, None] - _clock(shared, interruption)
    later = np.where(age < interruption.gap_periods, interruption.during, interruption.after)
    return np.where(age < 0, 1.0, later)


def _recovered(shared: _Shared, interruption: Interruption, withheld: "Floats") -> "Wholes":
    """Give what is recovered of what was withheld when an interruption came; shape (n_periods, n_paths)."""
    import numpy as np

    periods = np.arange(shared.model.n_periods)[:, None]
    came = _clock(shared, interruption)
    amount = np.where(periods == came, withheld, 0.0).sum(axis=0)
    is_due = periods == came + interruption.recovery_periods
    return np.where(is_due, np.floor(interruption.recovery * amount), 0).astype(np.int64)


def _found(licence: LicenceModel, earned: "Floats") -> "Wholes":
    """Give what audits find; shape (n_periods, n_paths)."""
    import numpy as np

    found = np.zeros(earned.shape, np.int64)
    first = 0
    for audit in licence.audits:
        unreported = licence.under_reported * earned[first : audit + 1].sum(axis=0)
        found[audit] = np.floor(np.minimum(licence.audit_recovery * unreported, LICENCE_MAX))
        first = audit + 1
    return found


def _stream(model: JointModel, number: int, licences: "list[Wholes]") -> "Wholes":
    """Give the cash of a stream; shape (n_periods, n_paths)."""
    import numpy as np

    most = model.most_minor[number] if model.most_minor else STREAM_MAX
    total = np.zeros_like(licences[0])
    if model.certain_minor:
        total += np.array(model.certain_minor[number], np.int64)[:, None]
    for licence, cash in zip(model.licences, licences, strict=True):
        if licence.stream == number:
            total += cash
    return np.clip(total, 0, most)
