"""Makes features/src/test/resources/golden/momentum.csv: the columns of the set `momentum` with
pandas.

Input: rows FIRST to FIRST + COUNT of BTCUSD_2017.csv.gz, real one-minute bars of Bitfinex with
missing minutes.

    python -m venv .venv && .venv/bin/pip install numpy pandas
    .venv/bin/python features/src/test/golden/momentum.py <data folder> [output file]
"""

import pathlib
import sys

import numpy as np
import pandas as pd

FIRST, COUNT, BARS = 173_000, 1_500, 20
HERE = pathlib.Path(__file__).resolve().parent
OUTPUT = HERE.parent / "resources" / "golden" / "momentum.csv"


def score(x):
    # Window by window: pandas' rolling sums lose the last digits of prices that hardly move.
    rows = np.lib.stride_tricks.sliding_window_view(x.to_numpy(float), 60)
    z = (rows[:, -1] - rows.mean(axis=1)) / rows.std(axis=1, ddof=1)
    return pd.Series(np.append(np.full(59, np.nan), z))


def channels(bars):
    spread = bars.high - bars.low
    return {
        "log_return": np.log(bars.close).diff(),
        "bar_range": spread / bars.close,
        "close_location": ((bars.close - bars.low) / spread).where(spread > 0, 0.5),
        "volume_z_score_60": score(bars.volume),
        "close_z_score_60": score(bars.close),
    }


def main():
    table = pd.read_csv(pathlib.Path(sys.argv[1]) / "crypto-1m" / "BTCUSD_2017.csv.gz")
    bars = table.iloc[FIRST : FIRST + COUNT].reset_index(drop=True)
    columns = {"row": np.arange(FIRST, FIRST + COUNT), "timestamp_ms": bars.timestamp_ms}
    for name, values in channels(bars).items():
        lagged = {k: values.shift(k) for k in range(BARS - 1, -1, -1)}
        for k, column in lagged.items():
            columns[f"{name}_ago_{k}"] = column.where(lagged[BARS - 1].notna())
    sampled = pd.DataFrame(columns).iloc[sorted({19, 20, 77, 78} | set(range(5, COUNT, 29)))]
    output = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else OUTPUT
    sampled.to_csv(output, index=False, float_format="%.9g", na_rep="NaN", lineterminator="\n")
    print(f"{len(sampled)} rows -> {output}")


main()
