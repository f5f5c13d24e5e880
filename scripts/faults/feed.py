"""Makes a live feed of a lake's recorded ticks, with one line in a hundred bad, as files that a scorer reads in order.

Every number comes from the seed. Offsets are spread by four, so that a bad tick can stand between two good ones.
"""

import json
import os
import random

ARRIVAL_SECONDS = 86_400 * 200  # the files are that much younger than the newest tick
SPREAD = 4
DAY_NANOS = 86_400 * 10**9
YEAR_2126_NANOS = 4_922_000_000 * 10**9


def recorded(folder):
    """The ticks below a folder, in the order of the feed, with offsets spread."""
    ticks = []
    for name in sorted(n for n in os.listdir(folder) if n.endswith(".jsonl")):
        with open(os.path.join(folder, name), encoding="utf-8") as lines:
            for line in lines:
                try:
                    tick = json.loads(line)
                except ValueError:
                    continue
                if tick.get("type") == "trade":
                    ticks.append(tick)
    good, last = [], {}
    for tick in ticks:
        before = last.get(tick["instrument"], (-1, 0))
        if tick["offset"] > before[0] and before[1] <= tick["eventTimeNanos"] < YEAR_2126_NANOS:
            if not before[1] or tick["eventTimeNanos"] - before[1] < 5 * DAY_NANOS:
                last[tick["instrument"]] = (tick["offset"], tick["eventTimeNanos"])
                good.append({**tick, "offset": tick["offset"] * SPREAD})
    return [t for t in good if float(t["price"]) > 0]


def text(tick, **changes):
    return json.dumps({**tick, **changes}, separators=(",", ":")).encode()


def without(tick, key):
    return json.dumps({k: v for k, v in tick.items() if k != key}, separators=(",", ":")).encode()


def bar(tick):
    time = tick["eventTimeNanos"]
    return json.dumps(
        {"type": "bar", "instrument": tick["instrument"], "offset": tick["offset"] + 1, "eventTimeNanos": time,
         "openTimeNanos": time - 60 * 10**9, "open": "5", "high": "6", "low": "4", "close": "5", "volume": "1"},
        separators=(",", ":")).encode()


# Twenty kinds of bad line, each made of the good tick before it.
POISON = {
    "noise": lambda t: b"this is no tick",
    "cut": lambda t: text(t)[:-9],
    "not-utf8": lambda t: b'{"type":"trade","instrument":"\xff\xfe\x80"}',
    "nested": lambda t: b'{"type":{"a":"trade"}}',
    "key-twice": lambda t: text(t)[:-1] + b',"price":"1"}',
    "unknown-type": lambda t: text(t, type="rumour"),
    "no-price": lambda t: without(t, "price"),
    "bad-instrument": lambda t: text(t, instrument="not a name"),
    "bad-offset": lambda t: text(t, offset=-7),
    "nan": lambda t: text(t, offset=t["offset"] + 1, price="NaN"),
    "zero-price": lambda t: text(t, offset=t["offset"] + 1, price="0"),
    "negative-price": lambda t: text(t, offset=t["offset"] + 1, price="-5.5"),
    "negative-size": lambda t: text(t, offset=t["offset"] + 1, size="-1"),
    "bad-side": lambda t: text(t, offset=t["offset"] + 1, aggressor="MAYBE"),
    "same-again": text,
    "same-offset": lambda t: text(t, price="5.5"),
    "year-2126": lambda t: text(t, offset=t["offset"] + 1, eventTimeNanos=YEAR_2126_NANOS),
    "leap": lambda t: text(t, offset=t["offset"] + 1, eventTimeNanos=t["eventTimeNanos"] + 90 * DAY_NANOS),
    "late": lambda t: text(t, offset=t["offset"] + 1, eventTimeNanos=t["eventTimeNanos"] - 3600 * 10**9),
    "bar-among-ticks": bar,
}


def make(source, folder, seed, lines_per_file, most, poison):
    """Writes the feed of at most so many good ticks below a folder; gives the number of good and of bad lines."""
    good = recorded(source)[:most]
    if not good:
        raise SystemExit(f"faults: {source} has no ticks in .jsonl files; run tidemark demo on that lake first")
    random_ = random.Random(seed)
    kinds = list(POISON)
    # Each kind once, then one line in a hundred: a short feed has them all.
    count = max(len(kinds), len(good) // 100) if poison else 0
    after = random_.sample(range(20, len(good)), count)
    bad = {at: kinds[number % len(kinds)] for number, at in enumerate(after)}
    lines = []
    for number, tick in enumerate(good):
        lines.append(text(tick))
        if number in bad:
            lines.append(POISON[bad[number]](tick))
    os.makedirs(folder)
    newest = max(t["eventTimeNanos"] for t in good) // 10**9 + ARRIVAL_SECONDS
    for number in range(0, len(lines), lines_per_file):
        path = os.path.join(folder, f"ticks-{number // lines_per_file:012d}.jsonl")
        with open(path, "wb") as file:
            file.write(b"".join(line + b"\n" for line in lines[number:number + lines_per_file]))
        stamp = (newest * 1000 + number // lines_per_file) * 10**6
        os.utime(path, ns=(stamp, stamp))
    return len(good), len(lines) - len(good)

