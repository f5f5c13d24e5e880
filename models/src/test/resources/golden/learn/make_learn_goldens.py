"""Elastic nets and mixtures by scikit-learn, an independent implementation.

    pip install numpy==2.4.6 scikit-learn==1.9.1
    python make_learn_goldens.py

Elastic net: columns and, for a real target, the label are standardised with population deviations;
the objective is mean loss + penalty (s |w|_1 + (1 - s) / 2 |w|_2^2). scikit-learn's C of a logistic
regression is 1 / (rows x penalty). Mixtures: posteriors of given parameters, and a fit of separate
clusters, where every start ends in the same optimum.
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import ElasticNet, LogisticRegression
from sklearn.mixture import GaussianMixture

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from golden_file import Out  # noqa: E402

PENALTY, SHARE = 0.03, 0.5
rng = np.random.default_rng(5)

nets = Out("nets.txt")
x = rng.normal(size=(120, 5)) * [1, 2, 0.1, 5, 1] + [0, 3, -1, 10, 0]
x = x.astype(np.float32).astype(float)
z = (x - x.mean(0)) / x.std(0)
signal = z[:, 0] - 0.7 * z[:, 1] + 0.02 * z[:, 3] + rng.normal(scale=0.6, size=len(x))
for name, y in {
    "binary": (signal > 0.2).astype(float),
    "multiclass": np.digitize(signal, [-0.7, 0.7]).astype(float),
    "regression": (0.001 * signal + 0.0004).astype(np.float32).astype(float),
}.items():
    if name == "regression":
        net = ElasticNet(alpha=PENALTY, l1_ratio=SHARE, tol=1e-14, max_iter=100_000)
        net.fit(z, (y - y.mean()) / y.std())
        coefficients = net.coef_ * y.std()
        intercepts = net.intercept_ * y.std() + y.mean()
    else:
        net = LogisticRegression(
            C=1 / (len(x) * PENALTY), l1_ratio=SHARE, solver="saga", tol=1e-12, max_iter=200_000
        )
        net.fit(z, y)
        coefficients, intercepts = net.coef_, net.intercept_
    nets.case(
        name,
        penalty=PENALTY,
        share=SHARE,
        rows=x,
        labels=y,
        means=x.mean(0),
        deviations=x.std(0),
        coefficients=coefficients,
        intercepts=intercepts,
    )

mixtures = Out("mixtures.txt")
for k in (2, 3):
    d = 4
    mixture = GaussianMixture(k)
    mixture.weights_ = rng.dirichlet(np.ones(k))
    mixture.means_ = rng.normal(size=(k, d))
    scales = rng.normal(size=(k, d, d + 2))
    # Calm first.
    covariances = sorted((s @ s.T / d for s in scales), key=np.trace)
    mixture.covariances_ = np.array(covariances)
    mixture.precisions_cholesky_ = np.array(
        [np.linalg.cholesky(np.linalg.inv(c)) for c in covariances]
    )
    points = rng.normal(size=(40, d)).astype(np.float32).astype(float) * 1.5
    points = points.astype(np.float32).astype(float)
    mixtures.case(
        f"given{k}",
        weights=mixture.weights_,
        means=mixture.means_,
        covariances=mixture.covariances_,
        points=points,
        posteriors=mixture.predict_proba(points),
    )

fitted = Out("clusters.txt")
parts = [
    rng.normal(size=(60, 2)) * 0.4 + [0, 0],
    rng.normal(size=(40, 2)) * 0.9 + [9, 1],
    rng.normal(size=(50, 2)) * 1.6 + [-2, 14],
]
x = np.concatenate(parts).astype(np.float32).astype(float)
x = x[rng.permutation(len(x))]
z = (x - x.mean(0)) / x.std(0)
mixture = GaussianMixture(3, tol=1e-12, max_iter=1_000, reg_covar=0, n_init=10, random_state=1)
mixture.fit(z)
order = np.argsort([np.trace(c) for c in mixture.covariances_])
assert mixture.converged_
fitted.case(
    "clusters",
    rows=x,
    weights=mixture.weights_[order],
    means=mixture.means_[order],
    posteriors=mixture.predict_proba(z)[:, order],
)
