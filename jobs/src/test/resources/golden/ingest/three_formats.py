"""Writes the same trades as CSV, JSON lines and Parquet, and what the table must hold of them.

Run with pandas 3.1 and pyarrow 26.0: python three_formats.py. The rows of golden.csv are computed here from the
numbers, not by Tidemark; a row that must be rejected stands in golden_rejected.csv with its position from 1.
"""

import json
import random
from decimal import Decimal

import pandas as pd

random.seed(20260214)
rows = []
micros = 1_700_000_000_000_000
for i in range(200):
    micros += random.choice([0, 0, 250, 900, 1_000, 731_000])
    price = Decimal(random.randrange(3_000_000, 3_100_000)) / 100
    size = Decimal(random.randrange(1, 50_000_000)) / 10**8
    rows.append(
        {
            "at": micros,
            "px": float(price),
            "qty": float(size),
            "side": random.choice(["buy", "sell", ""]),
            "sym": random.choice(["BTCUSDT", "ETHUSDT"]),
        }
    )
bad = {}


def spoil(position, reason, **change):
    rows[position - 1].update(change)
    bad[position] = reason


spoil(11, "NOT_A_NUMBER", px=None)
spoil(57, "NON_POSITIVE_PRICE", px=0.0)
spoil(58, "NEGATIVE_SIZE", qty=-0.5)
spoil(120, "BAD_SIDE", side="lift")
spoil(121, "TIME_RUNS_BACK", at=rows[0]["at"] - 1)
spoil(199, "UNKNOWN_INSTRUMENT", sym="DOGE")

frame = pd.DataFrame(rows).astype({"at": "int64"})
frame.to_csv("trades.csv", index=False)
with open("trades.json", "w") as out:
    for row in rows:
        out.write(json.dumps(row) + "\n")
frame.to_parquet("trades.parquet", index=False, row_group_size=64)
# The time as pandas keeps it; nanoseconds have no type in Spark.
stamped = frame.assign(at=pd.to_datetime(frame["at"], unit="us").astype("datetime64[ns]"))
stamped.to_parquet("stamped.parquet", index=False)


def plain(number):
    return format(Decimal(repr(number)).quantize(Decimal(10) ** -18), "f")


ranks = {}
with open("golden.csv", "w") as out:
    for position, row in enumerate(rows, 1):
        if position in bad:
            continue
        millis = row["at"] // 1000
        # Rows of one instrument within a millisecond are numbered in file order.
        rank = ranks.get((row["sym"], millis), 0)
        ranks[row["sym"], millis] = rank + 1
        aggressor = {"buy": "BUY", "sell": "SELL", "": "UNKNOWN"}[row["side"]]
        offset = millis << 20 | 3 << 17 | rank
        out.write(f"{row['sym']},{row['at'] * 1000},{offset},{plain(row['px'])},{plain(row['qty'])},{aggressor}\n")
with open("golden_rejected.csv", "w") as out:
    for position, reason in bad.items():
        out.write(f"{position},{reason}\n")
