"""Makes features/src/test/resources/golden/bars40.csv: the 40 bar features by independent means.

TA-Lib (C library through its Python wrapper) for indicators, pandas and NumPy for windows and ranks,
arch for the GARCH recursion. Input: rows FIRST to FIRST + COUNT of BTCUSD_2017.csv.gz, real
one-minute bars of Bitfinex with missing minutes.

    python -m venv .venv && .venv/bin/pip install TA-Lib numpy pandas arch
    .venv/bin/python features/src/test/golden/bars40.py <data folder> [output file]

Where TA-Lib's own arithmetic is the weak side (running sums of squares in BBANDS, noise of
CCI on a flat window) the two-pass formula is used and TA-Lib is checked against it loosely here.
"""

import pathlib
import sys

import numpy as np
import pandas as pd
import talib
from arch.univariate.recursions_python import garch_recursion

FIRST, COUNT = 173_000, 6_000
HERE = pathlib.Path(__file__).resolve().parent
OUTPUT = HERE.parent / "resources" / "golden" / "bars40.csv"


def load(folder):
    table = pd.read_csv(pathlib.Path(folder) / "crypto-1m" / "BTCUSD_2017.csv.gz")
    return table.iloc[FIRST : FIRST + COUNT].reset_index(drop=True)


def as_of(bars, minutes):
    """Last close known at or before the row's time minus the horizon, by pandas' as-of merge."""
    left = pd.DataFrame({"t": bars.timestamp_ms - minutes * 60_000})
    right = pd.DataFrame({"t": bars.timestamp_ms, "close": bars.close})
    return pd.merge_asof(left, right, on="t", direction="backward")["close"].to_numpy()


def garch(returns):
    """Forecast of the next variance after each return: h = w + a r^2 + b h, h starts at v."""
    variance = 0.60**2 * 60 / (365.25 * 86_400)
    alpha, beta = 0.10, 0.88
    n = len(returns) + 1
    residuals = np.append(returns, 0.0)
    sigma2 = np.empty(n)
    bounds = np.column_stack([np.zeros(n), np.full(n, 1e6)])
    garch_recursion(
        np.array([(1 - alpha - beta) * variance, alpha, beta]),
        residuals**2,
        np.sign(residuals),
        sigma2,
        1,
        0,
        1,
        n,
        variance,
        bounds,
    )
    return np.sqrt(sigma2[1:])


def features(bars):
    o, h, l, c, v = (bars[k].to_numpy(float) for k in ("open", "high", "low", "close", "volume"))
    close = pd.Series(c)
    out = {}
    for label, minutes in (("1min", 1), ("5min", 5), ("15min", 15), ("1h", 60), ("1d", 1440)):
        reference = as_of(bars, minutes)
        out[f"return_{label}"] = (c - reference) / reference
        out[f"log_return_{label}"] = np.log(c) - np.log(reference)
    rocp = talib.ROCP(c, 20)
    out["price_momentum_20"] = rocp
    out["price_acceleration_20"] = rocp - np.concatenate([np.full(20, np.nan), rocp[:-20]])
    out["sma_deviation_30"] = c / talib.SMA(c, 30) - 1
    out["ema_deviation_30"] = c / talib.EMA(c, 30) - 1
    out["wma_deviation_30"] = c / talib.WMA(c, 30) - 1
    typical = talib.TYPPRICE(h, l, c)
    vwap = [
        np.average(typical[i - 59 : i + 1], weights=v[i - 59 : i + 1]) if i >= 59 else np.nan
        for i in range(len(c))
    ]
    out["vwap_deviation_60"] = c / np.array(vwap) - 1
    out["price_rank_100"] = close.rolling(100).rank(pct=True).to_numpy()
    out["high_low_range"] = (h - l) / c
    out["open_close_spread"] = (c - o) / c
    out["gap_percent"] = 100 * (o - close.shift().to_numpy()) / close.shift().to_numpy()
    out["rsi_7"] = talib.RSI(c, 7)
    out["rsi_14"] = talib.RSI(c, 14)
    # A signal period of 1 keeps TA-Lib from withholding the first values of the other line.
    out["stochastic_5_3"] = talib.STOCH(h, l, c, 5, 3, 0, 1, 0)[0]
    out["macd_12_26"] = talib.MACD(c, 12, 26, 1)[0] / c
    out["rate_of_change_10"] = talib.ROC(c, 10)
    out["williams_r_14"] = talib.WILLR(h, l, c, 14)
    out["cci_14"] = cci(h, l, c, typical)
    out["momentum_10"] = talib.MOM(c, 10) / c
    out["adx_14"] = talib.ADX(h, l, c, 14)
    out["directional_movement_14"] = talib.PLUS_DI(h, l, c, 14) - talib.MINUS_DI(h, l, c, 14)
    returns = pd.Series(np.append(np.nan, np.log(c[1:] / c[:-1])))
    windows = np.lib.stride_tricks.sliding_window_view
    deviation = lambda n: np.append(
        np.full(n, np.nan), windows(returns.to_numpy()[1:], n).std(axis=1, ddof=1)
    )
    out["historical_volatility_20"] = deviation(20)
    out["realized_volatility_60"] = np.append(
        np.full(60, np.nan), np.linalg.norm(windows(returns.to_numpy()[1:], 60), axis=1)
    )
    ranges = windows(np.log(h / l) ** 2, 20).mean(axis=1)
    bodies = windows(np.log(c / o) ** 2, 20).mean(axis=1)
    pad = np.full(19, np.nan)
    out["parkinson_volatility_20"] = np.append(pad, np.sqrt(ranges / (4 * np.log(2))))
    out["garman_klass_volatility_20"] = np.append(
        pad, np.sqrt(0.5 * ranges - (2 * np.log(2) - 1) * bodies)
    )
    out["average_true_range_14"] = talib.ATR(h, l, c, 14) / c
    out["bollinger_width_5"] = bollinger(c)
    out["volatility_ratio_20_100"] = deviation(20) / deviation(100)
    volatility = pd.Series(deviation(20))
    # Ranked as emitted, in float: equal returns in another order differ in the last bits of a double.
    emitted = pd.Series(deviation(20).astype(np.float32).astype(float))
    out["volatility_rank_20_100"] = emitted.rolling(100).rank(pct=True).to_numpy()
    out["garch_volatility"] = np.append(np.nan, garch(returns.to_numpy()[1:]))
    spread = windows(volatility.to_numpy()[20:], 60)
    out["volatility_of_volatility_20_60"] = np.append(
        np.full(79, np.nan), spread.std(axis=1, ddof=1) / spread.mean(axis=1)
    )
    return pd.DataFrame(out)


def cci(h, l, c, typical):
    two_pass = np.full(len(c), np.nan)
    for i in range(13, len(c)):
        window = typical[i - 13 : i + 1]
        distance = np.abs(window - window.mean()).mean()
        flat = window.max() - window.min() < 1e-9
        two_pass[i] = 0 if flat else (window[-1] - window.mean()) / (0.015 * distance)
    library = talib.CCI(h, l, c, 14)
    moving = np.abs(two_pass) > 1e-6
    np.testing.assert_allclose(library[moving], two_pass[moving], rtol=1e-6)
    return two_pass


def bollinger(c):
    window = np.lib.stride_tricks.sliding_window_view(c, 5)
    width = np.append(np.full(4, np.nan), 4 * window.std(axis=1) / window.mean(axis=1))
    upper, middle, lower = talib.BBANDS(c, 5, 2, 2)
    np.testing.assert_allclose(((upper - lower) / middle)[4:], width[4:], rtol=1e-3, atol=2e-6)
    return width


def main():
    bars = load(sys.argv[1])
    table = features(bars)
    gaps = np.flatnonzero(np.diff(bars.timestamp_ms) > 60_000) + 1
    longest = gaps[np.argsort(-np.diff(bars.timestamp_ms)[gaps - 1], kind="stable")[:4]]
    rows = set(range(0, 130, 5)) | set(range(137, COUNT, 97)) | {COUNT - 1}
    rows |= {int(g) + k for g in longest for k in (0, 1, 14)}
    table.insert(0, "timestamp_ms", bars.timestamp_ms)
    table.insert(0, "row", np.arange(FIRST, FIRST + COUNT))
    sampled = table.iloc[sorted(r for r in rows if r < COUNT)]
    output = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else OUTPUT
    output.parent.mkdir(parents=True, exist_ok=True)
    sampled.to_csv(output, index=False, float_format="%.9g", na_rep="NaN", lineterminator="\n")
    span = np.diff(bars.timestamp_ms)[longest - 1] // 60_000
    print(f"{len(sampled)} rows; {len(gaps)} gaps, the longest {span} minutes -> {output}")


if __name__ == "__main__":
    main()
