"""Runs seeded histories of faults against real scorer processes and checks each one: the engine of scripts/faults.sh."""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time

import check
import feed
import kinds
import scorer as scorers

SHORT = {"kill-random": 1, "after-data-file": 1, "before-commit-log": 1, "delete-commit": 1, "two-scorers": 1}
FULL = {"kill-random": 200, "after-offset-log": 25, "after-data-file": 25, "after-delta-commit": 25, "before-commit-log": 25,
        "delete-commit": 25, "sigterm": 25, "two-scorers": 20, "promotion": 150, "damage": 280, "disk-full": 40}
FAULTS_OF_A_HISTORY = 8
LINES_PER_FILE = 60
SHORT_TICKS, FULL_TICKS = 3_000, 10_000
DISK = "80m"


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/faults.sh", description=__doc__)
    parser.add_argument("lake", metavar="LAKE", help="a lake with a champion and a recorded feed, as tidemark demo leaves it")
    parser.add_argument("seed", metavar="SEED", type=int)
    parser.add_argument("kinds", metavar="KIND[=COUNT]", nargs="*", help="of " + ", ".join(kinds.KINDS) + "; all of the short set")
    parser.add_argument("--full", action="store_true", help="the counts of the whole matrix: hours")
    parser.add_argument("--work", help="folder for lakes and logs; one below the temporary folder")
    parser.add_argument("--records", help="file of one JSON line a fault and a history; WORK/records.jsonl")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no history after that long")
    return parser.parse_intermixed_args()


def wanted(given, full):
    counts = FULL if full else SHORT
    if not given:
        return dict(counts)
    chosen = {}
    for word in given:
        kind, _, count = word.partition("=")
        if kind not in kinds.KINDS or count and not count.isdigit():
            raise SystemExit(f"faults: no kind '{word}'; known are {', '.join(kinds.KINDS)}, with =COUNT if wanted")
        chosen[kind] = int(count) if count else counts.get(kind, FULL[kind] if full else 1)
    return chosen


class Histories:
    def __init__(self, args, work):
        self.args, self.work = args, work
        self.records = args.records or os.path.join(work, "records.jsonl")
        self.jsa = os.path.join(work, "classes.jsa")
        self.poisoned, self.clean = os.path.join(work, "poisoned"), os.path.join(work, "clean")
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
        calm.start("--until-idle", *shadows, archive=f"-XX:ArchiveClassesAtExit={self.jsa}")
        if calm.end(scorers.START_SECONDS) != 0:
            raise SystemExit("faults: the undisturbed run failed:\n" + calm.words()[-4000:])
        counts = check.check(calm.lake, calm.feed)
        self.record(history="undisturbed", faults=0, **counts)
        self.baseline = calm.lake
        return counts

    def run(self, number, faults):
        """One lake, one feed, some faults one after the other, and what came of it all."""
        chance = random.Random(f"{self.args.seed}/{number}")
        folder = os.path.join(self.work, f"history-{number}")
        disk = os.path.join(folder, "lake")
        if "disk-full" in faults:
            os.makedirs(disk)
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", disk], check=True)
        scorer = scorers.Scorer(folder, self.args.lake, self.poisoned, self.jsa)
        began, outcomes = time.monotonic(), []
        try:
            for kind in faults:
                point, met = kinds.KINDS[kind](scorer, chance)
                counts = check.check(scorer.lake, self.poisoned, self.baseline, complete=False)
                left = scorer.standing()
                outcomes.append((kind, met))
                self.record(history=number, kind=kind, point=point, met=met, offsets=left["offsets"], commits=left["commits"],
                            duplicated=counts["duplicated"], wrong=counts["wrong"])
            scorer.finish()
            counts = check.check(scorer.lake, self.poisoned, self.baseline)
        except scorers.Broken as broken:
            counts = {"lost": 0, "duplicated": 0, "wrong": 1, "notes": [f"after {len(outcomes)} of {faults}: {broken}"]}
            if scorer.process and scorer.alive():
                scorer.kill()
        self.record(history=number, faults=len(faults), seconds=round(time.monotonic() - began), **counts)
        right = not any(counts[key] for key in ("lost", "duplicated", "wrong"))
        if "disk-full" in faults:
            subprocess.run(["umount", disk], check=True)
        if right:
            shutil.rmtree(folder)
        return outcomes, counts, right


def table(results, histories):
    done, met = {}, {}
    for outcomes, _, _ in results:
        for kind, reached in outcomes:
            done[kind] = done.get(kind, 0) + 1
            met[kind] = met.get(kind, 0) + reached
    print(f"\n{'kind':<20}{'faults':>8}{'at point':>10}")
    for kind, count in done.items():
        print(f"{kind:<20}{count:>8}{met[kind]:>10}")
    for word in ("lost", "duplicated", "wrong"):
        print(f"{word:<20}{sum(counts[word] for _, counts, _ in results):>8}")
    good = sum(right for _, _, right in results)
    print(f"{good} passed, {histories - good} failed", flush=True)
    return good == histories


def main():
    args = arguments()
    counts = wanted(args.kinds, args.full)
    work = args.work or os.path.join(os.environ.get("TMPDIR", "/tmp"), f"tidemark-faults-{args.seed}")
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    histories = Histories(args, work)
    began = time.monotonic()
    calm = histories.undisturbed()
    results = [([], calm, not any(calm[key] for key in ("lost", "duplicated", "wrong")))]
    faults = [kind for kind, count in counts.items() if kind != "disk-full" for _ in range(count)]
    random.Random(args.seed).shuffle(faults)
    full_disks = ["disk-full"] * counts.get("disk-full", 0)
    plan = [part[at:at + FAULTS_OF_A_HISTORY] for part in (faults, full_disks) for at in range(0, len(part), FAULTS_OF_A_HISTORY)]
    for number, part in enumerate(plan, 1):
        if time.monotonic() - began > args.minutes * 60:
            print(f"faults: stopped before history {number} of {len(plan)}: {args.minutes} minutes are over", flush=True)
            break
        results.append(histories.run(number, part))
    sys.exit(not table(results, len(results)))


if __name__ == "__main__":
    main()
