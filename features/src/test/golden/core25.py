"""Makes the golden files of V01 to V15 and O01 to O10 on real trades, quotes and books.

pandas and NumPy. core25-ibm.csv: one-minute bars of two days of IBM trades (no side) and quotes; a
quote row has one side of one venue, the last of each side is carried forward, so that the quotes are
one-sided at first and often crossed. core11-aapl.csv: bars of 100 ms of the executions (with side)
in 28 seconds of AAPL, with the book of ten levels after every event: O01 to O10 and V15.

    python -m venv .venv && .venv/bin/pip install numpy pandas
    .venv/bin/python features/src/test/golden/core25.py <data folder> [output folder]
"""

import pathlib
import sys

import numpy as np
import pandas as pd

from volume15 import volume_features

HERE = pathlib.Path(__file__).resolve().parent
OUTPUT = HERE.parent / "resources" / "golden"
NEW_YORK_SUMMER = 4 * 3_600_000
MINUTE, TENTH = 60_000_000_000, 100_000_000


def bars_of(trades, last_ns, width):
    """Trades (t, price, size, side) by grid span; the span that no later event ends is left out."""
    span = trades.t // width
    grouped = trades.groupby(span)
    bars = grouped.price.agg(high="max", low="min", close="last")
    bars["volume"] = grouped["size"].sum()
    sided = trades["size"] * trades.side
    bars["net"] = sided.groupby(span).sum()
    bars["sided"] = sided.abs().groupby(span).sum()
    bars["close_ns"] = (bars.index + 1) * width
    bars = bars[bars.close_ns <= last_ns].reset_index(drop=True)
    span = (bars.high - bars.low).replace(0, np.nan)
    x = ((2 * bars.close - bars.high - bars.low) / span).fillna(0)
    rest = (bars.volume - bars.sided).clip(lower=0)
    return bars, bars.net + rest * x, bars.sided + rest


def standing(bars, books):
    """For each bar the last usable book from before its end; NaN where there was none."""
    usable = books[books.bid_price_1 <= books.ask_price_1].sort_values("t", kind="stable")
    at = np.searchsorted(usable.t.to_numpy(), bars.close_ns.to_numpy(), side="left") - 1
    found = usable.iloc[np.maximum(at, 0)].reset_index(drop=True).astype(float)
    found[at < 0] = np.nan
    return found


def book_features(bars, books):
    b = standing(bars, books)
    levels = range(1, 1 + sum(c.startswith("bid_price_") for c in b))
    size = lambda side, n: b[[f"{side}_size_{i}" for i in levels if i <= n]].to_numpy()
    bid, ask, mid = b.bid_price_1, b.ask_price_1, (b.bid_price_1 + b.ask_price_1) / 2
    bid5, ask5 = size("bid", 5).sum(axis=1), size("ask", 5).sum(axis=1)
    bids, asks = size("bid", 10), size("ask", 10)
    both = np.hstack([bids, asks])
    total = pd.Series(both.sum(axis=1))
    out = {"bid_ask_spread": (ask - bid) / mid}
    out["book_imbalance_5"] = (bid5 - ask5) / (bid5 + ask5)
    out["market_depth_10_60"] = total / total.rolling(60, min_periods=1).apply(np.mean, raw=True)
    quantity = bars.volume.rolling(60, min_periods=1).apply(np.mean, raw=True)
    cost = []
    for i in range(len(b)):
        prices = {s: b.loc[i, [f"{s}_price_{k}" for k in levels]].to_numpy() for s in ("bid", "ask")}
        average = {s: fill(prices[s], z[i], quantity[i]) for s, z in (("bid", bids), ("ask", asks))}
        cost.append((average["ask"] - average["bid"]) / mid[i] * 1e4)
    out["liquidity_score_10_60"] = 1 / (1 + np.array(cost))
    limit = lambda ratio: np.log(np.clip(ratio, 0.01, 100))
    out["bid_ask_ratio"] = limit(bids[:, 0] / asks[:, 0])
    p = both / both.sum(axis=1, keepdims=True)
    out["order_size_entropy_10"] = -np.sum(p * np.log(p), axis=1) / np.log(both.shape[1])
    micro = (ask * bids[:, 0] + bid * asks[:, 0]) / (bids[:, 0] + asks[:, 0])
    out["microprice_deviation"] = micro / mid - 1
    out["depth_ratio_10"] = limit(bids.sum(axis=1) / asks.sum(axis=1))
    out["spread_volatility_60"] = out["bid_ask_spread"].rolling(60, min_periods=1).apply(np.std, raw=True)
    out["liquidity_concentration_10"] = (bids[:, 0] + asks[:, 0]) / total
    return pd.DataFrame({k: np.asarray(x, float) for k, x in out.items()})


def fill(prices, sizes, quantity):
    """Mean price of a quantity against the levels, the rest at the last one."""
    before = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    taken = np.clip(quantity - before, 0, sizes)
    taken[-1] = max(0.0, quantity - before[-1])
    return np.dot(taken, prices) / quantity if quantity > 0 else prices[0]


def ibm(folder):
    trades, quotes = [], []
    for day in ("20131007", "20131008"):
        zero = pd.Timestamp(day).value // 1_000_000 + NEW_YORK_SUMMER
        for kind, into in (("trade", trades), ("quote", quotes)):
            rows = pd.read_csv(folder / "us-equity-ticks" / f"ibm_{day}_{kind}.csv.gz")
            rows["t"] = (rows.time_ms + zero) * 1_000_000
            into.append(rows)
    trades, quotes = pd.concat(trades, ignore_index=True), pd.concat(quotes, ignore_index=True)
    trades = pd.DataFrame({"t": trades.t, "price": trades.price_x10000 / 1e4, "size": trades["size"], "side": 0})
    book = {"t": quotes.t}
    for side in ("bid", "ask"):
        quoted = quotes[f"{side}_price_x10000"] > 0
        book[f"{side}_price_1"] = (quotes[f"{side}_price_x10000"] / 1e4).where(quoted).ffill()
        book[f"{side}_size_1"] = quotes[f"{side}_size"].where(quoted).ffill()
    book = pd.DataFrame(book)
    print(f"IBM: {(book.bid_price_1 > book.ask_price_1).mean():.1%} of the quotes are crossed")
    return trades, book, MINUTE


def aapl(folder):
    zero = pd.Timestamp("2019-01-30 05:00").value
    rows = pd.read_csv(next((folder / "nasdaq-itch-l10").glob("*.csv.gz")))
    rows["t"] = rows.timestamp_ns + zero
    books = rows[["t"] + [c for c in rows if c.startswith(("bid_", "ask_"))]]
    done = rows[rows.event_type == 4]
    price = done.execution_price.fillna(done.price)
    # The resting order bought when direction is 1, so the one that crossed the spread sold.
    trades = pd.DataFrame({"t": done.t, "price": price, "size": done["size"], "side": -done.direction})
    return trades, books, TENTH


def write(name, bars, table, width, rows, folder):
    table.insert(0, "open_ms", (bars.close_ns - width) // 1_000_000)
    table.insert(0, "row", np.arange(len(table)))
    sampled = table.iloc[sorted(r for r in rows if r < len(table))]
    sampled.to_csv(folder / name, index=False, float_format="%.9g", na_rep="NaN", lineterminator="\n")
    print(f"{len(sampled)} of {len(table)} rows -> {folder / name}")


def main():
    data = pathlib.Path(sys.argv[1])
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else OUTPUT
    trades, books, width = ibm(data)
    bars, net, whole = bars_of(trades, max(trades.t.max(), books.t.max()), width)
    table = pd.concat([volume_features(bars, net, whole), book_features(bars, books)], axis=1)
    write("core25-ibm.csv", bars, table, width, set(range(0, 20, 4)) | set(range(30, 2000, 13)), folder)
    trades, books, width = aapl(data)
    bars, net, whole = bars_of(trades, max(trades.t.max(), books.t.max()), width)
    table = book_features(bars, books)
    table["volume_imbalance_20"] = volume_features(bars, net, whole)["volume_imbalance_20"]
    write("core11-aapl.csv", bars, table, width, set(range(0, 1000)), folder)


main()
