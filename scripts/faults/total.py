"""What the runs that some files of records tell of have done of the full matrix, all seeds together, and by which scorer: total.py RECORDS..."""

import json
import sys
from collections import Counter

import matrix


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    results, versions = [], {}
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as lines:
            seeds = sorted({json.loads(line)["seed"] for line in lines})
        for seed in seeds:
            found = matrix.read(path, seed)
            first = found["undisturbed"][0][1]["version"] if "undisturbed" in found else "not named"
            for outcomes, counts in (attempt for attempts in found.values() for attempt in attempts):
                results.append((outcomes, counts))
                # Older records name the scorer in the undisturbed run alone.
                by = versions.setdefault(counts.get("version", first), Counter())
                by.update({"faults": len(outcomes), **{word: counts[word] for word in matrix.BAD}})
    code = matrix.table(results, matrix.FULL)
    for version, counts in sorted(versions.items()):
        print(f"{version}: " + ", ".join(f"{count} {word}" for word, count in counts.items()))
    sys.exit(code)


if __name__ == "__main__":
    main()
