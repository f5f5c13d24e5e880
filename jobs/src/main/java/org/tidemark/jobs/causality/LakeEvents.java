package org.tidemark.jobs.causality;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.tidemark.features.causality.EventLog;
import org.tidemark.features.causality.Fact;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.StoredEvent;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;

/** The events that feature sets are made of: bars of the length, trades, quotes and books. */
final class LakeEvents {
  private static final int MOST_EVENTS = 5_000_000;

  private LakeEvents() {}

  static List<Fact<MarketEvent>> read(TableStore store, CausalityArgs args) {
    List<MarketEvent> events = new ArrayList<>();
    for (EventKind kind : EventKind.values()) {
      if (store.exists(kind.table())) {
        events.addAll(read(store, kind, args));
        Limits.check("the market", Math.max(1, events.size()), MOST_EVENTS);
      }
    }
    Limits.check("the market", events.size(), MOST_EVENTS);
    return EventLog.of(events);
  }

  private static List<MarketEvent> read(TableStore store, EventKind kind, CausalityArgs args) {
    Dataset<StoredEvent> rows =
        EventRows.events(store.read(kind.table()), kind)
            .where(
                col("eventTimeNanos")
                    .gt(args.fromNanos())
                    .and(col("eventTimeNanos").leq(args.toNanos())));
    if (!args.instruments().isEmpty()) {
      rows = rows.where(col("instrument").isin(args.instruments().toArray()));
    }
    if (kind == EventKind.BARS) {
      long length = args.barSeconds() * 1_000_000_000L;
      rows = rows.where(col("eventTimeNanos").minus(col("openTimeNanos")).equalTo(length));
    }
    List<MarketEvent> events = new ArrayList<>();
    for (StoredEvent row : rows.limit(MOST_EVENTS + 1).collectAsList()) {
      events.add(row.toEvent(new InstrumentId(row.getInstrument())));
    }
    return events;
  }
}
