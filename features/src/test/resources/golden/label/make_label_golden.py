"""Makes labels-btcusd.csv: labels of real BTCUSD minutes by pandas and NumPy, from the definitions alone.

Usage: python make_label_golden.py <folder of recorded data> > labels-btcusd.csv
Needs pandas and numpy. Labels 2016-08-01 to 08-11 (a crash, missing minutes, and a halt of eight days); keeps every 13th label of each kind.
"""

import sys

import numpy as np
import pandas as pd

MS = 60_000


def bars(folder):
    frame = pd.read_csv(f"{folder}/crypto-1m/BTCUSD_2016.csv.gz")
    opened = pd.to_datetime(frame["timestamp_ms"], unit="ms")
    frame = frame[(opened >= "2016-08-01") & (opened < "2016-08-12")].copy()
    frame.index = frame["timestamp_ms"] + MS  # known at the close
    return frame


def fixed(frame, minutes):
    close = frame["close"]
    end = frame.index + minutes * MS
    position = np.searchsorted(frame.index.to_numpy(), end, side="right") - 1
    later = pd.Series(close.to_numpy()[position], index=frame.index)
    keep = (end <= frame.index[-1]) & (position > np.arange(len(frame)))
    out = pd.DataFrame({"end": end, "forward": later / close - 1}, index=frame.index)
    out["value"] = (out["forward"] > 0).astype(int)
    return out[keep]


def volatility(close, minutes, span=100, window=200):
    weights = (1 - 2 / (span + 1)) ** np.arange(window)[::-1]
    squares = close.pct_change() ** 2
    mean = squares.rolling(window).apply(lambda x: np.average(x, weights=weights), raw=True)
    return np.sqrt(mean * minutes)


def triple(frame, minutes, upper, lower):
    close = frame["close"]
    s = volatility(close, minutes)
    rows = []
    for at in s[s > 0].index:
        ahead = frame[(frame.index > at) & (frame.index <= at + minutes * MS)]
        if ahead.empty:
            continue
        up = ahead["high"] >= close[at] * (1 + upper * s[at])
        down = ahead["low"] <= close[at] * (1 - lower * s[at])
        either = ahead.index[up | down]
        if len(either):
            end, last, value = either[0], either[0], 0 if down[either[0]] else 2
        elif at + minutes * MS <= frame.index[-1]:
            end, last, value = at + minutes * MS, ahead.index[-1], 1
        else:
            continue
        rows.append((at, end, close[last] / close[at] - 1, value))
    return pd.DataFrame(rows, columns=["at", "end", "forward", "value"]).set_index("at")


def main():
    frame = bars(sys.argv[1])
    kinds = {
        "fixed-15m": fixed(frame, 15),
        "fixed-4h": fixed(frame, 240),
        "triple-1h-1x-1x": triple(frame, 60, 1, 1),
        "triple-30m-0.75x-1.5x": triple(frame, 30, 0.75, 1.5),
    }
    print("id,labels,bar_close_ms,span_end_ms,value,forward_return")
    for name, out in kinds.items():
        for at, row in out.iloc[::13].iterrows():
            print(f"{name},{len(out)},{at},{int(row['end'])},{int(row['value'])},{float(row['forward'])!r}")


main()
