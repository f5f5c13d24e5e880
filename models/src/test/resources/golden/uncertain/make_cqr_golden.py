"""Writes cqr.txt with NumPy alone: conformalised quantile regression of each fold from labels that had ended before it.

Scores E = max(low - y, y - high); margin = their ceil((n + 1)(1 - miss))-th smallest, in exact fractions; interval
[low - margin, high + margin], or the point midway where nothing is left (Romano, Patterson and Candes, 2019).

Run: pip install numpy; python3 make_cqr_golden.py (in this folder).
"""

import math
import sys
from fractions import Fraction

import numpy as np

sys.path.insert(0, "..")
from golden_file import Out

rng = np.random.default_rng(20261130)
SPAN = 3


def quantile(scores, level):
    rank = math.ceil((len(scores) + 1) * Fraction(repr(float(level))))
    return np.inf if rank > len(scores) else np.sort(scores)[rank - 1]


out = Out("cqr.txt")
# Quantiles that are too narrow, about right, and so wide that margins are below 0 and may leave nothing.
for case, (n, folds, level, width) in enumerate(((60, 3, 0.8, 0.3), (90, 5, 0.9, 1.6), (80, 4, 0.1, 0.4))):
    time = np.arange(n)
    fold = time * folds // n
    noise = rng.uniform(0.2, 2.0, size=n)
    centre = rng.normal(size=n)
    labels = centre + noise * rng.normal(size=n)
    low, high = centre - width * noise, centre + width * noise
    margin = np.full(n, np.inf)
    for f in range(folds):
        begin = time[fold == f][0]
        before = (fold != f) & (time + SPAN <= begin)
        if before.any():
            outside = np.maximum(low - labels, labels - high)[before]
            margin[fold == f] = quantile(outside, level)
    known = np.isfinite(margin)
    start, end = (low - margin)[known], (high + margin)[known]
    empty = start > end
    start[empty] = end[empty] = ((low + high) / 2)[known][empty]
    held = (start <= labels[known]) & (labels[known] <= end)
    final = quantile(np.maximum(low - labels, labels - high), level)
    out.case(f"case{case}", level=level, fold=fold, low=low, high=high, labels=labels, known=known.astype(int),
             start=start, end=end, empty=empty.sum(), coverage=held.mean(), interval_width=(end - start).mean(),
             final=final)
