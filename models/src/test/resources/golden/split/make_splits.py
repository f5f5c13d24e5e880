"""Writes splits.txt with scikit-learn, skfolio, pandas_market_calendars and NumPy.

Run: python3 make_splits.py (in this folder; scikit-learn 1.9, skfolio 1.12, pandas_market_calendars 5). Each case is a line
"case SPLITTER" and lines "KEY VALUE ...": "unit" in nanoseconds, "times" and "ends" of the rows and their label spans in units,
then per fold the numbers of the rows that train and test, and where there are several paths per fold the path of each test row.
"""

import itertools

import numpy as np
import pandas as pd
import pandas_market_calendars as mcal
from skfolio.model_selection import CombinatorialPurgedCV
from sklearn.model_selection import KFold, TimeSeriesSplit

rng = np.random.default_rng(20261128)
file = open("splits.txt", "w")


def write(key, values):
    file.write(key + "".join(f" {int(v)}" for v in np.asarray(values).reshape(-1)) + "\n")


def case(name, unit, times, ends, folds, paths=None):
    file.write(f"case {name}\n")
    write("unit", unit)
    write("times", times)
    write("ends", ends)
    for i, (train, test) in enumerate(folds):
        write(f"train{i}", np.sort(train))
        write(f"test{i}", np.sort(test))
        if paths is not None:
            write(f"path{i}", paths[i])


def duration(nanos):
    return f"PT{nanos // 10**9}.{nanos % 10**9:09d}S" if nanos % 10**9 else (f"PT{nanos // 10**9}S")


# Rows at 0, 1, 2, ... ns whose labels are h long: index-based libraries purge h - 1 rows on each side of a test. ----------------
def grid(n, h):
    return np.arange(n), np.arange(n) + h


for n, folds, first, h, gap in [(100, 4, 40, 1, 0), (130, 6, 50, 5, 8), (90, 5, 30, 12, 10)]:
    times, ends = grid(n, h)
    size = (n - first - gap) // folds
    assert size * folds == n - first - gap
    share = f"{(first + 0.5) / n:.6f}"
    anchored = TimeSeriesSplit(n_splits=folds, test_size=size, gap=gap + h - 1)
    case(f"anchored:folds={folds},train={share},embargo={duration(gap)},by=events", 1, times, ends, anchored.split(times))
    rolling = TimeSeriesSplit(n_splits=folds, test_size=size, gap=gap + h - 1, max_train_size=first - (h - 1))
    case(f"rolling:folds={folds},train={share},embargo={duration(gap)},by=events", 1, times, ends, rolling.split(times))

for n, groups, k, h, gap in [(60, 6, 2, 1, 0), (80, 5, 3, 4, 0), (100, 10, 2, 3, 2), (84, 7, 4, 2, 3)]:
    times, ends = grid(n, h)
    cv = CombinatorialPurgedCV(n_folds=groups, n_test_folds=k, purged_size=h - 1 + gap, embargo_size=0)
    ids = cv.get_path_ids()
    found, paths = [], []
    for i, (train, tests) in enumerate(cv.split(times.reshape(-1, 1))):
        found.append((train, np.concatenate(tests)))
        paths.append(np.concatenate([np.full(len(t), ids[i, j]) for j, t in enumerate(tests)]))
    assert len(found) == cv.n_splits and np.max(paths) + 1 == cv.n_test_paths
    for by in ["", ",by=events"]:
        case(f"cpcv:groups={groups},test={k},embargo={duration(gap)}{by}", 1, times, ends, found, paths)


# Rows at any time with labels of any length: row against row, as snippet 7.1 of Lopez de Prado, open at the beginning. -----------
def purged(times, ends, edges, tested, gap):
    block = np.searchsorted(edges, times, side="right") - 1
    test = np.isin(block, tested)
    train = ~test
    for b in tested:
        train &= (times >= edges[b]) | (ends + gap <= edges[b])
    for t0, t1 in zip(times[test], ends[test]):
        train &= (times < t0) | (times >= t1 + gap)
    return np.flatnonzero(train), np.flatnonzero(test)


def rows(n, length, longest):
    times = np.sort(rng.choice(length, n, replace=False))
    return times, times + rng.integers(1, longest, n)


for n, folds, gap in [(97, 4, 0), (200, 5, 25), (151, 3, 40)]:
    times, ends = rows(n, 3000, 30)
    span = times[-1] + 1 - times[0]
    edges = np.array([times[0] + span * i // folds for i in range(folds)])
    case(f"kfold:folds={folds},embargo={duration(gap)}", 1, times, ends,
         [purged(times, ends, edges, [f], gap) for f in range(folds)])
    # Equally many rows, the longer blocks as n i / k cuts them.
    edges = times[[n * i // folds for i in range(folds)]]
    found = [purged(times, ends, edges, [f], gap) for f in range(folds)]
    if n % folds == 0:
        assert all((a[1] == b).all() for a, (_, b) in zip(found, KFold(folds).split(times)))
    case(f"kfold:folds={folds},embargo={duration(gap)},by=events", 1, times, ends, found)
    combinations = list(itertools.combinations(range(folds), 2))
    seen = [0] * folds
    paths = []
    for tested in combinations:
        paths.append(np.concatenate([np.full(((np.searchsorted(edges, times, side="right") - 1) == b).sum(), seen[b]) for b in tested]))
        for b in tested:
            seen[b] += 1
    case(f"cpcv:groups={folds},test=2,embargo={duration(gap)},by=events", 1, times, ends,
         [purged(times, ends, edges, list(t), gap) for t in combinations], paths)

# Sessions of the New York Stock Exchange, bars stamped at their end, in minutes. ------------------------------------------------
schedule = mcal.get_calendar("NYSE").schedule("2019-11-20", "2020-01-10")
opens = (schedule.market_open.astype("datetime64[ns, UTC]").astype("int64") // 60_000_000_000).to_numpy()
closes = (schedule.market_close.astype("datetime64[ns, UTC]").astype("int64") // 60_000_000_000).to_numpy()
times = np.concatenate([np.arange(o + 30, c + 1, 30) for o, c in zip(opens, closes)])
ends = times + 45
for folds, gap in [(5, 0), (7, 60)]:
    begins = np.concatenate([[times[0]], opens[1:]])
    edges = begins[[len(begins) * i // folds for i in range(folds)]]
    case(f"kfold:folds={folds},embargo=PT{gap // 60}H,by=session,calendar=nyse".replace("PT0H", "PT0S"), 60_000_000_000, times, ends,
         [purged(times, ends, edges, [f], gap) for f in range(folds)])
