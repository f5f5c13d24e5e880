"""Makes weights.txt: sample weights by NumPy and pandas on a grid of bars, from the definitions of the book alone.

Usage: python make_weight_golden.py > weights.txt
Needs numpy and pandas. Lopez de Prado 2018, sections 4.3, 4.4, 4.7 and 4.8; scikit-learn's rule for balance.
"""

import numpy as np
import pandas as pd

BAR = 60


def uniqueness(frame, groups):
    """Concurrency counted bar by bar: bar k is the minute (k - 1, k]."""
    out = pd.Series(0.0, index=frame.index)
    for _, rows in frame.groupby(groups):
        bars = np.arange(0, frame["end"].max() // BAR + 1)
        count = pd.Series(0, index=bars)
        for _, row in rows.iterrows():
            count.loc[row["at"] // BAR + 1 : row["end"] // BAR] += 1
        for i, row in rows.iterrows():
            out[i] = (1.0 / count.loc[row["at"] // BAR + 1 : row["end"] // BAR]).mean()
    return out


def decay(frame, unique, last):
    """Snippet 4.11, with one value for all rows of an instant."""
    learned = unique.groupby(frame["at"]).sum().sort_index().cumsum()
    whole = learned.iloc[-1]
    slope = (1 - last) / whole if last >= 0 else 1 / ((last + 1) * whole)
    aged = (1 - slope * whole + slope * learned).clip(lower=0)
    return frame["at"].map(aged)


def balance(frame, weights):
    return weights / weights.groupby(frame["label"]).transform("sum")


def show(key, values):
    print(key, " ".join(repr(float(v)) for v in values))


def main():
    draw = np.random.default_rng(4)
    for case in range(6):
        rows = 40 + 60 * case
        at = draw.integers(0, 30 + rows // 2, rows) * BAR
        frame = pd.DataFrame({
            "instrument": draw.integers(0, 1 + case, rows),
            "at": at,
            "end": at + draw.integers(1, 25, rows) * BAR,
            "label": draw.choice(3, rows, p=[0.6, 0.3, 0.1]),
        })
        own = uniqueness(frame, "instrument")
        across = uniqueness(frame, np.zeros(rows))
        print("case", case)
        for name in frame:
            show(name, frame[name])
        products = {
            "even": pd.Series(1.0, index=frame.index),
            "uniqueness": own,
            "uniqueness:across": across,
            "decay:0.5": decay(frame, own, 0.5),
            "decay:-0.3:across": decay(frame, across, -0.3),
            "balance": balance(frame, pd.Series(1.0, index=frame.index)),
            "uniqueness*decay:0*balance": balance(frame, own * decay(frame, own, 0)),
            "balance*uniqueness:across*decay:0.25": balance(frame, across * decay(frame, own, 0.25)),
        }
        for name, weights in products.items():
            show(name, weights * rows / weights.sum())


main()
