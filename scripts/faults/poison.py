"""Bad ticks in a flood of good ones: a made feed of trades, one line in a hundred bad, scored in one go and checked.

The good lines alone are scored first. Good ticks, scores and features of the poisoned feed must have their very bits;
each bad line must be a dead letter with its reason. Of the good ticks DuckDB compares digests; the rest is small.
"""

import csv
import hashlib
import os
import random
import subprocess
from collections import Counter

import duckdb

import check
import feed
import scorer
import truth

INSTRUMENTS = 200
APART_NANOS = 6_000_000  # between two ticks of the feed: some fifty make a bar of a minute
BEGIN_NANOS = 1_600_000_000 * 10**9
GOOD_BETWEEN = 100  # good lines to each bad one
LINES_PER_FILE = 5_000
HEAP = "6g"


def good_ticks(seed, count):
    """Trades of many instruments, taking turns at random, each price a walk."""
    chance = random.Random(seed)
    prices = [100.0] * INSTRUMENTS
    for number in range(count):
        which = chance.randrange(INSTRUMENTS)
        prices[which] *= 1 + chance.uniform(-0.0005, 0.0005)
        yield {"type": "trade", "instrument": f"FLOOD{which:03d}", "offset": number * feed.SPREAD,
               "eventTimeNanos": BEGIN_NANOS + number * APART_NANOS, "price": f"{prices[which]:.4f}",
               "size": str(chance.randrange(1, 500)), "aggressor": "BUY" if chance.random() < 0.5 else "SELL"}


def lines(seed, count, poison):
    """The lines of the feed; a bad one stands behind one good line of each hundred, its kind in turn."""
    chance, kinds, at = random.Random(seed + 1), list(feed.POISON), -1
    for number, tick in enumerate(good_ticks(seed, count)):
        if number % GOOD_BETWEEN == 0:
            at = number + chance.randrange(GOOD_BETWEEN)
        yield feed.text(tick)
        if poison and number == at:
            yield feed.POISON[kinds[number // GOOD_BETWEEN % len(kinds)]](tick)


def write(folder, seed, count, poison):
    """Writes the feed as files with times of their own; the number of lines."""
    os.makedirs(folder)
    newest = (BEGIN_NANOS + count * APART_NANOS) // 10**9 + feed.ARRIVAL_SECONDS
    written, part = 0, []

    def flush():
        path = os.path.join(folder, f"ticks-{written // LINES_PER_FILE:012d}.jsonl")
        with open(path, "wb") as file:
            file.write(b"".join(part))
        stamp = (newest * 1000 + written // LINES_PER_FILE) * 10**6
        os.utime(path, ns=(stamp, stamp))

    for line in lines(seed, count, poison):
        part.append(line + b"\n")
        if len(part) == LINES_PER_FILE:
            flush()
            written, part = written + len(part), []
    if part:
        flush()
    return written + len(part)


def score(lake, source, feed_folder, log):
    """Scores a whole feed by one process over a lake of its own."""
    scorer.keep(source, lake)
    command = [os.path.join(scorer.HOME, "tidemark"), "--master", "local[2]", "--conf", f"spark.driver.memory={HEAP}",
               "--conf", "spark.sql.shuffle.partitions=2", "score", "--lake", lake, "--from", feed_folder, "--cold", "--until-idle"]
    with open(log, "wb") as out:
        subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, "TIDEMARK_BUILD": "never"}, check=True)


def expected(feed_folder, ticks_csv):
    """Decides every line by the written rules: valid ticks into a file, dead letters and bars as they are small."""
    dead, bars, valid = {}, {}, 0
    with open(ticks_csv, "w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        for place, raw, arrival, decided in truth.decisions(feed_folder):
            if isinstance(decided, truth.Refused):
                dead[place] = (str(decided), raw)
                continue
            instrument, offset, closed = decided
            valid += 1
            rows.writerow((*place, instrument, offset, hashlib.md5(raw).hexdigest(), arrival))
            truth.take(bars, instrument, closed)
    return valid, dead, bars


def ticks(lake, ticks_csv):
    """(lost, duplicated, wrong) of live.ticks, and its number of rows."""
    db = duckdb.connect()
    db.execute("create table e as select * from read_csv(?, header=false, names=['name', 'line', 'instrument', 'o', 'digest', 'arrival'],"
               " types=['varchar', 'bigint', 'varchar', 'bigint', 'varchar', 'bigint'])", [ticks_csv])
    db.execute("create table t as select regexp_extract(source_partition, '[^/]+$') as name, source_offset as line, instrument,"
               ' "offset" as o, md5(wire) as digest, arrival_nanos as arrival from read_parquet(?, union_by_name=true)',
               [check.files(os.path.join(lake, "live", "ticks"))])

    def one(sql):
        return db.execute(sql).fetchone()[0]

    return (one("select count(*) from e anti join t using (name, line)"),
            one("select count(*) - count(distinct (name, line)) from t"),
            one("select count(*) from t anti join e using (name, line, instrument, o, digest, arrival)"),
            one("select count(*) from t"))


def unlike(name, found, wanted, notes):
    """(lost, duplicated, wrong) of keyed rows."""
    keys = [key for key, _ in found]
    lost = len(set(wanted) - set(keys))
    stray = [key for key, value in found if wanted.get(key) != value]
    if lost or stray:
        notes.append(f"{name}: {lost} lost, {len(stray)} wrong, first {(stray or sorted(set(wanted) - set(keys)))[0]}")
    return lost, check.twice(keys), len(stray)


def run(lake, seed, good, work):
    """Counts as check.check gives them."""
    clean, poisoned = os.path.join(work, "clean"), os.path.join(work, "poisoned")
    write(clean, seed, good, False)
    consumed = write(poisoned, seed, good, True)
    print(f"faults: poison: {good} good ticks of {INSTRUMENTS} instruments, {consumed - good} bad ones of {len(feed.POISON)} kinds", flush=True)
    calm, hit = os.path.join(work, "calm-lake"), os.path.join(work, "hit-lake")
    score(calm, lake, clean, os.path.join(work, "calm.log"))
    print("faults: poison: the good ticks alone are scored", flush=True)
    score(hit, lake, poisoned, os.path.join(work, "hit.log"))
    print("faults: poison: all are scored", flush=True)

    ticks_csv, notes = os.path.join(work, "ticks.csv"), []
    valid, dead, bars = expected(poisoned, ticks_csv)
    lost, duplicated, wrong, taken = ticks(hit, ticks_csv)
    letters = [((check.name(r[0]), r[1]), (r[2], check.raw_bytes(r[2], r[3])))
               for r in check.rows(hit, "dead_letters", "source_partition, source_offset, reason, raw")]
    scores, features = check.served(hit), check.features(hit)
    parts = [unlike("live.dead_letters", letters, dead, notes),
             unlike("live.scores", [(k[:2], check.shown(v)) for k, v, _, _ in scores], bars, notes),
             unlike("scores beside the good ticks alone", [(k, v) for k, v, _, _ in scores],
                    {k: v for k, v, _, _ in check.served(calm)}, notes),
             unlike("features beside the good ticks alone", features, dict(check.features(calm)), notes)]
    lost, duplicated, wrong = (own + sum(part[i] for part in parts) for i, own in enumerate((lost, duplicated, wrong)))
    progress = check.rows(hit, "progress", "batch_id, consumed, valid, dead, bars, scored")
    sums = [sum(r[i] for r in progress) for i in (1, 2, 3)]
    if sums != [consumed, valid, len(dead)]:
        wrong += 1
        notes.append(f"live.progress counts {sums} of {[consumed, valid, len(dead)]}")
    return {"ticks": taken, "dead": len(letters), "reasons": dict(Counter(reason for reason, _ in dead.values())), "scores": len(scores),
            "batches": len(progress), "lost": lost, "duplicated": duplicated, "wrong": wrong, "notes": notes}
