package org.tidemark.lakehouse;

import static org.tidemark.lakehouse.Column.required;
import static org.tidemark.lakehouse.ColumnType.BINARY;
import static org.tidemark.lakehouse.ColumnType.DATE;
import static org.tidemark.lakehouse.ColumnType.DOUBLE;
import static org.tidemark.lakehouse.ColumnType.FLOAT;
import static org.tidemark.lakehouse.ColumnType.INT;
import static org.tidemark.lakehouse.ColumnType.LONG;
import static org.tidemark.lakehouse.ColumnType.STRING;
import static org.tidemark.lakehouse.ColumnType.TIMESTAMP;

import java.util.List;

/** Tables of the schema {@code features}, besides the one wide table per feature set. */
final class FeatureTables {
  private FeatureTables() {}

  /** The bar that every row of a wide table stands for. */
  static final List<Column> BAR_COLUMNS =
      List.of(
          required("instrument", STRING, "instrument id"),
          required("event_time", TIMESTAMP, "end of the bar: the row's point in time, UTC"),
          required("event_time_nanos", LONG, "the same in nanoseconds"),
          required("offset", LONG, "offset of the last event inside the bar"),
          required("open_time_nanos", LONG, "start of the bar"),
          required("open", DOUBLE, "first price"),
          required("high", DOUBLE, "highest price"),
          required("low", DOUBLE, "lowest price"),
          required("close", DOUBLE, "last price"),
          required("volume", DOUBLE, "base units"));

  static final Table FEATURE_SETS =
      Table.of(
              "features",
              "feature_sets",
              "one row per feature set, hash and output column",
              required("feature_set", STRING, "name"),
              required("feature_set_hash", STRING, "SHA-256 of names, order, versions and sampler"),
              required("position", INT, "column position, from 0"),
              required("feature", STRING, "feature name"),
              required("feature_version", INT, "rises when any output bit may change"),
              required("output", STRING, "column name"),
              required("unit", STRING, "unit of the column"),
              required("meaning", STRING, "one line"),
              required("sampler", STRING, "what closes a bar"))
          .withKey("feature_set", "feature_set_hash", "position");

  static final Table FEATURE_STATE =
      Table.of(
              "features",
              "feature_state",
              "one row per feature set, instrument and day reached",
              required("feature_set", STRING, "name"),
              required("instrument", STRING, "instrument id"),
              required(
                  "until_date",
                  DATE,
                  "the state has seen every event known at the start of this UTC day"),
              required("feature_set_hash", STRING, "identity of the set"),
              required("input", STRING, "kind of events folded: bars, trades or quotes"),
              required("last_offset", LONG, "offset of the last event seen"),
              required("events", LONG, "events seen since the beginning"),
              required("rows", LONG, "rows emitted since the beginning"),
              required(
                  "last_row_nanos",
                  LONG,
                  "event time of the last row emitted, or the start of time"),
              required("input_version", LONG, "version of the event table that was read"),
              required("snapshot", BINARY, "the replay's bytes"))
          .withKey("feature_set", "instrument", "until_date");

  static final Table LABELS =
      Table.of(
              "features",
              "labels",
              "one row per label definition, instrument and bar",
              required(
                  "label_set",
                  STRING,
                  "definition, for example fixed-15m; bars of another length than a minute add it: fixed-15m_300s"),
              required("instrument", STRING, "instrument id"),
              required("event_time", TIMESTAMP, "point in time of the row that is labelled"),
              required("event_time_nanos", LONG, "the same in nanoseconds"),
              required("offset", LONG, "offset of the bar"),
              required(
                  "span_end_nanos",
                  LONG,
                  "when the label is known: the end of the future it looks at"),
              required("label", FLOAT, "target value"),
              required(
                  "forward_return",
                  DOUBLE,
                  "simple return from the point in time to the end of the span"))
          .withKey("label_set", "instrument", "event_time")
          .withCheck("span_after_row", "span_end_nanos > event_time_nanos");
}
