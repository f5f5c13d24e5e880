package org.tidemark.features.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.tidemark.features.Sampler;
import org.tidemark.features.bar.TradeBars;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** The ingested files of each member that hold events known at a date, by kind of event. */
final class MemberFiles {
  /** One ingested file, as far as it matters here. */
  private record Ingest(long version, long firstNanos) {}

  private final Map<String, Map<EventKind, List<Ingest>>> files;

  private MemberFiles(Map<String, Map<EventKind, List<Ingest>>> files) {
    this.files = files;
  }

  static MemberFiles known(TableStore store, LocalDate asOf) {
    Map<String, Map<EventKind, List<Ingest>>> found = new TreeMap<>();
    Timestamp until = Timestamp.from(asOf.atStartOfDay().toInstant(ZoneOffset.UTC));
    List<Row> rows =
        store
            .read(Tables.INGESTS)
            .where(col("rows_new").gt(0).and(col("first_event_time").leq(lit(until))))
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
    return new MemberFiles(found);
  }

  /** Of the kinds that there are of an instrument, those that the sampler makes bars of. */
  Set<EventKind> read(String instrument, Sampler<?> sampler) {
    EnumSet<EventKind> read = EnumSet.noneOf(EventKind.class);
    for (EventKind kind : files.getOrDefault(instrument, Map.of()).keySet()) {
      if (sampler instanceof TradeBars<?> ? kind == EventKind.TRADES : kind.hasPrices()) {
        read.add(kind);
      }
    }
    return read;
  }

  /** Whether a state at a date, made of those inputs, has seen every file that begins by then. */
  boolean isFresh(String instrument, Set<EventKind> kinds, Date until, Inputs inputs) {
    long untilNanos = nanos(until);
    return kinds.stream()
        .allMatch(
            kind ->
                files.get(instrument).get(kind).stream()
                    .noneMatch(
                        i -> i.version() > inputs.version(kind) && i.firstNanos() <= untilNanos));
  }

  /** The start of a UTC day. */
  static long nanos(Date date) {
    return date.toLocalDate().atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L;
  }
}
