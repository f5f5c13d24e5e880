"""Makes features/src/test/resources/golden/cross.csv: the cross-instrument columns of BTCUSD, ETHUSD
and LTCUSD by pandas and NumPy, on recorded minutes of one day of 2018 with missing minutes.

    python -m venv .venv && .venv/bin/pip install numpy pandas
    .venv/bin/python features/src/test/golden/cross.py <data folder> [output file]
"""

import pathlib
import sys

import numpy as np
import pandas as pd

COINS = ["BTCUSD", "ETHUSD", "LTCUSD"]
BEGIN = pd.Timestamp("2018-06-03", tz="UTC")
MINUTES, SHOWN = 900, 240
HERE = pathlib.Path(__file__).resolve().parent
OUTPUT = HERE.parent / "resources" / "golden" / "cross.csv"


def load(folder):
    begin = int(BEGIN.timestamp() * 1000)
    closes = {}
    for coin in COINS:
        table = pd.read_csv(pathlib.Path(folder) / "crypto-1m" / f"{coin}_2018.csv.gz")
        table = table[table.timestamp_ms.between(begin, begin + MINUTES * 60_000 - 1)]
        closes[coin] = table.set_index("timestamp_ms").close
    return pd.DataFrame(closes).sort_index()


def fitted(own, market):
    """Slope, correlation and residual of the next by least squares, window by window."""
    n = 60
    rows = []
    for i in range(len(own)):
        if i < n - 1:
            rows.append((np.nan,) * 3)
            continue
        x, y = market[i - n + 1 : i + 1], own[i - n + 1 : i + 1]
        residual = np.nan
        if i >= n:
            slope, level = np.polyfit(market[i - n : i], own[i - n : i], 1)
            residual = own[i] - (level + slope * market[i])
        rows.append((np.polyfit(x, y, 1)[0], np.corrcoef(x, y)[0, 1], residual))
    return np.array(rows).T


def columns(coin, closes, returns):
    others = returns.drop(columns=coin).mean(axis=1).fillna(0)
    index = others.cumsum()
    own = returns[coin].dropna()
    market = index[closes[coin].notna()].diff().dropna()
    assert own.index.equals(market.index)
    beta, correlation, residual = fitted(own.to_numpy(), market.to_numpy())
    ahead = own - market
    table = pd.DataFrame(
        {
            "market_return": market,
            "market_beta_60": beta,
            "market_correlation_60": correlation,
            "idiosyncratic_return_60": residual,
            "relative_strength_15": ahead.rolling(15).sum(),
            "relative_strength_60": ahead.rolling(60).sum(),
        }
    ).reindex(closes.index)
    table["market_breadth"] = np.sign(returns).sum(axis=1) / len(COINS)
    table["market_participation"] = closes.notna().mean(axis=1)
    table["return_rank"] = returns.rank(axis=1)[coin] / returns.notna().sum(axis=1)
    table.insert(0, "instrument", coin)
    return table[closes[coin].notna()]


def main():
    closes = load(sys.argv[1])
    returns = closes.apply(lambda c: np.log(c.dropna()).diff())
    table = pd.concat([columns(coin, closes, returns) for coin in COINS])
    last = closes.index[-1] - SHOWN * 60_000
    table = table[table.index > last].reset_index().sort_values(["timestamp_ms", "instrument"])
    output = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else OUTPUT
    table.to_csv(output, index=False, float_format="%.9g", na_rep="NaN", lineterminator="\n")
    print(f"{len(table)} rows -> {output}; {closes.isna().sum().to_dict()} minutes without a bar")


main()
