package org.tidemark.lakehouse;

import static org.tidemark.lakehouse.Column.optional;
import static org.tidemark.lakehouse.Column.required;
import static org.tidemark.lakehouse.ColumnType.DECIMAL;
import static org.tidemark.lakehouse.ColumnType.DECIMALS;
import static org.tidemark.lakehouse.ColumnType.DOUBLE;
import static org.tidemark.lakehouse.ColumnType.INT;
import static org.tidemark.lakehouse.ColumnType.LONG;
import static org.tidemark.lakehouse.ColumnType.STRING;
import static org.tidemark.lakehouse.ColumnType.TIMESTAMP;

/** Tables of the schema {@code market}: what the venues said. */
final class MarketTables {
  private MarketTables() {}

  static final Table TRADES =
      Table.of(
              "market",
              "trades",
              "one row per print",
              required("instrument", STRING, "instrument id"),
              required("event_time", TIMESTAMP, "venue time, UTC, cut to microseconds"),
              required(
                  "event_time_nanos", LONG, "venue time, nanoseconds since the Unix epoch, UTC"),
              required(
                  "offset", LONG, "position in the arrival log, unique and rising per instrument"),
              required("price", DECIMAL, "quote currency"),
              required("size", DECIMAL, "base units"),
              required(
                  "aggressor", STRING, "BUY, SELL or UNKNOWN: the side that crossed the spread"),
              required("source_id", STRING, "ingested file, see market.ingests"),
              required("source_line", LONG, "line in the file, header is line 1"))
          .withKey("instrument", "event_time")
          .withCheck("price_positive", "price > 0")
          .withCheck("size_not_negative", "size >= 0");

  static final Table QUOTES =
      Table.of(
              "market",
              "quotes",
              "one row per change of the best bid or ask",
              required("instrument", STRING, "instrument id"),
              required("event_time", TIMESTAMP, "venue time, UTC, cut to microseconds"),
              required(
                  "event_time_nanos", LONG, "venue time, nanoseconds since the Unix epoch, UTC"),
              required(
                  "offset", LONG, "position in the arrival log, unique and rising per instrument"),
              optional("bid", DECIMAL, "best bid, absent when there is none"),
              required("bid_size", DECIMAL, "base units, 0 when unknown"),
              optional("ask", DECIMAL, "best ask, absent when there is none"),
              required("ask_size", DECIMAL, "base units, 0 when unknown"),
              required("source_id", STRING, "ingested file, see market.ingests"),
              required("source_line", LONG, "line in the file, header is line 1"))
          .withKey("instrument", "event_time")
          .withCheck("bid_positive", "bid is null or bid > 0")
          .withCheck("ask_positive", "ask is null or ask > 0");

  static final Table BOOKS =
      Table.of(
              "market",
              "books",
              "one row per book snapshot",
              required("instrument", STRING, "instrument id"),
              required("event_time", TIMESTAMP, "venue time, UTC, cut to microseconds"),
              required(
                  "event_time_nanos", LONG, "venue time, nanoseconds since the Unix epoch, UTC"),
              required(
                  "offset", LONG, "position in the arrival log, unique and rising per instrument"),
              required("bid_prices", DECIMALS, "best first"),
              required("bid_sizes", DECIMALS, "base units per level"),
              required("ask_prices", DECIMALS, "best first"),
              required("ask_sizes", DECIMALS, "base units per level"),
              required("source_id", STRING, "ingested file, see market.ingests"),
              required("source_line", LONG, "line in the file, header is line 1"))
          .withKey("instrument", "event_time");

  static final Table BARS =
      Table.of(
              "market",
              "bars",
              "one row per instrument, bar length and open time",
              required("instrument", STRING, "instrument id"),
              required("event_time", TIMESTAMP, "end of the bar, when it became known, UTC"),
              required(
                  "event_time_nanos", LONG, "end of the bar, nanoseconds since the Unix epoch"),
              required("offset", LONG, "position in the arrival log"),
              required("bar_seconds", INT, "length of the bar"),
              required("open_time_nanos", LONG, "start of the bar"),
              required("open", DECIMAL, "first price"),
              required("high", DECIMAL, "highest price"),
              required("low", DECIMAL, "lowest price"),
              required("close", DECIMAL, "last price"),
              required("volume", DECIMAL, "base units, 0 for bars made of quotes"),
              required("source_id", STRING, "ingested file, see market.ingests"),
              required("source_line", LONG, "line in the file, header is line 1"))
          .withKey("instrument", "event_time", "bar_seconds")
          .withCheck(
              "ohlc",
              "low <= open and low <= close and high >= open and high >= close and low > 0");

  static final Table LIQUIDATIONS =
      Table.of(
              "market",
              "liquidations",
              "one row per forced fill",
              required("instrument", STRING, "instrument id"),
              required("event_time", TIMESTAMP, "venue time, UTC, cut to microseconds"),
              required(
                  "event_time_nanos", LONG, "venue time, nanoseconds since the Unix epoch, UTC"),
              required(
                  "offset", LONG, "position in the arrival log, unique and rising per instrument"),
              required("notional", DECIMAL, "quote currency"),
              required("aggressor", STRING, "side of the forced order or UNKNOWN"),
              required("source_id", STRING, "ingested file, see market.ingests"),
              required("source_line", LONG, "line in the file, header is line 1"))
          .withKey("instrument", "event_time")
          .withCheck("notional_not_negative", "notional >= 0");

  static final Table FUNDING_RATES =
      Table.of(
              "market",
              "funding_rates",
              "one row per funding payment",
              required("instrument", STRING, "instrument id"),
              required("event_time", TIMESTAMP, "venue time, UTC, cut to microseconds"),
              required(
                  "event_time_nanos", LONG, "venue time, nanoseconds since the Unix epoch, UTC"),
              required(
                  "offset", LONG, "position in the arrival log, unique and rising per instrument"),
              required(
                  "rate", DECIMAL, "fraction of notional per interval, positive when longs pay"),
              required("interval_seconds", INT, "length of the interval"),
              required("source_id", STRING, "ingested file, see market.ingests"),
              required("source_line", LONG, "line in the file, header is line 1"))
          .withKey("instrument", "event_time");

  static final Table OPEN_INTEREST =
      Table.of(
              "market",
              "open_interest",
              "one row per reading",
              required("instrument", STRING, "instrument id"),
              required("event_time", TIMESTAMP, "venue time, UTC, cut to microseconds"),
              required(
                  "event_time_nanos", LONG, "venue time, nanoseconds since the Unix epoch, UTC"),
              required(
                  "offset", LONG, "position in the arrival log, unique and rising per instrument"),
              required("value", DECIMAL, "quote currency"),
              required("source_id", STRING, "ingested file, see market.ingests"),
              required("source_line", LONG, "line in the file, header is line 1"))
          .withKey("instrument", "event_time")
          .withCheck("value_not_negative", "value >= 0");

  static final Table SENTIMENT_SCORES =
      Table.of(
              "market",
              "sentiment_scores",
              "one row per reading",
              required("instrument", STRING, "instrument id"),
              required("event_time", TIMESTAMP, "venue time, UTC, cut to microseconds"),
              required(
                  "event_time_nanos", LONG, "venue time, nanoseconds since the Unix epoch, UTC"),
              required(
                  "offset", LONG, "position in the arrival log, unique and rising per instrument"),
              required("known_at", TIMESTAMP, "when the reading became known, UTC"),
              required("score", DOUBLE, "-1 negative to 1 positive"),
              required("source_id", STRING, "ingested file, see market.ingests"),
              required("source_line", LONG, "line in the file, header is line 1"))
          .withKey("instrument", "event_time")
          .withCheck("score_range", "score between -1 and 1");

  static final Table DATA_QUALITY_LOGS =
      Table.of(
              "market",
              "data_quality_logs",
              "one row per run, rule, instrument and interval",
              required(
                  "run_id",
                  STRING,
                  "the run that wrote the row, for example nightly-2018-06-01-direction"),
              required("rule", STRING, "name of the rule"),
              required("severity", STRING, "info, warning or error"),
              required("instrument", STRING, "instrument id"),
              optional("from_time", TIMESTAMP, "start of the interval"),
              optional("to_time", TIMESTAMP, "end of the interval"),
              optional("value", DOUBLE, "what was measured"),
              optional("threshold", DOUBLE, "the limit it was held against"),
              required("unit", STRING, "unit of value and threshold"),
              required("action", STRING, "what was done: none, logged, excluded"),
              required("retries", INT, "how often the check was tried again"),
              required("detail", STRING, "one sentence"))
          .withKey("run_id", "rule", "instrument");

  static final Table LATE_EVENTS =
      Table.of(
              "market",
              "late_events",
              "one row per event that came too late for its bar",
              required("instrument", STRING, "instrument id"),
              required("offset", LONG, "position in the arrival log"),
              required("event_time", TIMESTAMP, "venue time, UTC"),
              required("event_time_nanos", LONG, "venue time in nanoseconds"),
              required("feature_set", STRING, "the feature set whose order it missed"),
              required("event", STRING, "the event in the wire format"))
          .withKey("instrument", "offset");

  static final Table REJECTED_EVENTS =
      Table.of(
              "market",
              "rejected_events",
              "one row per rejected row of a file",
              required("source_id", STRING, "ingested file, see market.ingests"),
              required("source_line", LONG, "line in the file, header is line 1"),
              required("source", STRING, "file name"),
              required("format", STRING, "ingest format"),
              required("reason", STRING, "stable name of the reason"),
              required("detail", STRING, "value, limit and remedy"),
              required("raw", STRING, "the line as read, at most 4,000 characters"))
          .withKey("source_id", "source_line");

  static final Table INGESTS =
      Table.of(
              "market",
              "ingests",
              "one row per ingested file, way of reading it and table filled",
              required(
                  "source_id",
                  STRING,
                  "SHA-256 of content, format or mapping, instrument override and stretches found"),
              required("format", STRING, "ingest format"),
              required("source", STRING, "file name"),
              required(
                  "target", STRING, "table the accepted rows are in, empty when there are none"),
              required("instruments", STRING, "instruments found, comma separated"),
              required("rows_read", LONG, "accepted and rejected rows of this account"),
              required("rows_accepted", LONG, "rows taken"),
              required(
                  "rows_rejected",
                  LONG,
                  "rows in rejected_events; 0 but in a file's first account"),
              required("rows_new", LONG, "accepted rows that the table did not have yet"),
              required("target_version", LONG, "version of the target table after this ingest"),
              optional("first_event_time", TIMESTAMP, "earliest accepted event"),
              optional("last_event_time", TIMESTAMP, "latest accepted event"))
          .withKey("source_id", "target")
          .withCheck("nothing_lost", "rows_accepted + rows_rejected = rows_read");
}
