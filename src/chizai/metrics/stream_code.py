"""The statistics of a block of paths in LLVM's language: sums, shortfalls and histograms, read straight from a run.

Class after class and period after period, the code goes through the paths of a block, so that a period's sums stay in
registers and its histogram in the nearest cache. Sums are of whole numbers, in two halves, so that none can overflow
and no order of the paths matters; what a path is worth is a float of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chizai.metrics.stream_bins import BITS, N_BINS
from chizai.metrics.stream_columns import ClassColumns
from chizai.native.flow import Flow, Variable
from chizai.native.text import Kind, Text

MEASURE = "measure_paths"
MEASURE_TAKES = (
    ("results", "ptr"),
    ("column.bytes", "i64"),
    ("period.bytes", "i64"),
    ("factors", "ptr"),
    ("before", "ptr"),
    ("sums", "ptr"),
    ("ends", "ptr"),
    ("counts", "ptr"),
    ("firsts", "ptr"),
    ("numbers", "ptr"),
    ("number.bytes", "i64"),
    ("short", "ptr"),
    ("first.period", "i64"),
    ("n.paths", "i64"),
)
"""The first function. `results` of a run; `factors`, floats, what a unit is worth by class and period; `before`, what
was written off by class before the start. It adds to `sums`, shape (n_classes, n_periods, 4); to `ends`, (n_classes,
5); to `counts`, of 32 bits, (n_classes, n_periods, N_BINS); to `firsts`, (n_classes, n_periods + 1), the last for
never. It fills `numbers`, floats by class and kind. `short` is a row of whole numbers to work on. The number of paths
is a multiple of the lanes."""

CARRY = "carry_out_and_measure"
CARRY_TAKES = (
    ("program", "i64"),
    ("measure", "i64"),
    ("step", "i64"),
    ("terms", "ptr"),
    ("opening", "ptr"),
    ("inputs", "ptr"),
    ("input.bytes", "i64"),
    ("input.period.bytes", "i64"),
    *MEASURE_TAKES,
)
"""The function that calls others: the one at `program`, as `waterfall.native_program` writes it, for so many paths at a
time as a step, and the first function, at `measure`, on what it made. So results of a step alone lie in memory."""

WEIGH = "weigh_inputs"
WEIGH_TAKES = (
    ("inputs", "ptr"),
    ("row.bytes", "i64"),
    ("period.bytes", "i64"),
    ("n.rows", "i64"),
    ("n.periods", "i64"),
    ("weights", "ptr"),
    ("made", "ptr"),
    ("n.paths", "i64"),
)
"""The second function adds to `made`, a float for each path, the sum of all inputs, each times its weight; shape of the
weights (n_rows, n_periods)."""

MOMENTS = "add_moments"
MOMENTS_TAKE = (
    ("numbers", "ptr"),
    ("row.bytes", "i64"),
    ("n.rows", "i64"),
    ("sums", "ptr"),
    ("products", "ptr"),
    ("n.paths", "i64"),
)
"""The third function adds numbers to `sums`, shape (n_rows, lanes), and their products to `products`, shape (n_rows,
n_rows, lanes), of which it fills the upper triangle."""

PRESENT, LOST, DEFAULT, SHORT = range(4)
KINDS = 4
"""Numbers that each path has by class: present value, principal lost, 1 in default, 1 where something came short."""
SUMS = 4
"""Interest, low and high half; principal, likewise."""
ENDS = 5
"""Owed, low and high half; lost, likewise; number of paths in default."""
HALF = 32
LOW = (1 << HALF) - 1
NUMBER_BYTES, COUNT_BYTES = 8, 4


def write_measures(classes: Sequence[ClassColumns], n_periods: int, n_lanes: int, *, in_full: bool) -> str:
    """Write the code that measures the classes of a deal.

    Args:
        classes: where each stands in the results.
        n_periods: payment dates of the deal.
        n_lanes: paths in a vector.
        in_full: whether shortfalls and histograms are wanted; present values, losses and defaults always are.
    """
    text = Text(n_lanes)
    flow = Flow(text, [])
    for number, columns in enumerate(classes):
        _Measure(flow, columns, number, n_periods).write(in_full=in_full)
    return _module(flow, MEASURE, MEASURE_TAKES, f"declare i64 @llvm.vector.reduce.add.v{n_lanes}i64({text.wholes})")


def write_carrying(n_lanes: int) -> str:
    """Write the code that carries out a program and measures it, some paths at a time."""
    text = Text(n_lanes)
    flow = Flow(text, [])
    with flow.loop("%n.paths", step="%step") as path:
        left = text.say(f"sub i64 %n.paths, {path}")
        n_here = text.say(f"select i1 {text.say(f'icmp slt i64 {left}, %step')}, i64 {left}, i64 %step")
        inputs, numbers = _place(text, "%inputs", path), _place(text, "%numbers", path)
        program, measure = (text.say(f"inttoptr i64 %{each} to ptr") for each in ("program", "measure"))
        read = f"ptr %terms, ptr %opening, ptr {inputs}, i64 %input.bytes, i64 %input.period.bytes"
        made = "ptr %results, i64 %column.bytes, i64 %period.bytes"
        text.do(f"  call void {program}({read}, {made}, i64 {n_here})")
        here = {"numbers": numbers, "n.paths": n_here}
        taken = ", ".join(f"{kind} {here.get(name, f'%{name}')}" for name, kind in MEASURE_TAKES)
        text.do(f"  call void {measure}({taken})")
    return _module(flow, CARRY, CARRY_TAKES)


def write_weighing(n_lanes: int) -> str:
    """Write the code that weighs inputs."""
    text = Text(n_lanes)
    flow = Flow(text, [])
    with flow.loop("%n.rows") as row:
        inputs = text.at("%inputs", text.say(f"mul i64 {row}, %row.bytes"))
        weights = text.at("%weights", text.say(f"mul i64 {text.say(f'mul i64 {row}, %n.periods')}, {NUMBER_BYTES}"))
        with flow.loop("%n.periods") as period:
            weight = text.read(Kind.FLOAT, weights, period)
            here = text.at(inputs, text.say(f"mul i64 {period}, %period.bytes"))
            with flow.loop("%n.paths", step=n_lanes) as path:
                made = _place(text, "%made", path)
                amount = text.to_float(text.load(Kind.WHOLE, _place(text, here, path)))
                text.store(Kind.FLOAT, text.fused(amount, weight, text.load(Kind.FLOAT, made)), made)
    return _module(flow, WEIGH, WEIGH_TAKES)


def write_moments(n_lanes: int) -> str:
    """Write the code that adds up numbers and their products."""
    text = Text(n_lanes)
    flow = Flow(text, [])

    def summed(place: str, row: str, other: str | None) -> None:
        total = flow.variable(Kind.FLOAT, text.load(Kind.FLOAT, place))
        with flow.loop("%n.paths", step=n_lanes) as path:
            mine = text.load(Kind.FLOAT, _place(text, row, path))
            if other is None:
                total.becomes(text.float_plus(total.now(), mine))
            else:
                yours = text.load(Kind.FLOAT, _place(text, other, path))
                total.becomes(text.fused(mine, yours, total.now()))
        text.store(Kind.FLOAT, total.now(), place)

    with flow.loop("%n.rows") as row:
        mine = text.at("%numbers", text.say(f"mul i64 {row}, %row.bytes"))
        summed(text.at("%sums", text.say(f"mul i64 {row}, {text.vector_bytes}")), mine, None)
        first = text.say(f"mul i64 {row}, %n.rows")
        with flow.loop("%n.rows", first=row) as other:
            place = text.say(f"mul i64 {text.say(f'add i64 {first}, {other}')}, {text.vector_bytes}")
            yours = text.at("%numbers", text.say(f"mul i64 {other}, %row.bytes"))
            summed(text.at("%products", place), mine, yours)
    return _module(flow, MOMENTS, MOMENTS_TAKE)


@dataclass(slots=True)
class _Measure:
    """The code of one class in the making."""

    flow: Flow
    columns: ClassColumns
    number: int
    n_periods: int

    @property
    def text(self) -> Text:
        return self.flow.text

    def write(self, *, in_full: bool) -> None:
        """Write all of it."""
        text, step = self.text, self.text.n_lanes
        with self.flow.loop("%n.paths", step=step) as path:
            text.store(Kind.FLOAT, "zeroinitializer", self._number_at(PRESENT, path))
            if in_full:
                text.store(Kind.WHOLE, text.constant(self.n_periods), _place(text, "%short", path))
        with self.flow.loop(self.n_periods, first="%first.period") as period:
            self._measure_period(period, in_full=in_full)
        last = text.at("%results", text.say(f"mul i64 %period.bytes, {self.n_periods - 1}"))
        ends = [self.flow.variable(Kind.WHOLE, "zeroinitializer") for _ in range(ENDS)]
        with self.flow.loop("%n.paths", step=step) as path:
            self._measure_end(last, path, ends)
            if in_full:
                self._count_first(path)
        self._add_all("%ends", str(self.number), ends)

    def _measure_period(self, period: str, *, in_full: bool) -> None:
        """Write what one period adds."""
        text = self.text
        results = text.at("%results", text.say(f"mul i64 {period}, %period.bytes"))
        row = text.say(f"add i64 {period}, {self.number * self.n_periods}")
        factor = text.read(Kind.FLOAT, "%factors", row)
        counts = text.at("%counts", text.say(f"mul i64 {row}, {COUNT_BYTES * N_BINS}"))
        sums = [self.flow.variable(Kind.WHOLE, "zeroinitializer") for _ in range(SUMS)]
        with self.flow.loop("%n.paths", step=text.n_lanes) as path:
            income, repaid = (self._read(each, results, path) for each in (self.columns.income, self.columns.repaid))
            _grow(text, sums, (*_halves(text, income), *_halves(text, repaid)))
            paid, present = text.plus(income, repaid), self._number_at(PRESENT, path)
            value = text.fused(text.to_float(paid), factor, text.load(Kind.FLOAT, present))
            text.store(Kind.FLOAT, value, present)
            if in_full:
                self._find_short(results, period, path)
                self._count(paid, counts)
        self._add_all("%sums", row, sums)

    def _find_short(self, results: str, period: str, path: str) -> None:
        """Note the period where something is due and not paid, unless an earlier one is noted."""
        text, columns = self.text, self.columns
        balance, unpaid = self._read(columns.balance, results, path), self._read(columns.unpaid, results, path)
        is_last = text.say(f"icmp eq i64 {period}, {self.n_periods - 1}")
        due = text.least(self._read(columns.due, results, path), balance)
        due = text.say(f"select i1 {is_last}, {text.wholes} {balance}, {text.wholes} {due}")
        is_short = text.compare("sgt", text.plus(unpaid, due), text.constant(0))
        place = _place(text, "%short", path)
        now = text.choose(is_short, text.spread(Kind.WHOLE, period), text.constant(self.n_periods))
        text.store(Kind.WHOLE, text.least(text.load(Kind.WHOLE, place), now), place)

    def _count(self, paid: str, counts: str) -> None:
        """Count each path in the bin of what it is paid: all together where it is one bin, as it often is.

        Else one after the other, for two may lie in one bin. To add to the same number again and again takes longest.
        """
        text = self.text
        text.called["ctlz"] = f"declare {text.wholes} @llvm.ctlz.v{text.n_lanes}i64({text.wholes}, i1)"
        zeros = text.say(f"call {text.wholes} @llvm.ctlz.v{text.n_lanes}i64({text.wholes} {paid}, i1 false)")
        shift = text.most(text.minus(text.constant(63 - BITS), zeros), text.constant(0))
        high = text.say(f"lshr {text.wholes} {paid}, {shift}")
        number = text.plus(text.shifted_left(shift, BITS), high)
        first = text.say(f"extractelement {text.wholes} {number}, i64 0")
        bits = text.say(
            f"bitcast <{text.n_lanes} x i1> {text.compare('ne', number, text.spread(Kind.WHOLE, first))}"
            f" to i{text.n_lanes}"
        )
        differ = text.say(f"icmp ne i{text.n_lanes} {bits}, 0")
        with self.flow.when(text.say(f"xor i1 {differ}, true")):
            _increase(text, counts, "i32", first, text.n_lanes)
        with self.flow.when(differ):
            for lane in range(text.n_lanes):
                _increase(text, counts, "i32", text.say(f"extractelement {text.wholes} {number}, i64 {lane}"))

    def _measure_end(self, last: str, path: str, ends: list[Variable]) -> None:
        """Write what is owed and lost in the end."""
        text, columns = self.text, self.columns
        balance, unpaid = self._read(columns.balance, last, path), self._read(columns.unpaid, last, path)
        off = text.minus(self._read(columns.written_off, last, path), text.read(Kind.WHOLE, "%before", self.number))
        owed, lost = text.plus(balance, unpaid), text.plus(balance, off)
        is_more = [text.compare("sgt", each, text.constant(0)) for each in (owed, lost)]
        default = text.counted(text.say(f"or <{text.n_lanes} x i1> {is_more[0]}, {is_more[1]}"))
        text.store(Kind.FLOAT, text.to_float(lost), self._number_at(LOST, path))
        text.store(Kind.FLOAT, text.to_float(default), self._number_at(DEFAULT, path))
        _grow(text, ends, (*_halves(text, owed), *_halves(text, lost), default))

    def _count_first(self, path: str) -> None:
        """Count each path by the period of its first shortfall."""
        text = self.text
        first = text.load(Kind.WHOLE, _place(text, "%short", path))
        ever = text.counted(text.compare("slt", first, text.constant(self.n_periods)))
        text.store(Kind.FLOAT, text.to_float(ever), self._number_at(SHORT, path))
        firsts = text.at("%firsts", NUMBER_BYTES * self.number * (self.n_periods + 1))
        for lane in range(text.n_lanes):
            _increase(text, firsts, "i64", text.say(f"extractelement {text.wholes} {first}, i64 {lane}"))

    def _read(self, column: int | None, results: str, path: str) -> str:
        """Read a column of the period that results stand at; 0 for none."""
        text = self.text
        if column is None:
            return text.constant(0)
        row = text.at(results, text.say(f"mul i64 %column.bytes, {column}"))
        return text.load(Kind.WHOLE, _place(text, row, path))

    def _number_at(self, kind: int, path: str) -> str:
        text = self.text
        row = text.at("%numbers", text.say(f"mul i64 %number.bytes, {self.number * KINDS + kind}"))
        return _place(text, row, path)

    def _add_all(self, table: str, row: str, grown: list[Variable]) -> None:
        """Add the sum over lanes of each variable to its place in a row of a table."""
        text = self.text
        place = text.at(table, text.say(f"mul i64 {row}, {NUMBER_BYTES * len(grown)}"))
        for number, each in enumerate(grown):
            name = f"i64 @llvm.vector.reduce.add.v{text.n_lanes}i64"
            more = text.say(f"call {name}({text.wholes} {each.now()})")
            at = text.at(place, NUMBER_BYTES * number)
            text.do(f"  store i64 {text.say(f'add i64 {text.read_one(at)}, {more}')}, ptr {at}")


def _module(flow: Flow, name: str, takes: Sequence[tuple[str, str]], *declared: str) -> str:
    """Give the whole code of one function."""
    arguments = ", ".join(f"{kind}{' noalias' * (kind == 'ptr')} %{each}" for each, kind in takes)
    head = (*declared, *flow.text.declarations(), f"define void @{name}({arguments}) nounwind {{", "entry:")
    return "\n".join((*head, *flow.stack, *flow.text.taken(), "  ret void", "}"))


def _place(text: Text, row: str, path: str) -> str:
    """Give the place of a path in a row of numbers."""
    return text.say(f"getelementptr i64, ptr {row}, i64 {path}")


def _halves(text: Text, whole: str) -> tuple[str, str]:
    """Split whole numbers into their lower and upper half."""
    return text.both(whole, text.constant(LOW)), text.halved(whole, HALF)


def _grow(text: Text, variables: Sequence[Variable], by: Sequence[str]) -> None:
    for variable, more in zip(variables, by, strict=True):
        variable.becomes(text.plus(variable.now(), more))


def _increase(text: Text, table: str, kind: str, number: str, by: int = 1) -> None:
    """Increase a number of a table."""
    place = text.say(f"getelementptr {kind}, ptr {table}, i64 {number}")
    so_far = text.say(f"load {kind}, ptr {place}")
    text.do(f"  store {kind} {text.say(f'add {kind} {so_far}, {by}')}, ptr {place}")
