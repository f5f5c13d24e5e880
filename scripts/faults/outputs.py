"""Compares the output topics of a real-time query with what its input topic says must be there: the bars and dead letters
of truth.py, and the scores and features of an undisturbed run into tables.

Delivery is at least once, so that a repeat is no duplicate; but what is repeated has the bytes that it had before, and
both ways of reading each bar once that docs/how-to/real-time.md gives must read the same.
"""

import base64
import json
import os
import struct
import zlib
from collections import namedtuple

import check
import truth

# partition and offset are those of the record in the output topic.
Record = namedtuple("Record", "partition offset key value headers")
HASH_DIGITS = 12


def partition_of(raw, partitions):
    """Where a producer that keys by instrument puts a line; a line that names none has no key and goes by its bytes."""
    try:
        name = json.loads(raw)["instrument"]
        key = name.encode() if isinstance(name, str) else raw
    except (ValueError, TypeError, KeyError):
        key = raw
    return zlib.crc32(key) % partitions


class Wanted:
    """What a feed gives as a topic of some partitions: bars and dead letters by the place of the record that gives them."""

    def __init__(self, feed, partitions, baseline):
        self.bars, self.dead, ends = {}, {}, [0] * partitions
        for _, raw, _, decided in truth.decisions(feed):
            partition = partition_of(raw, partitions)
            place = partition, ends[partition]
            ends[partition] += 1
            if isinstance(decided, truth.Refused):
                self.dead[place] = str(decided), raw
            elif decided[2]:
                instrument, _, closed = decided
                self.bars[place] = instrument, closed["offset"], closed["end"], closed["closed_by"]
        self.features = dict(check.features(baseline))
        decided = check.rows(baseline, "scores", 'instrument, "offset", model_version, decision')
        self.decisions = {(r[0], r[1], r[2]): r[3] for r in decided}
        # By version: bits of score and close, the end of the bar and its closer.
        self.scores = {key: value for key, value, _, _ in check.served(baseline)}
        models = os.path.join(baseline, "models", "model_registry")
        self.files = {(model, version): sha256 for model, version, sha256 in check.read(models, "model, model_version, onnx_sha256")}


class Faulty(Exception):
    pass


def name(record):
    """The id of an output."""
    return json.loads(record.value)["id"]


def demand(holds, what):
    if not holds:
        raise Faulty(what)


def scored(record, wanted):
    """The place of a score, whose content must be right in every bit."""
    row = json.loads(record.value)
    place, version = (row["partition"], row["source_offset"]), row["model_version"]
    key = row["instrument"], row["offset"]
    demand((row["model"], version) in wanted.files, f"{row['model']} {version} is not registered")
    due = f"{place[0]}:{place[1]}.0/{row['feature_set_hash']}/{version}@{wanted.files[row['model'], version][:HASH_DIGITS]}"
    demand(row["id"] == due, f"id {row['id']} is not {due}")
    demand(record.key == row["instrument"].encode(), f"its key is {record.key}")
    demand(place in wanted.bars, "no bar closes there")
    demand(wanted.bars[place] == (*key, row["event_time_nanos"], row["closed_by_offset"]), f"not the bar {wanted.bars[place]}")
    bits = struct.pack(">f", float(row["score"])).hex(), struct.pack(">d", float(row["close"])).hex()
    demand(wanted.scores[(*key, version)][0] == bits[0], f"score {row['score']} by {version} has other bits")
    demand(wanted.scores[(*key, version)][1] == bits[1], f"close {row['close']} has other bits")
    demand(wanted.decisions[(*key, version)] == row["decision"], f"decision {row['decision']}")
    demand(wanted.features[key] == base64.b64decode(row["features"]).hex(), "features have other bits")
    headers = {header: value.decode() for header, value in record.headers or ()}
    demand(headers.get("arm") == "champion" and headers.get("reason"), f"headers {headers}")
    return place


def refused(record, wanted):
    """The place of a dead letter, which must have reason and bytes of its line."""
    row = json.loads(record.value)
    place = row["partition"], row["source_offset"]
    demand(row["id"] == f"{place[0]}:{place[1]}", f"id {row['id']}")
    demand(place in wanted.dead, "that line is no dead letter")
    found = row["reason"], check.raw_bytes(row["reason"], row["raw"])
    demand(found == wanted.dead[place], f"{found}, not {wanted.dead[place]}")
    return place


class Reading:
    """One output topic, read record by record."""

    def __init__(self, topic, judge, wanted, places):
        self.topic, self.judge, self.wanted, self.places = topic, judge, wanted, places
        self.contents, self.firsts, self.marks, self.marked = {}, {}, {}, set()
        self.read = self.repeated = self.wrong = 0
        self.notes = []

    def take(self, record):
        self.read += 1
        try:
            place = self.judge(record, self.wanted)
            demand(self.contents.setdefault(name(record), record.value) == record.value, "it has another content than before")
        except (Faulty, ValueError, KeyError, TypeError) as faulty:
            self.wrong += 1
            self.notes.append(f"{self.topic} {record.partition}:{record.offset}: {faulty!r}, in {record.value[:200]!r}")
            return
        self.repeated += place in self.firsts
        self.firsts.setdefault(place, record)
        # The other way of reading each bar once: what is not above the highest place so far is passed over.
        if place[1] > self.marks.get((record.partition, place[0]), -1):
            self.marks[record.partition, place[0]] = place[1]
            self.marked.add(place)

    def missing(self):
        return self.places.keys() - self.firsts.keys()


class Outputs:
    """Both output topics of a query, as they come."""

    def __init__(self, wanted):
        self.scores = Reading("scores", scored, wanted, wanted.bars)
        self.letters = Reading("dead letters", refused, wanted, wanted.dead)

    def complete(self):
        return not self.scores.missing() and not self.letters.missing()

    def counts(self, complete=True):
        """What is lost (only where the run is complete), read twice by a reader of marks, or wrong; and what was looked at."""
        lost = wrong = 0
        notes = []
        for reading in (self.scores, self.letters):
            gone = reading.missing() if complete else set()
            # A dead letter whose line names no instrument has no key, so that its repeat may come in another partition.
            passed = reading.firsts.keys() - reading.marked if reading is self.scores else set()
            lost, wrong = lost + len(gone | passed), wrong + reading.wrong
            notes += reading.notes[:3]
            if gone:
                notes.append(f"{reading.topic}: {len(gone)} lost, first at {min(gone)}")
            if passed:
                notes.append(f"{reading.topic}: {len(passed)} that a reader of marks passes over, first at {min(passed)}")
        return {"scores": len(self.scores.firsts), "dead": len(self.letters.firsts), "read": self.scores.read + self.letters.read,
                "repeated": self.scores.repeated + self.letters.repeated, "lost": lost, "duplicated": 0, "wrong": wrong, "notes": notes[:5]}
