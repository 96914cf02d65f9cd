"""A simulated joint future as CSV: one row for each licence, or rate that is drawn, and payment date."""

from collections.abc import Iterator

from chizai.documents.csv_file import csv_bytes
from chizai.simulate.story import Story

HEAD = ("licence", "paid_on", "expected_minor", "level", "left_by_events", "paid_minor", "events_so_far")
RATES_HEAD = ("observation", "on", "forecast_ppm", "multiple", "drawn_ppm")


def story_rows(story: Story) -> Iterator[tuple[object, ...]]:
    """Yield what each licence brings on each payment date, and what has happened to it by then."""
    for one in story.licences:
        for period, day in enumerate(story.dates):
            events = "; ".join(str(each.event) for each in one.happened if each.period <= period)
            expected, paid = one.expected_minor[period], one.paid_minor[period]
            yield one.licence_id, day, expected, one.level(period), one.standing[period], paid, events


def story_csv(story: Story) -> bytes:
    """Write the rows."""
    return csv_bytes(HEAD, story_rows(story))


def rate_rows(story: Story) -> Iterator[tuple[object, ...]]:
    """Yield each rate that is drawn on each payment date."""
    for rate in story.rates:
        for period, day in enumerate(story.dates):
            yield rate.observation, day, rate.forecast_ppm[period], rate.multiple(period), rate.drawn_ppm[period]


def rates_csv(story: Story) -> bytes:
    """Write the rows of rates."""
    return csv_bytes(RATES_HEAD, rate_rows(story))
