"""Goldens of models.explain: SHAP values by XGBoost and by the shap package, rank statistics by SciPy.

pip install xgboost-cpu==3.2.0 shap==0.51.0 scipy==1.17.1; run in this folder. Leaves shap.txt, ranks.txt, folds.txt and one model-NAME.json per objective.
"""

import json
import sys

import numpy as np
import shap
import xgboost
from scipy import stats

sys.path.insert(0, "..")
from golden_file import Out

COLUMNS = 6
ROWS = 25
random = np.random.default_rng(20)


def rows(n):
    x = random.normal(size=(n, COLUMNS)).astype(np.float32)
    x[:, ::2] = np.rint(x[:, ::2] * 4) / 4
    x[random.random(x.shape) < 0.1] = np.nan
    return x


def labels(x, classes):
    z = np.nan_to_num(x)
    signal = z[:, 0] + z[:, 1] * z[:, 2] + 0.5 * np.abs(z[:, 3]) + 0.3 * random.normal(size=len(x))
    if classes == 0:
        return signal
    return np.searchsorted(np.quantile(signal, np.arange(1, classes) / classes), signal)


out = Out("shap.txt")
for name, classes, objective in [
    ("binary", 2, "binary:logistic"),
    ("multiclass", 3, "multi:softprob"),
    ("regression", 0, "reg:squarederror"),
]:
    train = rows(1500)
    settings = {"objective": objective, "max_depth": 5, "eta": 0.4, "seed": 3, "nthread": 1}
    if classes > 2:
        settings["num_class"] = classes
    booster = xgboost.train(settings, xgboost.DMatrix(train, labels(train, classes)), 5)
    model = json.loads(booster.save_raw("json"))
    json.dump(model, open(f"model-{name}.json", "w"), separators=(",", ":"))
    x = rows(ROWS)
    outputs = max(1, classes if classes > 2 else 1)
    theirs = booster.predict(xgboost.DMatrix(x), pred_contribs=True).reshape(ROWS, outputs, COLUMNS + 1)
    explainer = shap.TreeExplainer(booster, feature_perturbation="tree_path_dependent")
    values = np.asarray(explainer.shap_values(x), dtype=np.float64)
    if outputs > 1:
        values = np.moveaxis(values, 2, 1)
    values = values.reshape(ROWS, outputs, COLUMNS)
    assert np.abs(values - theirs[:, :, :-1]).max() < 1e-5
    out.case(
        name,
        outputs=outputs,
        rows=x.astype(np.float64),
        xgboost=theirs[:, :, :-1].astype(np.float64),
        shap=values,
        expected=theirs[0, :, -1].astype(np.float64),
        margins=booster.predict(xgboost.DMatrix(x), output_margin=True).astype(np.float64),
    )


def exact(a, b, statistic):
    """Share of all pairings whose statistic is at least that of the data."""
    return stats.permutation_test(
        (a,), lambda x: statistic(x, b), permutation_type="pairings", alternative="greater", n_resamples=np.inf
    ).pvalue


out = Out("ranks.txt")
for name, n, ties in [("small", 6, False), ("ties", 7, True), ("reversed", 5, False), ("large", 65, False), ("large-ties", 40, True)]:
    a = random.normal(size=n)
    b = -a if name == "reversed" else a + 0.8 * random.normal(size=n)
    if ties:
        a, b = np.rint(a), np.rint(b)
    values = dict(
        a=a,
        b=b,
        kendall=stats.kendalltau(a, b).statistic,
        spearman=stats.spearmanr(a, b).statistic,
        ranks=stats.rankdata(a),
    )
    if n <= 7:
        values["kendall_p"] = exact(a, b, lambda x, y: stats.kendalltau(x, y).statistic)
    else:
        values["kendall_p"] = stats.permutation_test(
            (a,), lambda x: stats.kendalltau(x, b).statistic, permutation_type="pairings", alternative="greater",
            n_resamples=2000, rng=random,
        ).pvalue
    out.case(name, **values)


def fold_shift(before, after):
    """As models.explain.FoldShift states it, by SciPy's permutation test over the numbers of the folds."""
    folds = np.vstack([before, after])
    tau = np.array([[stats.kendalltau(a, b).statistic for b in folds] for a in folds])

    def gap(x, y):
        within = [tau[i, j] for run in (x, y) for i in run for j in run if i < j]
        return np.mean(within) - np.mean([tau[i, j] for i in x for j in y])

    test = stats.permutation_test(
        (np.arange(len(before)), np.arange(len(before), len(folds))),
        lambda x, y: gap(x.astype(int), y.astype(int)),
        permutation_type="independent",
        alternative="greater",
        vectorized=False,
        n_resamples=np.inf,
    )
    return test.statistic, test.pvalue


out = Out("folds.txt")
for name, folds, other, moved in [("same", 4, 4, 0.0), ("moved", 5, 5, 3.0), ("uneven", 3, 5, 1.0)]:
    strength = random.normal(size=12)
    shifted = strength + moved * random.normal(size=12)
    before = strength + 0.5 * random.normal(size=(folds, 12))
    after = shifted + 0.5 * random.normal(size=(other, 12))
    gap, p = fold_shift(before, after)
    out.case(name, before_folds=folds, after_folds=other, before=before, after=after, gap=gap, p=p)
