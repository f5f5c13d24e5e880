"""Writes calibrators.txt with scikit-learn and SciPy.

Platt: scikit-learn's sigmoid calibration on the log-odds. Isotonic: the blocks of scikit-learn's IsotonicRegression, as mean
score and value of each. Beta: SciPy's L-BFGS-B with the two bounds, polished by SLSQP. Temperature: SciPy's bounded minimiser.

Run: pip install numpy scipy scikit-learn; python3 make_calibration_golden.py (in this folder).
"""

import sys

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit, log_softmax
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression

sys.path.insert(0, "..")
from golden_file import Out

rng = np.random.default_rng(20261128)
EDGE = 2.0**-25


def logs(p):
    inside = np.clip(p, EDGE, 1 - EDGE)
    return np.log(inside), np.log(1 - inside)


def temperature(margins, labels):
    """margins: rows x classes of log probabilities."""
    rows = np.arange(len(labels))

    def loss(log_t):
        return -log_softmax(margins / np.exp(log_t), axis=1)[rows, labels].mean()

    found = minimize_scalar(loss, bounds=(np.log(0.01), np.log(100)), method="bounded", options=dict(xatol=1e-10))
    return np.exp(found.x)


def beta_abc(log_p, log_rest, labels):
    columns = np.column_stack([log_p, -log_rest, np.ones(len(labels))])

    def loss(abc):
        margin = columns @ abc
        return (np.logaddexp(0, margin) - labels * margin).mean()

    def slope(abc):
        return columns.T @ (expit(columns @ abc) - labels) / len(labels)

    bounds = [(0, None), (0, None), (None, None)]
    rough = minimize(loss, [1, 1, 0], jac=slope, bounds=bounds, method="L-BFGS-B", options=dict(ftol=1e-16, gtol=1e-12))
    fine = minimize(loss, rough.x, jac=slope, bounds=bounds, method="SLSQP", options=dict(ftol=1e-18, maxiter=1000))
    return fine.x if fine.fun <= rough.fun else rough.x


def binary(out, name, p, truth):
    p = p.astype(np.float32).astype(np.float64)
    labels = (rng.random(len(p)) < truth).astype(int)
    log_p, log_rest = logs(p)
    odds = log_p - log_rest
    grid = np.array([0.0, 1e-4, 0.1, 0.25, 0.5, 0.6, 0.75, 0.99, 1.0]).astype(np.float32).astype(np.float64)
    grid_p, grid_rest = logs(grid)
    platt = _SigmoidCalibration().fit(odds, labels)
    a, b, c = beta_abc(log_p, log_rest, labels)
    t = temperature(np.column_stack([log_rest, log_p]), labels)
    isotonic = IsotonicRegression(y_min=0, y_max=1).fit(p, labels)
    value = isotonic.predict(p)
    blocks = np.unique(value)
    out.case(
        name, outputs=1, scores=p, labels=labels, grid=grid,
        platt=platt.predict(grid_p - grid_rest),
        beta=expit(a * grid_p - b * grid_rest + c),
        temperature=1 / (1 + np.exp(-(grid_p - grid_rest) / t)),
        temperature_t=t,
        knots_x=[p[value == v].mean() for v in blocks], knots_y=blocks)


def several(out, name, classes, rows, sharpness):
    margins = rng.normal(size=(rows, classes))
    labels = np.array([rng.choice(classes, p=np.exp(m) / np.exp(m).sum()) for m in margins])
    p = np.exp(log_softmax(margins * sharpness, axis=1)).astype(np.float32).astype(np.float64)
    out.case(name, outputs=classes, scores=p, labels=labels,
             temperature_t=temperature(np.log(np.clip(p, EDGE, 1 - EDGE)), labels))


def bent(p, a, b, c):
    return 1 / (1 + np.exp(-(a * np.log(p) - b * np.log(1 - p) + c)))


out = Out("calibrators.txt")
p = rng.beta(2, 2, 400)
binary(out, "sure", p, bent(p, 0.4, 0.4, 0.0))
p = rng.beta(8, 8, 400)
binary(out, "shy", p, bent(p, 3.0, 3.0, 0.2))
p = rng.beta(2, 5, 400)
binary(out, "skewed", p, bent(p, 0.6, 2.0, 0.5))
p = np.round(rng.beta(2, 2, 400), 1).clip(0.1, 0.9)
binary(out, "tied", p, p)
several(out, "three", 3, 300, 2.5)
several(out, "five-shy", 5, 300, 0.4)
