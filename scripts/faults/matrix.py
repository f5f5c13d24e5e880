"""Runs seeded histories of faults against real scorer processes and checks each one: the engine of scripts/faults.sh.

Exit code 0: every fault of the plan was done and nothing is lost, duplicated or wrong; 1: something is; 75: what was
done is right, but not all of the plan was done.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import duckdb

import broker
import check
import feed
import kinds
import poison
import scorer as scorers

SHORT = {"kill-random": 1, "before-commit-log": 1, "delete-commit": 1}
FULL = {"kill-random": 200, "after-offset-log": 25, "after-data-file": 25, "after-delta-commit": 25, "before-commit-log": 25,
        "delete-commit": 25, "sigterm": 25, "two-scorers": 20, "promotion": 150, "optimize": 200,
        "executor-loss": 50, "damage": 280, "disk-full": 40,
        "broker-restart": 14, "topic-recreated": 13, "offsets-out-of-range": 13}
KINDS = {**kinds.KINDS, **broker.KINDS}
GROUPS = (("disk-full",), ("executor-loss",), tuple(broker.KINDS))  # kinds that need histories of their own
FAULTS_OF_A_HISTORY = 8
LINES_PER_FILE = 20
SHORT_TICKS, FULL_TICKS, FULL_POISON = 3_000, 10_000, 10_000_000
DISK = "80m"
CLUSTER_PORT, BROKER_PORT = 27_077, 27_092
UNFINISHED = 75  # EX_TEMPFAIL


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/faults.sh", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lake", metavar="LAKE", help="a lake with a champion and a recorded feed, as tidemark demo leaves it")
    parser.add_argument("seed", metavar="SEED", type=int)
    parser.add_argument("kinds", metavar="KIND[=COUNT]", nargs="*", help="of " + ", ".join(KINDS) + "; all of the short set")
    parser.add_argument("--full", action="store_true", help="the counts of the whole matrix: hours")
    parser.add_argument("--poison", metavar="GOOD", type=int,
                        help="instead: so many good ticks with one in a hundred bad; part of --full, of %d" % FULL_POISON)
    parser.add_argument("--work", help="folder for lakes and logs; one below the temporary folder")
    parser.add_argument("--records", help="file of one JSON line a fault and a history; WORK/records.jsonl")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no fault after that long; exit code 75 then")
    return parser.parse_intermixed_args()


def wanted(given, full):
    counts = FULL if full else SHORT
    if not given:
        return dict(counts)
    chosen = {}
    for word in given:
        kind, _, count = word.partition("=")
        if kind not in KINDS or count and not count.isdigit():
            raise SystemExit(f"faults: no kind '{word}'; known are {', '.join(KINDS)}, with =COUNT if wanted")
        chosen[kind] = int(count) if count else counts.get(kind, FULL[kind] if full else 1)
    return chosen


class Histories:
    def __init__(self, args, work):
        self.args, self.work = args, work
        self.until = time.monotonic() + args.minutes * 60
        self.records = args.records or os.path.join(work, "records.jsonl")
        self.jsa = os.path.join(work, "classes.jsa")
        self.poisoned, self.clean = os.path.join(work, "poisoned"), os.path.join(work, "clean")
        self.broker = None
        self.most = FULL_TICKS if args.full or args.kinds else SHORT_TICKS

    def record(self, **values):
        line = json.dumps({"seed": self.args.seed, **values})
        with open(self.records, "a", encoding="utf-8") as out:
            out.write(line + "\n")
        print(line, flush=True)

    def undisturbed(self):
        """Scores the good ticks alone, in one go: the bits that every history must give. Records the classes it loads."""
        source = os.path.join(self.args.lake, "feed")
        good, bad = feed.make(source, self.poisoned, self.args.seed, LINES_PER_FILE, self.most, True)
        feed.make(source, self.clean, self.args.seed, LINES_PER_FILE, self.most, False)
        print(f"faults: {good} good ticks, {bad} bad ones of {len(feed.POISON)} kinds", flush=True)
        calm = scorers.Scorer(os.path.join(self.work, "undisturbed"), self.args.lake, self.clean, self.jsa)
        calm.drop(len(calm.waiting))
        shadows = [word for version in calm.others for word in ("--shadow", version)]
        try:
            calm.start("--until-idle", *shadows, archive=f"-XX:ArchiveClassesAtExit={self.jsa}")
            if calm.end(scorers.START_SECONDS) != 0:
                raise SystemExit("faults: the undisturbed run failed:\n" + calm.words()[-4000:])
        finally:
            calm.close()
        counts = check.check(calm.lake, calm.feed)
        self.record(history="undisturbed", faults=0, **counts)
        self.baseline = calm.lake
        return counts

    def run(self, number, faults):
        """One lake, one feed, some faults one after the other, and what came of it all; nothing of it runs on afterwards."""
        folder = os.path.join(self.work, f"history-{number}")
        disk = os.path.join(folder, "lake")
        mounted = "disk-full" in faults
        on_topic = any(kind in broker.KINDS for kind in faults)
        if mounted:
            os.makedirs(disk)
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", disk], check=True)
        began, outcomes, scorer, right = time.monotonic(), [], None, False
        try:
            if on_topic:
                scorer = broker.TopicScorer(folder, self.args.lake, self.poisoned, self.jsa, self.running_broker())
            else:
                scorer = scorers.Scorer(folder, self.args.lake, self.poisoned, self.jsa)
            if "executor-loss" in faults:
                scorer.on_cluster(CLUSTER_PORT)
            counts = self.disturbed(scorer, number, faults, outcomes, on_topic)
            right = not any(counts[key] for key in ("lost", "duplicated", "wrong"))
        except (scorers.Broken, AssertionError, OSError, ValueError, duckdb.Error) as broken:
            counts = {"lost": 0, "duplicated": 0, "wrong": 1, "notes": [f"after {len(outcomes)} of {faults}: {broken!r}"]}
        finally:
            if scorer:
                scorer.close()
            if mounted:
                if not right:  # what is on the disk goes with it
                    shutil.copytree(disk, os.path.join(folder, "lake-copy"), dirs_exist_ok=True)
                subprocess.run(["umount", disk], check=True)
        self.record(history=number, faults=len(outcomes), seconds=round(time.monotonic() - began), **counts)
        if right:
            shutil.rmtree(folder)
        return outcomes, counts, right

    def flood(self, good):
        """Bad ticks among very many good ones."""
        folder = os.path.join(self.work, "poison")
        try:
            counts = poison.run(self.args.lake, self.args.seed, good, folder)
        except (subprocess.CalledProcessError, AssertionError, OSError, ValueError, duckdb.Error) as broken:
            counts = {"lost": 0, "duplicated": 0, "wrong": 1, "notes": [repr(broken)]}
        self.record(history="poison", faults=0, **counts)
        right = not any(counts[key] for key in ("lost", "duplicated", "wrong"))
        if right:
            shutil.rmtree(folder)
        return [], counts, right

    def running_broker(self):
        if self.broker is None:
            self.broker = broker.Broker(os.path.join(self.work, "broker"), BROKER_PORT)
        return self.broker

    def close(self):
        if self.broker:
            self.broker.stop()

    def disturbed(self, scorer, number, faults, outcomes, on_topic):
        """Does the faults as far as time and feed allow, then lets the scorer finish; the final counts."""
        chance = random.Random(f"{self.args.seed}/{number}")
        for kind in faults:
            if time.monotonic() > self.until:
                break
            try:
                point, met = KINDS[kind](scorer, chance)
            except scorers.UsedUp:
                scorer.kill()
                print(f"faults: history {number} ends before its {kind}: the feed is used up", flush=True)
                break
            counts = check.check(scorer.lake, self.poisoned, self.baseline, complete=False, topic=on_topic)
            left = scorer.standing()
            outcomes.append((kind, met))
            self.record(history=number, kind=kind, point=point, met=met, offsets=left["offsets"], commits=left["commits"],
                        duplicated=counts["duplicated"], wrong=counts["wrong"], notes=counts["notes"])
        scorer.kill()
        scorer.finish()
        return check.check(scorer.lake, self.poisoned, self.baseline, topic=on_topic)


def table(results, wanted_counts):
    """Prints what was done of what was wanted; the exit code."""
    done, met = {}, {}
    for outcomes, _, _ in results:
        for kind, reached in outcomes:
            done[kind] = done.get(kind, 0) + 1
            met[kind] = met.get(kind, 0) + reached
    print(f"\n{'kind':<20}{'wanted':>8}{'done':>8}{'at point':>10}")
    for kind, count in wanted_counts.items():
        print(f"{kind:<20}{count:>8}{done.get(kind, 0):>8}{met.get(kind, 0):>10}")
    for word in ("lost", "duplicated", "wrong"):
        print(f"{word:<20}{sum(counts[word] for _, counts, _ in results):>8}")
    missing = sum(wanted_counts.values()) - sum(done.values())
    if missing:
        print(f"faults: {missing} of {sum(wanted_counts.values())} faults were not done")
    good = sum(right for _, _, right in results)
    print(f"{good} passed, {len(results) - good} failed", flush=True)
    return 1 if good < len(results) else UNFINISHED if missing else 0


def plan(seed, counts):
    """The faults of each history, drawn from the seed."""
    alone = {kind for group in GROUPS for kind in group}
    drawn = random.Random(seed)
    histories = []
    for group in ([kind for kind in counts if kind not in alone], *GROUPS):
        faults = [kind for kind in group for _ in range(counts.get(kind, 0))]
        drawn.shuffle(faults)
        histories += [faults[at:at + FAULTS_OF_A_HISTORY] for at in range(0, len(faults), FAULTS_OF_A_HISTORY)]
    return histories


def stop(number, _):
    """A signal that ends the program lets it clean up first."""
    raise SystemExit(128 + number)


def main():
    args = arguments()
    counts = wanted(args.kinds, args.full)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    work = args.work or os.path.join(os.environ.get("TMPDIR", "/tmp"), f"tidemark-faults-{args.seed}")
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    histories = Histories(args, work)
    if args.poison:
        sys.exit(table([histories.flood(args.poison)], {}))
    try:
        calm = histories.undisturbed()
        results = [([], calm, not any(calm[key] for key in ("lost", "duplicated", "wrong")))]
        planned = plan(args.seed, counts)
        for number, part in enumerate(planned, 1):
            if time.monotonic() > histories.until:
                print(f"faults: stopped before history {number} of {len(planned)}: {args.minutes} minutes are over", flush=True)
                break
            results.append(histories.run(number, part))
        if args.full and time.monotonic() < histories.until:
            results.append(histories.flood(FULL_POISON))
    finally:
        histories.close()
    sys.exit(table(results, counts))


if __name__ == "__main__":
    main()
