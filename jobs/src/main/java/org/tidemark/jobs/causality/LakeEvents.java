package org.tidemark.jobs.causality;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.tidemark.features.Sampler;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.causality.EventLog;
import org.tidemark.features.causality.Fact;
import org.tidemark.features.spark.SampledEvents;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.spark.StoredEvent;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;

/** The events that the sampler and the feature set under test are fed. */
final class LakeEvents {
  private static final int MOST_EVENTS = 5_000_000;

  private LakeEvents() {}

  /**
   * Reads what the arguments choose.
   *
   * @param inputs what the features under test read beside closed bars
   */
  static List<Fact<MarketEvent>> read(
      TableStore store, CausalityArgs args, Set<org.tidemark.market.EventKind> inputs) {
    Sampler<?> sampler = Samplers.parse(args.sampler());
    List<MarketEvent> events = new ArrayList<>();
    for (EventKind kind : SampledEvents.kinds(sampler, inputs, List.of(EventKind.values()))) {
      if (store.exists(kind.table())) {
        events.addAll(read(store, kind, sampler, args));
        Limits.check("the market", Math.max(1, events.size()), MOST_EVENTS);
      }
    }
    Limits.check("the market", events.size(), MOST_EVENTS);
    return EventLog.of(events);
  }

  private static List<MarketEvent> read(
      TableStore store, EventKind kind, Sampler<?> sampler, CausalityArgs args) {
    Dataset<StoredEvent> rows =
        SampledEvents.of(store.read(kind.table()), kind, sampler)
            .where(
                col("eventTimeNanos")
                    .gt(args.fromNanos())
                    .and(col("eventTimeNanos").leq(args.toNanos())));
    if (!args.instruments().isEmpty()) {
      rows = rows.where(col("instrument").isin(args.instruments().toArray()));
    }
    List<MarketEvent> events = new ArrayList<>();
    for (StoredEvent row : rows.limit(MOST_EVENTS + 1).collectAsList()) {
      events.add(row.toEvent(new InstrumentId(row.getInstrument())));
    }
    return events;
  }
}
