"""Makes features/src/test/resources/golden/quality.csv: market quality and regimes by pandas.

Input: rows FIRST to FIRST + COUNT of BTCUSD_2017.csv.gz, real one-minute bars of Bitfinex with
missing minutes. Ranks are taken of values rounded to single precision, as the definition says.

    python -m venv .venv && .venv/bin/pip install numpy pandas
    .venv/bin/python features/src/test/golden/quality.py <data folder> [output file]
"""

import pathlib
import sys

import numpy as np
import pandas as pd

FIRST, COUNT = 173_000, 6_000
HERE = pathlib.Path(__file__).resolve().parent
OUTPUT = HERE.parent / "resources" / "golden" / "quality.csv"
WEIGHTS = [0.15, 0.15, 0.15, 0.15, 0.20, 0.20]


def rank(series):
    return series.astype(np.float32).astype(float).rolling(120).rank(pct=True)


def fit(window):
    return np.corrcoef(np.arange(len(window)), window)[0, 1] ** 2 if np.ptp(window) > 0 else 0.0


def dimensions(bars):
    h, l, c, v = (bars[k].astype(float) for k in ("high", "low", "close", "volume"))
    r = np.log(c).diff()
    total = lambda s, n=20: s.rolling(n).apply(np.sum, raw=True)
    traded, path = total(v * c), total(r.abs())
    # No trading gives 0; trading without movement is as liquid as can be.
    liquidity = (traded / path).where(traded > 0, 0.0).where(path.notna())
    out = pd.DataFrame(index=bars.index)
    out["mq_liquidity"] = rank(liquidity.replace(np.inf, 3e38))
    out["mq_volatility"] = 1 - rank(np.sqrt(total(r**2) / 20))
    out["mq_momentum"] = rank((np.log(c) - np.log(c.shift(20))).abs())
    lean = ((2 * c - h - l) / (h - l)).where(h > l, 0.0) * v
    volume = total(v)
    out["mq_imbalance"] = (total(lean).abs() / volume).where(volume > 0, 0.0)
    out["mq_trend_strength"] = np.log(c).rolling(30).apply(fit, raw=True)
    steps = total(c.diff().abs(), 30)
    out["mq_noise"] = ((c - c.shift(30)).abs() / steps).where(steps > 0, 0.0).where(steps.notna())
    ready = out["mq_liquidity"].notna()
    out["mq_score"] = sum(w * out[k] for w, k in zip(WEIGHTS, out.columns))
    return out.where(ready, np.nan)


def regimes(bars, d):
    h, l, c = (bars[k].astype(float) for k in ("high", "low", "close"))
    x = np.log(c)
    s = np.sqrt((x.diff() ** 2).rolling(20).apply(np.mean, raw=True))
    before, after = x.shift(10) - x.shift(40), x - x.shift(10)
    leaves = (c > h.shift(1).rolling(60).max()) | (c < l.shift(1).rolling(60).min())
    turns = (before * after < 0) & (before.abs() > 1.5 * s * 30**0.5) & (after.abs() > 1.5 * s * 10**0.5)
    up = c > c.shift(30)
    calm, liquid, trend, clear = (
        d[k].astype(np.float32) for k in ("mq_volatility", "mq_liquidity", "mq_trend_strength", "mq_noise")
    )
    f = np.float32
    strong = (trend >= f(0.8)) & (clear >= f(0.5))
    candidate = np.select(
        [
            (calm <= f(0.05)) & (liquid <= f(0.10)),
            liquid <= f(0.05),
            (calm <= f(0.20)) & leaves,
            turns,
            strong & up,
            strong,
            (trend >= f(0.5)) & up,
            trend >= f(0.5),
            calm <= f(0.10),
            calm >= f(0.90),
        ],
        [11, 10, 6, 7, 1, 3, 2, 4, 8, 9],
        5,
    )
    current, out, run, last = 0, [], 0, -1
    for ready, now in zip(d["mq_score"].notna(), candidate):
        if not ready:
            out.append(np.nan)
            continue
        run = run + 1 if now == last else 1
        last = now
        if run >= 3 or now == 11:
            current = now
        out.append(current)
    return out


def main():
    table = pd.read_csv(pathlib.Path(sys.argv[1]) / "crypto-1m" / "BTCUSD_2017.csv.gz")
    bars = table.iloc[FIRST : FIRST + COUNT].reset_index(drop=True)
    result = dimensions(bars)
    result["market_regime_3"] = regimes(bars, result)
    print(result["market_regime_3"].value_counts().sort_index())
    rows = sorted(set(range(0, 260, 20)) | set(range(139, COUNT, 29)) | {COUNT - 1})
    result.insert(0, "timestamp_ms", bars.timestamp_ms)
    result.insert(0, "row", np.arange(FIRST, FIRST + COUNT))
    output = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else OUTPUT
    sampled = result.iloc[rows]
    sampled.to_csv(output, index=False, float_format="%.9g", na_rep="NaN", lineterminator="\n")
    print(f"{len(sampled)} rows -> {output}")


if __name__ == "__main__":
    main()
