"""Writes metrics.txt, trading.txt, drift.txt and blocks.txt with scikit-learn, SciPy, pandas, NumPy and arch.

Run: python3 make_goldens.py (in this folder).
"""

import sys
import warnings

import numpy as np
import pandas as pd
import sklearn.metrics as skm
from arch.bootstrap import optimal_block_length
from scipy import stats
from sklearn.calibration import calibration_curve

sys.path.insert(0, "..")
from golden_file import Out

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20240607)


# Classification and regression ---------------------------------------------------------------------
def by_class(y, hat, classes):
    """Precision and recall of every class, and F1 weighted by rows of each."""
    values = {}
    for metric, score in (("precision", skm.precision_score), ("recall", skm.recall_score)):
        each = score(y, hat, labels=classes, average=None, zero_division=np.nan)
        values |= {f"{metric}_class_{int(k)}": v for k, v in zip(classes, each)}
        values[metric] = each[1] if len(classes) == 2 else np.nanmean(each)
    values["weighted_f1"] = skm.f1_score(y, hat, average="weighted", zero_division=0)
    return values


def reliability(y, p, edges):
    """Rows, mean probability and share of class 1 per bin."""
    at = np.searchsorted(edges[1:-1], p)
    return pd.DataFrame(dict(at=at, y=y, p=p)).groupby("at").agg(n=("y", "size"), y=("y", "mean"), p=("p", "mean"))


def calibration(y, p):
    wide = reliability(y, p, np.arange(11) / 10)
    filled = reliability(y, p, np.percentile(p, np.linspace(0, 1, 11) * 100))
    gap = (wide.p - wide.y).abs()
    parts = dict(brier_reliability=np.average((filled.p - filled.y) ** 2, weights=filled.n),
                 brier_resolution=np.average((filled.y - y.mean()) ** 2, weights=filled.n),
                 brier_uncertainty=y.var())
    at = np.searchsorted(np.percentile(p, np.linspace(0, 1, 11) * 100)[1:-1], p)
    inside = pd.DataFrame(dict(at=at, y=y, p=p))
    inside = inside - inside.groupby("at").transform("mean").assign(at=0)
    within = np.mean(inside.p**2 - 2 * inside.p * inside.y)
    whole = parts["brier_reliability"] - parts["brier_resolution"] + parts["brier_uncertainty"] + within
    assert abs(whole - np.mean((p - y) ** 2)) < 1e-12
    return dict(calibration_error_wide=np.average(gap, weights=wide.n), max_calibration_error=gap.max(),
                within=within) | parts


def binary(out, name, y, p):
    y, p = np.asarray(y, float), np.asarray(p, float)
    hat = (p > 0.5).astype(float)
    one_class = len(np.unique(y)) == 1
    ranks = stats.rankdata(p)
    positive = int(y.sum())
    auc = np.nan if one_class else skm.roc_auc_score(y, p)
    if not one_class:  # the Mann-Whitney form must agree
        u = ranks[y == 1].sum() - positive * (positive + 1) / 2
        assert abs(auc - u / positive / (len(y) - positive)) < 1e-12
    clipped = np.clip(p, 1e-15, 1 - 1e-15)
    row_loss = -np.log(np.where(y == 1, clipped, np.clip(1 - p, 1e-15, 1 - 1e-15)))
    if clipped.min() > 1e-10 and clipped.max() < 1 - 1e-10:
        assert abs(row_loss.mean() - skm.log_loss(y, clipped, labels=[0, 1])) < 1e-12
    values = dict(
        accuracy=skm.accuracy_score(y, hat),
        auc=auc,
        log_loss=row_loss.mean(),
        brier=np.mean((p - y) ** 2) if one_class else skm.brier_score_loss(y, p),
        f1=skm.f1_score(y, hat, zero_division=np.nan),
    )
    values |= by_class(y, hat, [0.0, 1.0]) | calibration(y, p)
    if len(np.unique(p)) > 50:
        observed, predicted = calibration_curve(y, p, n_bins=10, strategy="quantile")
        edges = np.percentile(p, np.linspace(0, 1, 11) * 100)
        at = np.searchsorted(edges[1:-1], p)
        counts = np.bincount(at, minlength=10)
        values |= dict(calibration_error=np.sum(counts * np.abs(observed - predicted)) / len(y),
                       observed=observed, predicted=predicted)
        observed, predicted = calibration_curve(y, p, n_bins=10, strategy="uniform")
        values |= dict(observed_wide=observed, predicted_wide=predicted)
    out.case("binary-" + name, labels=y, scores=p, **values)


def multi(out, name, y, p):
    k = p.shape[1]
    hat = p.argmax(1)
    onehot = np.eye(k)[y]
    complete = len(np.unique(y)) == k
    auc = np.mean([skm.roc_auc_score(onehot[:, c], p[:, c]) for c in range(k)]) if complete else np.nan
    if complete:
        assert abs(auc - skm.roc_auc_score(y, p, multi_class="ovr", average="macro")) < 1e-12
    out.case("multi-" + name, classes=k, labels=y.astype(float), scores=p,
             accuracy=skm.accuracy_score(y, hat), auc=auc,
             log_loss=skm.log_loss(y, p, labels=np.arange(k)),
             brier=np.mean(((p - onehot) ** 2).sum(1)),
             f1=skm.f1_score(y, hat, average="macro", zero_division=np.nan), **by_class(y, hat, np.arange(k)))


def regression(out, name, y, e):
    out.case("regression-" + name, labels=y, scores=e, mae=skm.mean_absolute_error(y, e),
             rmse=skm.root_mean_squared_error(y, e))


out = Out("metrics.txt")
p = rng.uniform(size=150)
binary(out, "skill", rng.uniform(size=150) < p, p)
binary(out, "noise", rng.integers(0, 2, 100), np.float32(rng.uniform(0.4, 0.6, 100)))
binary(out, "ties", rng.integers(0, 2, 90), np.round(rng.uniform(size=90), 1))
binary(out, "constant", rng.integers(0, 2, 20), np.full(20, 0.5))
binary(out, "perfect", [0, 0, 1, 1], [0.0, 0.0, 1.0, 1.0])
binary(out, "inverted", [1, 1, 0, 0], [0.0, 0.1, 1.0, 0.9])
binary(out, "positives", [1, 1, 1], [0.9, 0.2, 0.6])
binary(out, "negatives", [0, 0, 0], [0.1, 0.2, 0.3])
binary(out, "rare", rng.uniform(size=200) < 0.03, rng.beta(1, 20, 200))
binary(out, "extreme", [0, 1, 0, 1], [1e-300, 1.0, 1e-16, 1e-17])
binary(out, "one-row", [1], [0.7])
for name, k, n in (("three", 3, 120), ("five", 5, 80)):
    q = rng.dirichlet(np.ones(k), n)
    multi(out, name, np.array([rng.choice(k, p=row) for row in q]), q)
q = rng.dirichlet(np.ones(3), 30)
multi(out, "absent", rng.integers(0, 2, 30), q)
y = rng.standard_t(3, 100) * 1e-3
regression(out, "noise", y, rng.normal(size=100) * 1e-3)
regression(out, "exact", y, y)
regression(out, "one-row", y[:1], np.zeros(1))
out.file.close()


# Trading -------------------------------------------------------------------------------------------
NS = 1_000_000_000


def trade(rows, threshold, cost, period, per_year, kind):
    """A plain second implementation: positions per instrument with pandas, then period returns."""
    cost = cost / 1e4
    signal = {"binary": lambda s: s[0] - 0.5, "multi": lambda s: (s[-1] - s[0]) / 2, "regression": lambda s: s[0]}[kind]
    taken = []
    for name, group in rows.groupby("instrument"):
        chosen, free = [], -np.inf
        for row in group.itertuples():
            if row.time >= free:
                chosen.append(row)
                free = row.end
        side = [float(np.sign(signal(r.scores))) * (abs(signal(r.scores)) > threshold) for r in chosen]
        for i, row in enumerate(chosen):
            joined_before = i > 0 and chosen[i - 1].end == row.time
            joined_after = i + 1 < len(chosen) and chosen[i + 1].time == row.end
            change = abs(side[i] - (side[i - 1] if joined_before else 0.0))
            closing = 0.0 if joined_after else abs(side[i])
            net = max(-1.0, side[i] * row.forward - cost * (change + closing))
            taken.append((name, (row.end - 1) // period, side[i], net, change + closing))
    d = pd.DataFrame(taken, columns="instrument period side net traded".split())
    sleeves = rows.instrument.nunique()
    grown = (1 + d.net).groupby([d.period, d.instrument]).prod() - 1
    r = grown.groupby("period").sum() / sleeves
    held = d[d.side != 0]
    equity = np.concatenate([[1.0], (1 + r).cumprod()])
    draw = np.max(1 - equity / np.maximum.accumulate(equity))
    n = len(r)
    low, high = np.percentile(r, [5, 95])
    peak = np.maximum.accumulate(equity)
    water = "".join("x" if below else " " for below in equity < peak).split()
    mean, sd = r.mean(), r.std(ddof=1) if n > 1 else np.nan
    down = np.sqrt(np.mean(np.minimum(r, 0) ** 2))
    lost = -d.net[d.net < 0].sum()
    div = lambda a, b: a / b if b > 0 else np.nan
    return dict(
        period_end=(r.index.values + 1) * period, returns=r.values,
        hit_ratio=div((held.net > 0).sum(), len(held)),
        sharpe=div(mean, sd) * np.sqrt(per_year), sortino=div(mean, down) * np.sqrt(per_year),
        calmar=div(equity[-1] ** (per_year / n) - 1, draw), max_drawdown=draw,
        profit_factor=div(d.net[d.net > 0].sum(), lost), turnover=d.traded.sum() / sleeves / n,
        max_drawdown_length=float(max(map(len, water), default=0)),
        tail_ratio=div(abs(high), abs(low)), value_at_risk=-low, expected_shortfall=-r[r <= low].mean(),
        total_return=equity[-1] - 1, exposure=len(held) / len(d))


def trading(out, name, instruments, minutes, horizon, threshold, cost, period, per_year, kind="binary", scale=1.0, gaps=0.0, vary=False):
    rows = []
    for i in range(instruments):
        for m in range(minutes):
            if rng.uniform() < gaps:
                continue
            span = int(rng.integers(1, horizon + 1)) if vary else horizon
            if kind == "binary":
                s = [0.5 + scale * (rng.uniform() - 0.5)]
            elif kind == "multi":
                s = list(rng.dirichlet(np.ones(3)))
            else:
                s = [rng.normal() * 1e-3]
            rows.append((m * 60 * NS, i * 3 + 1, (m + span) * 60 * NS, float(f"{rng.normal() * 2e-3:.5g}"), s))
    rows = pd.DataFrame(rows, columns="time instrument end forward scores".split())
    rows = rows.sort_values(["time", "instrument"], kind="stable").reset_index(drop=True)
    figures = trade(rows, threshold, cost, period * NS, per_year, kind)
    out.case(f"{kind}-{name}", threshold=float(threshold), cost=float(cost), period_seconds=period, per_year=float(per_year),
             time=rows.time, end=rows.end, instrument=rows.instrument, forward=rows.forward,
             scores=np.array(rows.scores.tolist()), **figures)


out = Out("trading.txt")
trading(out, "one", 1, 240, 15, 0.0, 5, 3600, 8760)
trading(out, "short-horizon", 1, 100, 1, 0.1, 2, 600, 52560)
trading(out, "several", 3, 90, 7, 0.05, 1, 900, 35040)
trading(out, "gaps", 2, 120, 5, 0.1, 3, 1200, 26280, gaps=0.3)
trading(out, "barriers", 2, 100, 10, 0.05, 1, 1200, 26280, vary=True, gaps=0.1)
trading(out, "no-trade", 1, 60, 5, 0.4, 5, 600, 52560, scale=0.2)
trading(out, "free", 1, 60, 5, 0.0, 0, 600, 52560)
trading(out, "three-classes", 1, 100, 5, 0.1, 1, 600, 52560, kind="multi")
trading(out, "estimates", 2, 60, 5, 5e-4, 1, 600, 52560, kind="regression")
trading(out, "one-decision", 1, 5, 15, 0.0, 5, 3600, 8760)
out.file.close()


# Drift ---------------------------------------------------------------------------------------------
def drift(out, name, reference, current, bins):
    r = np.asarray(reference, float)
    c = np.asarray(current, float)
    known = r[np.isfinite(r)]
    quantiles = np.quantile(known, np.arange(1, bins) / bins) if len(known) else np.array([])
    values, repeats = np.unique(quantiles, return_counts=True)
    edges = np.unique(np.concatenate([values, np.nextafter(values[repeats > 1], np.inf)]))

    def count(x):
        at = np.where(np.isnan(x), len(edges) + 1, np.searchsorted(edges, x, side="right"))
        return np.bincount(at, minlength=len(edges) + 2)

    a, b = count(r), count(c)
    used = (a + b) > 0
    p = (a[used] + 0.5) / (a.sum() + 0.5 * used.sum())
    q = (b[used] + 0.5) / (b.sum() + 0.5 * used.sum())
    fa, fb = a[:-1].cumsum() / a[:-1].sum(), b[:-1].cumsum() / b[:-1].sum()
    out.case(name, bins=bins, reference=r, current=c, edges=edges, reference_counts=a, current_counts=b,
             psi=np.sum((q - p) * np.log(q / p)), ks=np.max(np.abs(fa - fb)))


out = Out("drift.txt")
x = np.round(rng.normal(size=200), 4)
drift(out, "same", x, np.round(rng.normal(size=150), 4), 10)
drift(out, "shifted", x, np.round(rng.normal(0.7, 1, size=150), 4), 10)
drift(out, "wider", x, np.round(rng.normal(0, 2, size=150), 4), 20)
drift(out, "constant", np.zeros(50), np.concatenate([np.zeros(30), np.full(20, 1e-9)]), 10)
drift(out, "atom", np.where(rng.uniform(size=120) < 0.4, 0.0, np.round(rng.normal(size=120), 3)), np.round(rng.normal(size=80), 3), 8)
drift(out, "missing", np.where(rng.uniform(size=100) < 0.2, np.nan, x[:100]), np.where(rng.uniform(size=100) < 0.5, np.nan, x[100:]), 5)
drift(out, "far", x, x + 100, 10)
out.file.close()


# Block length of the stationary bootstrap ----------------------------------------------------------
out = Out("blocks.txt")
for name, phi, n in (("white", 0.0, 300), ("weak", 0.3, 300), ("strong", 0.8, 300), ("negative", -0.5, 300)):
    e = np.zeros(n)
    for i in range(1, n):
        e[i] = phi * e[i - 1] + rng.normal()
    e = np.round(e, 3)
    out.case(name, series=e, block=optimal_block_length(e)["stationary"].iloc[0])
out.file.close()
