"""Code of licences: one loop for all that have the same shape, and in it one over periods."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce

from chizai.native.flow import Variable
from chizai.native.maths import exp2
from chizai.native.text import Kind
from chizai.simulate.kernel_draft import Draft
from chizai.simulate.kernel_drivers import biased
from chizai.simulate.kernel_shape import LicenceShape
from chizai.simulate.sound import LICENCE_MAX


@dataclass(slots=True)
class _Licence:
    """One licence, while its loop is written."""

    draft: Draft
    shape: LicenceShape
    record: str
    fixed: dict[str, str] = field(default_factory=dict)
    """Vectors that stay the same in all periods, by name."""
    level: Variable | None = None
    fades: list[Variable] = field(default_factory=list)
    unaudited: Variable | None = None

    def number(self, name: str) -> str:
        """Give one whole number of the licence's record, not a vector."""
        return self.draft.text.read_one(self.record, self.shape.fields.index(name))

    def spread(self, name: str, kind: Kind = Kind.FLOAT) -> str:
        """Give a number of the record for all paths."""
        return self.draft.text.read(kind, self.record, self.shape.fields.index(name))

    def row(self, name: str) -> str:
        """Give the row of the scratch that the record names."""
        return self.draft.text.at("%scratch", self.number(name))

    def clock(self, name: str) -> str:
        """Give the periods of the clock that the record names."""
        return self.draft.vector(Kind.WHOLE, self.row(name))


def write_licences(draft: Draft, group: int) -> None:
    """Write the licences of one shape: their cash is added to their streams, and kept by itself if that is wanted."""
    shape = draft.shape.licences[group]
    n_numbers = len(shape.fields) + draft.shape.n_filled * len(shape.columns)
    with draft.each(f"licences{group}", n_numbers) as (_, record):
        licence = _Licence(draft, shape, record)
        _begin(licence)
        sums, cash = licence.row("stream"), draft.scratch("cash")
        stop, tail = licence.number("stop"), licence.number("tail")
        if shape.own:
            counter = draft.stream(record, shape.fields.index("key"))
            draft.put_normals(counter, draft.scratch("normals"), stop)
        with draft.flow.loop(stop) as period:
            earned = _earned(licence, period)
            _add(draft, earned, sums, period)
            if draft.shape.rows.licences:
                draft.put(Kind.WHOLE, earned, cash, period)
        if draft.shape.rows.licences:
            with draft.flow.loop(tail, stop) as period:
                draft.put(Kind.WHOLE, draft.text.constant(0), cash, period)
        for number, each in enumerate(shape.interruptions):
            if each.recovers:
                _recover(licence, number, [sums, cash] if draft.shape.rows.licences else [sums])
        if draft.shape.rows.licences:
            _give(licence, cash, tail)


def _begin(licence: _Licence) -> None:
    """Write what is done once a path."""
    draft, shape, text = licence.draft, licence.shape, licence.draft.text
    zero = text.constant_float(0.0)
    if shape.moves:
        licence.level = draft.flow.variable(Kind.FLOAT, zero)
    if shape.level or shape.drift:
        level, drift = draft.next_pair(draft.stream(licence.record, shape.fields.index("level_key")))
        if "levels" in draft.shape.given:
            place = text.say(f"mul i64 {licence.number('level_number')}, %levels.bytes")
            level = text.load(Kind.FLOAT, text.at("%levels.here", place))
        licence.fixed |= {"level": text.float_times(level, licence.spread("level")), "drift": drift}
    if shape.stops:
        licence.fixed["clock"] = licence.clock("clock")
    for number in range(len(shape.interruptions)):
        clock = licence.clock(f"clock{number}")
        licence.fixed[f"clock{number}"] = clock
        licence.fixed[f"over{number}"] = text.plus(clock, licence.spread(f"gap{number}", Kind.WHOLE))
        licence.fixed[f"due{number}"] = text.plus(clock, licence.spread(f"lag{number}", Kind.WHOLE))
        for name in ("during", "after", "recovery"):
            licence.fixed[f"{name}{number}"] = licence.spread(f"{name}{number}")
    ends = [licence.fixed[f"clock{number}"] for number, each in enumerate(shape.interruptions) if each.ends]
    ends += [licence.fixed["clock"]] if shape.stops else []
    if ends:
        licence.fixed["until"] = reduce(text.least, ends)
    for number in range(shape.n_fades):
        licence.fixed[f"fade_clock{number}"] = licence.clock(f"fade_clock{number}")
        licence.fixed[f"fade{number}"] = licence.spread(f"fade{number}")
        licence.fades.append(draft.flow.variable(Kind.FLOAT, text.constant_float(1.0)))
    if shape.audits:
        licence.fixed["reported"] = licence.spread("reported")
        licence.unaudited = draft.flow.variable(Kind.FLOAT, zero)


def _earned(licence: _Licence, period: str) -> str:
    """Write all that a licence pays in a period; give it in whole units."""
    shape, text = licence.shape, licence.draft.text
    width = len(shape.columns)
    here = text.at(licence.record, text.say(f"mul i64 {period}, {8 * width}"))
    columns = {
        name: text.read(Kind.FLOAT, here, len(shape.fields) + number) for number, name in enumerate(shape.columns)
    }
    amount = columns["expected"]
    if shape.strays:
        amount = text.float_times(amount, exp2(text, _exponent(licence, period, columns), is_held=shape.may_pass))
        if shape.may_pass:
            amount = text.float_least(amount, text.constant_float(LICENCE_MAX))
    when = licence.draft.when(period)
    amount = _faded(licence, when, amount)
    if shape.recovers:
        # what is recovered is a part of it; its place is free, for the normal that stood there has been read
        licence.draft.put(Kind.FLOAT, amount, licence.draft.scratch("normals"), period)
    amount = _standing(licence, when, amount)
    unaudited = licence.unaudited
    return text.cut_off(amount) if unaudited is None else _audited(licence, unaudited, amount, columns)


def _exponent(licence: _Licence, period: str, columns: dict[str, str]) -> str:
    """Write the logarithm, to the base 2, of what multiplies the expected amount."""
    draft, shape, text = licence.draft, licence.shape, licence.draft.text
    logarithm = text.constant_float(0.0)
    if licence.level is not None:
        rows = {"own": draft.scratch("normals"), "market": draft.scratch("market")}
        rows |= {"sector": licence.row("sector")} if shape.sector else {}
        of = [each for each in ("own", "sector", "market") if getattr(shape, each)]
        terms = [(columns[each], draft.vector(Kind.FLOAT, rows[each], period)) for each in of]
        terms.append((columns["keep"], licence.level.now()))
        logarithm = text.constant_float(0.0) if draft.mixing else columns["bias"]
        for factor, shock in terms:
            logarithm = text.fused(factor, shock, logarithm)
        licence.level.becomes(logarithm)
    if shape.level:
        logarithm = text.float_plus(logarithm, licence.fixed["level"])
    if shape.drift:
        logarithm = text.fused(columns["drift"], licence.fixed["drift"], logarithm)
    if draft.mixing or licence.level is None:
        logarithm = biased(draft, logarithm, columns["bias"])
    if shape.currency:
        rate = draft.vector(Kind.FLOAT, licence.row("currency"), period)
        logarithm = text.float_plus(logarithm, rate)
    return logarithm


def _faded(licence: _Licence, when: str, amount: str) -> str:
    """Write what fades leave of an amount."""
    text, fixed = licence.draft.text, licence.fixed
    for number, faded in enumerate(licence.fades):
        kept = text.float_times(faded.now(), fixed[f"fade{number}"])
        has_come = text.compare("sge", when, fixed[f"fade_clock{number}"])
        faded.becomes(text.choose(has_come, kept, faded.now(), Kind.FLOAT))
        amount = text.float_times(amount, faded.now())
    return amount


def _standing(licence: _Licence, when: str, amount: str) -> str:
    """Write what interruptions leave of an amount; those that leave nothing for good are taken as one."""
    text, shape = licence.draft.text, licence.shape
    for number, each in enumerate(shape.interruptions):
        if not each.ends:
            amount = _left(licence, number, when, amount)
    if "until" in licence.fixed:
        still = text.compare("slt", when, licence.fixed["until"])
        amount = text.choose(still, amount, text.constant_float(0.0), Kind.FLOAT)
    return amount


def _left(licence: _Licence, number: int, when: str, amount: str) -> str:
    """Write what an interruption leaves of an amount in a period, which may be another for each path."""
    text, fixed, each = licence.draft.text, licence.fixed, licence.shape.interruptions[number]
    is_before = text.compare("slt", when, fixed[f"clock{number}"])
    if each.ends:
        return text.choose(is_before, amount, text.constant_float(0.0), Kind.FLOAT)
    after = fixed[f"after{number}"] if each.pays_after else text.constant_float(0.0)
    if each.has_gap:
        in_gap = text.compare("slt", when, fixed[f"over{number}"])
        after = text.choose(in_gap, fixed[f"during{number}"], after, Kind.FLOAT)
    part = text.choose(is_before, text.constant_float(1.0), after, Kind.FLOAT)
    return text.float_times(amount, part)


def _recover(licence: _Licence, number: int, rows: Sequence[str]) -> None:
    """Write what is recovered of what an interruption withheld when it came, and nothing else did; add it to rows.

    It is done once a path, for it happens once: so the loop over periods knows nothing of it.
    """
    draft, text, fixed = licence.draft, licence.draft.text, licence.fixed
    clock, due = fixed[f"clock{number}"], fixed[f"due{number}"]
    comes = text.compare("slt", clock, text.spread(Kind.WHOLE, licence.number("stop")))
    amount = text.gather(Kind.FLOAT, _in_row(draft, draft.scratch("normals"), clock), comes)
    if licence.shape.stops:
        still = text.compare("slt", clock, fixed["clock"])
        amount = text.choose(still, amount, text.constant_float(0.0), Kind.FLOAT)
    for other in range(len(licence.shape.interruptions)):
        if other != number:
            amount = _left(licence, other, clock, amount)
    cash = text.cut_off(text.float_times(amount, fixed[f"recovery{number}"]))
    arrives = text.compare("slt", due, text.constant(draft.shape.n_periods))
    for row in rows:
        places = _in_row(draft, row, due)
        text.scatter(Kind.WHOLE, text.plus(text.gather(Kind.WHOLE, places, arrives), cash), places, arrives)


def _in_row(draft: Draft, row: str, periods: str) -> str:
    """Give for each path the place in a row that is its own in a period, which is another for each."""
    numbers = draft.text.times(periods, draft.text.constant(draft.text.n_lanes))
    return draft.text.chosen_places(row, draft.text.plus(numbers, draft.text.lane_numbers()))


def _audited(licence: _Licence, unaudited: Variable, amount: str, columns: dict[str, str]) -> str:
    """Write what is reported of an amount, and what an audit finds in a period, in whole units."""
    text = licence.draft.text
    total = text.float_plus(unaudited.now(), amount)
    found = text.float_least(text.float_times(total, columns["audit"]), text.constant_float(LICENCE_MAX))
    unaudited.becomes(text.float_times(total, columns["unaudited"]))
    reported = text.float_times(amount, licence.fixed["reported"])
    return text.plus(text.cut_off(reported), text.cut_off(found))


def _add(draft: Draft, cash: str, row: str, period: str) -> None:
    """Add a period's cash to a row."""
    draft.put(Kind.WHOLE, draft.text.plus(draft.vector(Kind.WHOLE, row, period), cash), row, period)


def _give(licence: _Licence, cash: str, tail: str) -> None:
    """Write a licence's own row: what has been kept, and nothing after the last period in which it may pay."""
    draft, text = licence.draft, licence.draft.text
    number = text.say(f"add i64 {licence.number('row')}, {draft.heading('first.licence')}")
    row = text.at("%out.here", text.say(f"mul i64 {number}, %row.bytes"))
    with draft.flow.loop(draft.shape.n_periods) as period:
        may_pay = text.say(f"icmp slt i64 {period}, {tail}")
        paid = draft.vector(Kind.WHOLE, cash, period)
        paid = text.say(f"select i1 {may_pay}, {text.wholes} {paid}, {text.wholes} zeroinitializer")
        text.store(Kind.WHOLE, paid, text.at(row, text.say(f"mul i64 {period}, %period.bytes")))
