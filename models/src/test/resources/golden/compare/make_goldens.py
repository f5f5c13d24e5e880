"""Writes means.txt, ranks.txt, forecasts.txt, adjusted.txt and sequences.txt with SciPy, statsmodels and NumPy.

Run: python3 make_goldens.py (in this folder).
"""

import sys

import numpy as np
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.multitest import multipletests

sys.path.insert(0, "..")
from golden_file import Out

rng = np.random.default_rng(20260404)


# Means: t tests and Cohen's d ----------------------------------------------------------------------
def means(out, name, a, b):
    welch = stats.ttest_ind(a, b, equal_var=False)
    interval = welch.confidence_interval(0.95)
    model = sm.stats.CompareMeans(sm.stats.DescrStatsW(a), sm.stats.DescrStatsW(b))
    pooled = np.sqrt(model.std_meandiff_pooledvar**2 / (1 / len(a) + 1 / len(b)))
    values = dict(welch=welch.statistic, welch_p=welch.pvalue, welch_df=welch.df,
                  welch_half=(interval.high - interval.low) / 2, cohens_d=(a.mean() - b.mean()) / pooled)
    if len(a) == len(b):
        paired = stats.ttest_rel(a, b)
        interval = paired.confidence_interval(0.9)
        values |= dict(paired=paired.statistic, paired_p=paired.pvalue,
                       paired_half=(interval.high - interval.low) / 2)
    out.case(name, first=a, second=b, **values)


out = Out("means.txt")
means(out, "alike", rng.normal(size=20), rng.normal(size=20))
means(out, "apart", rng.normal(0, 1, 15), rng.normal(1, 3, 40))
means(out, "two-each", np.array([1.0, 2.0]), np.array([1.5, 4.0]))
means(out, "far", rng.normal(0, 1e-4, 50), rng.normal(1, 1e-4, 50))
means(out, "heavy", rng.standard_t(2, 200) * 1e-3, rng.standard_t(2, 200) * 1e-3)
out.file.close()


# Ranks: Mann-Whitney and Cliff's delta --------------------------------------------------------------
def ranks(out, name, a, b):
    tied = len(np.unique(np.concatenate([a, b]))) < len(a) + len(b)
    exact = not tied and min(len(a), len(b)) <= 8 and len(a) + len(b) <= 200
    test = stats.mannwhitneyu(a, b, method="exact" if exact else "asymptotic")
    delta = np.sign(a[:, None] - b[None, :]).mean()
    out.case(name, first=a, second=b, u=test.statistic, p=test.pvalue, exact=float(exact), delta=delta)


out = Out("ranks.txt")
ranks(out, "small", rng.normal(size=5), rng.normal(0.5, 1, 7))
ranks(out, "apart", np.array([1.0, 2, 3]), np.array([4.0, 5, 6, 7]))
ranks(out, "one-each", np.array([1.0]), np.array([0.0]))
ranks(out, "eight", rng.normal(size=8), rng.normal(size=60))
ranks(out, "nine", rng.normal(size=9), rng.normal(size=9))
ranks(out, "small-ties", np.array([1.0, 2, 2, 3]), np.array([2.0, 3, 4]))
ranks(out, "ties", rng.integers(0, 5, 60).astype(float), rng.integers(1, 6, 40).astype(float))
ranks(out, "large", rng.normal(size=300), rng.normal(0.3, 2, 250))
ranks(out, "equal", np.arange(30.0), np.arange(30.0))
out.file.close()


# Forecasts: Diebold-Mariano -------------------------------------------------------------------------
def forecasts(out, name, a, b, horizon, lags):
    d, n, h = a - b, len(a), horizon
    fit = sm.OLS(d, np.ones(n)).fit(cov_type="HAC", cov_kwds=dict(maxlags=lags, use_correction=False))
    statistic = fit.tvalues[0] * np.sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n)
    out.case(name, first=a, second=b, horizon=horizon, lags=lags, long_run=fit.bse[0] ** 2 * n,
             statistic=statistic, p=2 * stats.t.sf(abs(statistic), n - 1))


out = Out("forecasts.txt")
for name, n, horizon, lags, shift in (("white", 100, 1, 0, 0.0), ("overlapping", 200, 5, 4, 0.1),
                                      ("long", 400, 15, 20, 0.3), ("few", 8, 1, 1, 1.0)):
    noise = np.convolve(rng.normal(size=n + horizon - 1), np.ones(horizon), "valid")
    forecasts(out, name, rng.normal(size=n) ** 2 + noise, rng.normal(size=n) ** 2 + shift, horizon, lags)
out.file.close()

# Adjusted p values ----------------------------------------------------------------------------------
out = Out("adjusted.txt")
for name, p in (("paper", [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
                           0.5719, 0.6528, 0.7590, 1.0]),
                ("one", [0.03]), ("ties", [0.01, 0.04, 0.01, 0.04, 0.5]), ("zero", [0.0, 0.2, 1.0]),
                ("many", rng.beta(0.5, 2, 200))):
    out.case(name, p=p, **{key: multipletests(p, method=method)[1] for key, method in (
        ("bonferroni", "bonferroni"), ("holm", "holm"), ("hochberg", "fdr_bh"), ("yekutieli", "fdr_by"))})
out.file.close()


# Confidence sequences -------------------------------------------------------------------------------
def mixture(x, alpha, sigma, best):
    """Robbins' normal mixture; the p value by integrating the likelihood ratio over the mixture."""
    rho = best * sigma**2 / (2 * np.log(1 / alpha) + np.log(1 + 2 * np.log(1 / alpha)))
    n = np.arange(1, len(x) + 1)
    v, s = n * sigma**2, np.cumsum(x)
    half = np.sqrt((v + rho) * np.log((v + rho) / (rho * alpha**2))) / n
    nodes, weights = np.polynomial.hermite.hermgauss(180)
    theta = nodes * np.sqrt(2 / rho)
    ratio = (weights / np.sqrt(np.pi) * np.exp(np.outer(s, theta) - np.outer(v, theta**2) / 2)).sum(1)
    return np.maximum.accumulate(s / n - half), np.minimum.accumulate(s / n + half), np.minimum(1, 1 / ratio.max())


def bernstein(x, alpha, lowest, highest):
    z = (x - lowest) / (highest - lowest)
    t = np.arange(1, len(z) + 1)
    m = (0.5 + np.cumsum(z)) / (t + 1)
    v = (0.25 + np.cumsum((z - m) ** 2)) / (t + 1)
    before_m, before_v = np.concatenate([[0.5], m[:-1]]), np.concatenate([[0.25], v[:-1]])
    lam = np.minimum(0.5, np.sqrt(2 * np.log(2 / alpha) / (before_v * t * np.log(1 + t))))
    psi = (-np.log(1 - lam) - lam) / 4
    total = np.cumsum(lam)
    centre = np.cumsum(lam * z) / total
    half = (np.log(2 / alpha) + np.cumsum(4 * (z - before_m) ** 2 * psi)) / total
    lead = np.cumsum(lam * (z + lowest / (highest - lowest)))
    loss = np.cumsum(4 * (z - before_m) ** 2 * psi)
    evidence = (np.exp(lead - loss) + np.exp(-lead - loss)) / 2
    scale = lambda q: lowest + (highest - lowest) * q
    return scale(np.maximum.accumulate(centre - half)), scale(np.minimum.accumulate(centre + half)), min(1, 1 / evidence.max())


out = Out("sequences.txt")
for name, n, shift, sigma, best in (("null", 100, 0.0, 1.0, 50), ("shifted", 60, 0.5, 1.0, 30)):
    x = rng.normal(shift, sigma, n)
    low, high, p = mixture(x, 0.05, sigma, best)
    out.case("normal-" + name, x=x, alpha=0.05, sigma=sigma, best=best, low=low, high=high, p=p)
for name, n, low, high, mean in (("null", 100, -1.0, 1.0, 0.0), ("shifted", 150, -2.0, 3.0, 1.5)):
    x = np.clip(rng.normal(mean, 0.2, n), low, high)
    lower, upper, p = bernstein(x, 0.1, low, high)
    out.case("bounded-" + name, x=x, alpha=0.1, lowest=low, highest=high, low=lower, high=upper, p=p)
out.file.close()
