"""What must come of a feed, from its bytes and the written rules alone: docs/adr/0007-wire-format.md and
docs/spec/bad-input.md. Shares nothing with the scorer: another language, another JSON parser, other data structures.
"""

import json
import math
import os
import re

LEAP = 10 * 86_400 * 10**9
AHEAD = 60 * 10**9
WITNESSES = 3
BAR = 60 * 10**9
NAME = re.compile(r"[A-Za-z0-9._:/-]{1,64}\Z")
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\Z")
WHOLE = re.compile(r"-?(0|[1-9][0-9]*)\Z")
NEEDED = {"trade": ("price", "size", "aggressor"), "quote": ("bidSize", "askSize"), "book": ("bids", "asks"),
          "bar": ("openTimeNanos", "open", "high", "low", "close", "volume"), "heartbeat": ()}


class Refused(Exception):
    pass


def fields(raw):
    """The flat object in a line: each value as the text that stands there."""
    def once(pairs):
        names = [name for name, _ in pairs]
        if len(names) != len(set(names)) or any(isinstance(v, (dict, list, bool)) or v is None for _, v in pairs):
            raise Refused("MALFORMED_JSON")
        return dict(pairs)
    try:
        found = json.loads(raw.decode("utf-8"), object_pairs_hook=once, parse_int=str, parse_float=str,
                           parse_constant=str)
    except ValueError:
        raise Refused("MALFORMED_JSON") from None
    if not isinstance(found, dict):
        raise Refused("MALFORMED_JSON")
    return found


def long(value, reason, least=-2**63):
    if not WHOLE.match(value) or not least <= int(value) < 2**63:
        raise Refused(reason)
    return int(value)


def decimal(value):
    if not NUMBER.match(value) or not math.isfinite(float(value)):
        raise Refused("NOT_A_NUMBER")
    return float(value)


def tick(raw):
    """A line as (type, instrument, offset, time, price, size), or Refused with the first reason met."""
    line = fields(raw)
    kind = need(line, "type")
    if kind not in NEEDED:
        raise Refused("UNKNOWN_TYPE")
    if not NAME.match(need(line, "instrument")):
        raise Refused("BAD_INSTRUMENT")
    offset = long(need(line, "offset"), "BAD_OFFSET", 0)
    time = long(need(line, "eventTimeNanos"), "NOT_A_NUMBER")
    for name in NEEDED[kind]:
        need(line, name)
    price = size = math.nan
    if kind == "trade":
        price = decimal(line["price"])
        if not price > 0:
            raise Refused("NON_POSITIVE_PRICE")
        size = decimal(line["size"])
        if size < 0:
            raise Refused("NEGATIVE_SIZE")
        if line["aggressor"] not in ("BUY", "SELL", "UNKNOWN"):
            raise Refused("BAD_AGGRESSOR")
    return kind, line["instrument"], offset, time, price, size


def need(line, name):
    if name not in line:
        raise Refused("MISSING_FIELD")
    return line[name]


class Log:
    """The log of one instrument: decides line by line, as a live feed of trades with lateness zero must."""

    def __init__(self):
        self.last = -1
        self.newest = None
        self.suspect = None
        self.witnesses = 0
        self.bar = None

    def on(self, kind, offset, time, price, size, arrival):
        """The bar that the tick closes, or None."""
        if offset <= self.last:
            raise Refused("DUPLICATE")
        if time < 0:
            raise Refused("BEFORE_EPOCH")
        if time > arrival + AHEAD:
            raise Refused("FAR_FUTURE")
        if kind == "bar":
            raise Refused("WRONG_BAR")
        if kind != "trade":
            raise AssertionError(f"this feed has trades only, not {kind}")
        self.doubt(time)
        self.last = offset
        if self.newest is not None and time < self.newest:
            raise Refused("TOO_LATE")
        self.newest = time
        closed = None
        if self.bar and time >= self.bar["end"]:
            closed = {**self.bar, "closed_by": offset}
            self.bar = None
        if not self.bar:
            self.bar = {"end": time // BAR * BAR + BAR, "open": price, "high": price, "low": price, "volume": 0.0}
        bar = self.bar
        bar.update(offset=offset, close=price, high=max(bar["high"], price), low=min(bar["low"], price), volume=bar["volume"] + size)
        return closed

    def doubt(self, time):
        if self.newest is None or time - self.newest <= LEAP:
            self.witnesses = 0
            return
        if self.witnesses and abs(time - self.suspect) <= LEAP:
            if self.witnesses >= WITNESSES:
                self.witnesses = 0
                return
            self.witnesses += 1
        else:
            self.witnesses = 1
        self.suspect = time
        raise Refused("FAR_FUTURE")


def decisions(folder):
    """Each line of a feed in its order as ((file, line), raw, arrival, decided): what was decided is a Refused, or
    (instrument, offset, the bar that the tick closes or None)."""
    logs = {}
    for name in sorted(n for n in os.listdir(folder) if not n.startswith(".")):
        path = os.path.join(folder, name)
        arrival = os.stat(path).st_mtime_ns // 1000 * 1000
        with open(path, "rb") as file:
            lines = file.read().split(b"\n")
        for number, raw in enumerate(lines[:-1]):
            try:
                kind, instrument, offset, time, price, size = tick(raw)
                decided = instrument, offset, logs.setdefault(instrument, Log()).on(kind, offset, time, price, size, arrival)
            except Refused as refused:
                decided = refused
            yield (name, number), raw, arrival, decided


def of(folder):
    """What must be in the tables: (valid, dead, bars).

    valid: {(file, line): (instrument, offset, raw, arrival)}; dead: {(file, line): (reason, raw)};
    bars: {(instrument, offset): (end, close, closed_by)}.
    """
    valid, dead, bars = {}, {}, {}
    for place, raw, arrival, decided in decisions(folder):
        if isinstance(decided, Refused):
            dead[place] = (str(decided), raw)
        else:
            instrument, offset, closed = decided
            valid[place] = (instrument, offset, raw, arrival)
            take(bars, instrument, closed)
    return valid, dead, bars


def take(bars, instrument, closed):
    """Adds a bar that a tick has closed."""
    if closed:
        bars[instrument, closed["offset"]] = (closed["end"], closed["close"], closed["closed_by"])
