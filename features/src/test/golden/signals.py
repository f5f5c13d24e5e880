"""Makes features/src/test/resources/golden/signals.csv: the columns of the set `signals` by
independent means.

statsmodels for the Kalman filter, PyWavelets for the wavelet transform, numpy.fft for the spectrum,
NumPy, pandas and SciPy for the rest. Input: rows FIRST to FIRST + COUNT of BTCUSD_2017.csv.gz, real
one-minute bars of Bitfinex with missing minutes.

    python -m venv .venv && .venv/bin/pip install numpy pandas scipy statsmodels PyWavelets
    .venv/bin/python features/src/test/golden/signals.py <data folder> [output file]
"""

import pathlib
import sys

import numpy as np
import pandas as pd
import pywt
from scipy.special import binom
from scipy.stats import median_abs_deviation, norm
from statsmodels.tsa.statespace.structural import UnobservedComponents

FIRST, COUNT = 173_000, 3_000
HERE = pathlib.Path(__file__).resolve().parent
OUTPUT = HERE.parent / "resources" / "golden" / "signals.csv"
windows = np.lib.stride_tricks.sliding_window_view


def load(folder):
    table = pd.read_csv(pathlib.Path(folder) / "crypto-1m" / "BTCUSD_2017.csv.gz")
    return table.iloc[FIRST : FIRST + COUNT].reset_index(drop=True)


def padded(values, length):
    return np.append(np.full(length - len(values), np.nan), values)


def robust(x, n):
    rows = windows(x, n)
    median = np.median(rows, axis=1)
    scale = 1.4826 * median_abs_deviation(rows, axis=1)
    mean = 1.253314 * np.abs(rows - median[:, None]).mean(axis=1)
    scale = np.where(scale == 0, mean, scale)
    safe = np.where(scale == 0, 1, scale)
    return padded(np.where(scale == 0, 0, (rows[:, -1] - median) / safe), len(x))


def fractional(y, order, n):
    """Weights from the binomial series (1 - L)^d by the gamma function."""
    k = np.arange(n)
    weights = (-1.0) ** k * binom(order, k)
    return padded(np.convolve(y, weights, mode="valid"), len(y))


def kalman(y, level_noise, slope_noise):
    # The prior of the first step is the state that the first observation leaves, stepped on.
    transition = np.array([[1.0, 1.0], [0.0, 1.0]])
    prior = transition @ np.eye(2) @ transition.T + np.diag([level_noise, slope_noise])
    rest = UnobservedComponents(y[1:], "local linear trend")
    rest.ssm.initialize_known(transition @ np.array([y[0], 0.0]), prior)
    result = rest.filter([1.0, level_noise, slope_noise])
    level, slope = result.filtered_state
    return np.append(np.nan, slope), np.append(np.nan, y[1:] - level)


def haar(returns, n, levels):
    """pywt.swt is circular and looks ahead: zeros in front take the circular end, and each level's
    shift is found by one coefficient that is computed by hand."""
    zeros = 2 ** (levels + 1) + -len(returns) % 2**levels
    x = np.append(np.zeros(zeros), returns)
    details = pywt.swt(x, "haar", level=levels, norm=True, trim_approx=True)[1:][::-1]
    out = []
    for j, detail in enumerate(details, 1):
        half = 2 ** (j - 1)
        at = len(x) // 2
        newest, before = x[at - half + 1 : at + 1], x[at - 2 * half + 1 : at - half + 1]
        by_hand = abs(newest.sum() - before.sum()) / 2**j
        shifts = range(-(2**j), 2**j + 1)
        shift = min(shifts, key=lambda s: abs(abs(np.roll(detail, s)[at]) - by_hand))
        causal = np.roll(detail, shift)[zeros:]
        for t in range(2**j - 1, len(returns), 97):
            w = returns[t - half + 1 : t + 1].sum() - returns[t - 2 * half + 1 : t - half + 1].sum()
            assert abs(abs(causal[t]) - abs(w) / 2**j) < 1e-15, (j, t)
        energy = windows(causal**2, n).mean(axis=1)[2**levels - 1 :]
        out.append(padded(energy, len(returns) + 1))
    return out


def fourier(returns):
    power = np.abs(np.fft.rfft(windows(returns, 64), axis=1)) ** 2
    power[:, 1:32] *= 2
    total = power[:, 1:33].sum(axis=1)
    out = {}
    for low, high in ((1, 2), (3, 4), (5, 8), (9, 16), (17, 32)):
        share = power[:, low : high + 1].sum(axis=1) / total
        out[f"fourier_band_{low}_{high}"] = padded(share, len(returns) + 1)
    return out


def decomposition(bars, y, n):
    index = np.arange(n)
    slopes, deviations = [], []
    for row in windows(y, n):
        slope, intercept = np.polyfit(index, row - row[-1], 1)
        slopes.append(slope)
        deviations.append(-(intercept + slope * (n - 1)))
    table = pd.DataFrame(
        {
            "hour": pd.to_datetime(bars.timestamp_ms, unit="ms").dt.hour,
            "d": padded(np.array(deviations), len(y)),
        }
    ).dropna()
    seasonal = table.groupby("hour")["d"].transform(lambda d: d.expanding().mean().shift())
    seasonal = seasonal.fillna(0).reindex(range(len(y))).to_numpy()
    return padded(np.array(slopes), len(y)), seasonal, padded(np.array(deviations), len(y)) - seasonal


def vpin(close, volume, n, bars_per_bucket, buckets):
    change = pd.Series(close).diff()
    score = (change / change.rolling(n).std(ddof=1)).to_numpy()
    share = np.where(np.isfinite(score), norm.cdf(score), 0.5)
    mean = pd.Series(volume).rolling(n).mean().to_numpy()
    done, size, pieces, out = [], None, [], np.full(len(close), np.nan)
    for i in range(n, len(close)):
        left = volume[i]
        while left > 0:
            size = bars_per_bucket * mean[i] if size is None else size
            room = size - sum(v for v, _ in pieces)
            part = min(left, room)
            pieces.append((part, share[i]))
            if left >= room:
                bought = sum(v * s for v, s in pieces)
                sold = sum(v * (1 - s) for v, s in pieces)
                done.append((abs(bought - sold), size))
                size, pieces = None, []
            left -= part
        recent = np.array(done[-buckets:])
        out[i] = recent[:, 0].sum() / recent[:, 1].sum() if len(done) else 0
    return out


def features(bars):
    c, v = bars.close.to_numpy(float), bars.volume.to_numpy(float)
    close, volume, y = pd.Series(c), pd.Series(v), np.log(c)
    returns = np.diff(y)
    r = pd.Series(np.append(np.nan, returns))
    out = {}
    for k in range(1, 6):
        lagged = r.shift(k)
        lagged[:6] = np.nan
        out[f"lagged_return_{k}"] = lagged.to_numpy()
    for name, x in (("close", close), ("volume", volume)):
        rows = windows(x.to_numpy(), 60)
        z = (rows[:, -1] - rows.mean(axis=1)) / rows.std(axis=1, ddof=1)
        out[f"{name}_z_score_60"] = padded(z, COUNT)
        out[f"{name}_robust_score_60"] = robust(x.to_numpy(), 60)
    out["fractional_difference_40_100"] = fractional(y, 0.4, 100)
    out["kalman_trend"], out["kalman_noise"] = kalman(y, 0.1, 0.001)
    for j, energy in enumerate(haar(returns, 64, 5), 1):
        out[f"haar_energy_{j}"] = energy
    out.update(fourier(returns))
    trend = decomposition(bars, y, 60)
    for name, values in zip(("slope", "seasonal", "remainder"), trend):
        out[f"trend_{name}_60"] = values
    rows = windows(returns, 60)
    bipower = np.pi / 2 * 60 / 59 * (np.abs(rows[:, 1:]) * np.abs(rows[:, :-1])).sum(axis=1)
    realized = (rows**2).sum(axis=1)
    out["bipower_volatility_60"] = padded(np.sqrt(bipower), COUNT)
    out["jump_share_60"] = padded(np.maximum(0, 1 - bipower / realized), COUNT)
    turnover = (close * volume).where(volume > 0)
    ratio = (r.abs() / turnover).rolling(60, min_periods=1).mean()
    ratio[:60] = np.nan
    out["amihud_illiquidity_60"] = 1e6 * ratio.to_numpy()
    covariance = [np.cov(row[:-1], row[1:])[0, 1] for row in rows]
    out["roll_spread_60"] = padded(2 * np.sqrt(np.maximum(0, -np.array(covariance))), COUNT)
    out["vpin_5_20"] = vpin(c, v, 60, 5, 20)
    ends = pd.to_datetime(bars.timestamp_ms + 60_000, unit="ms")
    minute = 2 * np.pi * (ends.dt.hour * 60 + ends.dt.minute) / 1440
    day = 2 * np.pi * ends.dt.day_of_week / 7
    out["minute_of_day_utc_sin"], out["minute_of_day_utc_cos"] = np.sin(minute), np.cos(minute)
    out["day_of_week_utc_sin"], out["day_of_week_utc_cos"] = np.sin(day), np.cos(day)
    return pd.DataFrame(out)


def main():
    bars = load(sys.argv[1])
    table = features(bars)
    gaps = np.flatnonzero(np.diff(bars.timestamp_ms) > 60_000) + 1
    rows = set(range(0, 130, 5)) | set(range(137, COUNT, 61)) | {COUNT - 1}
    rows |= {int(g) + k for g in gaps[:: max(1, len(gaps) // 4)] for k in (0, 1, 14)}
    table.insert(0, "timestamp_ms", bars.timestamp_ms)
    table.insert(0, "row", np.arange(FIRST, FIRST + COUNT))
    sampled = table.iloc[sorted(r for r in rows if r < COUNT)]
    output = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else OUTPUT
    output.parent.mkdir(parents=True, exist_ok=True)
    sampled.to_csv(output, index=False, float_format="%.9g", na_rep="NaN", lineterminator="\n")
    print(f"{len(sampled)} rows; {len(gaps)} gaps -> {output}")


main()
