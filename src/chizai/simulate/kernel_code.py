"""The whole code of joint futures: one function that draws as many paths as it is asked for."""

from functools import lru_cache

from chizai.native.flow import Flow
from chizai.native.maths import exp2
from chizai.native.random import STEP, mixed
from chizai.native.text import Kind, Text
from chizai.simulate.kernel_draft import Draft
from chizai.simulate.kernel_drivers import write_drivers
from chizai.simulate.kernel_licence import write_licences
from chizai.simulate.kernel_numbers import RATE_FIELDS, STREAM_FIELDS
from chizai.simulate.kernel_shape import GIVEN, JointShape
from chizai.simulate.sound import LICENCE_MAX

ENTRY = "draw_paths"
"""The function: the numbers beside the code; a scratch; where rows go, with the bytes from one row to the next and from
one period to the next, a row's paths side by side; the key of the seed; the first path and how many, a multiple of
those that a vector holds; each of `GIVEN` with the bytes from one row to the next; where log weights go."""
N_ARGUMENTS = 9 + 2 * len(GIVEN)
"""How many that are."""


@lru_cache(maxsize=64)
def write_joint(shape: JointShape, n_lanes: int) -> str:
    """Write the code of a shape.

    Args:
        shape: what is drawn.
        n_lanes: paths in a vector.
    """
    text = Text(n_lanes)
    draft = Draft(shape, text, Flow(text, []))
    with draft.flow.loop("%n.paths", 0, n_lanes) as lane:
        _begin(draft, lane)
        write_drivers(draft)
        _begin_streams(draft)
        for group in range(len(shape.licences)):
            write_licences(draft, group)
        _give_streams(draft)
        if shape.rows.events and shape.events:
            _give_events(draft)
        if shape.rates:
            _give_rates(draft)
        if draft.weight is not None:
            text.store(Kind.FLOAT, draft.weight.now(), "%weights.here")
    lines = (*text.declarations(), *_head(), *draft.flow.stack, "  br label %start", "start:", *text.lines)
    return "\n".join((*lines, "  ret void", "}", _ATTRIBUTES, ""))


_ATTRIBUTES = 'attributes #0 = { nounwind alignstack=64 "prefer-vector-width"="512" "min-legal-vector-width"="512" }'


def _head() -> tuple[str, ...]:
    of = "ptr noalias readonly"
    begins = f"define void @{ENTRY}({of} %numbers, ptr noalias %scratch"
    given = ", ".join(f"{of} %{each}, i64 %{each}.bytes" for each in GIVEN)
    out = "ptr noalias %out, i64 %row.bytes, i64 %period.bytes"
    paths = "i64 %seed.key, i64 %first.path, i64 %n.paths"
    return f"{begins}, {out}, {paths}, {given}, ptr noalias %weights) #0 {{", "entry:"


def _begin(draft: Draft, lane: str) -> None:
    """Write which paths are drawn, where their numbers go and where their random numbers begin."""
    text = draft.text
    text.do(f"  %lane.bytes = shl i64 {lane}, 3")
    for each in ("out", *GIVEN, "weights"):
        text.do(f"  %{each}.here = getelementptr i8, ptr %{each}, i64 %lane.bytes")
    first = text.spread(Kind.WHOLE, text.say(f"add i64 %first.path, {lane}"))
    counted = text.times(text.plus(first, text.lane_numbers()), text.constant(STEP))
    draft.keys = mixed(text, text.plus(text.spread(Kind.WHOLE, "%seed.key"), counted))
    if draft.shape.tilted:
        draft.weight = draft.flow.variable(Kind.FLOAT, text.constant_float(0.0))


def _begin_streams(draft: Draft) -> None:
    """Let each stream begin with what is certain."""
    text, filled = draft.text, draft.shape.n_filled
    with draft.each("streams", len(STREAM_FIELDS) + filled) as (stream, record):
        sums = draft.row(draft.scratch("sums"), text.say(f"mul i64 {stream}, {filled}"))
        certain = text.at(record, 8 * len(STREAM_FIELDS))
        with draft.flow.loop(filled) as period:
            draft.put(Kind.WHOLE, text.read(Kind.WHOLE, certain, period), sums, period)


def _give_streams(draft: Draft) -> None:
    """Give each stream's cash, within its bounds."""
    text, filled = draft.text, draft.shape.n_filled
    with draft.each("streams", len(STREAM_FIELDS) + filled) as (stream, record):
        sums = draft.row(draft.scratch("sums"), text.say(f"mul i64 {stream}, {filled}"))
        most = text.read(Kind.WHOLE, record, STREAM_FIELDS.index("most"))
        row = text.at("%out.here", text.say(f"mul i64 {stream}, %row.bytes"))
        with draft.flow.loop(draft.shape.n_periods) as period:
            cash = text.most(text.constant(0), text.least(draft.vector(Kind.WHOLE, sums, period), most))
            text.store(Kind.WHOLE, cash, text.at(row, text.say(f"mul i64 {period}, %period.bytes")))


def _give_events(draft: Draft) -> None:
    """Give 1 from the period of each event on."""
    text = draft.text
    with draft.flow.loop(draft.heading("n.events")) as event:
        clock = draft.vector(Kind.WHOLE, draft.scratch("clocks"), event)
        number = text.say(f"add i64 {event}, {draft.heading('first.event')}")
        row = text.at("%out.here", text.say(f"mul i64 {number}, %row.bytes"))
        with draft.flow.loop(draft.shape.n_periods) as period:
            has_come = text.compare("sge", text.spread(Kind.WHOLE, period), clock)
            place = text.at(row, text.say(f"mul i64 {period}, %period.bytes"))
            text.store(Kind.WHOLE, text.counted(has_come), place)


def _give_rates(draft: Draft) -> None:
    """Give each observed rate, moved with its currency, within its bounds."""
    text = draft.text
    with draft.each("rates", len(RATE_FIELDS) + draft.shape.n_filled) as (rate, record):
        logarithms = text.at("%scratch", text.read_one(record, RATE_FIELDS.index("currency")))
        most = text.read(Kind.WHOLE, record, RATE_FIELDS.index("most"))
        forecast = text.at(record, 8 * len(RATE_FIELDS))
        number = text.say(f"add i64 {rate}, {draft.heading('first.rate')}")
        row = text.at("%out.here", text.say(f"mul i64 {number}, %row.bytes"))
        with draft.flow.loop(draft.shape.n_periods) as period:
            moved = exp2(text, draft.vector(Kind.FLOAT, logarithms, period))
            drawn = text.float_times(text.read(Kind.FLOAT, forecast, period), moved)
            whole = text.cut_off(text.float_least(drawn, text.constant_float(LICENCE_MAX)))
            place = text.at(row, text.say(f"mul i64 {period}, %period.bytes"))
            text.store(Kind.WHOLE, text.least(whole, most), place)
