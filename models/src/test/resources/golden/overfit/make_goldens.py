"""Writes sharpe.txt, ledger.txt, pbo.txt, snooping.txt and arch.txt with SciPy, NumPy, statsmodels and arch.

Run: python3 make_goldens.py (in this folder).
"""

import sys
from itertools import combinations

import numpy as np
from arch.bootstrap import SPA
from scipy import stats
from statsmodels.stats.multitest import multipletests

sys.path.insert(0, "..")
from golden_file import Out

rng = np.random.default_rng(20260405)


# Sharpe ratio of one series -------------------------------------------------------------------------
def psr(returns, benchmark):
    s, n = returns.mean() / returns.std(ddof=1), len(returns)
    g3, g4 = stats.skew(returns), stats.kurtosis(returns, fisher=False)
    error = np.sqrt((1 - g3 * s + (g4 - 1) / 4 * s**2) / (n - 1))
    return s, g3, g4, error, stats.norm.cdf((s - benchmark) / error)


out = Out("sharpe.txt")
for name, returns in (("normal", rng.normal(1e-3, 1e-2, 250)), ("skewed", 0.01 - rng.exponential(0.008, 120)),
                      ("heavy", rng.standard_t(3, 500) * 1e-3), ("few", np.array([0.01, -0.02, 0.03, 0.005]))):
    for benchmark in (0.0, 0.05):
        s, g3, g4, error, probability = psr(returns, benchmark)
        length = 1 + error**2 * (len(returns) - 1) * (stats.norm.ppf(0.95) / (s - benchmark)) ** 2
        out.case(f"{name}-{benchmark}", returns=returns, benchmark=benchmark, sharpe=s, skewness=g3, kurtosis=g4,
                 error=error, probability=probability, track=length if s > benchmark else np.inf)
out.file.close()


# Ledgers: deflated and haircut Sharpe ---------------------------------------------------------------
def ledger(out, name, returns):
    trials, n = returns.shape
    s = returns.mean(1) / returns.std(1, ddof=1)
    variance = s.var(ddof=1)
    correlation = np.corrcoef(returns)
    rho = max(0.0, correlation[~np.eye(trials, dtype=bool)].mean())
    effective = rho + (1 - rho) * trials

    def expected(count):
        g = np.euler_gamma
        z = stats.norm.ppf
        return np.sqrt(variance) * ((1 - g) * z(1 - 1 / count) + g * z(1 - 1 / (count * np.e)))

    best = int(s.argmax())
    p = 2 * stats.t.sf(abs(s) * np.sqrt(n), n - 1)
    cuts = {}
    for key, method in (("bonferroni", "bonferroni"), ("holm", "holm"), ("yekutieli", "fdr_by")):
        adjusted = multipletests(p, method=method)[1][best]
        cuts |= {key + "_p": adjusted, key: stats.t.isf(adjusted / 2, n - 1) / np.sqrt(n)}
    out.case(name, trials=trials, returns=returns, best=best, variance=variance, effective=effective,
             expected=expected(trials), probability=psr(returns[best], expected(trials))[-1],
             effective_probability=psr(returns[best], expected(effective))[-1], p=p[best], **cuts)


out = Out("ledger.txt")
ledger(out, "noise", rng.normal(0, 0.01, (12, 100)))
ledger(out, "skill", rng.normal(0, 0.01, (8, 200)) + np.linspace(0, 0.004, 8)[:, None])
ledger(out, "together", 0.9 * rng.normal(0, 0.01, 150) + 0.3 * rng.normal(0, 0.01, (20, 150)))
out.file.close()


# Probability of backtest overfitting ----------------------------------------------------------------
def pbo(out, name, returns, blocks):
    trials, n = returns.shape
    parts = [np.arange(n * b // blocks, n * (b + 1) // blocks) for b in range(blocks)]

    def sharpe(chosen):
        x = returns[:, np.concatenate([parts[b] for b in chosen])]
        deviation = x.std(1, ddof=1)
        return np.divide(x.mean(1), deviation, out=np.zeros(trials), where=deviation > 1e-12)

    # As numbers with a bit per block, choices in rising order.
    choices = sorted(combinations(range(blocks), blocks // 2), key=lambda c: sum(1 << b for b in c))
    logits, inside, outside, average = [], [], [], []
    for chosen in choices:
        i, o = sharpe(chosen), sharpe([b for b in range(blocks) if b not in chosen])
        best = int(i.argmax())
        w = stats.rankdata(o)[best] / (trials + 1)
        logits.append(np.log(w / (1 - w)))
        inside.append(i[best])
        outside.append(o[best])
        average.append(o.mean())
    line = stats.linregress(inside, outside)
    grid = np.unique(np.concatenate([outside, average]))
    f = lambda sample: np.searchsorted(np.sort(sample), grid, side="right") / len(sample)
    ahead = f(average) - f(outside)
    area = np.cumsum(ahead[:-1] * np.diff(grid))
    order = 1.0 if (ahead >= 0).all() else 2.0 if (area >= -1e-15).all() else 0.0
    out.case(name, trials=trials, blocks=blocks, returns=returns, probability=np.mean(np.array(logits) <= 1e-12),
             logits=logits, inside=inside, outside=outside, slope=line.slope, intercept=line.intercept,
             r_squared=line.rvalue**2, loss=np.mean(np.array(outside) < 0), order=order)


out = Out("pbo.txt")
pbo(out, "noise", rng.normal(0, 0.01, (10, 96)), 8)
pbo(out, "skill", rng.normal(0, 0.01, (7, 120)) + np.linspace(-0.002, 0.006, 7)[:, None], 6)
pbo(out, "uneven", rng.normal(0, 0.01, (4, 75)), 8)
idle = rng.normal(0, 0.01, (5, 60))
idle[2, :] = 0
idle[3, :40] = 0
pbo(out, "idle", idle, 6)
pbo(out, "reversing", np.array([1, -1])[:, None] * np.repeat([0.02, -0.02], 20) + rng.normal(0, 0.01, (2, 40)), 2)
out.file.close()


# Reality check and superior predictive ability ------------------------------------------------------
def draws(n, block, count):
    """Stationary bootstrap: a new start with probability 1 / block, else the next position."""
    starts = rng.uniform(size=(count, n)) < 1 / block
    starts[:, 0] = True
    fresh = rng.integers(0, n, (count, n))
    at = np.zeros((count, n), int)
    for i in range(n):
        at[:, i] = np.where(starts[:, i], fresh[:, i], (at[:, i - 1] + 1) % n)
    return at


def long_run_deviation(d, block):
    n = d.shape[1]
    q, lag = 1 / block, np.arange(1, n)
    weight = (1 - lag / n) * (1 - q) ** lag + lag / n * (1 - q) ** (n - lag)
    c = d - d.mean(1, keepdims=True)
    gamma = np.array([(c[:, i:] * c[:, : n - i]).sum(1) / n for i in range(n)])
    return np.sqrt(gamma[0] + 2 * (weight[:, None] * gamma[1:]).sum(0))


def snooping(out, name, d, block, count):
    k, n = d.shape
    w = long_run_deviation(d, block)
    mean, at, root = d.mean(1), draws(n, block, count), np.sqrt(n)
    drawn = np.array([d[:, row].mean(1) for row in at])
    reality, superior = root * mean.max(), max(0.0, (root * mean / w).max())
    p = lambda recentre: np.mean(np.maximum(0, (root * (drawn - recentre) / w).max(1)) >= superior)
    out.case(name, strategies=k, advantages=d, block=float(block), draws=at, reality=reality, superior=superior,
             reality_p=np.mean((root * (drawn - mean)).max(1) >= reality), lower=p(np.maximum(0, mean)),
             consistent=p(np.where(mean >= -w * np.sqrt(2 * np.log(np.log(n)) / n), mean, 0)), upper=p(mean))


out = Out("snooping.txt")
snooping(out, "noise", rng.normal(0, 0.01, (6, 50)), 3, 120)
snooping(out, "skill", rng.normal(0, 0.01, (4, 60)) + np.array([0, 0.004, -0.02, 0])[:, None], 1, 120)
snooping(out, "poor", rng.normal(0, 0.01, (5, 50)) + np.linspace(0.0, -0.02, 5)[:, None], 5, 120)
snooping(out, "worse", rng.normal(-0.01, 0.01, (3, 40)), 2, 120)
out.file.close()

# Both tests by arch, which draws for itself: many draws, so that p values agree to a percent. Its SPA does not
# divide by standard deviations, so Hansen's test is its SPA of differences so divided, and the reality check its
# upper p value of the differences as they are.
out = Out("arch.txt")
for name, k, n, block, shift in (("noise", 10, 200, 5, 0.0), ("skill", 5, 150, 3, 0.0015), ("poor", 8, 120, 4, -0.02)):
    e = rng.normal(0, 0.01, (k, n + 1))
    d = e[:, 1:] + 0.4 * e[:, :-1] + np.linspace(max(shift, 0.001), min(shift, 0), k)[:, None]
    d *= np.linspace(1, 3, k)[:, None]
    reality, superior = (SPA(np.zeros(n), -x.T, block_size=block, reps=20000, bootstrap="stationary", seed=7)
                         for x in (d, d / long_run_deviation(d, block)[:, None]))
    reality.compute()
    superior.compute()
    out.case(name, strategies=k, advantages=d, block=float(block), reality_p=reality.pvalues["upper"],
             **superior.pvalues.to_dict())
out.file.close()
