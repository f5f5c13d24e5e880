"""Makes labels-btcusd.csv: labels of real BTCUSD minutes by pandas and NumPy, from the definitions alone.

Usage: python make_label_golden.py <folder of recorded data> > labels-btcusd.csv
Needs pandas, numpy and statsmodels. Labels 2016-08-01 to 08-11 (a crash, missing minutes, and a halt of eight days); keeps every 13th label of each kind.
"""

import sys

import numpy as np
import pandas as pd
import statsmodels.api as sm

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


def three(frame, minutes, width):
    """Buy, hold, sell: width is a number of basis points or a series of shares of the price."""
    out = fixed(frame, minutes)
    out["width"] = width
    out = out[out["width"] > 0]
    out["value"] = np.select([out["forward"] > out["width"], out["forward"] < -out["width"]], [2, 0], 1)
    return out


def trend(frame, minutes, fewest, target):
    """The t-value of statsmodels' slope that is farthest from 0, over windows from each bar."""
    close = frame["close"].to_numpy()
    times = frame.index.to_numpy()
    rows = []
    for i, at in enumerate(times):
        end = at + minutes * MS
        last = np.searchsorted(times, end, side="right") - 1
        if end > times[-1] or last - i + 1 < fewest:
            continue
        best = 0.0
        for n in range(fewest, last - i + 2):
            y = close[i : i + n]
            if np.ptp(y) > 0:
                t = float(sm.OLS(y, sm.add_constant(np.arange(n))).fit().tvalues[1])
                best = t if abs(t) > abs(best) * (1 + 1e-9) else best
        rows.append((at, end, close[last] / close[i] - 1, target(best)))
    return pd.DataFrame(rows, columns=["at", "end", "forward", "value"]).set_index("at")


def meta(frame, side, minutes, take, stop, span):
    close = frame["close"]
    s = volatility(close, minutes, span, 2 * span)
    rows = []
    for at in side.index[(side != 0) & (s > 0)]:
        way = side[at]
        ahead = frame[(frame.index > at) & (frame.index <= at + minutes * MS)]
        if ahead.empty:
            continue
        best, worst = ("high", "low") if way > 0 else ("low", "high")
        won = way * ahead[best] >= way * close[at] * (1 + way * take * s[at])
        lost = way * ahead[worst] <= way * close[at] * (1 - way * stop * s[at])
        either = ahead.index[won | lost]
        if len(either):
            end = last = either[0]
            value = 0 if lost[end] else 1
        elif at + minutes * MS <= frame.index[-1]:
            end, last = at + minutes * MS, ahead.index[-1]
            value = int(way * (close[last] / close[at] - 1) > 0)
        else:
            continue
        rows.append((at, end, way * (close[last] / close[at] - 1), value))
    return pd.DataFrame(rows, columns=["at", "end", "forward", "value"]).set_index("at")


def mean_of(close, bars):
    windows = np.lib.stride_tricks.sliding_window_view(close.to_numpy(), bars)
    return pd.Series(windows.mean(axis=1), index=close.index[bars - 1 :]).reindex(close.index)


def crossing(close, fast, slow):
    gap = mean_of(close, fast) - mean_of(close, slow)
    above = np.sign(gap.where(gap.abs() > 1e-12 * close, gap * 0))
    return above.where(above.shift().notna() & (above != above.shift()), 0).fillna(0)


def triple(frame, minutes, upper, lower, span=100):
    close = frame["close"]
    s = volatility(close, minutes, span, 2 * span)
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
        "triple-1h-1x-1x-span30": triple(frame, 60, 1, 1, 30),
        "three-15m-20bp": three(frame, 15, 20 / 10_000),
        "three-1h-0.5x": three(frame, 60, 0.5 * volatility(frame["close"], 60)),
        "trend-30m-5b": trend(frame, 30, 5, lambda t: int(t > 0)),
        "trend-15m-5b-2.7t": trend(frame, 15, 5, lambda t: 2 if t > 2.7 else 0 if t < -2.7 else 1),
        "meta-momentum20-1h-1.5x-1x": meta(frame, np.sign(frame["close"].diff(20)).fillna(0), 60, 1.5, 1, 100),
        "meta-cross5over20-30m-1x-1x-span50": meta(frame, crossing(frame["close"], 5, 20), 30, 1, 1, 50),
    }
    print("id,labels,bar_close_ms,span_end_ms,value,forward_return")
    for name, out in kinds.items():
        for at, row in out.iloc[::13].iterrows():
            print(f"{name},{len(out)},{at},{int(row['end'])},{int(row['value'])},{float(row['forward'])!r}")


main()
