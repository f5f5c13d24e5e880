"""The bar features of core65 in Polars, one instrument at a time; W09 is left out.

One lazy query in three steps, so that Polars runs its expressions on all cores; recursions are its
exponential means, seeded as TA-Lib does; what it lacks is in common.py, given whole columns.
"""

import numpy as np
import polars as pl

import common


def smoothed(x, bars, alpha, first=0):
    """Exponential mean from the mean of the first values after ``first``; null before."""
    row = pl.int_range(pl.len())
    at = first + bars - 1
    seeded = pl.when(row == at).then(x.slice(first, bars).mean()).when(row > at).then(x)
    return seeded.ewm_mean(alpha=alpha, adjust=False, ignore_nulls=True)


def wilder(x, bars):
    """Wilder's sum S = S - S / bars + x, seeded by the plain sum of the first moves."""
    row = pl.int_range(pl.len())
    seeded = pl.when(row == bars - 1).then(x.slice(1, bars - 1).sum() / bars).when(row > bars - 1).then(x)
    return pl.when(row >= bars).then(seeded.ewm_mean(alpha=1 / bars, adjust=False, ignore_nulls=True) * bars)


def ratio_or(top, bottom, otherwise):
    return pl.when(bottom > 1e-9).then(top / bottom).when(bottom.is_not_null()).then(otherwise)


def first_step(t, c):
    o, h, l, c_, v = (pl.col(k) for k in ("open", "high", "low", "close", "volume"))
    change = c_.diff()
    before = c_.shift(1)
    true_range = pl.max_horizontal(h - l, (h - before).abs(), (l - before).abs())
    up, down = h.diff(), -l.diff()
    steps = [
        ((h + l + c_) / 3).alias("typical"),
        (c_ / before).log().alias("r"),
        (h / l).log().pow(2).alias("ranges"),
        (c_ / o).log().pow(2).alias("bodies"),
        pl.when(change.is_not_null()).then(pl.max_horizontal(change, 0)).alias("rise"),
        pl.when(change.is_not_null()).then(pl.max_horizontal(-change, 0)).alias("fall"),
        pl.when(before.is_not_null()).then(true_range).alias("true_range"),
        pl.when((up > down) & (up > 0)).then(up).otherwise(0.0).alias("up"),
        pl.when((down > up) & (down > 0)).then(down).otherwise(0.0).alias("down"),
        *(v.rolling_sum(n).alias(f"v{n}") for n in (5, 15, 20, 60, 120, 240)),
        ((pl.col("end_ms") - 1) // 86_400_000).alias("day"),
    ]
    return steps + [pl.lit(pl.Series(f"as_of_{m}", common.as_of(t, c, m))) for m in (1, 5, 15, 60, 1440)]


def second_step():
    h, l, c, v, tp, r = (pl.col(k) for k in ("high", "low", "close", "volume", "typical", "r"))
    return [
        (tp * v).alias("turnover"),
        r.rolling_std(20).alias("volatility"),
        tp.rolling_mean(14).alias("mean14"),
        (l.rolling_min(5)).alias("low5"),
        (h.rolling_max(5) - l.rolling_min(5)).alias("range5"),
        (h.rolling_max(14)).alias("high14"),
        (h.rolling_max(14) - l.rolling_min(14)).alias("range14"),
        wilder(pl.col("up"), 14).alias("plus"),
        wilder(pl.col("down"), 14).alias("minus"),
        wilder(pl.col("true_range"), 14).alias("moved"),
        ((pl.col("v20") - pl.col("v20").shift(20)) / pl.when(pl.col("v20") + pl.col("v20").shift(20) > 1e-9)
         .then(pl.col("v20") + pl.col("v20").shift(20)).otherwise(1.0)).alias("volume_momentum_20"),
        pl.when(h > l).then((2 * c - h - l) / (h - l)).otherwise(0.0).alias("location"),
        (c / c.shift(20) - 1).alias("price_momentum_20"),
    ]


def third_step(bars):
    o, h, l, c, v, tp, r = (pl.col(k) for k in ("open", "high", "low", "close", "volume", "typical", "r"))
    typical = (bars["high"] + bars["low"] + bars["close"]) / 3
    out = []
    for label, minutes in (("1min", 1), ("5min", 5), ("15min", 15), ("1h", 60), ("1d", 1440)):
        out += [
            (c / pl.col(f"as_of_{minutes}") - 1).alias(f"return_{label}"),
            (c / pl.col(f"as_of_{minutes}")).log().alias(f"log_return_{label}"),
        ]
    momentum = pl.col("price_momentum_20")
    v60, v20 = pl.col("v60"), pl.col("v20")
    out += [momentum, (momentum - momentum.shift(20)).alias("price_acceleration_20")]
    out += [
        (c / c.rolling_mean(30) - 1).alias("sma_deviation_30"),
        (c / smoothed(c, 30, 2 / 31) - 1).alias("ema_deviation_30"),
        (c / c.rolling_mean(30, weights=[i / 465 * 30 for i in range(1, 31)]) - 1).alias("wma_deviation_30"),
        (c / ratio_or(pl.col("turnover").rolling_sum(60), v60, tp.rolling_mean(60)) - 1).alias("vwap_deviation_60"),
        (c.rolling_rank(100, method="average") / 100).alias("price_rank_100"),
        ((h - l) / c).alias("high_low_range"),
        ((c - o) / c).alias("open_close_spread"),
        (100 * (o / c.shift(1) - 1)).alias("gap_percent"),
    ]
    for n in (7, 14):
        rise, fall = smoothed(pl.col("rise"), n, 1 / n, 1), smoothed(pl.col("fall"), n, 1 / n, 1)
        out.append(pl.when(rise + fall == 0).then(0.0).otherwise(100 * rise / (rise + fall)).alias(f"rsi_{n}"))
    fast = pl.when(pl.col("range5") == 0).then(0.0).otherwise(100 * (c - pl.col("low5")) / pl.col("range5"))
    di = [100 * pl.col(k) / pl.col("moved") for k in ("plus", "minus")]
    both = di[0] + di[1]
    index = 100 * (di[0] - di[1]).abs() / pl.when(both == 0).then(1.0).otherwise(both)
    volatility = pl.col("volatility")
    longer, mean60 = r.rolling_std(100), volatility.rolling_mean(60)
    out += [
        fast.rolling_mean(3).alias("stochastic_5_3"),
        ((smoothed(c, 12, 2 / 13, 14) - smoothed(c, 26, 2 / 27)) / c).alias("macd_12_26"),
        (100 * (c / c.shift(10) - 1)).alias("rate_of_change_10"),
        pl.when(pl.col("range14") == 0).then(0.0).otherwise(-100 * (pl.col("high14") - c) / pl.col("range14")).alias("williams_r_14"),
        ((c - c.shift(10)) / c).alias("momentum_10"),
        smoothed(index, 14, 1 / 14, 14).alias("adx_14"),
        (di[0] - di[1]).alias("directional_movement_14"),
        volatility.alias("historical_volatility_20"),
        (r * r).rolling_sum(60).clip(0).sqrt().alias("realized_volatility_60"),
        (pl.col("ranges").rolling_mean(20).clip(0) / (4 * np.log(2))).sqrt().alias("parkinson_volatility_20"),
        (0.5 * pl.col("ranges").rolling_mean(20) - (2 * np.log(2) - 1) * pl.col("bodies").rolling_mean(20))
        .clip(0).sqrt().alias("garman_klass_volatility_20"),
        (smoothed(pl.col("true_range"), 14, 1 / 14, 1) / c).alias("average_true_range_14"),
        (4 * c.rolling_std(5, ddof=0) / c.rolling_mean(5)).alias("bollinger_width_5"),
        pl.when(longer == 0).then(1.0).otherwise(volatility / longer).alias("volatility_ratio_20_100"),
        (volatility.cast(pl.Float32).cast(pl.Float64).rolling_rank(100, method="average") / 100).alias("volatility_rank_20_100"),
        pl.when(mean60 == 0).then(0.0).otherwise(volatility.rolling_std(60) / mean60).alias("volatility_of_volatility_20_60"),
        ratio_or(pl.col("v5") / 5, v60 / 60, 1.0).alias("volume_ratio_5_60"),
        ratio_or(pl.col("v15") / 15, pl.col("v120") / 120, 1.0).alias("volume_ratio_15_120"),
        ratio_or(v60 / 60, pl.col("v240") / 240, 1.0).alias("volume_ratio_60_240"),
        pl.col("volume_momentum_20"),
        (pl.col("volume_momentum_20") - pl.col("volume_momentum_20").shift(20)).alias("volume_acceleration_20"),
        (v.rolling_rank(100, method="average") / 100).alias("volume_rank_100"),
        ratio_or((v * pl.col("location")).rolling_sum(20), v20, 0.0).alias("volume_imbalance_20"),
        (ratio_or((c * v).rolling_sum(20) / c.rolling_mean(20), v20, None) - 1).fill_null(
            pl.when(v20.is_not_null()).then(0.0)).alias("volume_weighted_price_20"),
    ]
    day_volume = v.cum_sum().over("day")
    plain = tp.cum_sum().over("day") / pl.int_range(1, pl.len() + 1).over("day")
    out.append((c / pl.when(day_volume > 0).then(pl.col("turnover").cum_sum().over("day") / day_volume).otherwise(plain) - 1)
               .alias("session_vwap_deviation"))
    out.append(pl.col("mean14").map_batches(lambda m: cci(typical, m.to_numpy()), return_dtype=pl.Float64).alias("cci_14"))
    out.append(v60.map_batches(
        lambda s: pl.Series(common.cluster_share(bars["volume"], s.to_numpy() / 60, s.to_numpy(), 60)),
        return_dtype=pl.Float64).alias("volume_cluster_share_60"))
    return out


def cci(typical, mean):
    distance = common.mean_distance(typical, mean, 14)
    with np.errstate(invalid="ignore"):
        return pl.Series(np.where(distance < 1e-9, 0, (typical - mean) / (0.015 * np.where(distance < 1e-9, 1, distance))))


def features(bars):
    """``bars``: end_ms, open, high, low, close, volume as NumPy arrays. Columns by name."""
    query = pl.DataFrame(bars).lazy().with_columns(first_step(bars["end_ms"], bars["close"]))
    table = query.with_columns(second_step()).select(third_step(bars)).collect()
    out = {name: table[name].cast(pl.Float32).fill_null(float("nan")).to_numpy() for name in table.columns}
    typical = (bars["high"] + bars["low"] + bars["close"]) / 3
    for name, column in zip(
        ("point_of_control", "value_area_high", "value_area_low"),
        common.volume_profile(typical, bars["volume"], bars["close"], 240),
    ):
        out[f"{name}_distance_240"] = column
    for name, column in zip(("volume_ratio_1d_3d", "relative_volume_3d"), common.hourly(bars["end_ms"], bars["volume"])):
        out[name] = np.asarray(column, np.float32)
    return out
