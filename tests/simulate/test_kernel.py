"""A path is the same whatever is drawn beside it, on any number of threads, in any blocks and by any code."""

import hashlib
import platform
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.simulate.drawn import joint_block

from chizai.native import build
from chizai.simulate import kernel
from chizai.simulate.ask import Given, Rows, Tilt
from chizai.simulate.kernel import Joint, compile_joint
from chizai.simulate.model import Currency, Driver, Event, Fade, Interruption, JointModel, LicenceModel
from chizai.simulate.reference import draw_reference

N_PERIODS, N_PATHS = 11, 700
ALL_ROWS = Rows(licences=True, events=True)


def events(*ids: str, loading: float = 0.3) -> tuple[Event, ...]:
    come = tuple(0.04 * (1 + period) for period in range(N_PERIODS))
    return tuple(Event(id=each, has_come=come, market_loading=loading) for each in ids)


def licence(name: str, number: int) -> LicenceModel:
    """Give licences of five shapes, with everything that a licence can have among them."""
    plain = LicenceModel(
        id=name,
        stream=number % 2,
        expected_minor=tuple(10**6 + 1000 * period * (number + 1) for period in range(N_PERIODS - number % 3))
        + (0,) * (number % 3),
        keep=(0.9,) * N_PERIODS,
        spread=(0.1,) * N_PERIODS,
        market_weight=0.5,
        interruptions=(Interruption(events=(0,)), Interruption(events=(1, 2), recovery=0.4, recovery_periods=2)),
    )
    others: tuple[dict[str, Any], ...] = (
        {},
        {"sector": 0, "sector_weight": 0.6, "level_deviation": 0.2, "currency": 0},
        {"fades": (Fade(event=3, keep=0.8),), "drift_deviation": (0.05,) * N_PERIODS},
        {"spread": (0.0,) * N_PERIODS, "under_reported": 0.1, "audit_recovery": 0.8, "audits": (4, 9)},
        {"interruptions": (Interruption(events=(2,), during=0.2, gap_periods=3, after=0.7, recovery=0.3),)},
    )
    return replace(plain, **others[number % 5])


MODEL = JointModel(
    n_periods=N_PERIODS,
    sectors=(Driver(id="pharma"),),
    currencies=(Currency(id="USD", volatility_by_period=(0.05,) * N_PERIODS, market_weight=0.2),),
    events=events("patent", "payer a", "payer b", "newer"),
    licences=tuple(licence(f"licence {number}", number) for number in range(7)),
    n_streams=2,
    certain_minor=((500,) * N_PERIODS, (0,) * N_PERIODS),
    most_minor=(5 * 10**6, 10**9),
)


def drawn(model: JointModel, rows: Rows = ALL_ROWS, n_lanes: int = build.LANES, n_paths: int = N_PATHS) -> "np.ndarray":
    return joint_block(compile_joint(model, rows, n_lanes=n_lanes), 5)(0, n_paths)


WHOLE = drawn(MODEL)


def test_paths_are_those_of_other_machines_and_earlier_days() -> None:
    # whoever changes what is drawn changes every result that a seed once gave, and has to say so
    expected = "2524826a4764f5137529e10826cabb063ea33a35d24443f5d9ab3cad7833ea93"
    assert hashlib.sha256(WHOLE.astype("<i8").tobytes()).hexdigest() == expected


@pytest.mark.parametrize("n_threads", [1, 2, 7])
@pytest.mark.parametrize("n_a_block", [1, 17, 64, 500])
def test_threads_and_blocks_do_not_change_a_bit(n_threads: int, n_a_block: int) -> None:
    joint = compile_joint(MODEL, ALL_ROWS)
    block = joint_block(joint, 5)
    n_paths = min(N_PATHS, 40 * n_a_block)
    spans = [(first, min(first + n_a_block, n_paths)) for first in range(0, n_paths, n_a_block)]
    with ThreadPoolExecutor(n_threads) as threads:
        made = list(threads.map(lambda span: block(*span), spans))
    assert (np.concatenate(made, axis=2) == WHOLE[..., :n_paths]).all()


@pytest.mark.parametrize("n_lanes", [2, build.WIDE_LANES])
def test_the_number_of_lanes_does_not_change_a_bit(n_lanes: int) -> None:
    assert (drawn(MODEL, n_lanes=n_lanes) == WHOLE).all()


@pytest.mark.skipif(platform.machine() not in {"x86_64", "AMD64"}, reason="names a processor of one family")
def test_the_processor_does_not_change_a_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    import llvmlite.binding as llvm

    triple = llvm.Target.from_default_triple()
    older = triple.create_target_machine(cpu="haswell", opt=3, codemodel="jitdefault", jit=True)
    monkeypatch.setattr(build, "_target_machine", lambda: older)
    monkeypatch.setattr(kernel, "compile_code", build.compile_code.__wrapped__)
    assert (drawn(MODEL) == WHOLE).all()


def test_streams_are_the_same_with_and_without_breakdown() -> None:
    n_licences = len(MODEL.licences)
    for rows in (Rows(), Rows(licences=True), Rows(events=True)):
        made = drawn(MODEL, rows)
        assert (made[:2] == WHOLE[:2]).all()
        assert (
            made[2:] == (WHOLE[2 : 2 + n_licences] if rows.licences else WHOLE[2 + n_licences :])[: len(made) - 2]
        ).all()


def test_the_licences_of_a_stream_and_what_is_certain_add_up_to_it_within_its_bounds() -> None:
    licences = WHOLE[2:-4]
    for number, (certain, most) in enumerate(zip(MODEL.certain_minor, MODEL.most_minor, strict=True)):
        of = [each for each, of in zip(licences, MODEL.licences, strict=True) if of.stream == number]
        total = np.array(certain)[:, None] + np.sum(of, axis=0)
        assert (WHOLE[number] == np.clip(total, 0, most)).all()
    assert (WHOLE[0] == MODEL.most_minor[0]).any()


def test_a_row_of_an_event_changes_once_and_stays() -> None:
    rows = WHOLE[-4:]
    assert set(np.unique(rows)) == {0, 1}
    assert (np.diff(rows, axis=1) >= 0).all()


def test_a_licence_that_is_left_out_or_added_leaves_the_others_as_they_are() -> None:
    fewer = drawn(replace(MODEL, licences=MODEL.licences[:3] + MODEL.licences[4:]))
    assert (np.delete(WHOLE, 5, axis=0)[2:] == fewer[2:]).all()
    more = drawn(replace(MODEL, licences=(licence("new", 8), *MODEL.licences)))
    assert (more[3:] == WHOLE[2:]).all()


def test_an_event_a_sector_and_a_currency_that_are_added_leave_the_others_as_they_are() -> None:
    more = replace(
        MODEL,
        events=(*MODEL.events, *events("another")),
        sectors=(*MODEL.sectors, Driver(id="energy")),
        currencies=(*MODEL.currencies, Currency(id="EUR", volatility_by_period=(0.1,) * N_PERIODS)),
    )
    assert (drawn(more)[:-1] == WHOLE).all()


def test_earlier_periods_of_streams_without_events_do_not_depend_on_later_ones() -> None:
    plain = replace(
        MODEL, events=(), licences=tuple(replace(each, interruptions=(), fades=()) for each in MODEL.licences)
    )
    longer = drawn(plain)
    short = 5
    licences = tuple(
        replace(
            each,
            expected_minor=each.expected_minor[:short],
            drift_deviation=each.drift_deviation[:short],
            audits=each.audits[:1],
            keep=each.keep[:short],
            spread=each.spread[:short],
        )
        for each in plain.licences
    )
    currencies = tuple(
        replace(each, volatility_by_period=each.volatility_by_period[:short]) for each in plain.currencies
    )
    certain = tuple(row[:short] for row in plain.certain_minor)
    shorter = replace(plain, n_periods=short, licences=licences, currencies=currencies, certain_minor=certain)
    assert (drawn(shorter) == longer[:, :short]).all()


def test_another_seed_gives_other_paths_and_any_seed_will_do() -> None:
    joint = compile_joint(MODEL, Rows())
    seeds = [joint_block(joint, seed)(0, 50)[0, 0] for seed in (0, 5, 2**80)]
    assert (seeds[1] == WHOLE[0, 0, :50]).all()
    assert len({each.tobytes() for each in seeds}) == 3


def test_descriptions_that_differ_in_nothing_but_numbers_share_their_code() -> None:
    other = replace(
        MODEL,
        licences=tuple(
            replace(each, id=f"other {each.id}", expected_minor=tuple(2 * n for n in each.expected_minor))
            for each in (*MODEL.licences, replace(MODEL.licences[0], id="more"))
        ),
        events=(*MODEL.events, *events("another", loading=-0.2)),
    )
    one, another = (compile_joint(each, ALL_ROWS) for each in (MODEL, other))
    assert one.native is another.native


def test_rows_may_lie_apart_in_what_is_filled() -> None:
    joint = compile_joint(MODEL, Rows())
    wide = np.full((4, N_PERIODS + 2, 300), -1, np.int64)
    joint.draw(5, 16, 16 + 100, wide[::2, 1:-1, 50:150])
    assert (wide[::2, 1:-1, 50:150] == WHOLE[:2, :, 16:116]).all()
    wide[::2, 1:-1, 50:150] = -1
    assert (wide == -1).all()


def test_normals_that_are_handed_in_are_used_and_others_are_drawn() -> None:
    generator = np.random.default_rng(2)
    n_paths = 45
    given = Given(
        market=generator.normal(size=(N_PERIODS, n_paths)),
        events=generator.normal(size=(len(MODEL.events), n_paths)),
        levels=generator.normal(size=(len(MODEL.licences), n_paths)),
    )
    for names in (["market"], ["events"], ["levels"], ["market", "events", "levels"]):
        handed = Given(**{name: getattr(given, name) for name in names})
        joint = compile_joint(MODEL, ALL_ROWS, given=names)
        made = np.empty((joint.n_rows, N_PERIODS, n_paths), np.int64)
        joint.draw(5, 0, n_paths, made, handed)
        expected = draw_reference(MODEL, ALL_ROWS, 5, (0, n_paths), given=handed).rows
        assert abs(made - expected).max() <= 4 * len(MODEL.licences)
        assert (made == expected).mean() > 0.99
        assert (made != WHOLE[..., :n_paths]).mean() > 0.01


def test_normals_that_are_handed_in_may_be_of_any_size() -> None:
    joint = compile_joint(MODEL, Rows(), given=["market"])
    made = np.empty((2, N_PERIODS, 8), np.int64)
    joint.draw(5, 0, 8, made, Given(market=np.tile([-1e9, 1e9], (N_PERIODS, 4))))
    assert made.min() >= 0
    assert (made[:, 0, 1] == MODEL.most_minor).all()


TILT = Tilt(market=(-0.2,) * N_PERIODS, events=(-1.0, 0.0, 0.5, -0.3))


@pytest.mark.parametrize("degrees", [None, 6])
@pytest.mark.parametrize("tilt", [TILT, replace(TILT, events=())])
def test_tilted_paths_and_their_weights_are_those_of_plain_numpy(tilt: Tilt, degrees: int | None) -> None:
    model = replace(MODEL, degrees=degrees)
    joint = compile_joint(model, ALL_ROWS, tilt=tilt)
    made, log_weights = np.empty((joint.n_rows, N_PERIODS, 45), np.int64), np.empty(45)
    joint.draw(5, 0, 45, made, None, log_weights)
    expected = draw_reference(model, ALL_ROWS, 5, (0, 45), tilt=tilt)
    assert abs(made - expected.rows).max() <= 4 * len(model.licences)
    assert abs(log_weights - expected.log_weights).max() < 1e-12


def test_weighted_means_of_tilted_paths_are_those_of_plain_ones() -> None:
    n_paths = 2**16
    plain = drawn(MODEL, n_paths=n_paths).astype(float)
    joint = compile_joint(MODEL, ALL_ROWS, tilt=TILT)
    out, log_weights = np.empty(plain.shape, np.int64), np.empty(n_paths)
    joint.draw(6, 0, n_paths, out, None, log_weights)
    weights = np.exp(log_weights)
    assert abs(weights.mean() - 1) < 4 * weights.std() / n_paths**0.5
    weighted = out * weights
    errors = np.hypot(plain.std(axis=2), weighted.std(axis=2)) / n_paths**0.5
    assert (abs(plain.mean(axis=2) - weighted.mean(axis=2)) <= 4.5 * errors).all()
    assert out[-4].mean() > 2 * plain[-4].mean()


def spoilt(joint: Joint, change: dict[str, object]) -> None:
    arguments: dict[str, object] = {"seed": 1, "first": 0, "stop": 9, "out": np.empty((2, N_PERIODS, 9), np.int64)}
    joint.draw(**(arguments | change))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"first": -1}, "paths -1 up to 9 cannot be drawn"),
        ({"stop": 0}, "paths 0 up to 0 cannot be drawn"),
        ({"out": np.empty((3, N_PERIODS, 9), np.int64)}, r"out: int64 \(3, 11, 9\)"),
        ({"out": np.empty((2, N_PERIODS, 9), np.int32)}, "out: int32"),
        ({"out": np.empty((2, N_PERIODS, 18), np.int64)[..., ::2]}, "side by side"),
        ({"given": Given(market=np.zeros((N_PERIODS, 9)))}, r"compiled for given \[\], but handed \['market'\]"),
        ({"log_weights": np.empty(9)}, "where there is a tilt, and nowhere else"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(change: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        spoilt(compile_joint(MODEL, Rows()), change)


def test_what_is_handed_in_must_fit_what_was_compiled_for() -> None:
    joint = compile_joint(MODEL, Rows(), tilt=TILT, given=["events"])
    good = {"given": Given(events=np.zeros((4, 9))), "log_weights": np.empty(9)}
    spoilt(joint, good)
    for change, says in (
        ({"given": None}, r"compiled for given \['events'\], but handed \[\]"),
        ({"given": Given(events=np.zeros((3, 9)))}, "events: float64"),
        ({"log_weights": None}, "where there is a tilt"),
        ({"log_weights": np.empty(8)}, "log_weights: float64"),
    ):
        with pytest.raises(ValueError, match=says):
            spoilt(joint, good | change)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"given": ["sectors"]}, "can be handed in"),
        ({"tilt": Tilt(market=(0.0,))}, "a mean for each period"),
        ({"tilt": Tilt(market=(0.0,) * N_PERIODS, events=(1.0,))}, "for each event or none"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        compile_joint(MODEL, Rows(), **asked)  # type: ignore[arg-type]
