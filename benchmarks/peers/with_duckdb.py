"""Those bar features of core65 that DuckDB's window functions can say, one instrument at a time.

Left out: recursions (exponential and Wilder means, W09), ranks within a moving frame, profiles, runs
and mean distances, which SQL can only say with a join of every row to its window.
"""

import duckdb
import pyarrow as pa

HORIZONS = (("1min", 1), ("5min", 5), ("15min", 15), ("1h", 60), ("1d", 1440))
WINDOWS = (2, 3, 5, 14, 15, 20, 30, 60, 100, 120, 240)


def full(expression, bars, first=0):
    """NULL until the window is full."""
    return f"CASE WHEN i >= {bars + first} THEN {expression} END"


def query():
    as_of = "\n".join(
        f"ASOF LEFT JOIN bars r{m} ON b.end_ms - {m * 60_000} >= r{m}.end_ms" for _, m in HORIZONS
    )
    references = ", ".join(f"r{m}.close AS c{m}" for _, m in HORIZONS)
    returns = ", ".join(f"close / c{m} - 1 AS return_{n}, ln(close / c{m}) AS log_return_{n}" for n, m in HORIZONS)
    frames = ", ".join(f"w{n} AS (ORDER BY i ROWS {n - 1} PRECEDING)" for n in WINDOWS)
    volumes = ", ".join(full(f"sum(volume) OVER w{n}", n) + f" AS v{n}" for n in (5, 15, 20, 60, 120, 240))
    return f"""
    WITH numbered AS (SELECT *, row_number() OVER (ORDER BY end_ms) AS i FROM bars),
    derived AS (
      SELECT b.*, {references}, (b.high + b.low + b.close) / 3 AS typical,
        (b.end_ms - 1) // 86400000 AS day,
        CASE WHEN b.high > b.low THEN (2 * b.close - b.high - b.low) / (b.high - b.low) ELSE 0 END AS location
      FROM numbered b {as_of}),
    first AS (
      SELECT *, lag(close) OVER o AS previous, ln(close / lag(close) OVER o) AS r, {volumes},
        100 * (close - min(low) OVER w5) / nullif(max(high) OVER w5 - min(low) OVER w5, 0) AS fast
      FROM derived WINDOW o AS (ORDER BY i), {frames}),
    second AS (
      SELECT *, {full("stddev_samp(r) OVER w20", 20, 1)} AS volatility,
        close / lag(close, 20) OVER o - 1 AS momentum,
        coalesce((v20 - lag(v20, 20) OVER o) / nullif(v20 + lag(v20, 20) OVER o, 0),
          CASE WHEN lag(v20, 20) OVER o IS NOT NULL THEN 0 END) AS pace
      FROM first WINDOW o AS (ORDER BY i), {frames})
    SELECT {returns}, momentum AS price_momentum_20, momentum - lag(momentum, 20) OVER o AS price_acceleration_20,
      {full("close / avg(close) OVER w30 - 1", 30)} AS sma_deviation_30,
      close / coalesce(sum(typical * volume) OVER w60 / nullif(v60, 0),
        {full("avg(typical) OVER w60", 60)}) - 1 AS vwap_deviation_60,
      (high - low) / close AS high_low_range, (close - open) / close AS open_close_spread,
      100 * (open / previous - 1) AS gap_percent,
      {full("avg(coalesce(fast, 0)) OVER w3", 7)} AS stochastic_5_3,
      100 * (close / lag(close, 10) OVER o - 1) AS rate_of_change_10,
      {full("coalesce(-100 * (max(high) OVER w14 - close) / nullif(max(high) OVER w14 - min(low) OVER w14, 0), 0)", 14)} AS williams_r_14,
      (close - lag(close, 10) OVER o) / close AS momentum_10,
      volatility AS historical_volatility_20,
      {full("sqrt(greatest(sum(r * r) OVER w60, 0))", 60, 1)} AS realized_volatility_60,
      {full("sqrt(avg(pow(ln(high / low), 2)) OVER w20 / (4 * ln(2)))", 20)} AS parkinson_volatility_20,
      {full("sqrt(greatest(0.5 * avg(pow(ln(high / low), 2)) OVER w20 - (2 * ln(2) - 1) * avg(pow(ln(close / open), 2)) OVER w20, 0))", 20)}
        AS garman_klass_volatility_20,
      {full("4 * stddev_pop(close) OVER w5 / avg(close) OVER w5", 5)} AS bollinger_width_5,
      {full("coalesce(volatility / nullif(stddev_samp(r) OVER w100, 0), 1)", 100, 1)} AS volatility_ratio_20_100,
      {full("coalesce(stddev_samp(volatility) OVER w60 / nullif(avg(volatility) OVER w60, 0), 0)", 79, 1)} AS volatility_of_volatility_20_60,
      coalesce(v5 / 5 / nullif(v60 / 60, 0), {full("1", 60)}) AS volume_ratio_5_60,
      coalesce(v15 / 15 / nullif(v120 / 120, 0), {full("1", 120)}) AS volume_ratio_15_120,
      coalesce(v60 / 60 / nullif(v240 / 240, 0), {full("1", 240)}) AS volume_ratio_60_240,
      pace AS volume_momentum_20, pace - lag(pace, 20) OVER o AS volume_acceleration_20,
      close / coalesce(sum(typical * volume) OVER d / nullif(sum(volume) OVER d, 0), avg(typical) OVER d) - 1 AS session_vwap_deviation,
      {full("coalesce(sum(close * volume) OVER w20 / nullif(v20, 0) / avg(close) OVER w20 - 1, 0)", 20)} AS volume_weighted_price_20,
      {full("coalesce(sum(volume * location) OVER w20 / nullif(v20, 0), 0)", 20)} AS volume_imbalance_20
    FROM second WINDOW o AS (ORDER BY i), d AS (PARTITION BY day ORDER BY i), {frames} ORDER BY i"""


def features(bars):
    """``bars``: end_ms, open, high, low, close, volume as NumPy arrays. Columns by name."""
    connection = duckdb.connect()
    connection.register("bars", pa.table(bars))
    out = connection.execute(query()).fetchnumpy()
    return {k: v for k, v in out.items()}
