"""Writes in_time.txt with NumPy alone: intervals and sets of each fold from labels that had ended before it.

Run: pip install numpy; python3 make_interval_golden.py (in this folder).
"""

import math
import sys
from fractions import Fraction

import numpy as np

sys.path.insert(0, "..")
from golden_file import Out

rng = np.random.default_rng(20261129)
SPAN = 3


def quantile(scores, level):
    rank = math.ceil((len(scores) + 1) * Fraction(repr(float(level))))
    return np.inf if rank > len(scores) else np.sort(scores)[rank - 1]


def sums(p, labels):
    order = np.argsort(-p, axis=1, kind="stable")
    ranked = np.cumsum(np.take_along_axis(p, order, axis=1), axis=1)
    place = (order == labels[:, None]).argmax(axis=1)
    return ranked[np.arange(len(labels)), place]


def inside(row, limit):
    total, taken = 0.0, np.zeros(len(row), dtype=int)
    for k in np.argsort(-row, kind="stable"):
        taken[k] = 1
        total += row[k]
        if total >= limit:
            break
    return taken


out = Out("in_time.txt")
for case, (n, folds, level) in enumerate(((60, 3, 0.8), (90, 5, 0.9), (40, 4, 0.5))):
    time = np.arange(n)
    fold = time * folds // n
    estimates = rng.normal(size=n)
    labels = estimates + rng.normal(size=n)
    p = rng.dirichlet(np.ones(3), size=n)
    classes = np.array([rng.choice(3, p=row) for row in p])
    radius = np.full(n, np.inf)
    sets = -np.ones((n, 3), dtype=int)
    for f in range(folds):
        begin = time[fold == f][0]
        before = (fold != f) & (time + SPAN <= begin)
        if before.any():
            radius[fold == f] = quantile(abs(labels - estimates)[before], level)
            limit = quantile(sums(p[before], classes[before]), level)
            if np.isfinite(limit):
                for i in np.flatnonzero(fold == f):
                    sets[i] = inside(p[i], limit)
    known = np.isfinite(radius)
    held = known & (abs(labels - estimates) <= radius)
    some = sets[:, 0] >= 0
    out.case(f"case{case}", level=level, fold=fold, estimates=estimates, labels=labels, p=p, classes=classes,
             radius=np.where(known, radius, -1), coverage=held.sum() / known.sum(),
             interval_width=2 * radius[known].mean(), sets=sets,
             set_coverage=sets[np.arange(n), classes][some].mean(), set_size=sets[some].sum(axis=1).mean())
