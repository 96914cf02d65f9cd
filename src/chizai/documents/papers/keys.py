"""Keys of figures: where each number of a paper comes from, and how a reader has it explained or finds it again.

A key has parts between strokes: where it comes from, of what, often a day, and last the item; so
`run/A/2026-09-30/closing` is explained by `chizai explain DEAL A 2026-09-30 --item closing`.
"""

from datetime import date

from chizai.documents.papers.tree import Figure

RUN = "run"
"""Cells of the period tables, which explain themselves."""
FOUND_IN = {
    "collections": "chizai run {deal}: periods.csv and the statements, {of}, {item}",
    "clause": "chizai run {deal}: report.en.html, {of}, {item}",
    "cover": "chizai run {deal}: report.en.html, {of}, {item}",
    "value": "chizai run {deal}: valuation.csv and screening.csv, {of}, {item}",
    "appraisal": "chizai run {deal}: appraisals.csv and appraisals.txt, {of}, {item}",
    "futures": "chizai simulate {deal}: futures.json, percentiles.csv and tornado.csv, {of}, {item}",
    "drawn": "chizai simulate {deal}: drawn_scenarios.csv, {of}, {item}",
    "measured": "chizai simulate {deal}: prices_until.csv, rare_losses.csv, rating_stability.csv, "
    "rating_stability_draws.csv and sensitivities.csv, {of}, {item}",
    "scenario": "chizai simulate {deal}: scenarios.csv, {of}, {item}",
    "rating": "chizai simulate {deal}: ratings.txt, ratings.csv and contributions.csv, {of}, {item}",
    "deal": "the files of {deal}: {of}.{item}",
    "cost": "worked out from the money at closing and every payment of the run; z_spread from the futures: "
    "{of}, {item}",
    "law": "law.toml and the rules of law: {of}, {item}",
}
"""By the first part of a key, what the number is a result of and where it is found again."""
BESIDE = {
    "original": "the balance at closing, deal.toml",
    "factor": "the closing balance over the one at closing, rounded down",
    "target": "what the account should hold, deal.toml or its formula",
    "short_of_target": "the target less the closing balance, where it is more",
    "limit": "the most that it pays, deal.toml",
}
"""Items that stand beside those of the period tables, and what each is."""
STROKE = "\u2215"
"""Stands for a stroke within a name: a division sign that parts no key."""


def run_figure(text: str, of: str, day: date, item: str) -> Figure:
    """Give a number of the run: a cell of the period tables, or one of `BESIDE` them."""
    return Figure(text, f"{RUN}/{of}/{day.isoformat()}/{item}")


def figure(text: str, source: str, of: str, item: str) -> Figure:
    """Give a number of another source: `futures/A/default_frequency`, `deal/classes.A/balance_minor`.

    Args:
        text: the number as it is read.
        source: a key of `FOUND_IN`.
        of: what it is of.
        item: which number of it.
    """
    return Figure(text, f"{source}/{of.replace('/', STROKE)}/{item.replace('/', STROKE)}")


def origin_of(key: str, deal_id: str) -> str:
    """Say how the number behind a key is explained or found again, in English, as what is read by machines is."""
    folder = f"deals/{deal_id}"
    source, *rest, item = key.split("/")
    if source == RUN:
        name, day = rest
        if item in BESIDE:
            return f"chizai run {folder}: periods.csv, {name} {day}, and {BESIDE[item]}"
        asked = "" if item == "paid" else f" --item {item}"
        return f"chizai explain {folder} {name} {day}{asked}"
    return FOUND_IN[source].format(deal=folder, of="/".join(rest), item=item)
