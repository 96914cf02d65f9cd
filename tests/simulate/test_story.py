from datetime import date

import numpy as np

from chizai.forecast.joint_terms import EventKind
from chizai.simulate.model import Currency, Event, Fade, Interruption, JointModel, LicenceModel, Rate
from chizai.simulate.resolve import Resolved
from chizai.simulate.resolve_events import NamedEvent
from chizai.simulate.story import Story, story_of

DATES = tuple(date(2026 + year, 12, 31) for year in range(4))
DEFAULT, OLD, YOUNG = (
    NamedEvent(EventKind.DEFAULT, "Maker"),
    NamedEvent(EventKind.END, "P1"),
    NamedEvent(EventKind.END, "P2"),
)


def licence(**changes: object) -> LicenceModel:
    flat = {"id": "L1", "stream": 0, "expected_minor": (100,) * 4, "keep": (1.0,) * 4, "spread": (0.0,) * 4}
    return LicenceModel(**{**flat, **changes})  # type: ignore[arg-type] # numbers and rows as each test needs them


def story(of: LicenceModel, paid: list[int], *first_felt: int) -> Story:
    """Tell a future of one licence, with the first period that feels each event; 4 for one that does not come."""
    tables = ((0.1,) * 4, (0.0, 0.0, 1.0, 1.0), (0.2,) * 4)
    events = tuple(Event(id=str(number), has_come=table) for number, table in enumerate(tables))
    model = JointModel(n_periods=4, licences=(of,), events=events)
    come = [[int(period >= first) for period in range(4)] for first in first_felt]
    return story_of(Resolved(model, (DEFAULT, OLD, YOUNG)), np.array([paid, paid, *come]), DATES)


def test_without_an_event_the_level_is_what_was_paid_of_what_was_expected() -> None:
    told = story(licence(), [110, 90, 100, 0], 4, 4, 4)
    [one] = told.licences
    assert [one.level(period) for period in range(4)] == [1.1, 0.9, 1.0, 0.0]
    assert (told.happened, one.happened, told.dates) == ((), (), DATES)


def test_an_interruption_leaves_one_part_in_its_gap_and_another_after_it() -> None:
    cut = Interruption(events=(0,), during=0.25, gap_periods=2, after=0.5)
    [one] = story(licence(interruptions=(cut,)), [100, 25, 25, 50], 1, 4, 4).licences
    assert one.standing == (1.0, 0.25, 0.25, 0.5)
    assert [one.level(period) for period in range(4)] == [1.0] * 4


def test_a_level_cannot_be_told_where_nothing_is_left_or_something_is_recovered() -> None:
    cut = Interruption(events=(0,), gap_periods=1, after=0.5, recovery=0.4, recovery_periods=2)
    [one] = story(licence(interruptions=(cut,)), [100, 0, 50, 90], 1, 4, 4).licences
    assert [one.level(period) for period in range(4)] == [1.0, None, 1.0, None]
    assert one.is_recovering == (False, False, False, True)


def test_a_licence_on_several_rights_feels_the_last_of_their_ends() -> None:
    ends = Interruption(events=(1, 2), with_last=True)
    [one] = story(licence(interruptions=(ends,)), [100, 100, 100, 0], 4, 2, 3).licences
    assert one.standing == (1.0, 1.0, 1.0, 0.0)
    assert [(each.event, each.period, each.is_certain) for each in one.happened] == [(OLD, 2, True), (YOUNG, 3, False)]


def test_a_fade_takes_a_part_of_each_period_from_its_first_on() -> None:
    [one] = story(licence(fades=(Fade(event=0, keep=0.5),)), [100, 50, 25, 12], 1, 4, 4).licences
    assert one.standing == (1.0, 0.5, 0.25, 0.125)


def test_what_is_not_reported_is_missing_until_an_audit_brings_some_of_it() -> None:
    [one] = story(licence(under_reported=0.1, audits=(2,)), [90, 90, 110, 90], 4, 4, 4).licences
    assert one.standing == (0.9,) * 4
    assert [one.level(period) for period in range(4)] == [1.0, 1.0, None, 1.0]


def test_events_are_told_in_the_order_in_which_they_came() -> None:
    told = story(licence(), [100] * 4, 3, 2, 0)
    assert [str(each.event) for each in told.happened] == ["end of P2", "end of P1", "default of Maker"]
    assert str(NamedEvent(EventKind.ENTRY, "L1", 2)) == "entry of L1 (2)"


def test_a_drawn_rate_is_told_beside_its_forecast_and_what_moved_it_unless_that_is_cut_off() -> None:
    currency = Currency(id="currency:USD", volatility_by_period=(0.1,) * 4)
    rate = Rate(currency=0, forecast_ppm=(100, 100, 200, 0), most_ppm=150)
    model = JointModel(n_periods=4, licences=(licence(),), currencies=(currency,), rates=(rate,))
    drawn = np.array([[100] * 4, [100] * 4, [110, 90, 150, 0]])
    [told] = story_of(Resolved(model, (), (("yen", "USD"),)), drawn, DATES).rates
    assert (told.observation, told.currency, told.drawn_ppm) == ("yen", "USD", (110, 90, 150, 0))
    assert [told.multiple(period) for period in range(4)] == [1.1, 0.9, None, None]
