package org.tidemark.features.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.tidemark.features.FeatureSet;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** Finds, for every instrument, the newest saved state that no later file has made stale. */
final class StartFinder {
  /** One ingested file, as far as it matters here. */
  private record Ingest(long version, long firstNanos) {}

  private final TableStore store;
  private final FeatureSet set;
  private final LocalDate asOf;

  private StartFinder(TableStore store, FeatureSet set, LocalDate asOf) {
    this.store = store;
    this.set = set;
    this.asOf = asOf;
  }

  static List<Start> find(TableStore store, FeatureSet set, LocalDate asOf) {
    return new StartFinder(store, set, asOf).find();
  }

  private List<Start> find() {
    Map<String, Map<EventKind, List<Ingest>>> ingests = ingests();
    Map<String, List<Row>> states = states();
    List<Start> starts = new ArrayList<>();
    ingests.forEach(
        (instrument, kinds) -> {
          Set<EventKind> read = SampledEvents.kinds(set.sampler(), set.inputs(), kinds.keySet());
          if (read.stream().noneMatch(EventKind::hasPrices)) {
            return; // nothing that bars could be made of
          }
          starts.add(
              states.getOrDefault(instrument, List.of()).stream()
                  .filter(s -> read.stream().allMatch(kind -> isFresh(s, kind, kinds.get(kind))))
                  .max(Comparator.comparing((Row s) -> s.getDate(1)))
                  .map(s -> load(instrument, read, s.getDate(1)))
                  .orElseGet(() -> Start.fresh(instrument, read)));
        });
    return starts;
  }

  private static boolean isFresh(Row state, EventKind kind, List<Ingest> ingests) {
    long until = nanos(state.getDate(1));
    long seen = Inputs.parse(state.getString(2)).version(kind);
    return ingests.stream().noneMatch(i -> i.version() > seen && i.firstNanos() <= until);
  }

  private Map<String, Map<EventKind, List<Ingest>>> ingests() {
    Map<String, Map<EventKind, List<Ingest>>> found = new TreeMap<>();
    List<Row> rows =
        store
            .read(Tables.INGESTS)
            .where(col("rows_new").gt(0).and(col("first_event_time").leq(lit(until()))))
            .select("instruments", "target", "target_version", "first_event_time")
            .collectAsList();
    for (Row row : rows) {
      for (EventKind kind : EventKind.values()) {
        if (kind.table().qualifiedName().equals(row.getString(1))) {
          for (String instrument : row.getString(0).split(",")) {
            Timestamp first = row.getTimestamp(3);
            found
                .computeIfAbsent(instrument, k -> new EnumMap<>(EventKind.class))
                .computeIfAbsent(kind, k -> new ArrayList<>())
                .add(
                    new Ingest(
                        row.getLong(2),
                        first.getTime() / 1_000L * 1_000_000_000L + first.getNanos()));
          }
        }
      }
    }
    return found;
  }

  private Timestamp until() {
    return Timestamp.from(asOf.atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  private Map<String, List<Row>> states() {
    Map<String, List<Row>> found = new TreeMap<>();
    store
        .read(Tables.FEATURE_STATE)
        .where(
            col("feature_set")
                .equalTo(set.name())
                .and(col("feature_set_hash").equalTo(set.hash()))
                .and(col("until_date").leq(lit(Date.valueOf(asOf)))))
        .select("instrument", "until_date", "inputs")
        .collectAsList()
        .forEach(r -> found.computeIfAbsent(r.getString(0), k -> new ArrayList<>()).add(r));
    return found;
  }

  private Start load(String instrument, Set<EventKind> kinds, Date until) {
    Row row =
        store
            .read(Tables.FEATURE_STATE)
            .where(
                col("feature_set")
                    .equalTo(set.name())
                    .and(col("instrument").equalTo(instrument))
                    .and(col("until_date").equalTo(lit(until))))
            .select("last_row_nanos", "snapshot", "last_offset", "events", "rows")
            .head();
    return new Start(
        instrument,
        kinds,
        nanos(until),
        row.getLong(0),
        row.getAs(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4));
  }

  private static long nanos(Date date) {
    return date.toLocalDate().atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L;
  }
}
