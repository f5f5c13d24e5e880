package org.tidemark.features.spark;

import static org.apache.spark.sql.functions.col;

import java.util.EnumSet;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.bar.TradeBars;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.StoredEvent;

/** Which events a feature set is made of: the same ones for every driver. */
final class SetInputs {
  private SetInputs() {}

  /** Of the kinds there are, those that the sampler makes bars of and that a feature asks for. */
  static Set<EventKind> read(FeatureSet set, Set<EventKind> known) {
    EnumSet<EventKind> read = EnumSet.noneOf(EventKind.class);
    for (EventKind kind : known) {
      boolean priced =
          set.sampler() instanceof TradeBars<?> ? kind == EventKind.TRADES : kind.hasPrices();
      if (priced || set.inputs().contains(kind.event())) {
        read.add(kind);
      }
    }
    return read;
  }

  /** The events of a kind's rows, without vendor bars of another length than the sampler's. */
  static Dataset<StoredEvent> events(FeatureSet set, Dataset<Row> rows, EventKind kind) {
    Dataset<StoredEvent> events = EventRows.events(rows, kind);
    if (kind == EventKind.BARS && set.sampler() instanceof TimeBars bars) {
      long length = bars.length().toNanos();
      return events.where(col("eventTimeNanos").minus(col("openTimeNanos")).equalTo(length));
    }
    return events;
  }
}
