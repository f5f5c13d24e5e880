"""Makes forward-btcusd.csv: labels of what lies ahead of real BTCUSD minutes by pandas and NumPy, from the definitions alone.

Usage: python make_forward_golden.py <folder of recorded data> > forward-btcusd.csv
Needs pandas and NumPy. Labels 2016-08-01 to 08-11 (a crash, missing minutes, and a halt of eight days); keeps every 13th label of each kind.
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


def volatility(now, ahead, end):
    return np.sqrt(np.square(np.diff(np.log(np.append(now["close"], ahead["close"])))).sum())


def drawdown(now, ahead, end):
    peaks = np.maximum.accumulate(np.append(now["close"], ahead["close"]))[:-1]
    return max(0.0, (1 - ahead["low"].to_numpy() / peaks).max())


def gap(longest):
    def label(now, ahead, end):
        return int(np.diff([now.name, *ahead.index, end]).max() > longest * 1000)

    return label


frame = bars(sys.argv[1])
print("label,count,at,end,value,forward")
for name, minutes, measure, silent in [
    ("volatility-1h", 60, volatility, False),
    ("drawdown-1h", 60, drawdown, False),
    ("gap-15m-90s", 15, gap(90), True),
]:
    rows = []
    for at in frame.index:
        end = at + minutes * MS
        if end > frame.index[-1]:
            break
        ahead = frame.loc[at + 1 : end]
        if ahead.empty and not silent:
            continue
        now = frame.loc[at]
        last = now["close"] if ahead.empty else ahead["close"].iloc[-1]
        rows.append((at, end, measure(now, ahead, end), last / now["close"] - 1))
    for at, end, value, forward in rows[::13]:
        print(f"{name},{len(rows)},{at},{end},{float(value)!r},{float(forward)!r}")
