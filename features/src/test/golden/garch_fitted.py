"""Makes features/src/test/resources/golden/garch_fitted.csv: daily maximum-likelihood GARCH(1,1) fits
of real BTCUSD minutes by the package arch.

At the first minute of each UTC day of rows FIRST to FIRST + COUNT of BTCUSD_2017.csv.gz: the fit to the
last 1,000 log returns before it, its log-likelihood, the forecast for the return of that minute, and
with the same parameters the forecasts after that minute and after 300 more.

    python -m venv .venv && .venv/bin/pip install arch pandas
    .venv/bin/python features/src/test/golden/garch_fitted.py <data folder> [output file]
"""

import pathlib
import sys

import numpy as np
import pandas as pd
from arch import arch_model

FIRST, COUNT, RETURNS, ENOUGH = 100_000, 30_000, 1_000, 500
HERE = pathlib.Path(__file__).resolve().parent
OUTPUT = HERE.parent / "resources" / "golden" / "garch_fitted.csv"


def fit(returns):
    """The best of several starts: likelihoods of minutes have more than one hill."""
    scale = 1 / np.sqrt(np.mean(returns**2))
    model = arch_model(returns * scale, mean="Zero", vol="GARCH", p=1, q=1, rescale=False)
    starts = [None] + [
        np.array([1 - a - b, a, b]) for a, b in ((0.05, 0.9), (0.1, 0.85), (0.2, 0.6), (0.3, 0.1))
    ]
    options = {"ftol": 1e-12, "maxiter": 1000}
    fits = [model.fit(disp="off", starting_values=s, options=options) for s in starts]
    best = max(fits, key=lambda f: f.loglikelihood)
    omega, alpha, beta = best.params
    likelihood = best.loglikelihood + len(returns) * np.log(scale)
    ahead = best.forecast(horizon=1).variance.iloc[-1, 0] / scale**2
    return omega / scale**2, alpha, beta, likelihood, ahead


def main():
    table = pd.read_csv(pathlib.Path(sys.argv[1]) / "crypto-1m" / "BTCUSD_2017.csv.gz")
    bars = table.iloc[FIRST : FIRST + COUNT].reset_index(drop=True)
    returns = np.log(bars.close).diff().to_numpy()
    days = bars.timestamp_ms // 86_400_000
    rows = []
    for i in np.flatnonzero(days.diff() > 0):
        known = returns[max(1, i - RETURNS) : i]
        if len(known) < ENOUGH or i + 300 >= COUNT:
            continue
        omega, alpha, beta, likelihood, h = fit(known)
        row = [i, bars.timestamp_ms[i], omega, alpha, beta, likelihood, np.sqrt(h)]
        for k in range(301):
            h = omega + alpha * returns[i + k] ** 2 + beta * h
            if k in (0, 300):
                row.append(np.sqrt(h))
        rows.append(row)
    names = ["row", "timestamp_ms", "omega", "alpha", "beta", "log_likelihood"]
    names += ["before", "after", "after_300"]
    output = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else OUTPUT
    result = pd.DataFrame(rows, columns=names)
    result.to_csv(output, index=False, float_format="%.9g", lineterminator="\n")
    print(f"{len(result)} days -> {output}")


main()
