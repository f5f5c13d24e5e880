package org.tidemark.features.spark;

import static org.apache.spark.sql.functions.col;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.features.Sampler;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.bar.TradeBars;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.StoredEvent;

/** Which stored events a sampler and the features behind it are fed, wherever they are read. */
public final class SampledEvents {
  private SampledEvents() {}

  /**
   * Of the kinds there are, those that the sampler makes bars of and those that a feature asks for.
   *
   * @param inputs what features read beside closed bars
   */
  public static Set<EventKind> kinds(
      Sampler<?> sampler, Set<org.tidemark.market.EventKind> inputs, Collection<EventKind> known) {
    Set<EventKind> read = EnumSet.noneOf(EventKind.class);
    for (EventKind kind : known) {
      boolean priced =
          sampler instanceof TradeBars<?> ? kind == EventKind.TRADES : kind.hasPrices();
      if (priced || inputs.contains(kind.event())) {
        read.add(kind);
      }
    }
    return read;
  }

  /** The events of a kind's table; of bars those of the sampler's length, where it has one. */
  public static Dataset<StoredEvent> of(Dataset<Row> table, EventKind kind, Sampler<?> sampler) {
    Dataset<StoredEvent> events = EventRows.events(table, kind);
    if (kind == EventKind.BARS && sampler instanceof TimeBars bars) {
      long length = bars.length().toNanos();
      return events.where(col("eventTimeNanos").minus(col("openTimeNanos")).equalTo(length));
    }
    return events;
  }
}
