"""Compares the live tables of a lake with what its feed says must be there, reading Delta's log and Parquet by hand.

    check.py LAKE FEED [BASELINE]     prints one JSON line of counts; exit code 1 when any is not 0

BASELINE is another lake, whose undisturbed run had the same good ticks: its scores and features must have the same bits.
"""

import base64
import json
import os
import struct
import sys
import urllib.parse
from collections import Counter

import duckdb

import truth

BACKFILL = "BACKFILL"  # the instrument of rows that somebody else writes into the tables meanwhile
TABLES = ("ticks", "dead_letters", "scores", "features", "progress")


def log(table):
    """Actions of all commits of a Delta table, oldest first, with the commit's number."""
    folder = os.path.join(table, "_delta_log")
    names = sorted(n for n in os.listdir(folder) if n.endswith(".json") and n[:20].isdigit()) if os.path.isdir(folder) else []
    for number, name in enumerate(names):
        if int(name[:20]) != number:
            raise AssertionError(f"{folder}: commit {number} is not there")
        with open(os.path.join(folder, name), encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    yield number, json.loads(line)


def files(table):
    """Paths of the Parquet files that make the newest version."""
    live = {}
    for _, action in log(table):
        if "add" in action:
            live[action["add"]["path"]] = True
        elif "remove" in action:
            live.pop(action["remove"]["path"], None)
    return [os.path.join(table, urllib.parse.unquote(path)) for path in live]


def named(table):
    """Paths of all data files that a commit has named, also of those that OPTIMIZE has replaced since."""
    return {urllib.parse.unquote(action["add"]["path"]) for _, action in log(table) if "add" in action}


def last_batch(table):
    """The newest batch that a table says it took, or -1."""
    return max((a["txn"]["version"] for _, a in log(table) if "txn" in a), default=-1)


def read(table, columns, where="true"):
    paths = files(table)
    if not paths:
        return []
    return duckdb.connect().execute(f"select {columns} from read_parquet(?, union_by_name=true) where {where}", [paths]).fetchall()


def rows(lake, name, columns):
    """Rows that the scorer wrote: those of a backfill beside it are named and not its own."""
    own = "true" if name == "progress" else f"instrument is distinct from '{BACKFILL}'"
    return read(os.path.join(lake, "live", name), columns, own)


def backfilled(lake, name):
    """How many rows of a backfill a table has."""
    return len(read(os.path.join(lake, "live", name), "1", f"instrument = '{BACKFILL}'"))


def name(path):
    return path.rsplit("/", 1)[-1]


def bits(value, form):
    return struct.pack(form, value).hex()


def served(lake):
    """{(instrument, offset, version): bits of the score, close, its bar's end and closer, arm} as a Counter of pairs."""
    found = rows(lake, "scores", 'instrument, "offset", model_version, score, close, event_time_nanos, closed_by_offset, arm, batch_id')
    return [((r[0], r[1], r[2]), (bits(r[3], ">f"), bits(r[4], ">d"), r[5], r[6]), r[7], r[8]) for r in found]


def shown(value):
    """End, close and closer of the bar that a row of served() is of."""
    return value[2], struct.unpack(">d", bytes.fromhex(value[1]))[0], value[3]


def serving(lake):
    """The version that served the newest batch with bars."""
    found = rows(lake, "progress", "batch_id, model_version, bars")
    return max((r for r in found if r[2]), default=(0, None, 0))[1]


def versions(lake):
    """Versions that have a certificate, with their alias or None."""
    models = os.path.join(lake, "models")
    certified = {r[0] for r in read(os.path.join(models, "certificates"), "model_version")}
    found = read(os.path.join(models, "model_registry"), "model_version, alias")
    return {version: alias for version, alias in found if version in certified}


def strange_files(lake):
    """Scores that name another file than the registry has under their version; rules and earlier programs name none."""
    registry = read(os.path.join(lake, "models", "model_registry"), "model, model_version, onnx_sha256")
    registered = {(model, version): sha256 for model, version, sha256 in registry}
    try:
        found = rows(lake, "scores", 'instrument, "offset", model, model_version, onnx_sha256')
    except duckdb.BinderException:  # no file of the table has the column: all are of an earlier program
        return []
    return [(r[0], r[1], r[3]) for r in found if r[4] is not None and registered.get((r[2], r[3])) != r[4]]


def number(instrument, offset, version):
    """The number below 1 of a bar that is drawn for a challenger: FNV-1a and the finaliser of MurmurHash3, docs/how-to/serve.md."""
    drawn = 0xCBF29CE484222325
    for byte in f"{version}\n{instrument}\n{offset}".encode():
        drawn = (drawn ^ byte) * 0x100000001B3 % 2**64
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        drawn = (drawn ^ drawn >> 33) * factor % 2**64
    return ((drawn ^ drawn >> 33) >> 11) / 2**53


def provisional(lake):
    """Scores of open bars, one for each tick: ((instrument, offset of the tick), version, bits of score, close and features)."""
    found = rows(lake, "provisional_scores", 'instrument, tick_offset, model_version, score, close, features')
    return [((r[0], r[1]), r[2], (bits(r[3], ">f"), bits(r[4], ">d"), bytes(r[5]).hex())) for r in found]


def features(lake):
    return [((r[0], r[1]), bytes(r[2]).hex()) for r in rows(lake, "features", 'instrument, "offset", features')]


def raw_bytes(reason, text):
    """The bytes of a dead letter: text as it is, bytes that are no text in base64."""
    return base64.b64decode(text[7:]) if reason == "MALFORMED_JSON" and text.startswith("base64:") else text.encode()


def twice(keys):
    return sum(n - 1 for n in Counter(keys).values())


def on_topic(valid, dead):
    """The same lines as records of one partition: the places that the lines have in the whole feed are their offsets."""
    offsets = {place: ("0", number) for number, place in enumerate(sorted([*valid, *dead]))}
    return {offsets[k]: v for k, v in valid.items()}, {offsets[k]: v for k, v in dead.items()}


def check(lake, feed, baseline=None, complete=True, topic=False, share=None):
    """Counts of what is lost (only where the run is complete), duplicated and wrong, and of what was looked at."""
    valid, dead, bars = truth.of(feed)
    if topic:
        valid, dead = on_topic(valid, dead)
    # First, since a scorer that runs on writes it last: what it counts is in the other tables.
    progress = rows(lake, "progress", "batch_id, consumed, valid, dead, bars, scored")
    lost = duplicated = wrong = 0
    notes = []

    def compare(what, found, expected):
        nonlocal lost, duplicated, wrong
        twins = twice([key for key, _ in found])
        stray = [key for key, value in found if key not in expected or expected[key] != value]
        gone = set(expected) - {key for key, _ in found} if complete else ()
        lost, duplicated, wrong = lost + len(gone), duplicated + twins, wrong + len(stray)
        for word, keys in (("lost", sorted(gone)), ("wrong", stray)):
            if keys:
                notes.append(f"{what}: {len(keys)} {word}, first {keys[0]}")
        if twins:
            notes.append(f"{what}: {twins} duplicated")

    ticks = rows(lake, "ticks", 'source_partition, source_offset, instrument, "offset", wire, arrival_nanos, batch_id')
    compare("live.ticks", [((name(r[0]), r[1]), (r[2], r[3], r[4].encode(), r[5])) for r in ticks], valid)
    letters = rows(lake, "dead_letters", "source_partition, source_offset, reason, raw, batch_id")
    compare("live.dead_letters", [((name(r[0]), r[1]), (r[2], raw_bytes(r[2], r[3]))) for r in letters], dead)

    scores = served(lake)
    compare("live.scores", [(key[:2], shown(value)) for key, value, arm, _ in scores if arm != "shadow"], bars)
    compare("live.features", [(key, True) for key, _ in features(lake)], {key: True for key in bars})
    opened = provisional(lake)
    if opened or baseline and provisional(baseline):
        compare("live.provisional_scores", [(key, True) for key, _, _ in opened], {(r[0], r[1]): True for r in valid.values()})
    mixed = [b for b, n in Counter(b for b, _ in {(b, k[2]) for k, _, arm, b in scores if arm == "champion"}).items() if n > 1]
    if mixed:
        wrong += len(mixed)
        notes.append(f"live.scores: batches {mixed} served by two champions")
    strange = strange_files(lake)
    wrong += len(strange)
    if strange:
        notes.append(f"live.scores: {len(strange)} by another file than is registered, first {strange[0]}")
    drawn = [key for key, _, arm, _ in scores if arm == "challenger"]
    stray = [key for key in drawn if share is None or number(*key) >= share]
    # While the challenger has another alias the champion serves its bars, so that not all of them are asked for.
    if stray or complete and share and not drawn:
        wrong += max(1, len(stray))
        notes.append(f"live.scores: of {len(drawn)} bars of the challenger {len(stray)} are not drawn, first {stray[:1]}")
    if baseline:
        same = {key: value for key, value, _, _ in served(baseline)}
        unlike = [key for key, value, _, _ in scores if same.get(key) != value]
        same_features = dict(features(baseline))
        unlike += [key for key, value in features(lake) if same_features.get(key) != value]
        open_bars = {(key, version): value for key, version, value in provisional(baseline)}
        # A version that has not served undisturbed has nothing to be compared with.
        versions_seen = {version for _, version in open_bars}
        unlike += [key for key, version, value in opened if version in versions_seen and open_bars.get((key, version)) != value]
        wrong += len(unlike)
        if unlike:
            notes.append(f"{len(unlike)} scores or features with other bits than undisturbed, first {unlike[0]}")

    duplicated += twice([r[0] for r in progress])
    by_batch = [Counter(r[-1] for r in table) for table in (ticks, letters)] + [Counter(b for _, _, arm, b in scores if arm != "shadow")]
    for batch, consumed, taken, refused, _, scored in progress:
        if taken + refused != consumed or [c[batch] for c in by_batch] != [taken, refused, scored]:
            wrong += 1
            notes.append(f"live.progress: batch {batch} says {consumed}, {taken}, {refused}, {scored}; the tables {[c[batch] for c in by_batch]}")
    if complete and sum(r[1] for r in progress) != len(valid) + len(dead):
        wrong += 1
        notes.append(f"live.progress counts {sum(r[1] for r in progress)} ticks of {len(valid) + len(dead)}")
    return {"ticks": len(ticks), "dead": len(letters), "scores": len(scores), "batches": len(progress),
            "lost": lost, "duplicated": duplicated, "wrong": wrong, "notes": notes[:5]}


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        raise SystemExit(__doc__)
    counts = check(*sys.argv[1:])
    print(json.dumps(counts))
    sys.exit(any(counts[key] for key in ("lost", "duplicated", "wrong")))
