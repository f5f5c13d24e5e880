"""Makes ingest_files.csv: what a correct reader must make of every recorded file, by pandas alone.

usage: python ingest_files.py DATA_FOLDER > ingest_files.csv
Columns: counts, the sum of event times and of offsets (mod 2^64) over accepted rows, and per value
column the sum of row number times the bits of its double (NaN counts as 0; mod 2^64), so that every
row, its place and every bit count.
"""
import glob, os, re, sys
import numpy as np, pandas as pd

ROOT = sys.argv[1]
MINUTE = 60_000_000_000
LANE = {"bar": 0, "quote": 2, "trade": 3}


def digest(values):
    v = np.asarray(values, dtype="float64")
    bits = np.where(np.isnan(v), 0, v).view("uint64")
    return "%016x" % (bits * np.arange(1, len(v) + 1, dtype="uint64")).sum(dtype="uint64")


def emit(file, fmt, read, kind, event, order_time, columns, **rejected):
    event = np.asarray(event, dtype="int64")
    ms = np.asarray(order_time, dtype="int64") // 1_000_000
    rank = pd.Series(ms).groupby(ms).cumcount().to_numpy()
    assert kind != "bar" or (rank == 0).all()
    offset = (ms << 20) + (LANE[kind] << 17) + rank
    reasons = ";".join(f"{k}={v}" for k, v in sorted(rejected.items()) if v)
    assert read == len(event) + sum(rejected.values())
    bits = ":".join(digest(c) for c in columns)
    print(",".join(map(str, [os.path.relpath(file, ROOT), fmt, read, len(event), reasons,
          event.astype("uint64").sum(dtype="uint64"), offset.astype("uint64").sum(dtype="uint64"), bits])))


def local(naive_ns, zone):
    t = pd.DatetimeIndex(np.asarray(naive_ns).astype("datetime64[ns]")).tz_localize(zone)
    return t.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[ns]").astype("int64")


def table(file, **kw):
    return pd.read_csv(file, float_precision="round_trip", **kw)


def midnight(file):
    return pd.Timestamp(re.search(r"_(\d{8})", file)[1]).value


print("file,format,read,accepted,rejected,event_time_sum,offset_sum,value_digests")
for f in sorted(glob.glob(ROOT + "/crypto-1m/*.csv.gz")):
    d = table(f)
    t = d.timestamp_ms.to_numpy() * 1_000_000
    emit(f, "bitfinex-candles", len(d), "bar", t + MINUTE, t, [d[c] for c in ("open", "high", "low", "close", "volume")])
for f in sorted(glob.glob(ROOT + "/us-equity-ticks/*_trade.csv.gz")):
    d = table(f, dtype={"sale_condition": str})
    ok = d[d.suspicious == 0]
    t = local(midnight(f) + ok.time_ms.to_numpy() * 1_000_000, "America/New_York")
    emit(f, "lean-equity-trades", len(d), "trade", t, t, [ok.price_x10000 / 1e4, ok["size"]], SUSPICIOUS=len(d) - len(ok))
for f in sorted(glob.glob(ROOT + "/us-equity-ticks/*_quote.csv.gz")):
    d = table(f, dtype={"quote_condition": str})
    ok = d[d.suspicious == 0].reset_index(drop=True)
    t = local(midnight(f) + ok.time_ms.to_numpy() * 1_000_000, "America/New_York")

    def wide(column, moved):
        # One column per venue: the last value where the row moved this side of this venue.
        return pd.DataFrame({x: ok[column].where((ok.exchange == x) & moved) for x in sorted(ok.exchange.unique())}).ffill()

    bid, bid_size = (wide(c, ok.bid_price_x10000 > 0) for c in ("bid_price_x10000", "bid_size"))
    ask, ask_size = (wide(c, ok.ask_price_x10000 > 0) for c in ("ask_price_x10000", "ask_size"))
    best_bid, best_ask = bid.max(axis=1), ask.min(axis=1)
    emit(f, "lean-equity-quotes", len(d), "quote", t, t,
         [best_bid / 1e4, bid_size.where(bid.eq(best_bid, axis=0)).sum(axis=1),
          best_ask / 1e4, ask_size.where(ask.eq(best_ask, axis=0)).sum(axis=1)], SUSPICIOUS=len(d) - len(ok))
for f in sorted(glob.glob(ROOT + "/fx-quote-ticks/*.csv.gz")):
    d = table(f, dtype={"time_ms": str})
    ok = d[d.bid <= d.ask]
    parts = ok.time_ms.str.partition(".")
    ns = parts[0].astype("int64") * 1_000_000 + parts[2].str.ljust(6, "0").astype("int64")
    t = midnight(f) + ns.to_numpy() + (5 * 3600 * 10**9 if "fxcm" in f else 0)
    emit(f, "fx-quotes", len(d), "quote", t, t, [ok.bid, ok.ask], CROSSED_QUOTE=len(d) - len(ok))
for f in sorted(glob.glob(ROOT + "/us-daily-lean/*.csv.gz")):
    d = table(f)
    day = pd.to_datetime(d.date, format="%Y%m%d %H:%M")
    ticker = os.path.basename(f).split(".")[0]
    m = table(f"{ROOT}/us-daily-lean/map_files/{ticker}.csv", header=None, dtype=str)
    ends = pd.to_datetime(m[0], format="%Y%m%d")
    before = (day < ends[0]).to_numpy()
    use = np.searchsorted(ends[1:].to_numpy(), day.to_numpy(), side="left")
    other = ~before & (m[1][1:].to_numpy()[use] != ticker)
    keep = ~before & ~other
    base = day[keep].to_numpy().astype("datetime64[ns]").astype("int64")
    o = local(base + 570 * MINUTE, "America/New_York")
    emit(f, "lean-equity-daily", len(d), "bar", local(base + 960 * MINUTE, "America/New_York"), o,
         [d[c + "_x10000"][keep] / 1e4 for c in ("open", "high", "low", "close")] + [d.volume[keep]],
         BEFORE_LISTING=int(before.sum()), OTHER_COMPANY=int(other.sum()))
for f in sorted(glob.glob(ROOT + "/us-hour-lean/*.csv.gz")):
    d = table(f)
    base = pd.to_datetime(d.datetime, format="%Y%m%d %H:%M").to_numpy().astype("datetime64[ns]").astype("int64")
    o = local(base, "America/New_York")
    emit(f, "lean-equity-hourly", len(d), "bar", o + 60 * MINUTE, o,
         [d[c + "_x10000"] / 1e4 for c in ("open", "high", "low", "close")] + [d.volume])
