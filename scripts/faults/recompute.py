"""Makes the features and scores of an undisturbed run again without the product, from its feed: the bits that histories
are compared with are no longer the product's word alone.

    recompute.py LAKE FEED            prints one JSON line of counts; exit code 1 when any value is wrong

Bars come from truth.py, features from TA-Lib, pandas, NumPy and arch (the script of the golden values of bars40), scores
from ONNX Runtime for Python, which is given the stored features. Features must agree as far as those libraries do (the
tolerance of the golden test), scores in every bit.
"""

import json
import os
import struct
import sys
import warnings

import arch.utility.exceptions
import numpy as np
import onnxruntime
import pandas as pd

import check
import truth

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), *[".."] * 2, "features", "src", "test", "golden")
RELATIVE, ABSOLUTE = 5e-7, 1e-11
SET = "bars40"

warnings.simplefilter("ignore", arch.utility.exceptions.PerformanceWarning)  # of arch without numba


def bars(feed):
    """Closed bars of each instrument, in their order, as {instrument: data frame}."""
    closed = {}
    for _, _, _, decided in truth.decisions(feed):
        if not isinstance(decided, truth.Refused) and decided[2]:
            closed.setdefault(decided[0], []).append(decided[2])
    frames = {}
    for instrument, found in closed.items():
        frames[instrument] = pd.DataFrame(found)
        # Time bars are known at their end; the golden script counts from their beginning, a minute before.
        frames[instrument]["timestamp_ms"] = (frames[instrument]["end"] - truth.BAR) // 10**6
    return frames


def columns(lake):
    """Names of the features in the order of the vectors."""
    found = check.read(os.path.join(lake, "features", "feature_sets"), "position, output", f"feature_set = '{SET}'")
    return [name for _, name in sorted(found)]


def vectors(lake):
    """{(instrument, offset): float32 vector} as stored: big-endian."""
    return {key: np.frombuffer(bytes.fromhex(value), ">f4").astype(np.float32) for key, value in check.features(lake)}


def unlike(stored, computed):
    """Which values are not the same, NaN being like NaN alone."""
    missing = np.isnan(computed)
    near = np.abs(stored - computed) <= ABSOLUTE + RELATIVE * np.abs(computed)
    return np.where(missing, ~np.isnan(stored), ~near)


def wrong_features(lake, feed, stored, notes):
    sys.path.insert(0, GOLDEN)
    import bars40  # its folder is that of the tests

    names, values, wrong = columns(lake), 0, 0
    if not names:
        raise AssertionError(f"{lake} has no feature set {SET}, the one that can be computed here")
    for instrument, frame in bars(feed).items():
        computed = bars40.features(frame)[names].to_numpy()
        none = np.full(len(names), np.inf)  # of a row that is not there: like nothing that is computed
        found = np.array([stored.get((instrument, offset), none) for offset in frame["offset"]], dtype=float)
        bad = unlike(found, computed)
        values, wrong = values + int((~np.isnan(computed)).sum()), wrong + int(bad.sum())
        for row, column in list(zip(*np.nonzero(bad)))[:5]:
            notes.append(f"{instrument} {frame['offset'][row]} {names[column]}: {found[row, column]} not {computed[row, column]}")
    return values, wrong


def wrong_scores(lake, stored, notes):
    files = dict(check.read(os.path.join(lake, "models", "model_registry"), "model_version, onnx_sha256"))
    sessions, scores, wrong = {}, 0, 0
    for (instrument, offset, version), value, arm, _ in check.served(lake):
        if version not in sessions:
            sessions[version] = onnxruntime.InferenceSession(os.path.join(lake, "artifacts", files[version] + ".onnx"))
        session = sessions[version]
        scores += 1
        if (instrument, offset) not in stored:
            wrong += 1
            notes.append(f"{instrument} {offset} by {version}: no features")
            continue
        score = session.run(None, {session.get_inputs()[0].name: stored[instrument, offset][np.newaxis]})[0].ravel()[0]
        if struct.pack(">f", score).hex() != value[0]:
            wrong += 1
            notes.append(f"{instrument} {offset} by {version} ({arm}): {value[0]} not {struct.pack('>f', score).hex()}")
    return scores, wrong


def recompute(lake, feed):
    notes, stored = [], vectors(lake)
    values, wrong = wrong_features(lake, feed, stored, notes)
    scores, wrong_bits = wrong_scores(lake, stored, notes)
    if not values or not scores:
        raise AssertionError(f"{lake}: nothing was compared, {values} values and {scores} scores")
    return {"values": values, "scores_again": scores, "wrong": wrong + wrong_bits, "notes": notes[:5]}


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    counts = recompute(*sys.argv[1:])
    print(json.dumps(counts))
    sys.exit(counts["wrong"] > 0)
