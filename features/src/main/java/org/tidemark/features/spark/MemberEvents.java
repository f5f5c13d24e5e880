package org.tidemark.features.spark;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.Sampler;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.bar.TradeBars;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.StoredEvent;
import org.tidemark.lakehouse.spark.TableStore;

/** Reads the events of members that are known at a date and that a saved state has not seen. */
final class MemberEvents {
  private final TableStore store;
  private final Sampler<?> sampler;
  private final long lastKnown;

  MemberEvents(TableStore store, Sampler<?> sampler, LocalDate asOf) {
    this.store = store;
    this.sampler = sampler;
    long until = asOf.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L;
    // A bar of trades ends after its last trade, so only before the date is it known at the date.
    this.lastKnown = sampler instanceof TradeBars<?> ? until - 1 : until;
  }

  /** The tables of these kinds as they are now. */
  Inputs inputs(Set<EventKind> kinds) {
    Map<EventKind, Long> versions = new EnumMap<>(EventKind.class);
    kinds.forEach(kind -> versions.put(kind, store.version(kind.table())));
    return new Inputs(versions);
  }

  /**
   * The events of those tables. What is known at the date ends, in each member's log, before the
   * first event that is later: an event behind it is not known yet, whatever its own time, or a run
   * day by day would take events in another order than one run.
   *
   * @param seen last offset that the state has seen of each member, or -1
   */
  Dataset<StoredEvent> of(Inputs inputs, Map<String, Long> seen) {
    Dataset<StoredEvent> events =
        inputs.versions().keySet().stream()
            .sorted()
            .map(kind -> events(kind, inputs.version(kind)))
            .reduce(Dataset::union)
            .orElseThrow()
            .where(
                col("instrument")
                    .isin(seen.keySet().toArray())
                    .and(col("offset").gt(Collections.min(seen.values()))));
    Map<String, Long> ends = new HashMap<>();
    events
        .where(col("eventTimeNanos").gt(lastKnown))
        .groupBy("instrument")
        .agg(min("offset"))
        .collectAsList()
        .forEach(r -> ends.put(r.getString(0), r.getLong(1)));
    List<Row> bounds = new ArrayList<>();
    seen.forEach(
        (name, last) ->
            bounds.add(RowFactory.create(name, last, ends.getOrDefault(name, Long.MAX_VALUE))));
    StructType schema =
        new StructType()
            .add("bound_instrument", "string")
            .add("bound_after", "long")
            .add("bound_before", "long");
    return events
        .where(col("eventTimeNanos").leq(lastKnown))
        .join(
            broadcast(store.spark().createDataFrame(bounds, schema)),
            col("instrument")
                .equalTo(col("bound_instrument"))
                .and(col("offset").gt(col("bound_after")))
                .and(col("offset").lt(col("bound_before"))),
            "left_semi")
        .as(Encoders.bean(StoredEvent.class));
  }

  private Dataset<StoredEvent> events(EventKind kind, long version) {
    Dataset<StoredEvent> events = EventRows.events(store.read(kind.table(), version), kind);
    if (kind == EventKind.BARS && sampler instanceof TimeBars bars) {
      long length = bars.length().toNanos();
      return events.where(col("eventTimeNanos").minus(col("openTimeNanos")).equalTo(length));
    }
    return events;
  }
}
