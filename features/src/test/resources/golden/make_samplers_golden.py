"""Makes samplers.csv: bars of real SPY trades by pandas and NumPy, one block per sampler.

    python -m venv .venv && .venv/bin/pip install pandas pandas_market_calendars
    .venv/bin/python make_samplers_golden.py <recorded data folder>

Input: all prints of SPY on 2013-10-11 that are not marked suspicious, pre- and post-market
included. Prices are whole ten-thousandths of a dollar and sizes whole shares, so every sum here is
exact. offset is the row of a bar's last print; from_us and end_us are microseconds since 1970.
"""

import pathlib
import sys

import numpy as np
import pandas as pd
import pandas_market_calendars

DAY = "2013-10-11"
source = pathlib.Path(sys.argv[1]) / "us-equity-ticks" / "spy_20131011_trade.csv.gz"
prints = pd.read_csv(source, dtype={"sale_condition": str})
prints = prints[prints.suspicious == 0].reset_index(drop=True)
midnight = pd.Timestamp(DAY, tz="America/New_York")
prints["us"] = midnight.value // 1000 + prints.time_ms.astype(np.int64) * 1000
price, size = prints.price_x10000.to_numpy(), prints["size"].to_numpy()
N = len(prints)


def ends_by_count(count):
    return np.arange(count, N + 1, count)


def ends_by_sum(amounts, least):
    total = np.append(0, np.cumsum(amounts))
    ends, start = [], 0
    while True:
        end = np.searchsorted(total, total[start] + least)
        if end > N:
            return np.array(ends)
        ends.append(end)
        start = end


def ends_by_imbalance(signed, ticks):
    """A bar ends where |sum since its start| reaches the mean |sum| of earlier blocks of ticks."""
    whole = N // ticks
    blocks = pd.Series(np.abs(signed[: whole * ticks].reshape(whole, ticks).sum(axis=1)))
    expected = blocks.ewm(span=20, adjust=True).mean().to_numpy()
    total = np.append(0, np.cumsum(signed))
    least, most = max(2, ticks // 10), 10 * ticks
    ends, start = [], 0
    while True:
        known = start // ticks
        if known == 0:
            end = start + ticks
        else:
            far = np.abs(total[start + least : start + most + 1] - total[start])
            reached = np.flatnonzero(far >= expected[known - 1])
            end = start + (least + reached[0] if len(reached) else most)
        if end > N:
            return np.array(ends)
        ends.append(end)
        start = end


def table(name, ends):
    """One row per stretch of prints up to each end; the span as Tidemark states it."""
    group = np.searchsorted(ends, np.arange(N), side="right")
    kept = prints[group < len(ends)]
    rows = kept.groupby(group[group < len(ends)]).agg(
        from_us=("us", "first"), end_us=("us", "max"), open=("price_x10000", "first"),
        high=("price_x10000", "max"), low=("price_x10000", "min"), close=("price_x10000", "last"),
        volume=("size", "sum"))
    before = 0
    for i in rows.index:
        rows.loc[i, "from_us"] = max(before, rows.loc[i, "from_us"])
        before = rows.loc[i, "end_us"] = max(rows.loc[i, "from_us"], rows.loc[i, "end_us"]) + 1
    rows.insert(0, "offset", ends - 1)
    rows.insert(0, "sampler", name)
    return rows


def sessions(name, minutes):
    hours = pandas_market_calendars.get_calendar("NYSE").schedule(DAY, DAY).iloc[0]
    opened, closed = hours.market_open.value // 1000, hours.market_close.value // 1000
    inside = prints[(prints.us >= opened) & (prints.us < closed)]
    cell = (inside.us - opened) // (minutes * 60_000_000)
    rows = inside.reset_index().groupby(cell.to_numpy()).agg(
        offset=("index", "max"), open=("price_x10000", "first"), high=("price_x10000", "max"),
        low=("price_x10000", "min"), close=("price_x10000", "last"), volume=("size", "sum"))
    rows.insert(1, "from_us", opened + rows.index * minutes * 60_000_000)
    rows.insert(2, "end_us", np.minimum(rows.from_us + minutes * 60_000_000, closed))
    rows.insert(0, "sampler", name)
    return rows


move = pd.Series(np.sign(np.diff(price, prepend=price[0])))
side = move.where(move != 0).ffill().fillna(0).to_numpy().astype(np.int64)
tables = [
    table("tick-1000", ends_by_count(1000)),
    table("volume-200000", ends_by_sum(size, 200_000)),
    table("dollar-5e7", ends_by_sum(price * size, 50_000_000 * 10_000)),
    table("tick-imbalance-1000", ends_by_imbalance(side, 1000)),
    table("volume-imbalance-1000", ends_by_imbalance(side * size, 1000)),
    sessions("session-nyse-1500s", 25),
]
out = pathlib.Path(__file__).parent / "samplers.csv"
pd.concat(tables).to_csv(out, index=False, lineterminator="\n")
for rows in tables:
    print(rows.sampler.iloc[0], len(rows), "bars")
