"""Code of what licences share: the mixing variable of the t copula, market, sectors, currencies and events."""

from functools import reduce

from chizai.native.random import squared_radius, stream_constant
from chizai.native.text import Kind
from chizai.simulate.kernel_draft import Draft
from chizai.simulate.kernel_numbers import CLOCK_FIELDS, CURRENCY_COLUMNS, EVENT_FIELDS
from chizai.simulate.kernel_shape import PERIODS_AT_ONCE


def write_drivers(draft: Draft) -> None:
    """Write what is drawn before the licences, into the scratch."""
    shape = draft.shape
    if shape.degrees is not None:
        _mixing(draft, shape.degrees)
    mean = _market(draft) if shape.market else ""
    if shape.sectors:
        _sectors(draft)
    if shape.currencies:
        _currencies(draft)
    if shape.events:
        _events(draft, mean)
        _clocks(draft)


def _mixing(draft: Draft, degrees: int) -> None:
    """Write the root of the degrees over chi-square, which is a sum of squared radii of two degrees each."""
    text = draft.text
    start = text.plus(draft.keys, text.constant(stream_constant("mixing", "")))
    counter = draft.flow.variable(Kind.WHOLE, start)
    total = draft.flow.variable(Kind.FLOAT, text.constant_float(0.0))
    with draft.flow.loop(degrees // 2):
        total.becomes(text.float_plus(total.now(), squared_radius(text, draft.next_draw(counter))))
    draft.squared_mixing = text.float_over(text.constant_float(float(degrees)), total.now())
    draft.mixing = text.root(draft.squared_mixing)


def _market(draft: Draft) -> str:
    """Write the market's shocks; give their sum over the root of their number, a standard normal."""
    text, market, n_periods = draft.text, draft.scratch("market"), draft.shape.n_periods
    if "market" in draft.shape.given:
        with draft.flow.loop(n_periods) as period:
            row = text.at("%market.here", text.say(f"mul i64 {period}, %market.bytes"))
            draft.put(Kind.FLOAT, text.load(Kind.FLOAT, row), market, period)
    else:
        start = text.plus(draft.keys, text.constant(stream_constant("market", "")))
        draft.put_normals(draft.flow.variable(Kind.WHOLE, start), market, n_periods)
    total = draft.flow.variable(Kind.FLOAT, text.constant_float(0.0))
    tilt = text.at("%numbers", draft.heading("tilt.at"))
    with draft.flow.loop(n_periods) as period:
        half_square = text.say(f"add i64 {period}, {draft.shape.n_filled}")
        moved = draft.tilted(draft.vector(Kind.FLOAT, market, period), tilt, period, half_square)
        if draft.weight is not None:
            draft.put(Kind.FLOAT, moved, market, period)
        total.becomes(text.float_plus(total.now(), moved))
    return text.float_times(total.now(), text.constant_float(float(n_periods) ** -0.5))


def _sectors(draft: Draft) -> None:
    """Write the shocks of each sector."""
    with draft.each("sectors", 1) as (sector, record):
        row = draft.row(draft.scratch("sectors"), draft.text.say(f"mul i64 {sector}, {draft.shape.n_filled}"))
        draft.put_normals(draft.stream(record), row, draft.shape.n_periods)


def _currencies(draft: Draft) -> None:
    """Write the logarithm of each currency's rate, less half its variance: what licences add to their own."""
    text, filled, width = draft.text, draft.shape.n_filled, len(CURRENCY_COLUMNS)
    with draft.each("currencies", 1 + width * filled) as (currency, record):
        row = draft.row(draft.scratch("currencies"), text.say(f"mul i64 {currency}, {filled}"))
        draft.put_normals(draft.stream(record), row, draft.shape.n_periods)
        walk = draft.flow.variable(Kind.FLOAT, text.constant_float(0.0))
        with draft.flow.loop(draft.shape.n_periods) as period:
            columns = text.at(record, text.say(f"mul i64 {period}, {8 * width}"))
            of_market, of_own, bias = (text.read(Kind.FLOAT, columns, 1 + number) for number in range(width))
            walked = text.fused(of_own, draft.vector(Kind.FLOAT, row, period), walk.now())
            if draft.shape.market:
                shock = draft.vector(Kind.FLOAT, draft.scratch("market"), period)
                walked = text.fused(of_market, shock, walked)
            walk.becomes(walked)
            draft.put(Kind.FLOAT, biased(draft, walked, bias), row, period)


def biased(draft: Draft, logarithm: str, bias: str) -> str:
    """Give the logarithm less half its variance, both with the mixing variable if there is one."""
    text = draft.text
    if not draft.mixing:
        return text.float_plus(logarithm, bias)
    return text.fused(draft.mixing, logarithm, text.float_times(draft.squared_mixing, bias))


def _events(draft: Draft, mean: str) -> None:
    """Write in which period each event comes: the number of thresholds that its latent number is not below.

    Latent numbers stand in the clocks' rows first: two short loops, as `Draft.put_normals` says.
    """
    text, clocks, n_numbers = draft.text, draft.scratch("clocks"), len(EVENT_FIELDS) + draft.shape.n_filled
    with draft.each("events", n_numbers) as (event, record):
        own = draft.tilted(_own_normal(draft, event, record), record, *map(EVENT_FIELDS.index, ("mean", "half_square")))
        latent = text.float_times(text.read(Kind.FLOAT, record, EVENT_FIELDS.index("own")), own)
        if mean:
            latent = text.fused(text.read(Kind.FLOAT, record, EVENT_FIELDS.index("loading")), mean, latent)
        if draft.mixing:
            latent = text.float_times(latent, draft.mixing)
        draft.put(Kind.FLOAT, latent, clocks, event)
    with draft.each("events", n_numbers) as (event, record):
        latent = draft.vector(Kind.FLOAT, clocks, event)
        count = draft.flow.variable(Kind.WHOLE, text.constant(0))
        thresholds = text.at(record, 8 * len(EVENT_FIELDS))
        with draft.flow.loop(draft.shape.n_filled, 0, PERIODS_AT_ONCE) as period:
            here = text.at(thresholds, text.say(f"shl i64 {period}, 3"))
            read = [text.read(Kind.FLOAT, here, number) for number in range(PERIODS_AT_ONCE)]
            not_yet = [text.counted(text.float_compare("oge", latent, each)) for each in read]
            count.becomes(reduce(text.plus, not_yet, count.now()))
        draft.put(Kind.WHOLE, count.now(), clocks, event)


def _own_normal(draft: Draft, event: str, record: str) -> str:
    text = draft.text
    if "events" in draft.shape.given:
        return text.load(Kind.FLOAT, text.at("%events.here", text.say(f"mul i64 {event}, %events.bytes")))
    return draft.next_pair(draft.stream(record))[0]


def _clocks(draft: Draft) -> None:
    """Write the first or last of two clocks, for each pair that a licence waits for."""
    text = draft.text
    with draft.each("clocks", len(CLOCK_FIELDS)) as (number, record):
        one, other = (
            draft.vector(Kind.WHOLE, text.at("%scratch", text.read_one(record, CLOCK_FIELDS.index(each))))
            for each in ("one", "other")
        )
        counts_last = text.is_zero(text.read(Kind.WHOLE, record, CLOCK_FIELDS.index("is_last")))
        joined = text.choose(counts_last, text.least(one, other), text.most(one, other))
        row = text.say(f"add i64 {number}, {draft.heading('n.events')}")
        draft.put(Kind.WHOLE, joined, draft.scratch("clocks"), row)
