package org.tidemark.lakehouse;

import static org.tidemark.lakehouse.Column.optional;
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
              required(
                  "inputs",
                  STRING,
                  "event tables folded, each with the version read, for example"
                      + " TRADES@12,QUOTES@7"),
              required("last_offset", LONG, "offset of the last event seen"),
              required("events", LONG, "events seen since the beginning"),
              required("rows", LONG, "rows emitted since the beginning"),
              required(
                  "last_row_nanos",
                  LONG,
                  "event time of the last row emitted, or the start of time"),
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
                  "definition, for example fixed-15m; bars of another length than a minute add it:"
                      + " fixed-15m_300s"),
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

  static final Table QUALITY_WEIGHTS =
      Table.of(
              "features",
              "quality_weights",
              "one row per version of the market quality score's weights and dimension",
              required(
                  "version",
                  INT,
                  "chosen by the setting quality.weights; version 1 is there from the start"),
              required(
                  "dimension",
                  STRING,
                  "liquidity, volatility, momentum, imbalance, trend_strength or noise"),
              required("weight", DOUBLE, "0 to 1; the weights of a version add up to 1"))
          .withKey("version", "dimension")
          .withCheck("version_positive", "version >= 1")
          .withCheck("weight_range", "weight between 0 and 1")
          .withMigration(
              new Migration.Seed(
                  List.of(
                      List.of(1, "liquidity", 0.15),
                      List.of(1, "volatility", 0.15),
                      List.of(1, "momentum", 0.15),
                      List.of(1, "imbalance", 0.15),
                      List.of(1, "trend_strength", 0.20),
                      List.of(1, "noise", 0.20))));

  static final Table CAUSALITY =
      Table.of(
              "features",
              "causality",
              "one row per look-ahead check, subject and output",
              required("check_id", STRING, "names what was checked, on which data, and how"),
              required(
                  "subject", STRING, "feature set, label, split, fitting, query or transformer"),
              required("output", STRING, "column, fold or fold of a fit"),
              required("verdict", STRING, "clean, leak or untested"),
              optional("probe", STRING, "what found the leak"),
              optional("instrument", STRING, "of the first offending row"),
              optional("event_time_nanos", LONG, "stamp of the first offending row"),
              optional("cut_nanos", LONG, "only input after this instant differed"),
              optional("value_with", DOUBLE, "value with the recorded future, null for no row"),
              optional("value_without", DOUBLE, "value with another future, null for no row"),
              optional("why", STRING, "why nothing could be tested, or what the hit means"),
              required("compared", LONG, "values compared over all reruns"),
              required("cuts", INT, "instants asked for"),
              required("seed", LONG, "seed of instants and of made-up input"),
              optional("from_nanos", LONG, "first input that was read"),
              optional("to_nanos", LONG, "last input that was read"),
              required("arguments", STRING, "what was asked, as JSON"))
          .withKey("check_id", "subject", "output")
          .withCheck("known_verdict", "verdict in ('clean', 'leak', 'untested')");

  static final Table PARITY =
      Table.of(
              "features",
              "parity",
              "one row per live query, day and output column",
              required("query", STRING, "live query that was replayed in batch"),
              required(
                  "date", DATE, "UTC day before the as-of date: what is new since the day before"),
              required("output", STRING, "column of the feature set"),
              required("position", INT, "its place in a row, from 0"),
              required("feature_set", STRING, "name"),
              required("feature_set_hash", STRING, "identity of the set"),
              required(
                  "verdict", STRING, "equal, different, incomplete, not comparable or no rows"),
              required("instruments", LONG, "instruments replayed"),
              required("ticks", LONG, "ticks replayed"),
              required("rows_compared", LONG, "bars that both live and batch closed"),
              required("mismatched_rows", LONG, "of these, values with another bit pattern"),
              required("mismatched_bits", LONG, "differing bits of these values"),
              required("missing_rows", LONG, "bars that batch closed and live did not"),
              required("extra_rows", LONG, "bars that live closed and batch did not"),
              required("lost_ticks", LONG, "ticks that were taken and are not kept, or damaged"),
              required(
                  "not_comparable", LONG, "instruments whose beginning or feature set is unknown"),
              optional("first_fault", STRING, "value, missing row, extra row or lost tick"),
              optional("first_instrument", STRING, "where the first fault is"),
              optional("first_offset", LONG, "its bar, or tick"),
              optional("first_event_time_nanos", LONG, "end of that bar"),
              optional("live_value", STRING, "value and bits that live had there"),
              optional("batch_value", STRING, "value and bits that batch has there"),
              optional("why", STRING, "what is not comparable, and why"))
          .withKey("query", "date", "output")
          .withCheck(
              "known_verdict",
              "verdict in ('equal', 'different', 'incomplete', 'not comparable', 'no rows')")
          .withCheck(
              "equal_is_equal",
              "verdict <> 'equal' or rows_compared > 0 and mismatched_rows + missing_rows"
                  + " + extra_rows + lost_ticks + not_comparable = 0");

  static final Table PARITY_STATE =
      Table.of(
              "features",
              "parity_state",
              "one row per live query, instrument and day reached by the batch replay",
              required("query", STRING, "live query that is replayed"),
              required("instrument", STRING, "instrument id"),
              required("until_date", DATE, "the state has seen the ticks known at the start of it"),
              required("feature_set", STRING, "name"),
              required("feature_set_hash", STRING, "identity of the set"),
              required("sampler", STRING, "what closes a bar"),
              required("last_offset", LONG, "offset of the last tick seen"),
              required("from_batch", LONG, "ticks not seen are of this micro-batch or later ones"),
              required("snapshot", BINARY, "the replay's bytes"))
          .withKey("query", "instrument", "until_date");
}
