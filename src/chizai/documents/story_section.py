"""What a simulated joint future brings: each licence, what happened, and the rates that are drawn."""

from chizai.documents.deal_tables import DealTables
from chizai.documents.language import marked
from chizai.documents.page import Points, Section, Table, named_columns
from chizai.documents.words import NOTHING, Words
from chizai.forecast.joint_terms import EventKind
from chizai.simulate.story import Happened, LicenceStory, RateStory, Story

EVENTS = {
    EventKind.DEFAULT: marked("{of} defaults"),
    EventKind.END: marked("right {of} ends"),
    EventKind.INFRINGEMENT: marked("right {of} is infringed"),
    EventKind.OBSOLESCENCE: marked("the use of licence {of} begins to fade"),
    EventKind.ENTRY: marked("competitor {number} enters the market of licence {of}"),
    EventKind.SUCCESSOR: marked("a successor takes over the users of licence {of}"),
    EventKind.FAILURE: marked("the plan of licence {of} fails"),
}


def story_sections(tables: DealTables, words: Words) -> tuple[Section, ...]:
    """Tell what each licence brings and what happened; nothing where licences are not drawn together."""
    story = tables.book.story
    if story is None:
        return ()
    points = Points((*story_points(story, words), *rate_points(story, words)))
    rates = (_rates(story, words),) if story.rates else ()
    blocks = (points, _licences(story, words), _periods(story, words), *rates)
    return (Section("story", words.say("What this future brings"), blocks),)


def story_points(story: Story, words: Words) -> tuple[str, ...]:
    """Name what happened, earliest first."""
    points = tuple(
        words.say("{day}: {event}.", day=words.day(story.dates[each.period]), event=event_words(each, words))
        for each in story.happened
    )
    return points or (words.say("Nothing happens to licensees, rights or licences in this future."),)


def rate_points(story: Story, words: Words) -> tuple[str, ...]:
    """Say between what each rate that is drawn moves."""

    def point(rate: RateStory) -> str:
        rows = sorted(zip(rate.drawn_ppm, story.dates, strict=True))
        (low, low_on), (high, high_on) = rows[0], rows[-1]
        return words.say(
            "{observation} is drawn with {currency}: from {low} ({low_on}) to {high} ({high_on}).",
            observation=rate.observation,
            currency=rate.currency,
            low=words.percent(low),
            low_on=words.day(low_on),
            high=words.percent(high),
            high_on=words.day(high_on),
        )

    return tuple(map(point, story.rates))


def event_words(happened: Happened, words: Words) -> str:
    """Say what happened."""
    event = happened.event
    said = words.say(EVENTS[event.kind], of=event.of, number=event.number)
    return words.say("{event}, as in every future", event=said) if happened.is_certain else said


def _licences(story: Story, words: Words) -> Table:
    def row(one: LicenceStory) -> tuple[str, ...]:
        expected, paid = sum(one.expected_minor), sum(one.paid_minor)
        share = words.percent_of(paid / expected) if expected else NOTHING
        return one.licence_id, words.figure(expected), words.figure(paid), share

    heads = named_columns(
        words,
        (marked("Licence"),),
        (marked("Expected where nothing happens"), marked("Brings"), marked("Of what was expected")),
    )
    return Table(id="story-licences", columns=heads, rows=tuple(map(row, story.licences)))


def _periods(story: Story, words: Words) -> Table:
    """Set level and what events leave beside what is expected and what comes, payment by payment."""
    heads = named_columns(
        words,
        (marked("Licence"), marked("Payment date")),
        (marked("Expected where nothing happens"), marked("Level"), marked("Left by events"), marked("Brings")),
    )
    rows = tuple(
        (
            one.licence_id,
            words.day(day),
            words.figure(one.expected_minor[period]),
            words.percent_of(one.level(period)),
            words.percent_of(one.standing[period]),
            words.figure(one.paid_minor[period]),
        )
        for one in story.licences
        for period, day in enumerate(story.dates)
        if one.expected_minor[period] or one.paid_minor[period]
    )
    note = words.say(
        "Level: how far market, sector, currency and own demand have moved the licence. What is recovered or found by "
        "an audit is in what it brings."
    )
    return Table(id="story-periods", columns=heads, rows=rows, note=note)


def _rates(story: Story, words: Words) -> Table:
    """Set what is drawn of each rate beside what is forecast, date by date."""
    heads = named_columns(
        words,
        (marked("Observation"), marked("Payment date")),
        (marked("Forecast"), marked("Of what was forecast"), marked("In this future")),
    )
    rows = tuple(
        (
            rate.observation,
            words.day(day),
            words.percent(rate.forecast_ppm[period]),
            words.percent_of(rate.multiple(period)),
            words.percent(rate.drawn_ppm[period]),
        )
        for rate in story.rates
        for period, day in enumerate(story.dates)
    )
    return Table(id="story-rates", columns=heads, rows=rows)
