"""Golden of the modes of XgboostLearner: the same fits by the Python package.

pip install xgboost==3.1.1 numpy==2.4.6; run in this folder. Leaves xgboost.txt.
"""

import sys

import numpy as np
import xgboost

sys.path.insert(0, "..")
from golden_file import Out

COLUMNS = 4
ROWS = 120
SCORED = 20
random = np.random.default_rng(31)


def rows(n):
    x = random.normal(size=(n, COLUMNS)).astype(np.float32)
    x[:, 0] = np.rint(x[:, 0] * 4) / 4
    x[random.random(x.shape) < 0.08] = np.nan
    return x


out = Out("xgboost.txt")
for name, more, rounds in [
    ("squared", {"objective": "reg:squarederror"}, 12),
    ("absolute", {"objective": "reg:absoluteerror"}, 12),
    ("quantile:0.1", {"objective": "reg:quantileerror", "quantile_alpha": 0.1}, 12),
    ("quantile:0.9", {"objective": "reg:quantileerror", "quantile_alpha": 0.9}, 12),
    (
        "random-forest",
        {"objective": "reg:squarederror", "num_parallel_tree": 12, "eta": 1, "lambda": 1e-5, "subsample": 0.7, "colsample_bynode": 0.5},
        1,
    ),
    ("monotone", {"objective": "reg:squarederror", "monotone_constraints": "(1,-1,0,0)"}, 12),
]:
    x = rows(ROWS)
    z = np.nan_to_num(x)
    y = (z[:, 0] - np.sin(3 * z[:, 1]) + 0.5 * z[:, 2] * random.standard_t(3, size=ROWS)).astype(np.float32)
    w = (0.5 + random.integers(0, 4, size=ROWS) * 0.25).astype(np.float32)
    settings = {"tree_method": "hist", "max_depth": 3, "eta": 0.3, "seed": 5, "nthread": 1, **more}
    booster = xgboost.train(settings, xgboost.DMatrix(x, y, weight=w), rounds)
    scored = rows(SCORED)
    out.case(
        name,
        x=x.astype(np.float64),
        y=y.astype(np.float64),
        w=w.astype(np.float64),
        scored=scored.astype(np.float64),
        expected=booster.predict(xgboost.DMatrix(scored)).astype(np.float64),
    )
