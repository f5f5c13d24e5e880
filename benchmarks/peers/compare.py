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

    def cpu(self):
        """CPU seconds of the process so far, all its threads."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def time(self, line):
        begin = self.cpu()
        return float(self.ask(line)), self.cpu() - begin

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
    begin, cpu = time.perf_counter(), time.process_time()
    out = [peer.features(bars) for bars in instruments]
    return (time.perf_counter() - begin, time.process_time() - cpu), out


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
        times["tidemark, 65 columns"].append(kernel.time("all"))
        times["tidemark without W09"].append(kernel.time("without"))
        for name, peer in PEERS.items():
            taken, out = run(peer, instruments)
            times[name].append(taken)
            if round_ == 0:
                columns[name] = check(name, kernel, ours, out)
            del out
    kernel.process.stdin.close()
    medians = {name: [statistics.median(x) for x in zip(*all_)] for name, all_ in times.items()}
    wall, cpu = (min(medians[name][i] for name in PEERS) for i in (0, 1))
    print(f"{rows} rows of {len(years)} instruments, {rounds} rounds, {os.cpu_count()} cores")
    print("| side | columns | wall s, median (all) | rows/s | CPU us/row | best peer's wall, CPU over this |")
    print("|---|---|---|---|---|---|")
    for name, (seconds, busy) in medians.items():
        width = columns.get(name, 65 if "65" in name else len(kernel.columns))
        all_ = " ".join(f"{x[0]:.2f}" for x in times[name])
        speed = f"{rows / seconds:,.0f} | {busy / rows * 1e6:.2f}"
        print(f"| {name} | {width} | {seconds:.2f} ({all_}) | {speed} | {wall / seconds:.1f}, {cpu / busy:.1f} |")


main()
