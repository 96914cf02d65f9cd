"""The machine code draws what plain NumPy draws from the same random numbers, whatever is described."""

import numpy as np
from hypothesis import given as given_by
from hypothesis import settings
from hypothesis import strategies as st

from chizai.native.build import LANES, WIDE_LANES
from chizai.simulate.ask import Given, Rows, Tilt
from chizai.simulate.kernel import compile_joint
from chizai.simulate.model import Currency, Driver, Event, Fade, Interruption, JointModel, LicenceModel, Rate
from chizai.simulate.reference import Drawn, draw_reference

ALL_ROWS = Rows(licences=True, events=True, rates=True)
FIRST, STOP = 5, 5 + 2 * WIDE_LANES + 3
"""Paths that fill some vectors and a part of one."""


def parts() -> st.SearchStrategy[float]:
    return st.sampled_from((0.0, 0.25, 0.6, 1.0))


@st.composite
def rising(draw: st.DrawFn, n_periods: int) -> tuple[float, ...]:
    return tuple(sorted(draw(st.lists(st.just(0.0) | st.floats(0, 1), min_size=n_periods, max_size=n_periods))))


@st.composite
def interruptions(draw: st.DrawFn, n_events: int) -> Interruption:
    return Interruption(
        events=tuple(draw(st.lists(st.integers(0, n_events - 1), min_size=1, max_size=3))),
        with_last=draw(st.booleans()),
        during=draw(parts()),
        gap_periods=draw(st.integers(0, 3)),
        after=draw(parts()),
        recovery=draw(parts()) * draw(st.sampled_from((1, 3))),
        recovery_periods=draw(st.integers(1, 4)),
    )


@st.composite
def licences(draw: st.DrawFn, name: str, n_periods: int, counts: tuple[int, int, int, int]) -> LicenceModel:
    n_streams, n_sectors, n_currencies, n_events = counts
    row = st.lists(st.sampled_from((0.0, 0.1, 0.3)), min_size=n_periods, max_size=n_periods).map(tuple)
    has_events = n_events > 0
    return LicenceModel(
        id=name,
        stream=draw(st.integers(0, n_streams - 1)),
        expected_minor=tuple(draw(st.lists(st.integers(0, 10**6), min_size=n_periods, max_size=n_periods))),
        keep=tuple(draw(st.lists(parts(), min_size=n_periods, max_size=n_periods))),
        spread=draw(st.just((0.0,) * n_periods) | row),
        market_weight=draw(st.sampled_from((0.0, 0.6, -0.6))),
        sector_weight=draw(st.sampled_from((0.0, 0.8))) if n_sectors else 0.0,
        sector=draw(st.integers(0, n_sectors - 1)) if n_sectors else None,
        level_deviation=draw(st.sampled_from((0.0, 0.2))),
        drift_deviation=draw(st.just(()) | row),
        currency=draw(st.none() | st.integers(0, n_currencies - 1)) if n_currencies else None,
        interruptions=tuple(draw(st.lists(interruptions(n_events), max_size=3))) if has_events else (),
        fades=tuple(draw(st.lists(st.builds(Fade, event=st.integers(0, n_events - 1), keep=parts()), max_size=2)))
        if has_events
        else (),
        under_reported=draw(st.sampled_from((0.0, 0.1, 1.0))),
        audit_recovery=draw(parts()),
        audits=tuple(sorted(draw(st.sets(st.integers(0, n_periods - 1), max_size=3)))),
    )


@st.composite
def rates(draw: st.DrawFn, n_periods: int, n_currencies: int) -> Rate:
    return Rate(
        currency=draw(st.integers(0, n_currencies - 1)),
        forecast_ppm=tuple(draw(st.lists(st.integers(0, 10**7), min_size=n_periods, max_size=n_periods))),
        most_ppm=draw(st.sampled_from((0, 10**6, 10**7))),
    )


@st.composite
def models(draw: st.DrawFn) -> JointModel:
    n_periods = draw(st.integers(1, 9))
    n_streams, n_sectors, n_currencies, n_events, n_licences = (
        draw(st.integers(least, most)) for least, most in ((1, 2), (0, 2), (0, 2), (0, 3), (1, 4))
    )
    counts = n_streams, n_sectors, n_currencies, n_events
    certain = st.lists(st.integers(-1000, 10**5), min_size=n_periods, max_size=n_periods).map(tuple)
    loading = st.sampled_from((0.0, 0.5, -0.5, 1.0))
    return JointModel(
        n_periods=n_periods,
        sectors=tuple(Driver(id=f"s{number}") for number in range(n_sectors)),
        currencies=tuple(
            Currency(
                id=f"c{number}",
                volatility_by_period=draw(
                    st.lists(st.floats(0, 0.3), min_size=n_periods, max_size=n_periods).map(tuple)
                ),
                market_weight=draw(loading),
            )
            for number in range(n_currencies)
        ),
        events=tuple(
            Event(id=f"e{number}", has_come=draw(rising(n_periods)), market_loading=draw(loading))
            for number in range(n_events)
        ),
        rates=tuple(draw(st.lists(rates(n_periods, n_currencies), max_size=3))) if n_currencies else (),
        licences=tuple(draw(licences(f"l{number}", n_periods, counts)) for number in range(n_licences)),
        n_streams=n_streams,
        certain_minor=draw(st.just(()) | st.tuples(*(certain,) * n_streams)),
        most_minor=draw(st.just(()) | st.tuples(*(st.integers(0, 2 * 10**6),) * n_streams)),
        degrees=draw(st.none() | st.sampled_from((4, 6))),
    )


def drawn_by_code(
    model: JointModel, rows: Rows, tilt: Tilt | None = None, given: Given | None = None, n_lanes: int = LANES
) -> tuple["np.ndarray", "np.ndarray | None"]:
    names = [name for name in ("market", "events", "levels") if given and getattr(given, name) is not None]
    joint = compile_joint(model, rows, tilt=tilt, given=names, n_lanes=n_lanes)
    out = np.full((joint.n_rows, model.n_periods, STOP - FIRST), -1, np.int64)
    log_weights = np.empty(STOP - FIRST) if tilt else None
    joint.draw(3, FIRST, STOP, out, given, log_weights)
    return out, log_weights


def assert_alike(model: JointModel, made: "np.ndarray", drawn: Drawn) -> None:
    """Allow for a unit in all that a licence adds up: what it earns, recovers and audits find; and in a rate."""
    n_licences, first_rate = len(model.licences), len(made) - len(model.rates)
    streams, others = slice(0, model.n_streams), slice(model.n_streams, model.n_streams + n_licences)
    assert abs(made[others] - drawn.rows[others]).max(initial=0) <= 5
    assert abs(made[streams] - drawn.rows[streams]).max() <= 5 * n_licences
    assert (made[others.stop : first_rate] == drawn.rows[others.stop : first_rate]).all()
    assert abs(made[first_rate:] - drawn.rows[first_rate:]).max(initial=0) <= 1


@settings(max_examples=60)
@given_by(models())
def test_any_description_gives_what_plain_numpy_gives(model: JointModel) -> None:
    made, _ = drawn_by_code(model, ALL_ROWS)
    drawn = draw_reference(model, ALL_ROWS, 3, (FIRST, STOP))
    assert_alike(model, made, drawn)
    assert (made == drawn.rows).mean() > 0.98
