"""Every check of outputs.py fails where it should: one right run of a real-time query, then one thing changed at a time."""

import base64
import json
import struct
import types
import unittest

import outputs

BARS = {(0, 3): ("A", 2, 60, 3), (0, 7): ("A", 6, 120, 7), (1, 4): ("B", 9, 60, 10)}
SHA = "abcdef0123456789"


def bits(value, form):
    return struct.pack(form, value).hex()


def wanted():
    return types.SimpleNamespace(
        bars=dict(BARS),
        dead={(0, 5): ("MALFORMED_JSON", b"noise")},
        scores={(*bar[:2], "v1"): (bits(0.25, ">f"), bits(5.5, ">d"), bar[2], bar[3]) for bar in BARS.values()},
        decisions={(*bar[:2], "v1"): "HOLD" for bar in BARS.values()},
        features={bar[:2]: "00ff" for bar in BARS.values()},
        files={("direction", "v1"): SHA})


def score(place, record_offset, **changes):
    instrument, offset, end, closer = BARS.get(place, ("A", 1, 60, 2))
    row = {"id": f"{place[0]}:{place[1]}.0/set/v1@{SHA[:12]}", "partition": place[0], "source_offset": place[1], "instrument": instrument,
           "offset": offset, "event_time_nanos": end, "closed_by_offset": closer, "close": "5.5", "score": "0.25", "model": "direction",
           "decision": "HOLD", "model_version": "v1", "feature_set_hash": "set", "features": base64.b64encode(b"\x00\xff").decode(), **changes}
    return outputs.Record(0, record_offset, row["instrument"].encode(), json.dumps(row).encode(), [("arm", b"champion"), ("reason", b"it is")])


def letter(**changes):
    row = {"id": "0:5", "partition": 0, "source_offset": 5, "reason": "MALFORMED_JSON", "raw": "noise", **changes}
    return outputs.Record(0, 0, None, json.dumps(row).encode(), None)


def right():
    return [score((0, 3), 0), score((1, 4), 1), score((0, 7), 2), score((0, 7), 3)]


def counts(scores, letters=None, complete=True):
    out = outputs.Outputs(wanted())
    for record in scores:
        out.scores.take(record)
    for record in [letter()] if letters is None else letters:
        out.letters.take(record)
    return out.counts(complete)


class Checks(unittest.TestCase):
    def bad(self, **expected):
        found = counts(**expected)
        self.assertTrue(found["lost"] or found["wrong"], found)

    def test_a_right_run_with_a_repeat(self):
        found = counts(right())
        self.assertEqual((0, 0, 1, 3, 1), tuple(found[key] for key in ("lost", "wrong", "repeated", "scores", "dead")), found)

    def test_a_bar_or_a_letter_that_is_lost(self):
        self.bad(scores=right()[1:])
        self.bad(scores=right(), letters=[])
        self.assertEqual(0, counts(right()[1:], complete=False)["lost"])

    def test_content_that_differs(self):
        for change in ({"score": "0.26"}, {"close": "5.6"}, {"features": "AAA="}, {"event_time_nanos": 61}, {"closed_by_offset": 4},
                       {"offset": 1}, {"instrument": "B"}, {"model_version": "v2"}, {"id": "0:3.0/set/v1@000000000000"}, {"id": "0:3.1/set/v1@" + SHA[:12]},
                       {"feature_set_hash": "other"}, {"decision": "BUY"}):
            with self.subTest(change):
                self.bad(scores=[*right(), score((0, 3), 4, **change)])
        for change in ({"reason": "DUPLICATE"}, {"raw": "nois"}, {"id": "0:6"}, {"source_offset": 6}):
            with self.subTest(change):
                self.bad(scores=right(), letters=[letter(), letter(**change)])

    def test_a_bar_that_nobody_closed(self):
        self.bad(scores=[*right(), score((0, 4), 4)])

    def test_a_repeat_with_other_bytes(self):
        self.bad(scores=[*right(), score((0, 3), 4, more="")])

    def test_a_key_or_headers_that_are_not_those_of_the_bar(self):
        self.bad(scores=[*right(), score((0, 3), 4)._replace(key=b"B")])
        self.bad(scores=[*right(), score((0, 3), 4)._replace(headers=[])])

    def test_a_first_output_below_the_mark(self):
        found = counts([score((0, 7), 0), score((0, 3), 1), score((1, 4), 2)])
        self.assertEqual(1, found["lost"], found)

    def test_bytes_that_are_no_output(self):
        self.bad(scores=[*right(), outputs.Record(0, 9, b"A", b"{", [])])


if __name__ == "__main__":
    unittest.main()
