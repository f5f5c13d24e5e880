"""Makes ingest_files.csv: what a correct reader must make of every recorded file, by pandas alone.

usage: python ingest_files.py DATA_FOLDER > ingest_files.csv
Columns: counts, the sum of event times and of offsets (mod 2^64) over accepted rows, and per value
column the sum of row number times the bits of its double (NaN counts as 0; mod 2^64), so that every
row, its place and every bit count. A book has four value columns, bid prices, bid sizes, ask prices and
ask sizes, each the levels of all rows one after the other. Rows of book updates are messages.
"""
import glob, os, re, sys
import numpy as np, pandas as pd

ROOT = sys.argv[1]
MINUTE = 60_000_000_000
LANE = {"bar": 0, "book": 1, "quote": 2, "trade": 3}
LEVELS = 10


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


def levels(sides):
    # Rows of levels, best first, one after the other.
    return np.concatenate([np.asarray(side, dtype="float64")[:LEVELS] for side in sides])


for f in sorted(glob.glob(ROOT + "/binance-depth1000/lobdeep*.parquet")):
    d = pd.read_parquet(f)
    assert (d.best_bid == d.bids_px.str[0]).all() and (d.best_ask == d.asks_px.str[0]).all()
    t = d.exch_ts_ms.to_numpy() * 1_000_000
    emit(f, "binance-depth1000", len(d), "book", t, t, [levels(d[c]) for c in ("bids_px", "bids_qty", "asks_px", "asks_qty")])
for f in sorted(glob.glob(ROOT + "/binance-depth1000/trades*.parquet")):
    d = pd.read_parquet(f)
    t = d.exch_ts_ms.to_numpy() * 1_000_000
    emit(f, "binance-depth1000-trades", len(d), "trade", t, t, [d.price, d.qty])
for f in sorted(glob.glob(ROOT + "/binance-flat/*_trades.csv.gz")):
    d = table(f)
    assert (d.trade_id.diff().dropna() > 0).all()
    t = d.event_ms.to_numpy() * 1_000_000
    emit(f, "binance-trades", len(d), "trade", t, t, [d.price, d.qty])
for f in sorted(glob.glob(ROOT + "/binance-flat/*_book_ticker.csv.gz")):
    d = table(f)
    assert (d.update_id.diff().dropna() > 0).all()
    t = d.event_ms.to_numpy() * 1_000_000
    emit(f, "binance-book-ticker", len(d), "quote", t, t, [d[c] for c in ("bid_price", "bid_qty", "ask_price", "ask_qty")])
for f in sorted(glob.glob(ROOT + "/binance-flat/*_depth_updates.csv.gz")):
    snapshot = table(f.replace("_updates", "_snapshots"))
    (start,) = snapshot.last_update_id.unique()
    book = {s: dict(zip(g.price, g.qty)) for s, g in snapshot.groupby("side")}
    messages, before, last = 0, 0, None
    times, rows, updates = [], {"bid": [], "ask": []}, []
    for (first, final, previous, event), g in table(f).groupby(
            ["first_update_id", "final_update_id", "prev_final_update_id", "event_ms"], sort=False):
        messages += 1
        if final < start:
            before += 1
            continue
        assert first <= start <= final if last is None else previous == last
        last = final
        for side, price, qty in zip(g.side, g.price, g.qty):
            if qty == 0:
                book[side].pop(price, None)
            else:
                book[side][price] = qty
        times.append(event * 1_000_000)
        updates.append(final)
        for side, sign in (("bid", -1), ("ask", 1)):
            rows[side].append(sorted(book[side].items(), key=lambda level: sign * level[0])[:LEVELS])
    # The venue's own best bid and ask, another stream, must be what the maintained book shows.
    q = table(f.replace("_depth_updates", "_book_ticker"))
    at = np.searchsorted(q.update_id.to_numpy(), updates, side="right") - 1
    seen = at >= 0
    for side in ("bid", "ask"):
        best = np.array([r[0] for r in rows[side]])
        agree = (best == q[[side + "_price", side + "_qty"]].to_numpy()[at]).all(axis=1)[seen].mean()
        print(f"best {side} of the book as of book_ticker: {agree:.4%} of {seen.sum()}", file=sys.stderr)
        assert agree > 0.99
    emit(f, "binance-depth", messages, "book", times, times,
         [levels([[level[i] for level in r] for r in rows[side]]) for side in ("bid", "ask") for i in (0, 1)], BEFORE_SNAPSHOT=before)
for f in sorted(glob.glob(ROOT + "/nasdaq-itch-l10/*.csv.gz")):
    d = table(f)
    t = local(midnight(f) + d.timestamp_ns.to_numpy(), "America/New_York")
    emit(f, "nasdaq-itch-l10", len(d), "book", t, t,
         [d[[f"{side}_{v}_{i}" for i in range(1, 11)]].to_numpy().ravel() for side in ("bid", "ask") for v in ("price", "size")])
    e = d.message_type.isin(["E", "C"]).to_numpy()
    x = d[e]
    emit(f, "nasdaq-itch-executions", len(x), "trade", t[e], t[e],
         [np.where(x.message_type == "C", x.execution_price, x.price), x["size"]])
