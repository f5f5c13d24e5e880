package org.tidemark.features.spark;

import java.sql.Date;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.CollectionAccumulator;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.bar.TradeBars;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.StoredEvent;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Brings a feature set's wide table up to a date: one sorted pass over each instrument's new
 * events, going on from the latest saved state. A late file (events before a saved state that the
 * state has not seen) makes the driver go back to the last state before it and restate from there.
 */
public final class FeatureDriver {
  /**
   * What one run did.
   *
   * @param events events folded
   * @param rows rows written
   * @param late events that came too late for their bar
   * @param resumed instruments that went on from a saved state
   * @param restarted instruments folded from their first event
   */
  public record Summary(long events, long rows, long late, int resumed, int restarted) {}

  private final TableStore store;
  private final FeatureSet set;
  private final Table wide;

  public FeatureDriver(TableStore store, FeatureSet set) {
    this.store = store;
    this.set = set;
    this.wide = FeatureTable.of(set);
  }

  /** Folds every event known at the start of {@code asOf} (UTC) that the table has not seen. */
  public Summary run(LocalDate asOf) {
    store.settleFew(
        Tables.FEATURE_SETS,
        FeatureTable.describe(set),
        "feature_set = '%s' AND feature_set_hash = '%s'".formatted(set.name(), set.hash()));
    store.ensure(wide);
    Map<Set<EventKind>, List<Start>> starts = new LinkedHashMap<>();
    for (Start start : StartFinder.find(store, set, asOf)) {
      starts.computeIfAbsent(start.kinds(), k -> new ArrayList<>()).add(start);
    }
    Summary total = new Summary(0, 0, 0, 0, 0);
    for (Map.Entry<Set<EventKind>, List<Start>> entry : starts.entrySet()) {
      Summary part = fold(entry.getKey(), entry.getValue(), asOf);
      total =
          new Summary(
              total.events + part.events,
              total.rows + part.rows,
              total.late + part.late,
              total.resumed + part.resumed,
              total.restarted + part.restarted);
    }
    return total;
  }

  private Summary fold(Set<EventKind> kinds, List<Start> starts, LocalDate asOf) {
    long until = asOf.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L;
    HashMap<String, Start> byInstrument = new HashMap<>();
    starts.forEach(s -> byInstrument.put(s.instrument(), s));
    Map<EventKind, Long> versions = new EnumMap<>(EventKind.class);
    kinds.forEach(kind -> versions.put(kind, store.version(kind.table())));
    Inputs inputs = new Inputs(versions);
    Dataset<StoredEvent> events =
        kinds.stream()
            .map(
                kind ->
                    SampledEvents.of(
                        store.read(kind.table(), inputs.version(kind)), kind, set.sampler()))
            .reduce(Dataset::union)
            .orElseThrow();
    // A bar of trades ends after its last trade, so only before the date is it known at the date.
    long lastKnown = set.sampler() instanceof TradeBars<?> ? until - 1 : until;
    NewEvents unseen = NewEvents.find(store, events, starts, lastKnown);
    if (unseen.isEmpty()) {
      return saveStates(inputs, byInstrument, List.of(), asOf);
    }
    CollectionAccumulator<Ended> ended = new CollectionAccumulator<>();
    store.spark().sparkContext().register(ended, "feature states");
    FeatureSet folded = set;
    Broadcast<HashMap<String, Start>> shared =
        JavaSparkContext.fromSparkContext(store.spark().sparkContext()).broadcast(byInstrument);
    Dataset<WideRow> rows =
        unseen
            .inLogOrder()
            .mapPartitions(
                (MapPartitionsFunction<StoredEvent, WideRow>)
                    it -> new FoldIterator(it, folded, shared.value()::get, ended::add),
                Encoders.bean(WideRow.class));
    store.replace(wide, FeatureTable.columns(rows, set), replaced(unseen.starts(), until));
    shared.destroy();
    return saveStates(inputs, byInstrument, ended.value(), asOf);
  }

  private Summary saveStates(
      Inputs inputs, Map<String, Start> starts, List<Ended> ended, LocalDate asOf) {
    // A task that ran twice reports the same state twice; keyed by instrument that is harmless.
    Map<String, Ended> last = new TreeMap<>();
    ended.forEach(e -> last.put(e.instrument(), e));
    long events = 0;
    long written = 0;
    List<Row> states = new ArrayList<>();
    List<Row> late = new ArrayList<>();
    for (Start start : starts.values()) {
      Ended end = last.get(start.instrument());
      long newEvents = end == null ? 0 : end.events();
      long newRows = end == null ? 0 : end.rows();
      if (end == null && !start.resumes()) {
        continue;
      }
      events += newEvents;
      written += newRows;
      states.add(
          RowFactory.create(
              set.name(),
              start.instrument(),
              Date.valueOf(asOf),
              set.hash(),
              inputs.toString(),
              end == null ? start.lastOffset() : end.lastOffset(),
              start.events() + newEvents,
              start.rows() + newRows,
              end == null ? start.rowsAfterNanos() : end.lastRowNanos(),
              end == null ? start.snapshot() : end.snapshot()));
      if (end != null) {
        late.addAll(end.late());
      }
    }
    if (!late.isEmpty()) {
      store.insertNew(
          Tables.LATE_EVENTS,
          store.rows(Tables.LATE_EVENTS, late),
          "instrument",
          "offset",
          "feature_set");
    }
    if (!states.isEmpty()) {
      String names =
          String.join("', '", states.stream().map(r -> r.getString(1)).sorted().toList());
      // The rows are this definition's now: states of another one under the same name are stale.
      String stale =
          ("feature_set = '%s' AND (until_date = DATE'%s' OR feature_set_hash <> '%s')"
                  + " AND instrument IN ('%s')")
              .formatted(set.name(), asOf, set.hash(), names);
      Dataset<Row> rows = store.rows(Tables.FEATURE_STATE, states);
      if (ended.isEmpty()) {
        store.settle(Tables.FEATURE_STATE, rows, stale);
      } else {
        store.replace(Tables.FEATURE_STATE, rows, stale); // new events, so the states are new
      }
    }
    int resumed = (int) starts.values().stream().filter(Start::resumes).count();
    return new Summary(events, written, late.size(), resumed, states.size() - resumed);
  }

  /** Rows that this run puts anew: everything after each start, up to the date. */
  private static String replaced(List<Start> starts, long until) {
    List<String> parts = new ArrayList<>();
    by(starts, Start::rowsAfterNanos)
        .forEach(
            (time, names) ->
                parts.add(
                    "(instrument IN ('%s') AND event_time_nanos > %d)"
                        .formatted(String.join("', '", names), time)));
    return "(%s) AND event_time_nanos <= %d".formatted(String.join(" OR ", parts), until);
  }

  private static Map<Long, List<String>> by(List<Start> starts, ToLongFunction<Start> time) {
    Map<Long, List<String>> groups = new TreeMap<>();
    for (Start start : starts) {
      groups
          .computeIfAbsent(time.applyAsLong(start), k -> new ArrayList<>())
          .add(start.instrument());
    }
    groups.values().forEach(names -> names.sort(null));
    return groups;
  }
}
