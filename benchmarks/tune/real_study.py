"""Tunes XGBoost on real hours of BTCUSD with our TPE and Optuna's, and writes the best value of each seed as CSV.

Usage: python real_study.py DATA CLASSPATH TRIALS SEEDS up|wide > real.csv
Needs optuna, xgboost, pandas and numpy. The value is the mean log loss over three anchored folds of 2017 with a gap of four hours, of "up in the next
four hours" or of "moves more in the next four hours than it mostly did in the last 30 days"; equal parameters are computed once. The samplers take
turns by seed. TuneRunner of this module must be on CLASSPATH.
"""

import subprocess
import sys
import warnings

import numpy as np
import optuna
import pandas as pd
import xgboost

AHEAD = 4
SPACE = (
    "trees=logint(8,128),depth=int(1,7),rate=log(0.005,0.5),ridge=log(0.01,100),"
    "gain=float(0,5),child=logint(1,256),rows=float(0.3,1),columns=float(0.3,1)"
)


def hours(data, question):
    frame = pd.read_csv(f"{data}/crypto-1m/BTCUSD_2017.csv.gz")
    frame.index = pd.to_datetime(frame["timestamp_ms"], unit="ms")
    rules = {"close": "last", "high": "max", "low": "min", "volume": "sum"}
    bars = frame.resample("1h").agg(rules).dropna()
    close = bars["close"]
    move = close.pct_change()
    columns = {f"return{n}": close.pct_change(n) for n in (1, 2, 4, 8, 24)}
    columns |= {f"volatility{n}": move.rolling(n).std() for n in (6, 24, 96)}
    columns |= {f"mean{n}": close / close.rolling(n).mean() - 1 for n in (6, 24, 96)}
    columns["range"] = (bars["high"] - bars["low"]) / close
    columns["volume"] = bars["volume"] / bars["volume"].rolling(24).mean()
    columns["hour"] = pd.Series(bars.index.hour, index=bars.index)
    features = pd.DataFrame(columns)
    usual = close.pct_change(AHEAD).abs().rolling(30 * 24).median()
    ahead = close.shift(-AHEAD) / close - 1
    label = (ahead > 0 if question == "up" else ahead.abs() > usual).astype(int)
    keep = features.notna().all(axis=1) & ahead.notna() & (usual.notna() | (question == "up"))
    return features[keep].to_numpy(np.float32), label[keep].to_numpy()


class Objective:
    """The value of a set of parameters, remembered."""

    def __init__(self, data, question):
        x, y = hours(data, question)
        cuts = [int(len(y) * share) for share in (0.4, 0.6, 0.8, 1.0)]
        self.folds = []
        for start, end in zip(cuts, cuts[1:]):
            train = xgboost.DMatrix(x[: start - AHEAD], y[: start - AHEAD])
            self.folds.append((train, xgboost.DMatrix(x[start:end]), y[start:end]))
        self.known = {}

    def __call__(self, p):
        key = tuple(sorted(p.items()))
        if key not in self.known:
            settings = {
                "objective": "binary:logistic", "tree_method": "hist", "max_bin": 64, "nthread": 1, "seed": 1, "verbosity": 0,
                "max_depth": int(p["depth"]), "eta": p["rate"], "lambda": p["ridge"], "gamma": p["gain"],
                "min_child_weight": int(p["child"]), "subsample": p["rows"], "colsample_bytree": p["columns"],
            }
            self.known[key] = float(np.mean([self.fold(settings, int(p["trees"]), *fold) for fold in self.folds]))
        return self.known[key]

    @staticmethod
    def fold(settings, trees, train, test, y):
        p = np.clip(xgboost.train(settings, train, trees).predict(test), 1e-7, 1 - 1e-7)
        return -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))


def suggest(trial):
    """SPACE in Optuna's words."""
    return {
        "trees": trial.suggest_int("trees", 8, 128, log=True), "depth": trial.suggest_int("depth", 1, 7),
        "rate": trial.suggest_float("rate", 0.005, 0.5, log=True), "ridge": trial.suggest_float("ridge", 0.01, 100, log=True),
        "gain": trial.suggest_float("gain", 0, 5), "child": trial.suggest_int("child", 1, 256, log=True),
        "rows": trial.suggest_float("rows", 0.3, 1), "columns": trial.suggest_float("columns", 0.3, 1),
    }


def ours(runner, objective, seed, trials):
    best = np.inf
    runner.stdin.write(f"{seed} {trials}\n")
    for _ in range(trials):
        runner.stdin.flush()
        pairs = (pair.split("=") for pair in runner.stdout.readline().strip().split(","))
        value = objective({name: float(number) for name, number in pairs})
        best = min(best, value)
        runner.stdin.write(f"{value!r}\n")
    return best


def theirs(sampler, objective, trials):
    study = optuna.create_study(sampler=sampler)
    study.optimize(lambda trial: objective({k: float(v) for k, v in suggest(trial).items()}), n_trials=trials)
    return study.best_value


def main():
    warnings.simplefilter("ignore")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    objective = Objective(sys.argv[1], sys.argv[5])
    trials, seeds = int(sys.argv[3]), int(sys.argv[4])
    command = ["java", "-cp", sys.argv[2], "org.tidemark.benchmarks.TuneRunner", SPACE, "tpe"]
    print("function,sampler,trials,seed,best")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as runner:
        for seed in range(seeds):
            rows = {
                "tidemark-tpe": ours(runner, objective, seed, trials),
                "optuna-tpe": theirs(optuna.samplers.TPESampler(seed=seed), objective, trials),
                "optuna-random": theirs(optuna.samplers.RandomSampler(seed=seed), objective, trials),
            }
            for name, best in rows.items():
                print(f"xgboost-{sys.argv[5]},{name},{trials},{seed},{best!r}", flush=True)


main()
