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
from collections import Counter

import duckdb
from confluent_kafka import KafkaException

import broker
import check
import feed
import kinds
import outputs
import poison
import realtime
import recompute
import scorer as scorers

SHORT = {"kill-random": 1, "before-commit-log": 1, "delete-commit": 1, "realtime-turn": 1}
FULL = {"kill-random": 200, "after-offset-log": 25, "after-data-file": 25, "after-delta-commit": 25, "before-commit-log": 25,
        "delete-commit": 25, "sigterm": 25, "two-scorers": 20, "promotion": 150, "optimize": 200,
        "executor-loss": 50, "damage": 280, "disk-full": 40,
        "broker-restart": 14, "topic-recreated": 13, "offsets-out-of-range": 13,
        "realtime-kill": 40, "realtime-turn": 40, "realtime-sigterm": 8, "realtime-second": 8, "realtime-promotion": 16,
        "realtime-damage": 40, "realtime-loss": 16, "realtime-broker": 16, "realtime-topic": 8, "realtime-executor": 16}
REAL_TIME = {**realtime.KINDS, **realtime.ON_CLUSTER}
KINDS = {**kinds.KINDS, **broker.KINDS, **REAL_TIME}
# Kinds that need histories of their own; new ones at the end, so that the plans of seeds stay.
GROUPS = (("disk-full",), ("executor-loss",), tuple(broker.KINDS), tuple(realtime.KINDS), tuple(realtime.ON_CLUSTER))
FAULTS_OF_A_HISTORY = 8
LINES_PER_FILE = 20
SHORT_TICKS, FULL_TICKS, FULL_POISON = 3_000, 10_000, 10_000_000
DISK = "80m"
CLUSTER_PORT, BROKER_PORT = 27_077, 27_092  # and two more for each part: both open the next port too
UNFINISHED = 75  # EX_TEMPFAIL
BAD = ("lost", "duplicated", "wrong")


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/faults.sh", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lake", metavar="LAKE", help="a lake with a champion and a recorded feed, as tidemark demo leaves it")
    parser.add_argument("seed", metavar="SEED", type=int)
    parser.add_argument("kinds", metavar="KIND[=COUNT]", nargs="*", help="of " + ", ".join(KINDS) + "; all of the short set")
    parser.add_argument("--score", metavar="OPTIONS", type=str.split, default=[],
                        help="more options of tidemark score, one word: '--every tick --challenger=0.5'; a challenger is made of the other version")
    parser.add_argument("--full", action="store_true", help="the counts of the whole matrix: hours")
    parser.add_argument("--poison", metavar="GOOD", type=int,
                        help="instead: so many good ticks with one in a hundred bad; part of --full, of %d" % FULL_POISON)
    parser.add_argument("--work", help="folder for lakes and logs; one below the temporary folder")
    parser.add_argument("--records", help="file of one JSON line a fault and a history; WORK/records.jsonl")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no fault after that long; exit code 75 then")
    parser.add_argument("--resume", action="store_true",
                        help="go on where the same command stood in the same --work: histories that are recorded are not done again")
    parser.add_argument("--part", metavar="K/N", type=part, default=(1, 1),
                        help="only each N-th history, from the K-th on: parts run side by side, each with a --work of its own")
    parser.add_argument("--histories", metavar="A-B", type=span, help="only these of the plan, and no flood: what is left, say, when A-1 are done")
    return parser.parse_intermixed_args()


def span(text):
    first, _, last = text.partition("-")
    if not (first.isdigit() and last.isdigit() and 1 <= int(first) <= int(last)):
        raise argparse.ArgumentTypeError(f"'{text}' is no span of histories; 38-116 is one")
    return range(int(first), int(last) + 1)


def part(text):
    number, _, parts = text.partition("/")
    if not (number.isdigit() and parts.isdigit() and 1 <= int(number) <= int(parts)):
        raise argparse.ArgumentTypeError(f"'{text}' is no part; 1/2 is the first of two")
    return int(number), int(parts)


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
        self.broker, self.wanted, self.shell = None, None, scorers.Shell(os.path.join(work, "shell.log"))
        self.version = subprocess.run([os.path.join(scorers.HOME, "tidemark"), "--version"], env=scorers.environment(""), check=True,
                                      stdout=subprocess.PIPE, text=True).stdout.strip()
        self.most = FULL_TICKS if args.full or args.kinds else SHORT_TICKS

    def record(self, **values):
        line = json.dumps({"seed": self.args.seed, **values})
        with open(self.records, "a", encoding="utf-8") as out:
            out.write(line + "\n")
        print(line, flush=True)

    def undisturbed(self):
        """Scores the good ticks alone, in one go: the bits that every history must give, made again by other libraries. Records the classes it loads."""
        source = os.path.join(self.args.lake, "feed")
        good, bad = feed.make(source, self.poisoned, self.args.seed, LINES_PER_FILE, self.most, True)
        feed.make(source, self.clean, self.args.seed, LINES_PER_FILE, self.most, False)
        print(f"faults: {good} good ticks, {bad} bad ones of {len(feed.POISON)} kinds", flush=True)
        calm = scorers.Scorer(os.path.join(self.work, "undisturbed"), self.source(), self.clean, self.jsa,
                               options=[word for word in self.args.score if scorers.share([word]) is None])
        calm.drop(len(calm.waiting))
        shadows = [word for version in calm.others for word in ("--shadow", version)]
        try:
            calm.start("--until-idle", *shadows, archive=f"-XX:ArchiveClassesAtExit={self.jsa}")
            if calm.end(scorers.START_SECONDS) != 0:
                raise SystemExit("faults: the undisturbed run failed:\n" + calm.words()[-4000:])
        finally:
            calm.close()
        counts, again = check.check(calm.lake, calm.feed), recompute.recompute(calm.lake, calm.feed)
        counts = {**counts, **again, "wrong": counts["wrong"] + again["wrong"], "notes": counts["notes"] + again["notes"]}
        self.record(history="undisturbed", faults=0, version=self.version, asked=self.asked(), **counts)
        self.baseline = calm.lake

    def source(self):
        """The lake that each scorer begins with a copy of: where a challenger is to serve, one whose other version is it."""
        if scorers.share(self.args.score) is None:
            return self.args.lake
        made = os.path.join(self.work, "with-challenger")
        if not os.path.isdir(made):
            part = made + "-part"
            shutil.rmtree(part, ignore_errors=True)
            scorers.keep(self.args.lake, part)
            other = min(version for version, alias in check.versions(part).items() if alias is None)
            asked = self.shell.begin(("sql", "--lake", part, f"UPDATE models.model_registry SET alias = 'challenger' WHERE model_version = '{other}'"))
            while asked.poll() is None:
                time.sleep(scorers.WATCH_SECONDS)
            if asked.poll():
                raise SystemExit(f"faults: {other} was not made the challenger:\n" + asked.words()[-2000:])
            os.rename(part, made)
        return made

    def asked(self):
        return [self.args.lake, *sorted(self.args.kinds), *self.args.score, self.args.full]

    def recorded(self):
        """Histories that an earlier attempt has recorded, as {number: [(outcomes, counts)]}, and the undisturbed one among them."""
        found = read(self.records, self.args.seed)
        if "undisturbed" not in found:
            return found
        if found["undisturbed"][0][1]["asked"] != self.asked():
            raise SystemExit(f"faults: {self.records} has a run of {found['undisturbed'][0][1]['asked']}, not {self.asked()}; give another --work")
        self.baseline = os.path.join(self.work, "undisturbed", "lake")
        return found

    def run(self, number, faults, begun=0):
        """One lake, one feed, some faults one after the other, and what came of it all; nothing of it runs on afterwards.

        A history that could not do all of its faults is begun again with those that are left, the first being number begun.
        """
        folder = os.path.join(self.work, f"history-{number}")
        shutil.rmtree(folder, ignore_errors=True)
        disk = os.path.join(folder, "lake")
        mounted = "disk-full" in faults
        if mounted:
            os.makedirs(disk)
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", disk], check=True)
        began, outcomes, scorer, right = time.monotonic(), [], None, False
        try:
            scorer = self.scorer(folder, faults)
            if "executor-loss" in faults or any(kind in realtime.ON_CLUSTER for kind in faults):
                scorer.on_cluster(CLUSTER_PORT + 2 * self.args.part[0])
            counts = self.disturbed(scorer, (number, begun), faults, outcomes)
            right = not any(counts[key] for key in BAD)
        except (scorers.Broken, AssertionError, OSError, ValueError, duckdb.Error, KafkaException) as broken:
            counts = {"lost": 0, "duplicated": 0, "wrong": 1, "notes": [f"after {len(outcomes)} of {faults}: {broken!r}"]}
        finally:
            if scorer:
                scorer.close()
            if mounted:
                if not right:  # what is on the disk goes with it
                    shutil.copytree(disk, os.path.join(folder, "lake-copy"), dirs_exist_ok=True)
                subprocess.run(["umount", disk], check=True)
        self.record(history=number, version=self.version, faults=len(outcomes), outcomes=outcomes, seconds=round(time.monotonic() - began), **counts)
        if right:
            shutil.rmtree(folder)
        else:
            os.rename(folder, f"{folder}-failed-{time.time_ns()}")
        return outcomes, counts

    def scorer(self, folder, faults):
        """What these faults are done to."""
        if any(kind in REAL_TIME for kind in faults):
            self.wanted = self.wanted or outputs.Wanted(self.poisoned, realtime.PARTITIONS, self.baseline)
            return realtime.RealTimeQuery(folder, self.source(), self.poisoned, self.shell, self.running_broker(), self.wanted)
        if any(kind in broker.KINDS for kind in faults):
            return broker.TopicScorer(folder, self.source(), self.poisoned, self.jsa, self.running_broker(), self.args.score)
        return scorers.Scorer(folder, self.source(), self.poisoned, self.jsa, self.shell, self.args.score)

    def flood(self, good):
        """Bad ticks among very many good ones."""
        folder = os.path.join(self.work, "poison")
        try:
            counts = poison.run(self.args.lake, self.args.seed, good, folder)
        except (subprocess.CalledProcessError, AssertionError, OSError, ValueError, duckdb.Error) as broken:
            counts = {"lost": 0, "duplicated": 0, "wrong": 1, "notes": [repr(broken)]}
        self.record(history="poison", faults=0, **counts)
        if not any(counts[key] for key in BAD):
            shutil.rmtree(folder)
        return [], counts

    def running_broker(self):
        if self.broker is None:
            self.broker = broker.Broker(os.path.join(self.work, "broker"), BROKER_PORT + 2 * self.args.part[0])
        return self.broker

    def close(self):
        self.shell.close()
        if self.broker:
            self.broker.stop()

    def disturbed(self, scorer, history, faults, outcomes):
        """Does the faults as far as time and feed allow, then lets the scorer finish; the final counts."""
        number, begun = history
        chance = random.Random(f"{self.args.seed}/{number}" + (f"/{begun}" if begun else ""))
        for kind in faults:
            if time.monotonic() > self.until:
                break
            try:
                point, met = KINDS[kind](scorer, chance)
            except scorers.UsedUp:
                print(f"faults: history {number} ends before its {kind}: the feed is used up", flush=True)
                break
            outcomes.append((kind, met))
            said = {"history": number, "kind": kind, "point": point, "met": met}
            if not scorer.alive():  # tables at rest are looked at after each fault, all of them at the end
                counts = scorer.look(self.poisoned, self.baseline, complete=False)
                left = scorer.standing()
                said.update({key: left[key] for key in ("offsets", "commits")})
                said.update({key: counts[key] for key in ("duplicated", "wrong", "notes")})
            self.record(**said)
        scorer.kill()
        scorer.finish()
        return scorer.look(self.poisoned, self.baseline)


def read(records, seed):
    """What a file of records has of a seed, as {history: [(outcomes, counts)]}; a history that was broken off leaves no line of its own."""
    found = {}
    if os.path.exists(records):
        with open(records, encoding="utf-8") as lines:
            for line in map(json.loads, lines):
                if line["seed"] == seed and "faults" in line:
                    found.setdefault(line["history"], []).append((line.get("outcomes", []), line))
    return found


def table(results, wanted_counts):
    """Prints what was done of what was wanted; the exit code."""
    done, met = {}, {}
    for outcomes, _ in results:
        for kind, reached in outcomes:
            done[kind] = done.get(kind, 0) + 1
            met[kind] = met.get(kind, 0) + reached
    print(f"\n{'kind':<20}{'wanted':>8}{'done':>8}{'at point':>10}")
    for kind, count in wanted_counts.items():
        print(f"{kind:<20}{count:>8}{done.get(kind, 0):>8}{met.get(kind, 0):>10}")
    for word in BAD:
        print(f"{word:<20}{sum(counts[word] for _, counts in results):>8}")
    missing = sum(max(0, count - done.get(kind, 0)) for kind, count in wanted_counts.items())
    if missing:
        print(f"faults: {missing} of {sum(wanted_counts.values())} faults were not done")
    bad = sum(any(counts[word] for word in BAD) for _, counts in results)
    print(f"{len(results) - bad} passed, {bad} failed", flush=True)
    return 1 if bad else UNFINISHED if missing else 0


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
    if not args.resume:
        shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work, exist_ok=True)
    histories = Histories(args, work)
    if args.poison:
        sys.exit(table([histories.flood(args.poison)], {}))
    try:
        if "undisturbed" not in histories.recorded():
            histories.undisturbed()
        done = histories.recorded()
        planned = plan(args.seed, counts)
        first, step = args.part
        chosen = {number: planned[number - 1] for number in range(first, len(planned) + 1, step)
                  if args.histories is None or number in args.histories}
        for number, faults in chosen.items():
            attempts = done.setdefault(number, [])
            while (begun := sum(len(outcomes) for outcomes, _ in attempts)) < len(faults):
                if time.monotonic() > histories.until:
                    break
                attempts.append(histories.run(number, faults[begun:], begun))
                if not attempts[-1][0]:
                    break  # nothing of it can be done
        if args.full and first == 1 and args.histories is None and time.monotonic() < histories.until and "poison" not in done:
            done["poison"] = [histories.flood(FULL_POISON)]
    finally:
        histories.close()
    mine = Counter(kind for faults in chosen.values() for kind in faults)
    sys.exit(table([attempt for attempts in done.values() for attempt in attempts], mine))


if __name__ == "__main__":
    main()
