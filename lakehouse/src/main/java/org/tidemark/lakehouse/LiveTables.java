package org.tidemark.lakehouse;

import static org.tidemark.lakehouse.Column.optional;
import static org.tidemark.lakehouse.Column.required;
import static org.tidemark.lakehouse.ColumnType.DOUBLE;
import static org.tidemark.lakehouse.ColumnType.FLOAT;
import static org.tidemark.lakehouse.ColumnType.LONG;
import static org.tidemark.lakehouse.ColumnType.STRING;
import static org.tidemark.lakehouse.ColumnType.TIMESTAMP;

/** Tables of the schema {@code live}: what the scorer did. */
final class LiveTables {
  private LiveTables() {}

  static final Table SCORES =
      Table.of(
              "live",
              "scores",
              "one row per instrument, bar and model version scored",
              required("instrument", STRING, "instrument id"),
              required("offset", LONG, "offset of the last event of the bar"),
              required("model_version", STRING, "version that scored it"),
              required("event_time", TIMESTAMP, "end of the bar"),
              required("event_time_nanos", LONG, "the same in nanoseconds"),
              required("model", STRING, "model name"),
              required("feature_set_hash", STRING, "identity of the features"),
              required("score", FLOAT, "probability or estimate"),
              required("decision", STRING, "BUY, SELL or HOLD by the score"),
              required("close", DOUBLE, "close of the bar"),
              required("arm", STRING, "champion or challenger"),
              required("reason", STRING, "why this model scored it"),
              required("closed_by_offset", LONG, "offset of the event that closed the bar"),
              required("batch_id", LONG, "micro-batch"))
          .withKey("instrument", "offset", "model_version");

  static final Table DEAD_LETTERS =
      Table.of(
              "live",
              "dead_letters",
              "one row per tick that could not be used",
              required("source", STRING, "topic or folder"),
              required("source_partition", STRING, "partition, or file name"),
              required("source_offset", LONG, "offset in the partition, or line"),
              required("reason", STRING, "stable name of the reason"),
              required("detail", STRING, "value, limit and remedy"),
              required("raw", STRING, "the message as received, at most 64 KiB"),
              optional("instrument", STRING, "instrument when it could be read"),
              required("batch_id", LONG, "micro-batch"))
          .withKey("source", "source_partition", "source_offset");

  static final Table LATENCY =
      Table.of(
              "live",
              "latency",
              "one row per micro-batch and stage",
              required("query", STRING, "query name"),
              required("batch_id", LONG, "micro-batch"),
              required("stage", STRING, "stage"),
              required("p50_micros", LONG, "median"),
              required("p99_micros", LONG, "99th percentile"),
              required("n", LONG, "observations"))
          .withKey("query", "batch_id", "stage");

  static final Table PROGRESS =
      Table.of(
              "live",
              "progress",
              "one row per query and micro-batch",
              required("query", STRING, "query name"),
              required("batch_id", LONG, "micro-batch"),
              required("consumed", LONG, "ticks read"),
              required("valid", LONG, "ticks taken"),
              required("dead", LONG, "ticks in dead_letters"),
              required("bars", LONG, "bars closed"),
              required("scored", LONG, "rows in scores"),
              optional("model_version", STRING, "champion of the batch"))
          .withKey("query", "batch_id")
          .withCheck("nothing_lost", "valid + dead = consumed");
}
