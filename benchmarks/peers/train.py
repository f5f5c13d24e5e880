"""Compares a fit of our XGBoost learner with the Python package of the same version, same rows and settings.

    python -m venv .venv && .venv/bin/pip install -r benchmarks/peers/requirements-train.txt
    .venv/bin/python benchmarks/peers/train.py [rows] [rounds] [trees] [depth] [threads]

Before: ./mvnw -q -Pbenchmarks -pl benchmarks/job -am process-classes
The rows are simulated by our side, which writes them to a file that this side reads. A round fits on each side once, one
after the other; a fit goes from an array of floats to the model as JSON text on both. Medians of wall time, and of CPU
time of the process, which a machine with other programs on it changes less. Quality is the area under the ROC curve of
both models, scored by the package, on a tenth as many other rows.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import xgboost

JOB = pathlib.Path(__file__).resolve().parent.parent / "job" / "target"
COLUMNS = 65


class Learner:
    def __init__(self, folder, *arguments):
        classpath = f"{JOB}/classes:{(JOB / 'classpath').read_text().strip()}"
        self.folder = folder
        self.process = subprocess.Popen(
            ["java", "-Xmx2g", "-cp", classpath, "org.tidemark.benchmarks.job.TrainRunner", str(folder)]
            + [str(a) for a in arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        self.answer()

    def answer(self):
        line = self.process.stdout.readline().strip()
        if not line:
            raise SystemExit("our side ended")
        return line

    def cpu(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def fit(self):
        begin = self.cpu()
        self.process.stdin.write("fit\n")
        self.process.stdin.flush()
        seconds = float(self.answer())
        return (seconds, self.cpu() - begin), (self.folder / "model.json").read_bytes()


def read(file):
    rows = np.fromfile(file, "<f4").reshape(-1, COLUMNS + 1)
    return np.ascontiguousarray(rows[:, :COLUMNS]), rows[:, COLUMNS].copy()


def fit(features, labels, trees, depth, threads):
    settings = {
        "booster": "gbtree", "tree_method": "hist", "device": "cpu", "objective": "binary:logistic",
        "max_depth": depth, "eta": 0.1, "lambda": 1, "min_child_weight": 1, "gamma": 0, "subsample": 1,
        "colsample_bytree": 1, "max_bin": 256, "nthread": threads, "seed": 1, "verbosity": 0,
    }
    begin, cpu = time.perf_counter(), time.process_time()
    matrix = xgboost.DMatrix(features, label=labels, weight=np.ones_like(labels), nthread=threads)
    model = bytes(xgboost.train(settings, matrix, trees).save_raw("json"))
    return (time.perf_counter() - begin, time.process_time() - cpu), model


def auc(model, features, labels):
    booster = xgboost.Booster(model_file=bytearray(model))
    scores = booster.predict(xgboost.DMatrix(features))
    ranks = np.empty(len(scores))
    order = np.argsort(scores, kind="stable")
    _, first, count = np.unique(scores[order], return_index=True, return_counts=True)
    ranks[order] = np.repeat(first + (count + 1) / 2, count)
    positive = labels > 0.5
    n, m = positive.sum(), (~positive).sum()
    return (ranks[positive].sum() - n * (n + 1) / 2) / (n * m)


def main():
    given = [int(a) for a in sys.argv[1:]]
    rows, rounds, trees, depth, threads = given + [1_000_000, 3, 100, 6, 2][len(given):]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ours = Learner(folder, rows, rows // 10, trees, depth, threads)
        features, labels = read(folder / "train.f32")
        times = {"tidemark": [], f"xgboost {xgboost.__version__}": []}
        peer = list(times)[1]
        fit(features[:1_000], labels[:1_000], trees, depth, threads)
        for _ in range(rounds):
            taken, mine = ours.fit()
            times["tidemark"].append(taken)
            taken, theirs = fit(features, labels, trees, depth, threads)
            times[peer].append(taken)
        ours.process.stdin.close()
        test = read(folder / "test.f32")
        quality = {"tidemark": auc(mine, *test), peer: auc(theirs, *test)}
    print(f"{rows} rows x {COLUMNS}, {trees} trees, depth {depth}, {threads} threads, {rounds} rounds, load {os.getloadavg()[0]:.1f}")
    print("| side | wall s | CPU s | AUC on other rows |")
    print("|---|---|---|---|")
    medians = {side: [statistics.median(x) for x in zip(*all_)] for side, all_ in times.items()}
    for side, (wall, cpu) in medians.items():
        print(f"| {side} | {wall:.1f} | {cpu:.1f} | {quality[side]:.6f} |")
    print(f"ours to the package: wall {medians['tidemark'][0] / medians[peer][0]:.2f}, CPU {medians['tidemark'][1] / medians[peer][1]:.2f}")
    if abs(quality["tidemark"] - quality[peer]) > 1e-3:
        raise SystemExit("the models differ in quality")


main()
