"""Makes features/src/test/resources/golden/volume15.csv: V01 to V15 of bars by independent means.

pandas and NumPy. Input: rows FIRST to FIRST + COUNT of BTCUSD_2017.csv.gz, real one-minute bars of
Bitfinex with missing minutes; bars alone, so that V15 goes by the close location.

    python -m venv .venv && .venv/bin/pip install numpy pandas
    .venv/bin/python features/src/test/golden/volume15.py <data folder> [output file]
"""

import pathlib
import sys

import numpy as np
import pandas as pd

FIRST, COUNT = 173_000, 6_000
HERE = pathlib.Path(__file__).resolve().parent
OUTPUT = HERE.parent / "resources" / "golden" / "volume15.csv"


def volume_features(bars, net=None, whole=None):
    """The 15 columns; ``bars`` has close_ns, high, low, close, volume; net and whole are V15's parts."""
    h, l, c, v = (bars[k].astype(float) for k in ("high", "low", "close", "volume"))
    typical = (h + l + c) / 3
    closed = pd.to_datetime(bars.close_ns, unit="ns")
    out = {}
    mean = lambda n: v.rolling(n).apply(np.mean, raw=True)
    ratio = lambda short, long: (mean(short) / mean(long)).where(mean(long) > 0, 1).where(mean(long).notna())
    out["volume_ratio_5_60"] = ratio(5, 60)
    out["volume_ratio_15_120"] = ratio(15, 120)
    out["volume_ratio_60_240"] = ratio(60, 240)
    hour = (closed - pd.Timedelta(1, "ns")).dt.floor("h")
    day_old = closed - closed.iloc[0] >= pd.Timedelta(days=1)
    daily, relative = np.full(len(v), np.nan), np.full(len(v), np.nan)
    hours = hour.to_numpy()
    volume = v.to_numpy()
    for i in np.flatnonzero(day_old):
        age = (hours[i] - hours[: i + 1]) // np.timedelta64(1, "h")
        past = volume[: i + 1]
        whole_mean = past[age < 72].mean()
        daily[i] = past[age < 24].mean() / whole_mean if whole_mean > 0 else 1
        usual = past[np.isin(age, (24, 48, 72))]
        relative[i] = past[age == 0].mean() / usual.mean() if usual.sum() > 0 else 1
    out["volume_ratio_1d_3d"] = daily
    half = v.rolling(20).apply(np.sum, raw=True)
    momentum = ((half - half.shift(20)) / (half + half.shift(20)).replace(0, 1)).where(half.shift(20).notna())
    out["volume_momentum_20"] = momentum
    out["volume_acceleration_20"] = momentum - momentum.shift(20)
    profile = [
        market_profile(typical.to_numpy()[i - 239 : i + 1], volume[i - 239 : i + 1], c.iloc[i])
        if i >= 239
        else (np.nan,) * 3
        for i in range(len(v))
    ]
    for k, name in enumerate(("point_of_control", "value_area_high", "value_area_low")):
        out[f"{name}_distance_240"] = [p[k] for p in profile]
    session = (closed - pd.Timedelta(1, "ns")).dt.date
    day_volume = v.groupby(session).cumsum()
    weighted = (typical * v).groupby(session).cumsum() / day_volume.replace(0, np.nan)
    plain = typical.groupby(session).expanding().mean().droplevel(0)
    out["session_vwap_deviation"] = c / weighted.fillna(plain) - 1
    rolling = (c * v).rolling(20).apply(np.sum, raw=True) / half.replace(0, np.nan)
    flat = half == 0
    out["volume_weighted_price_20"] = (rolling / c.rolling(20).apply(np.mean, raw=True) - 1).mask(flat, 0)
    out["relative_volume_3d"] = relative
    out["volume_rank_100"] = v.rolling(100).rank(pct=True)
    out["volume_cluster_share_60"] = v.rolling(60).apply(cluster_share, raw=True)
    if net is None:
        x = ((2 * c - h - l) / (h - l).replace(0, np.nan)).fillna(0)
        net, whole = v * x, v
    total = whole.rolling(20).apply(np.sum, raw=True)
    side = net.rolling(20).apply(np.sum, raw=True)
    out["volume_imbalance_20"] = (side / total.replace(0, np.nan)).mask(total == 0, 0)
    return pd.DataFrame({k: np.asarray(x, float) for k, x in out.items()})


def market_profile(typical, volume, close):
    """Close minus point of control, value-area high and low, over the close (bins of 0.05 %)."""
    if volume.sum() == 0:
        volume = np.ones(len(volume))
    bins = np.clip(np.floor((typical / close - 1) / 0.0005 + 0.5), -200, 200).astype(int) + 200
    histogram = np.bincount(bins, weights=volume, minlength=401)
    order = sorted(range(401), key=lambda k: (-histogram[k], abs(k - 200), k))
    traded = np.flatnonzero(histogram)
    low = high = int(np.searchsorted(traded, order[0]))
    while histogram[traded[low : high + 1]].sum() < 0.7 * histogram.sum():
        above = histogram[traded[high + 1]] if high + 1 < len(traded) else -1
        below = histogram[traded[low - 1]] if low > 0 else -1
        if above >= below:
            high += 1
        else:
            low -= 1
    return tuple((200 - k) * 0.0005 for k in (order[0], traded[high], traded[low]))


def cluster_share(window):
    above = window > window.mean()
    if window.sum() == 0 or not above.any() or np.ptp(window) == 0:
        return 0.0
    runs = np.cumsum(np.diff(above.astype(int), prepend=0) == 1)
    return np.bincount(runs[above], weights=window[above]).max() / window.sum()


def main():
    table = pd.read_csv(pathlib.Path(sys.argv[1]) / "crypto-1m" / "BTCUSD_2017.csv.gz")
    bars = table.iloc[FIRST : FIRST + COUNT].reset_index(drop=True)
    bars["close_ns"] = (bars.timestamp_ms + 60_000) * 1_000_000
    result = volume_features(bars)
    rows = sorted(set(range(0, 260, 20)) | set(range(230, COUNT, 79)) | {1439, 1440, COUNT - 1})
    result.insert(0, "timestamp_ms", bars.timestamp_ms)
    result.insert(0, "row", np.arange(FIRST, FIRST + COUNT))
    output = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else OUTPUT
    sampled = result.iloc[rows]
    sampled.to_csv(output, index=False, float_format="%.9g", na_rep="NaN", lineterminator="\n")
    print(f"{len(sampled)} rows -> {output}")


if __name__ == "__main__":
    main()
