"""Charts as Vega-Lite specifications: how the classes are paid down, what is collected, how far it covers.

Days are given as milliseconds since 1970 in UTC and drawn on UTC scales, and the layout does not depend on how wide a
font is, so that the same book gives the same picture in every time zone.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from chizai.documents.deal_tables import DealTables
from chizai.documents.words import Words
from chizai.units.rate import PPM

Spec: TypeAlias = dict[str, Any]
"""A Vega-Lite specification."""

FONT = "Noto Sans JP, Noto Sans CJK JP, Hiragino Sans, Yu Gothic, system-ui, sans-serif"
PALETTE = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#7a7a7a")
"""Distinct for the colour-blind: M. Okabe and K. Ito, Color Universal Design (2008), black lightened to a grey."""
WIDTH, HEIGHT = 560, 220
BAR_FILL = 0.72
"""Part of a period's room that its bar takes."""
COVER_MAX = 5
"""Cover above this is drawn here: how far it is above matters less than where it comes near to one."""
_SAYS = {"field": "says", "type": "nominal"}
"""What a mark tells to who cannot see it: in the reader's language, where Vega's own would be in the local time."""
_SAYS_NOTHING = {"aria": False}
"""Of axes and legends: Vega would tell them in English, and the marks say it all."""
_ENGLISH = re.compile(' aria-roledescription="[^"]*"| aria-label="Title text [^"]*"')
"""What Vega tells of kinds of marks and of the title, which the drawing's description says."""
_AXIS_TITLE = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": -44, "titleY": -10}


def paydown_spec(tables: DealTables, words: Words) -> Spec:
    """Chart the balances of the classes after each payment date, from closing, stacked with the first class lowest."""
    deal, dates = tables.book.deal, tables.book.run.program.payment_dates
    unit = words.chart_unit(sum(security.balance_minor for security in deal.classes))
    values = []
    for rank, security in enumerate(deal.classes):
        balances = [security.balance_minor, *(row.closing_minor for row in tables.classes[security.id])]
        for day, balance_minor in zip((deal.closing_on, *dates), balances, strict=True):
            place = {"on": _ms(day), "series": security.id, "rank": rank}
            says = f"{words.day(day)} {security.id}: {words.money(balance_minor)}"
            values.append({**place, "amount": balance_minor / unit.divisor_minor, "says": says})
    title = words.say("Balances after each payment date")
    bars = _bars(len(dates) + 1, [security.id for security in deal.classes], words.say("Class"), unit.label)
    return _chart(tables, words, title, [{"data": {"values": values}, **bars}, *_as_of(tables, words)])


def collections_spec(tables: DealTables, words: Words) -> Spec:
    """Chart the collections of each period, stacked by licence; what is forecast is paler than what was received."""
    book = tables.book
    dates = book.run.program.payment_dates
    licences = sorted({receipt.licence_id for lines in book.collections.lines for receipt in lines})
    unit = words.chart_unit(max(book.collections.totals_minor(), default=0))
    sums: dict[tuple[int, str, bool], int] = {}
    for period, lines in enumerate(book.collections.lines):
        for receipt in lines:
            key = (period, receipt.licence_id, receipt.is_actual)
            sums[key] = sums.get(key, 0) + receipt.amount_minor
    names = {True: words.say("received"), False: words.say("forecast")}
    values = [
        {
            "on": _ms(dates[period]),
            "series": licence,
            "rank": licences.index(licence),
            "amount": amount_minor / unit.divisor_minor,
            "state": names[is_actual],
            "says": f"{words.day(dates[period])} {licence}: {words.money(amount_minor)} ({names[is_actual]})",
        }
        for (period, licence, is_actual), amount_minor in sorted(sums.items())
    ]
    bars = _bars(len(dates), licences, words.say("Licence"), unit.label)
    bars["encoding"]["opacity"] = {
        "field": "state",
        "type": "nominal",
        "scale": {"domain": [names[True], names[False]], "range": [1, 0.5]},
        "legend": {"title": None},
    }
    title = words.say("Collections by period")
    return _chart(tables, words, title, [{"data": {"values": values}, **bars}, *_as_of(tables, words)])


def cover_spec(tables: DealTables, words: Words) -> Spec | None:
    """Chart the debt service coverage of each period; None where nothing is ever due."""
    dates = tables.book.run.program.payment_dates
    values = [
        {
            "on": _ms(day),
            "ratio": min(ratio_ppm / PPM, COVER_MAX),
            "says": f"{words.day(day)}: {words.times(ratio_ppm)}",
        }
        for day, ratio_ppm in zip(dates, tables.book.dscr_ppm, strict=True)
        if ratio_ppm is not None
    ]
    if not values:
        return None
    line = {
        "data": {"values": values},
        "mark": {"type": "line", "point": True, "color": PALETTE[0]},
        "encoding": {
            "x": _time_axis(),
            "y": {
                "field": "ratio",
                "type": "quantitative",
                "title": words.say("times"),
                "scale": {"domain": [0, COVER_MAX]},
                "axis": {"format": ",.1f", "tickCount": 5, **_AXIS_TITLE},
            },
            "description": _SAYS,
        },
    }
    one = {
        "data": {"values": [{"one": 1}]},
        "mark": {"type": "rule", "color": PALETTE[5], "strokeDash": [4, 3], "aria": False},
        "encoding": {"y": {"field": "one", "type": "quantitative"}},
    }
    return _chart(
        tables,
        words,
        words.say("Debt service coverage, drawn up to {most}", most=words.times(COVER_MAX * PPM)),
        [line, one, *_as_of(tables, words)],
    )


def svg_of(spec: Spec) -> str:
    """Draw a chart, within the process and without a network."""
    import vl_convert

    return _ENGLISH.sub("", vl_convert.vegalite_to_svg(spec, vl_version="5.20")) + "\n"


def _chart(tables: DealTables, words: Words, title: str, layers: Sequence[Spec]) -> Spec:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": f"{title}: {words.pick(tables.book.deal.title, tables.book.deal.title_ja)}",
        "title": {"text": title, "anchor": "start", "fontSize": 14, "fontWeight": 600, "offset": 22},
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": {"type": "none"},
        "padding": {"left": 62, "right": 150, "top": 68, "bottom": 40},
        "background": "#ffffff",
        "config": {
            "font": FONT,
            "axis": {
                "labelColor": "#4a5462",
                "titleColor": "#4a5462",
                "gridColor": "#e8ebef",
                "labelFontSize": 11,
                **_SAYS_NOTHING,
            },
            "legend": {
                "labelColor": "#1c2530",
                "titleColor": "#4a5462",
                "labelLimit": 110,
                "labelFontSize": 11,
                **_SAYS_NOTHING,
            },
            "title": {"color": "#1c2530"},
            "view": {"stroke": None},
        },
        "layer": list(layers),
    }


def _bars(n_bars: int, series: Sequence[str], series_title: str, unit_label: str) -> Spec:
    return {
        "mark": {"type": "bar", "width": max(1, round(WIDTH * BAR_FILL / (n_bars + 1), 1))},
        "encoding": {
            "x": _time_axis(),
            "y": {
                "field": "amount",
                "type": "quantitative",
                "stack": "zero",
                "title": unit_label,
                "axis": {"format": ",~r", "tickCount": 5, **_AXIS_TITLE},
            },
            "color": {
                "field": "series",
                "type": "nominal",
                "title": series_title,
                "scale": {"domain": list(series), "range": [PALETTE[i % len(PALETTE)] for i in range(len(series))]},
            },
            "order": {"field": "rank", "type": "quantitative"},
            "description": _SAYS,
        },
    }


def _time_axis() -> Spec:
    axis = {"format": "%Y", "tickCount": "year", "grid": False, "labelOverlap": "greedy"}
    return {"field": "on", "type": "temporal", "scale": {"type": "utc", "padding": 12}, "title": None, "axis": axis}


def _as_of(tables: DealTables, words: Words) -> list[Spec]:
    """Draw the rule between what is paid and what is forecast, where it lies within the chart."""
    as_of_on, dates = tables.book.provenance.as_of_on, tables.book.run.program.payment_dates
    if not tables.book.deal.closing_on <= as_of_on <= dates[-1]:
        return []
    data = {"values": [{"on": _ms(as_of_on), "label": words.say("as of {day}", day=words.day(as_of_on))}]}
    x = {"field": "on", "type": "temporal", "scale": {"type": "utc"}}
    text = {"field": "label", "type": "nominal"}
    rule = {"type": "rule", "color": "#1c2530", "strokeDash": [5, 4], "aria": False}
    is_early = as_of_on - tables.book.deal.closing_on < dates[-1] - as_of_on
    align = "left" if is_early else "right"  # away from the unit of the axis, and from the legend
    label = {"type": "text", "align": align, "y": -6, "fontSize": 10.5, "color": "#1c2530"}
    return [
        {"data": data, "mark": rule, "encoding": {"x": x}},
        {"data": data, "mark": label, "encoding": {"x": x, "text": text, "description": text}},
    ]


def _ms(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000
