package org.tidemark.streaming.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.RowShape;
import org.tidemark.streaming.feature.Every;
import org.tidemark.streaming.feature.FoldRows;

/** The tables that a batch of a scorer may write, and how their rows are made. */
record LiveShapes(List<RowShape> shapes) implements Serializable {
  private static final String TIME = "event_time";
  private static final String NANOS = "event_time_nanos";

  LiveShapes {
    shapes = List.copyOf(shapes);
  }

  static LiveShapes of(ScorerSettings settings, long batch) {
    List<RowShape> shapes = new ArrayList<>();
    shapes.add(ofBatch(Tables.DEAD_LETTERS, FoldRows.SCHEMA, settings, batch));
    shapes.add(
        named(ofBatch(Tables.LIVE_BEGINNINGS, FoldRows.SCHEMA, settings, batch), settings)
            .with("sampler", settings.set().sampler().id()));
    shapes.add(
        ofBatch(Tables.LIVE_TICKS, FoldRows.SCHEMA, settings, batch)
            .withTime(TIME, NANOS)
            .withNamed("wire", "raw"));
    shapes.add(
        named(ofBatch(Tables.LIVE_FEATURES, FoldRows.SCHEMA, settings, batch), settings)
            .withTime(TIME, NANOS));
    shapes.add(hashed(ofBatch(Tables.SCORES, BarScores.OUTPUT, settings, batch), settings));
    if (settings.every() == Every.TICK) {
      shapes.add(
          hashed(ofBatch(Tables.PROVISIONAL_SCORES, BarScores.OUTPUT, settings, batch), settings)
              .withNamed("tick_offset", "closed_by_offset"));
    }
    if (!settings.signals().strategies().isEmpty()) {
      shapes.add(
          hashed(ofBatch(Tables.LIVE_SIGNALS, SignalRows.OUTPUT, settings, batch), settings)
              .with("rule", settings.signals().id(settings.set().outputNames())));
    }
    return new LiveShapes(shapes);
  }

  private static RowShape ofBatch(
      Table table, StructType given, ScorerSettings settings, long batch) {
    return RowShape.of(table, given).with("query", settings.query()).with("batch_id", batch);
  }

  private static RowShape named(RowShape shape, ScorerSettings settings) {
    return shape
        .with("feature_set", settings.set().name())
        .with("feature_set_hash", settings.set().hash());
  }

  private static RowShape hashed(RowShape shape, ScorerSettings settings) {
    return shape.with("feature_set_hash", settings.set().hash()).withTime(TIME, NANOS);
  }

  /** The tables. */
  List<Table> tables() {
    return shapes.stream().map(RowShape::table).toList();
  }

  /** How rows of a table are made. */
  RowShape of(Table table) {
    return ifThere(table).orElseThrow();
  }

  /** The same of a table that not every scorer writes. */
  Optional<RowShape> ifThere(Table table) {
    return shapes.stream().filter(shape -> shape.table().equals(table)).findFirst();
  }
}
