package org.tidemark.lakehouse;

import static org.tidemark.lakehouse.Column.optional;
import static org.tidemark.lakehouse.Column.required;
import static org.tidemark.lakehouse.ColumnType.BINARY;
import static org.tidemark.lakehouse.ColumnType.DOUBLE;
import static org.tidemark.lakehouse.ColumnType.FLOAT;
import static org.tidemark.lakehouse.ColumnType.FLOATS;
import static org.tidemark.lakehouse.ColumnType.LONG;
import static org.tidemark.lakehouse.ColumnType.STRING;
import static org.tidemark.lakehouse.ColumnType.TIMESTAMP;

/** Tables of the schema {@code live}: what the scorer did. */
final class LiveTables {
  private static final String QUERY = "query name; absent of rows of an earlier schema version";

  /** Without it two files under one version name could not be told apart. */
  private static final Migration FILE =
      new Migration.AddColumn(
          optional(
              "onnx_sha256",
              STRING,
              "content hash of the ONNX file that scored it; null for a rule, and in rows of"
                  + " earlier programs"));

  private LiveTables() {}

  static final Table SCORES =
      Table.of(
              "live",
              "scores",
              "one row per query, instrument, bar and model version scored",
              required("instrument", STRING, "instrument id"),
              required("offset", LONG, "offset of the last event of the bar"),
              required("model_version", STRING, "version that scored it"),
              required("event_time", TIMESTAMP, "end of the bar"),
              required("event_time_nanos", LONG, "the same in nanoseconds"),
              required("model", STRING, "model name"),
              required("feature_set_hash", STRING, "identity of the features"),
              required(
                  "score", FLOAT, "probability of class 1 or of the last class, or the estimate"),
              required("decision", STRING, "BUY, SELL or HOLD by the score"),
              required("close", DOUBLE, "close of the bar"),
              required(
                  "arm",
                  STRING,
                  "champion, challenger, specialist or rule, who served the bar, or shadow"),
              required("reason", STRING, "why this model scored it"),
              required("closed_by_offset", LONG, "offset of the event that closed the bar"),
              required("batch_id", LONG, "micro-batch"))
          .withMigration(
              new Migration.AddColumn(
                  optional(
                      "class_scores",
                      FLOATS,
                      "probability per class when there are three or more; the decision is then"
                          + " made of (1 + the last - the first) / 2")),
              new Migration.AddColumn(optional("query", STRING, QUERY)),
              FILE)
          .withKey("query", "instrument", "offset", "model_version");

  static final Table PROVISIONAL_SCORES =
      Table.of(
              "live",
              "provisional_scores",
              "one row per query and tick taken while a bar was in the making, with --every tick",
              required("query", STRING, "query name"),
              required("instrument", STRING, "instrument id"),
              required(
                  "tick_offset",
                  LONG,
                  "offset of the tick: the row is as if the bar closed with it"),
              required("offset", LONG, "offset of the last event of the bar so far"),
              required(
                  "event_time",
                  TIMESTAMP,
                  "end of the bar; of bars of a fixed length the end to come"),
              required("event_time_nanos", LONG, "the same in nanoseconds"),
              required("model", STRING, "model name"),
              required("model_version", STRING, "champion that scored it"),
              required("reason", STRING, "why this model scored it"),
              required("feature_set_hash", STRING, "identity of the features"),
              required(
                  "features",
                  BINARY,
                  "float32 values in the order of the set, big-endian: the very bits"),
              required(
                  "score", FLOAT, "probability of class 1 or of the last class, or the estimate"),
              required("decision", STRING, "BUY, SELL or HOLD by the score"),
              required("close", DOUBLE, "close of the bar so far"),
              optional(
                  "class_scores", FLOATS, "probability per class when there are three or more"),
              required("batch_id", LONG, "micro-batch"))
          .withMigration(FILE)
          .withKey("query", "instrument", "tick_offset");

  static final Table SIGNALS =
      Table.of(
              "live",
              "signals",
              "one row per query, instrument, bar closed and strategy, with --strategy",
              required("query", STRING, "query name"),
              required("instrument", STRING, "instrument id"),
              required("offset", LONG, "offset of the last event of the bar"),
              required("strategy", STRING, "name of the strategy"),
              required("event_time", TIMESTAMP, "end of the bar"),
              required("event_time_nanos", LONG, "the same in nanoseconds"),
              required(
                  "signal",
                  DOUBLE,
                  "of the strategy alone, -1 (sell) to 1 (buy); NaN where a feature is missing"),
              required(
                  "gate",
                  STRING,
                  "OPEN, or why it is held: MISSING, LOW_QUALITY, HOSTILE_REGIME; OFF without a"
                      + " gate"),
              optional(
                  "score",
                  FLOAT,
                  "probability of a rise that was blended in; of three classes or more (1 + the"
                      + " last - the first) / 2"),
              optional("model_version", STRING, "version that gave the score"),
              required("share", DOUBLE, "of the model in the value, 0 to 1"),
              required("value", DOUBLE, "(1 - share) * signal + share * (2 * score - 1)"),
              required("decision", STRING, "BUY, SELL or HOLD by the value; HOLD where held"),
              required("rule", STRING, "thresholds, share and gate that made it, to the last bit"),
              required("feature_set_hash", STRING, "identity of the features"),
              required("closed_by_offset", LONG, "offset of the event that closed the bar"),
              required("batch_id", LONG, "micro-batch"))
          .withKey("query", "instrument", "offset", "strategy");

  static final Table DEAD_LETTERS =
      Table.of(
              "live",
              "dead_letters",
              "one row per query and tick that could not be used",
              required("source", STRING, "topic or folder"),
              required("source_partition", STRING, "partition, or path of a file below its folder"),
              required("source_offset", LONG, "offset in the partition, or line"),
              required("reason", STRING, "stable name of the reason"),
              required("detail", STRING, "value, limit and remedy"),
              required("raw", STRING, "the message as received, at most 64 KiB"),
              optional("instrument", STRING, "instrument when it could be read"),
              required("batch_id", LONG, "micro-batch"))
          .withMigration(new Migration.AddColumn(optional("query", STRING, QUERY)))
          .withKey("query", "source", "source_partition", "source_offset");

  static final Table TICKS =
      Table.of(
              "live",
              "ticks",
              "one row per query and tick that it took",
              required("query", STRING, "query name"),
              required("instrument", STRING, "instrument id"),
              required("offset", LONG, "position in the instrument's log"),
              required("event_time", TIMESTAMP, "when it happened, by the venue's clock"),
              required("event_time_nanos", LONG, "the same in nanoseconds"),
              required("arrival_nanos", LONG, "when the source had it"),
              required(
                  "wire",
                  STRING,
                  "the message as received; one of 64 KiB or more as the same event in fewer"
                      + " bytes"),
              required("source", STRING, "topic or folder"),
              required("source_partition", STRING, "partition, or path of a file below its folder"),
              required("source_offset", LONG, "offset in the partition, or line"),
              required("batch_id", LONG, "micro-batch"))
          .withKey("query", "instrument", "offset");

  static final Table FEATURES =
      Table.of(
              "live",
              "features",
              "one row per query, instrument and bar closed",
              required("query", STRING, "query name"),
              required("instrument", STRING, "instrument id"),
              required("offset", LONG, "offset of the last event of the bar"),
              required("event_time", TIMESTAMP, "end of the bar"),
              required("event_time_nanos", LONG, "the same in nanoseconds"),
              required("feature_set", STRING, "name"),
              required("feature_set_hash", STRING, "identity of the features"),
              required("closed_by_offset", LONG, "offset of the event that closed the bar"),
              required(
                  "features",
                  BINARY,
                  "float32 values in the order of the set, big-endian: the very bits"),
              required("batch_id", LONG, "micro-batch"))
          .withKey("query", "instrument", "offset");

  static final Table BEGINNINGS =
      Table.of(
              "live",
              "beginnings",
              "one row per query and instrument that it has taken a tick of",
              required("query", STRING, "query name"),
              required("instrument", STRING, "instrument id"),
              required("offset", LONG, "offset of the first tick taken"),
              required("feature_set", STRING, "name"),
              required("feature_set_hash", STRING, "identity of the features"),
              required("sampler", STRING, "what closes a bar"),
              optional(
                  "saved_until_nanos",
                  LONG,
                  "start of the day that a saved state had reached; null when it had seen nothing"),
              required("snapshot", BINARY, "the replay's bytes just before the first tick"),
              required("batch_id", LONG, "micro-batch"))
          .withKey("query", "instrument");

  static final Table LATENCY =
      Table.of(
              "live",
              "latency",
              "one row per stage and stretch of up to 60 micro-batches with input",
              required("query", STRING, "query name"),
              required("batch_id", LONG, "last micro-batch of the stretch"),
              required("stage", STRING, "stage as Spark names it; triggerExecution is all"),
              required("p50_micros", LONG, "median"),
              required("p99_micros", LONG, "99th percentile"),
              required("n", LONG, "micro-batches"))
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
              required("scored", LONG, "bars that a version served; rows of shadows do not count"),
              optional("model_version", STRING, "champion of the batch, or the rule in its place"))
          .withKey("query", "batch_id")
          .withCheck("nothing_lost", "valid + dead = consumed");
}
