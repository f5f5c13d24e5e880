"""How long verbs take from call to end, with and without the archive of Spark's classes; interleaved, medians.

  benchmarks/start/starts.py LAKE [ROUNDS]

LAKE is a lake as `tidemark demo` leaves it; nothing in it is changed. What both print must be equal.
"""

import os
import resource
import statistics
import subprocess
import sys
import time

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VERBS = (
    ("sql", "--format", "csv", "select count(*) from live.scores"),
    ("models", "list"),
    ("status",),
)
# The launcher leaves its archive out where somebody names one of his own; a property that is nobody's names none.
WITHOUT = {"JDK_JAVA_OPTIONS": "-Dtidemark.without.Archive=true"}


def once(lake, verb, also):
    """Seconds on the clock, seconds of the processors, and what was printed."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([os.path.join(HOME, "tidemark"), verb[0], *verb[1:], "--lake", lake], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, env={**os.environ, "TIDEMARK_BUILD": "never", **also}, text=True)
    clock, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):  # status ends with 1 while something is wrong with the lake
        raise SystemExit(f"starts: {verb} ended with {done.returncode}")
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def main():
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    lake, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 5
    if not os.path.exists(os.path.join(HOME, "dist", "classes.jsa")):
        raise SystemExit("starts: dist/classes.jsa is not there; call a verb once without TIDEMARK_BUILD=never")
    print("| verb | s with | s without | ratio | processors' s with | without | ratio |\n|---|---|---|---|---|---|---|")
    for verb in VERBS:
        runs = {"with": [], "without": []}
        for _ in range(rounds):
            runs["with"].append(once(lake, verb, {}))
            runs["without"].append(once(lake, verb, WITHOUT))
        printed = {line for one in runs.values() for _, _, out in one for line in [" ".join(out.split())] if verb[0] != "status"}
        if len(printed) > 1:
            raise SystemExit(f"starts: {verb} printed {printed}")
        clock, work = ({k: statistics.median(run[i] for run in one) for k, one in runs.items()} for i in (0, 1))
        print(f"| `{' '.join(verb)}` | {clock['with']:.1f} | {clock['without']:.1f} | {clock['with'] / clock['without']:.2f} | "
              f"{work['with']:.1f} | {work['without']:.1f} | {work['with'] / work['without']:.2f} |", flush=True)


if __name__ == "__main__":
    main()
