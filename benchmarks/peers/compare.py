"""Compares the feature kernel with Polars, pandas and DuckDB on recorded one-minute bars of BTCUSD.

    python -m venv .venv && .venv/bin/pip install -r benchmarks/peers/requirements.txt
    .venv/bin/python benchmarks/peers/compare.py <data folder> [rounds] [years...]

Every year is an instrument of its own, read into memory before. A round runs each side once, one
after the other; the table gives medians. Ours folds two instruments at a time on two threads; a peer
takes one after the other with the threads that it comes with. Our values are first compared with
those of each peer.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import pandas as pd

import with_duckdb
import with_pandas
import with_polars

HERE = pathlib.Path(__file__).resolve().parent.parent
PEERS = {"polars": with_polars, "pandas": with_pandas, "duckdb": with_duckdb}
SHARE = 1e-3  # how many values of a column may differ by more than the tolerance
TOLERANCE = 1e-3  # of a value, or of a thousandth of its column's standard deviation


def read(data, year):
    table = pd.read_csv(pathlib.Path(data) / "crypto-1m" / f"BTCUSD_{year}.csv.gz")
    bars = {k: table[k].to_numpy(float) for k in ("open", "high", "low", "close", "volume")}
    return bars | {"end_ms": table.timestamp_ms.to_numpy() + 60_000}


class Kernel:
    def __init__(self, data, years):
        classpath = f"{HERE}/target/classes:{HERE}/target/lib/*"
        self.process = subprocess.Popen(
            ["java", "-Xmx6g", "-XX:+UseParallelGC", f"-Dtidemark.data={data}", "-cp", classpath]
            + ["org.tidemark.benchmarks.KernelRunner", *map(str, years)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        self.columns = self.process.stdout.readline().strip().split(",")

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def values(self, rows):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "values"
            self.ask(f"write {file}")
            return np.fromfile(file, "<f4").reshape(rows, len(self.columns))


def run(peer, instruments):
    begin = time.perf_counter()
    out = [peer.features(bars) for bars in instruments]
    return time.perf_counter() - begin, out


def check(name, kernel, ours, out):
    """Compares the columns that the peer has; says how far the worst of them is off."""
    known = [c for c in kernel.columns if c in out[0]]
    worst = 0.0
    for column in known:
        theirs = np.concatenate([np.ma.filled(np.ma.asarray(o[column], float), np.nan) for o in out])
        mine = ours[:, kernel.columns.index(column)].astype(float)
        if (np.isnan(mine) != np.isnan(theirs)).any():
            raise SystemExit(f"{name}: {column} is ready at other rows")
        there = ~np.isnan(mine)
        off = np.abs(mine - theirs)[there]
        allowed = TOLERANCE * np.maximum(np.abs(mine[there]), np.nanstd(mine) / 1_000)
        share = (off > allowed).mean() if there.any() else 0.0
        worst = max(worst, share)
        if share > SHARE:
            raise SystemExit(f"{name}: {share:.2%} of {column} differ")
    print(f"{name}: {len(known)} columns agree; at most {worst:.4%} of a column's values differ by more than {TOLERANCE}")
    return len(known)


def main():
    data, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    years = [int(y) for y in sys.argv[3:]] or [2015, 2016, 2017, 2018]
    instruments = [read(data, year) for year in years]
    rows = sum(len(bars["close"]) for bars in instruments)
    kernel = Kernel(data, years)
    for _ in range(6):
        kernel.ask("all")
        kernel.ask("without")
    ours = kernel.values(rows)
    columns = {}
    times = {"tidemark, 65 columns": [], "tidemark without W09": []} | {name: [] for name in PEERS}
    for round_ in range(rounds):
        times["tidemark, 65 columns"].append(float(kernel.ask("all")))
        times["tidemark without W09"].append(float(kernel.ask("without")))
        for name, peer in PEERS.items():
            seconds, out = run(peer, instruments)
            times[name].append(seconds)
            if round_ == 0:
                columns[name] = check(name, kernel, ours, out)
            del out
    kernel.process.stdin.close()
    best = min(statistics.median(times[name]) for name in PEERS)
    print(f"{rows} rows of {len(years)} instruments, {rounds} rounds, {os.cpu_count()} cores")
    print(f"| side | columns | median s | all s | rows/s | best peer's time over this |\n|---|---|---|---|---|---|")
    for name, all_ in times.items():
        median = statistics.median(all_)
        width = columns.get(name, 65 if "65" in name else len(kernel.columns))
        spread = " ".join(f"{s:.2f}" for s in all_)
        print(f"| {name} | {width} | {median:.2f} | {spread} | {rows / median:,.0f} | {best / median:.1f} |")


main()
