"""Makes features/src/test/resources/golden/flow_quotes.csv and flow_trades.csv: the columns of the
set `flows` by pandas and SciPy, on two-second bars of a recorded BTCUSDT perpetual.

    python -m venv .venv && .venv/bin/pip install numpy pandas scipy
    .venv/bin/python features/src/test/golden/flows.py <data folder> [output folder]
"""

import pathlib
import sys

import numpy as np
import pandas as pd
from scipy.stats import linregress

BAR_MS = 2_000
HERE = pathlib.Path(__file__).resolve().parent
OUTPUT = HERE.parent / "resources" / "golden"


def load(folder, kind):
    name = f"usdm_btcusdt_20240808_{kind}.csv.gz"
    table = pd.read_csv(pathlib.Path(folder) / "binance-flat" / name)
    assert table.event_ms.is_monotonic_increasing
    return table.assign(bar=table.event_ms // BAR_MS)


def imbalance(quotes, n):
    """Equation 2 of Cont, Kukanov, Stoikov with its indicator functions."""
    bid, ask = quotes.bid_price, quotes.ask_price
    e = (
        (bid >= bid.shift()) * quotes.bid_qty
        - (bid <= bid.shift()) * quotes.bid_qty.shift()
        - (ask <= ask.shift()) * quotes.ask_qty
        + (ask >= ask.shift()) * quotes.ask_qty.shift()
    )
    depth = ((quotes.bid_qty + quotes.ask_qty) / 2).where(bid.shift().notna())
    e[0] = np.nan
    bars = pd.DataFrame({"bar": quotes.bar, "e": e, "depth": depth}).groupby("bar")
    flow, depth, count = bars.e.sum(), bars.depth.sum(), bars.depth.count()
    value = flow.rolling(n).sum() / (depth.rolling(n).sum() / count.rolling(n).sum())
    return pd.DataFrame({"order_flow_imbalance_10": value})


def kyle(trades, n):
    side = np.where(trades.is_buyer_maker, -1, 1)
    net = (trades.qty * side).groupby(trades.bar).sum()
    returns = np.log(trades.price.groupby(trades.bar).last()).diff()
    value = pd.Series(np.nan, index=net.index)
    for i in range(n, len(net)):
        rows = slice(i - n + 1, i + 1)
        value.iloc[i] = linregress(net.iloc[rows], returns.iloc[rows]).slope
    return pd.DataFrame({"kyle_lambda_30": value})


def write(table, output):
    table = table.iloc[:-1]  # nothing closes the last bar
    table.insert(0, "timestamp_ms", table.index * BAR_MS)
    table.insert(0, "row", np.arange(len(table)))
    table.to_csv(output, index=False, float_format="%.9g", na_rep="NaN", lineterminator="\n")
    print(f"{len(table)} rows -> {output}")


def main():
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else OUTPUT
    write(imbalance(load(sys.argv[1], "book_ticker"), 10), folder / "flow_quotes.csv")
    write(kyle(load(sys.argv[1], "trades"), 30), folder / "flow_trades.csv")


main()
