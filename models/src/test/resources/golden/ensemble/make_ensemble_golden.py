"""Writes combiners.txt with SciPy and scikit-learn.

Weights: SciPy's SLSQP for the log loss, and its non-negative least squares with a heavy row that asks for sum 1 for the squared
error. Stacking: scikit-learn's LogisticRegression (C = 1, newton-cholesky, tolerance 1e-12) and Ridge (alpha = 1) on scores
standardised by their own mean and deviation.

Run: pip install numpy scipy scikit-learn; python3 make_ensemble_golden.py (in this folder).
"""

import sys

import numpy as np
from scipy.optimize import minimize, nnls
from scipy.special import expit, softmax
from sklearn.linear_model import LogisticRegression, Ridge

sys.path.insert(0, "..")
from golden_file import Out

rng = np.random.default_rng(20261128)
EDGE = 2.0**-25


def by_log_loss(said):
    """said: members x rows, probability of what came."""
    said = np.clip(said, EDGE, 1 - EDGE)
    n = len(said)
    found = minimize(
        lambda w: -np.log(w @ said).mean(),
        np.full(n, 1 / n),
        jac=lambda w: -(said / (w @ said)).mean(axis=1),
        bounds=[(0, 1)] * n,
        constraints=dict(type="eq", fun=lambda w: w.sum() - 1, jac=lambda w: np.ones(n)),
        method="SLSQP",
        options=dict(ftol=1e-15, maxiter=1000),
    )
    return found.x, found.fun


def by_squares(said, truth):
    heavy = 1e6 * np.abs(said).max()
    a = np.vstack([said.T, heavy * np.ones(len(said))])
    w, _ = nnls(a, np.append(truth, heavy))
    w = w / w.sum()
    return w, ((w @ said - truth) ** 2).mean()


def standard(columns):
    return (columns - columns.mean(axis=0)) / columns.std(axis=0)


def f32(x):
    return np.asarray(x, dtype=np.float32).astype(np.float64)


out = Out("combiners.txt")
ROWS = 150
for case in range(3):
    signal = rng.normal(size=ROWS)
    labels = (signal + rng.normal(size=ROWS) > 0).astype(int)
    scores = f32([expit(signal * a + rng.normal(size=ROWS) * b) for a, b in ((1, 1.0), (0.8, 1.0), (0.4 * case, 1.5))])
    weights, loss = by_log_loss(np.where(labels == 1, scores, 1 - scores))
    columns = standard(scores.T)
    model = LogisticRegression(C=1, solver="newton-cholesky", tol=1e-12, max_iter=1000).fit(columns, labels)
    out.case(f"binary{case}", outputs=1, labels=labels, scores=scores, weights=weights, loss=loss,
             stacked=model.predict_proba(columns)[:, 1])
for case in range(2):
    signal = rng.normal(size=(ROWS, 3))
    labels = (signal + 0.8 * rng.gumbel(size=(ROWS, 3))).argmax(axis=1)
    each = [f32(softmax(signal * a + rng.normal(size=(ROWS, 3)) * b, axis=1)) for a, b in ((1, 0.8), (0.6 * case + 0.3, 0.8))]
    weights, loss = by_log_loss(np.array([e[np.arange(ROWS), labels] for e in each]))
    columns = standard(np.hstack(each))
    model = LogisticRegression(C=1, solver="newton-cholesky", tol=1e-12, max_iter=1000).fit(columns, labels)
    out.case(f"classes{case}", outputs=3, labels=labels, scores=np.array(each), weights=weights, loss=loss,
             stacked=model.predict_proba(columns))
for case in range(2):
    signal = rng.normal(size=ROWS) * 0.01
    labels = f32(signal + rng.normal(size=ROWS) * 0.02)
    scores = f32([signal * a + rng.normal(size=ROWS) * b for a, b in ((1, 0.01), (0.8, 0.02), (0.0, 0.03))])
    weights, loss = by_squares(scores, labels)
    columns = standard(scores.T)
    model = Ridge(alpha=1, solver="cholesky").fit(columns, labels)
    out.case(f"real{case}", outputs=0, labels=labels, scores=scores, weights=weights, loss=loss,
             stacked=model.predict(columns))
