"""The bar features of core65 in pandas and NumPy, one instrument at a time; W09 is left out.

Rolling sums, means, deviations, extremes and ranks are pandas' own (Cython); recursions are its
exponential means, seeded as TA-Lib does; what it lacks is in common.py.
"""

import numpy as np
import pandas as pd

import common


def smoothed(x, seed_bars, alpha, first=0):
    """x[t] = x[t - 1] + alpha (x - x[t - 1]) from the mean of the first values after ``first``."""
    seeded = x[first + seed_bars - 1 :].copy()
    seeded[0] = x[first : first + seed_bars].mean()
    out = np.full(len(x), np.nan)
    out[first + seed_bars - 1 :] = pd.Series(seeded).ewm(alpha=alpha, adjust=False).mean().to_numpy()
    return out


def directional(high, low, true_range, bars):
    """Wilder's sums of moves up, moves down and true range: S = S - S / bars + x."""
    up, down = np.diff(high), -np.diff(low)
    plus = np.where((up > down) & (up > 0), up, 0)
    minus = np.where((down > up) & (down > 0), down, 0)
    sums = []
    for x in (plus, minus, true_range):
        seeded = x[bars - 2 :].copy()
        seeded[0] = x[: bars - 1].sum() / bars
        wilder = np.full(len(high), np.nan)
        wilder[bars - 1 :] = pd.Series(seeded).ewm(alpha=1 / bars, adjust=False).mean().to_numpy() * bars
        wilder[bars - 1] = np.nan
        sums.append(wilder)
    plus, minus, whole = sums
    return 100 * plus / whole, 100 * minus / whole


def features(bars):
    """``bars``: end_ms, open, high, low, close, volume as NumPy arrays. Columns by name."""
    t, o, h, l, c, v = (bars[k] for k in ("end_ms", "open", "high", "low", "close", "volume"))
    C, H, L, V = pd.Series(c), pd.Series(h), pd.Series(l), pd.Series(v)
    out = {}
    for label, minutes in (("1min", 1), ("5min", 5), ("15min", 15), ("1h", 60), ("1d", 1440)):
        ratio = c / common.as_of(t, c, minutes)
        out[f"return_{label}"] = ratio - 1
        out[f"log_return_{label}"] = np.log(ratio)
    momentum = c / common.lagged(c, 20) - 1
    out["price_momentum_20"] = momentum
    out["price_acceleration_20"] = momentum - common.lagged(momentum, 20)
    out["sma_deviation_30"] = c / C.rolling(30).mean().to_numpy() - 1
    out["ema_deviation_30"] = c / smoothed(c, 30, 2 / 31) - 1
    weights = np.arange(30, 0, -1) / 465.0
    wma = np.concatenate([np.full(29, np.nan), np.convolve(c, weights, "valid")])
    out["wma_deviation_30"] = c / wma - 1
    typical = (h + l + c) / 3
    TP = pd.Series(typical)
    turnover = pd.Series(typical * v)
    volume60 = V.rolling(60).sum().to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        vwap = np.where(volume60 > 1e-9, turnover.rolling(60).sum().to_numpy() / volume60, TP.rolling(60).mean())
    out["vwap_deviation_60"] = c / vwap - 1
    out["price_rank_100"] = C.rolling(100).rank(pct=True).to_numpy()
    out["high_low_range"] = (h - l) / c
    out["open_close_spread"] = (c - o) / c
    previous = common.lagged(c, 1)
    out["gap_percent"] = 100 * (o / previous - 1)
    change = np.diff(c)
    for n in (7, 14):
        rise, fall = (np.append(np.nan, smoothed(x, n, 1 / n)) for x in (np.maximum(change, 0), np.maximum(-change, 0)))
        moves = rise + fall
        out[f"rsi_{n}"] = np.where(moves == 0, 0, 100 * rise / np.where(moves == 0, 1, moves))
    low5 = L.rolling(5).min().to_numpy()
    range5 = H.rolling(5).max().to_numpy() - low5
    fast = np.where(range5 == 0, 0, 100 * (c - low5) / np.where(range5 == 0, 1, range5))
    out["stochastic_5_3"] = pd.Series(fast).rolling(3).mean().to_numpy()
    out["macd_12_26"] = (smoothed(c, 12, 2 / 13, 14) - smoothed(c, 26, 2 / 27)) / c
    out["rate_of_change_10"] = 100 * (c / common.lagged(c, 10) - 1)
    high14 = H.rolling(14).max().to_numpy()
    range14 = high14 - L.rolling(14).min().to_numpy()
    out["williams_r_14"] = np.where(range14 == 0, 0, -100 * (high14 - c) / np.where(range14 == 0, 1, range14))
    mean14 = TP.rolling(14).mean().to_numpy()
    distance = common.mean_distance(typical, mean14, 14)
    out["cci_14"] = np.where(distance < 1e-9, 0, (typical - mean14) / (0.015 * np.where(distance < 1e-9, 1, distance)))
    out["momentum_10"] = (c - common.lagged(c, 10)) / c
    true_range = np.maximum(h[1:] - l[1:], np.maximum(np.abs(h[1:] - c[:-1]), np.abs(l[1:] - c[:-1])))
    plus, minus = directional(h, l, true_range, 14)
    both = plus + minus
    index = 100 * np.abs(plus - minus) / np.where(both == 0, 1, both)
    out["adx_14"] = np.append(np.full(14, np.nan), smoothed(index[14:], 14, 1 / 14))
    out["directional_movement_14"] = plus - minus
    r = np.append(np.nan, np.log(c[1:] / c[:-1]))
    R = pd.Series(r)
    volatility = R.rolling(20).std().to_numpy()
    out["historical_volatility_20"] = volatility
    out["realized_volatility_60"] = np.sqrt(np.maximum(pd.Series(r * r).rolling(60).sum().to_numpy(), 0))
    ranges = pd.Series(np.log(h / l) ** 2).rolling(20).mean().to_numpy()
    bodies = pd.Series(np.log(c / o) ** 2).rolling(20).mean().to_numpy()
    out["parkinson_volatility_20"] = np.sqrt(np.maximum(ranges, 0) / (4 * np.log(2)))
    out["garman_klass_volatility_20"] = np.sqrt(np.maximum(0.5 * ranges - (2 * np.log(2) - 1) * bodies, 0))
    out["average_true_range_14"] = np.append(np.nan, smoothed(true_range, 14, 1 / 14)) / c
    # pandas' running deviation loses the digits of a price that hardly moves.
    window5 = np.lib.stride_tricks.sliding_window_view(c, 5)
    out["bollinger_width_5"] = np.append(np.full(4, np.nan), 4 * window5.std(axis=1) / window5.mean(axis=1))
    longer = R.rolling(100).std().to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        out["volatility_ratio_20_100"] = np.where(longer == 0, 1, volatility / longer)
    out["volatility_rank_20_100"] = pd.Series(volatility.astype(np.float32).astype(float)).rolling(100).rank(pct=True).to_numpy()
    window60 = pd.Series(volatility).rolling(60)
    mean60 = window60.mean().to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        out["volatility_of_volatility_20_60"] = np.where(mean60 == 0, 0, window60.std().to_numpy() / mean60)
    out.update(volume(t, h, l, c, v, V, typical, volume60))
    return {name: np.asarray(x, np.float32) for name, x in out.items()}


def volume(t, h, l, c, v, V, typical, volume60):
    out = {}
    mean = {n: V.rolling(n).mean().to_numpy() for n in (5, 15, 120, 240)} | {60: volume60 / 60}
    for short, long in ((5, 60), (15, 120), (60, 240)):
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = np.where(mean[long] > 1e-9, mean[short] / mean[long], np.where(np.isnan(mean[long]), np.nan, 1))
        out[f"volume_ratio_{short}_{long}"] = ratio
    out["volume_ratio_1d_3d"], out["relative_volume_3d"] = common.hourly(t, v)
    half = V.rolling(20).sum().to_numpy()
    before = common.lagged(half, 20)
    both = half + before
    momentum = np.where(both > 1e-9, (half - before) / np.where(both > 1e-9, both, 1), np.where(np.isnan(both), np.nan, 0))
    out["volume_momentum_20"] = momentum
    out["volume_acceleration_20"] = momentum - common.lagged(momentum, 20)
    profile = common.volume_profile(typical, v, c, 240)
    for name, column in zip(("point_of_control", "value_area_high", "value_area_low"), profile):
        out[f"{name}_distance_240"] = column
    day = (t - 1) // 86_400_000
    frame = pd.DataFrame({"turnover": typical * v, "volume": v, "typical": typical})
    sums = frame.groupby(day, sort=False).cumsum()
    first = np.flatnonzero(np.diff(day, prepend=day[0] - 1))
    count = np.arange(1, len(t) + 1) - np.repeat(first, np.diff(np.append(first, len(t))))
    day_volume = sums.volume.to_numpy()
    silent = day_volume == 0
    vwap = np.where(silent, sums.typical / count, sums.turnover / np.where(silent, 1, day_volume))
    out["session_vwap_deviation"] = c / vwap - 1
    turnover = pd.Series(c * v).rolling(20).sum().to_numpy()
    empty = half < 1e-9
    weighted = np.where(empty, 0, turnover / np.where(empty, 1, half) / pd.Series(c).rolling(20).mean().to_numpy() - 1)
    out["volume_weighted_price_20"] = np.where(np.isnan(half), np.nan, weighted)
    out["volume_rank_100"] = V.rolling(100).rank(pct=True).to_numpy()
    out["volume_cluster_share_60"] = common.cluster_share(v, mean[60], volume60, 60)
    span = h - l
    location = np.where(span > 0, (2 * c - h - l) / np.where(span > 0, span, 1), 0)
    net = pd.Series(v * location).rolling(20).sum().to_numpy()
    imbalance = np.where(empty, 0, net / np.where(empty, 1, half))
    out["volume_imbalance_20"] = np.where(np.isnan(half), np.nan, imbalance)
    return out
