"""Writes conformal.txt with NumPy alone.

The rank of the quantile of finite samples is computed in exact fractions.

Run: pip install numpy; python3 make_uncertain_golden.py (in this folder).
"""

import math
import sys
from fractions import Fraction

import numpy as np

sys.path.insert(0, "..")
from golden_file import Out

rng = np.random.default_rng(20261128)


def quantile(scores, miss):
    """The ceil((n + 1)(1 - miss))-th smallest, with miss as the decimal fraction that it is written as."""
    rank = math.ceil((len(scores) + 1) * (1 - Fraction(repr(float(miss)))))
    return np.inf if rank > len(scores) else np.sort(scores)[rank - 1]


def sums(p, labels):
    order = np.argsort(-p, axis=1, kind="stable")
    ranked = np.cumsum(np.take_along_axis(p, order, axis=1), axis=1)
    place = (order == labels[:, None]).argmax(axis=1)
    return ranked[np.arange(len(labels)), place]


def sets(p, limit):
    order = np.argsort(-p, axis=1, kind="stable")
    ranked = np.take_along_axis(p, order, axis=1)
    before = np.cumsum(ranked, axis=1) - ranked
    inside = np.zeros(p.shape, dtype=int)
    np.put_along_axis(inside, order, (before + 1e-15 < limit).astype(int), axis=1)
    return inside


def aci(estimates, labels, span, miss, step):
    """Row i is decided at time i, its label ends at i + span."""
    aimed, known, low, high = miss, [], [], []
    for i, estimate in enumerate(estimates):
        ended = i - span
        if ended >= 0:
            known.append(abs(labels[ended] - estimates[ended]))
            aimed += step * (miss - (not low[ended] <= labels[ended] <= high[ended]))
        if aimed >= 1:
            radius = 0.0
        elif aimed <= 0 or not known:
            radius = np.inf
        else:
            radius = quantile(np.array(known), aimed)
        low.append(estimate - radius)
        high.append(estimate + radius)
    return np.array(high) - estimates


out = Out("conformal.txt")
for case, (n, miss) in enumerate(((9, 0.1), (8, 0.1), (57, 0.2), (200, 0.05))):
    estimates = rng.normal(size=n)
    labels = estimates + rng.normal(size=n)
    low, high = estimates - 0.8, estimates + 0.6
    p = rng.dirichlet(np.ones(4), size=n)
    classes = np.array([rng.choice(4, p=row) for row in p])
    limit = quantile(sums(p, classes), miss)
    fresh = rng.dirichlet(np.ones(4), size=20)
    out.case(f"case{case}", miss=miss, estimates=estimates, labels=labels, low=low, high=high, p=p, classes=classes,
             radius=quantile(abs(labels - estimates), miss),
             margin=quantile(np.maximum(low - labels, labels - high), miss),
             limit=limit, fresh=fresh, sets=sets(fresh, limit),
             steered=aci(estimates, labels, 3, miss, 0.05))
