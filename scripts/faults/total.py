"""What the runs that some files of records tell of have done of the full matrix, all seeds together: total.py RECORDS..."""

import json
import sys

import matrix


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    results = []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as lines:
            seeds = sorted({json.loads(line)["seed"] for line in lines})
        for seed in seeds:
            results += [attempt for attempts in matrix.read(path, seed).values() for attempt in attempts]
    sys.exit(matrix.table(results, matrix.FULL))


if __name__ == "__main__":
    main()
