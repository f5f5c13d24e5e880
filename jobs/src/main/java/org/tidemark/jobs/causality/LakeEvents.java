package org.tidemark.jobs.causality;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.features.causality.EventLog;
import org.tidemark.features.causality.Fact;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.MarketEvent;

/**
 * The events that a feature set is made of: an instrument's bars, or else its trades, or quotes.
 */
final class LakeEvents {
  private static final int MOST_EVENTS = 5_000_000;

  private LakeEvents() {}

  static List<Fact<MarketEvent>> read(TableStore store, CausalityArgs args) {
    List<MarketEvent> events = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (EventKind kind : EventKind.values()) {
      if (!store.exists(kind.table())) {
        continue;
      }
      List<MarketEvent> more = read(store, kind, args, known);
      more.forEach(e -> known.add(e.instrument().value()));
      events.addAll(more);
      Limits.check("the market", Math.max(1, events.size()), MOST_EVENTS);
    }
    Limits.check("the market", events.size(), MOST_EVENTS);
    return EventLog.of(events);
  }

  private static List<MarketEvent> read(
      TableStore store, EventKind kind, CausalityArgs args, Set<String> known) {
    Dataset<Row> rows =
        EventRows.select(store.read(kind.table()), kind)
            .where(
                col("event_time_nanos")
                    .gt(args.fromNanos())
                    .and(col("event_time_nanos").leq(args.toNanos())));
    if (!args.instruments().isEmpty()) {
      rows = rows.where(col("instrument").isin(args.instruments().toArray()));
    }
    if (kind == EventKind.BARS) {
      long length = args.barSeconds() * 1_000_000_000L;
      rows = rows.where(col("event_time_nanos").minus(col("open_time_nanos")).equalTo(length));
    }
    List<MarketEvent> events = new ArrayList<>();
    for (Row row : rows.limit(MOST_EVENTS + 1).collectAsList()) {
      MarketEvent event = EventRows.fromRow(row, kind);
      if (!known.contains(event.instrument().value())) {
        events.add(event);
      }
    }
    return events;
  }
}
