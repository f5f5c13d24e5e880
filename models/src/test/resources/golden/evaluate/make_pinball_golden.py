"""Writes pinball.txt with scikit-learn.

Run: pip install scikit-learn; python3 make_pinball_golden.py (in this folder).
"""

import sys

import numpy as np
from sklearn.metrics import mean_pinball_loss

sys.path.insert(0, "..")
from golden_file import Out

rng = np.random.default_rng(20261128)
out = Out("pinball.txt")
for level in (0.05, 0.5, 0.9):
    for n in (1, 2, 300):
        labels = rng.normal(size=n) * 1e-3
        scores = labels.copy() if n == 2 else rng.normal(size=n) * 1e-3
        out.case(f"level-{level}-rows-{n}", level=level, labels=labels, scores=scores,
                 pinball_loss=mean_pinball_loss(labels, scores, alpha=level),
                 pinball_loss_float32=mean_pinball_loss(labels.astype(np.float32).astype(float),
                                                        scores.astype(np.float32).astype(float), alpha=level))
