package org.tidemark.jobs.ingest;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.Json;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.ingest.Accepted;
import org.tidemark.lakehouse.ingest.Ingested;
import org.tidemark.lakehouse.ingest.Rejected;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.TableSchemas;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Brings files into the market tables. Each file is read by one task; every data row ends in the
 * table of its kind or in {@code market.rejected_events}; a file that was ingested before adds
 * nothing. All files are read through before anything is written, so a damaged one writes nothing;
 * parsing is a twentieth of the cost of writing, so the second pass is cheap.
 */
public final class IngestJob implements Job<IngestArgs, IngestJob.Summary> {
  /**
   * The account: accepted + rejected = read.
   *
   * @param added accepted rows that the tables did not have
   * @param known files that had been ingested before
   */
  public record Summary(
      int files,
      int known,
      long read,
      long accepted,
      long rejected,
      long added,
      Map<String, Long> reasons) {
    public Summary {
      if (accepted + rejected != read) {
        throw new IllegalStateException(
            "read " + read + " must equal accepted " + accepted + " + rejected " + rejected);
      }
    }
  }

  @Override
  public String name() {
    return "ingest";
  }

  @Override
  public Summary run(TableStore store, IngestArgs args) {
    if (args.files().isEmpty()) {
      return new Summary(0, 0, 0, 0, 0, 0, Map.of());
    }
    List<Found> scans = scan(store, args.files());
    Map<String, Found> bySource = new LinkedHashMap<>();
    scans.forEach(s -> bySource.putIfAbsent(s.sourceId(), s));
    Set<String> done =
        store
            .read(Tables.INGESTS)
            .where(col("source_id").isin(bySource.keySet().toArray()))
            .select("source_id")
            .collectAsList()
            .stream()
            .map(r -> r.getString(0))
            .collect(Collectors.toSet());
    List<Found> fresh =
        bySource.values().stream().filter(s -> !done.contains(s.sourceId())).toList();
    long added = write(store, fresh);
    Map<String, Long> reasons = new TreeMap<>();
    long read = 0;
    long accepted = 0;
    long rejected = 0;
    for (Found scan : scans) {
      read += scan.tally().read();
      accepted += scan.kinds().stream().mapToLong(kind -> scan.span(kind).rows()).sum();
      rejected += scan.tally().rejected();
      scan.tally().rejectedBy().forEach((reason, n) -> reasons.merge(reason.name(), n, Long::sum));
    }
    return new Summary(
        scans.size(), scans.size() - fresh.size(), read, accepted, rejected, added, reasons);
  }

  private static List<Found> scan(TableStore store, List<FileOnDisk> files) {
    // Scans travel as text, whatever serializer Spark is set to.
    return FileTasks.run(
            store.spark(),
            files,
            (i, file, reader, hadoop) ->
                List.of(Json.line(Scan.of(i, file, reader, hadoop))).iterator())
        .collect()
        .stream()
        .map(json -> Json.read(json.getBytes(StandardCharsets.UTF_8), Scan.class))
        .sorted(Comparator.comparingInt(Scan::file))
        .map(scan -> new Found(files.get(scan.file()), scan))
        .toList();
  }

  private static long write(TableStore store, List<Found> fresh) {
    Map<EventKind, List<Found>> byKind = new TreeMap<>();
    for (Found scan : fresh) {
      scan.kinds().forEach(k -> byKind.computeIfAbsent(k, key -> new ArrayList<>()).add(scan));
    }
    byKind.forEach((kind, scans) -> Overlaps.refuse(store, kind, scans));
    Map<EventKind, Map<String, Long>> landed = new TreeMap<>();
    byKind.forEach((kind, scans) -> landed.put(kind, writeAccepted(store, kind, scans)));
    writeRejected(store, fresh.stream().filter(s -> s.tally().rejected() > 0).toList());
    Map<EventKind, Accounts.Written> written = new TreeMap<>();
    landed.forEach(
        (kind, rows) -> written.put(kind, new Accounts.Written(store.version(kind.table()), rows)));
    List<Row> accounts =
        fresh.stream().flatMap(scan -> Accounts.of(scan, written).stream()).toList();
    if (!accounts.isEmpty()) {
      store.upsert(Tables.INGESTS, store.rows(Tables.INGESTS, accounts), "source_id", "target");
    }
    return written.values().stream()
        .flatMap(w -> w.rows().values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  /**
   * Brings the accepted rows of a kind into its table; answers how many rows of each source it has
   * then. A commit is whole, so a source that has any row there has all of them: a run that died
   * between this commit and the account is picked up here without writing a row twice.
   */
  private static Map<String, Long> writeAccepted(
      TableStore store, EventKind kind, List<Found> scans) {
    Map<String, Long> stored = new TreeMap<>();
    List<List<Found>> batches = kind == EventKind.BARS ? Overlaps.apart(scans) : List.of(scans);
    for (List<Found> batch : batches) {
      Landing.land(
          store,
          kind.table(),
          () -> {
            stored.putAll(stored(store, kind, batch));
            List<Found> missing =
                batch.stream().filter(s -> !stored.containsKey(s.sourceId())).toList();
            return missing.isEmpty() ? Optional.empty() : unknown(store, kind, missing);
          });
    }
    return stored;
  }

  /** The rows of files that the table does not have; of bars those with a key that is not there. */
  private static Optional<Dataset<Row>> unknown(
      TableStore store, EventKind kind, List<Found> missing) {
    Overlaps.refuse(store, kind, missing);
    Dataset<Row> rows = rows(store, kind, missing);
    if (kind != EventKind.BARS || !Overlaps.anyStored(store, kind, missing)) {
      return Optional.of(rows);
    }
    Dataset<Row> known = store.read(kind.table()).where(Overlaps.within(kind, missing));
    Dataset<Row> fresh =
        rows.join(
            known.select("instrument", "bar_seconds", "event_time_nanos"),
            new String[] {"instrument", "bar_seconds", "event_time_nanos"},
            "left_anti");
    return fresh.isEmpty() ? Optional.empty() : Optional.of(fresh);
  }

  private static Dataset<Row> rows(TableStore store, EventKind kind, List<Found> batch) {
    return frame(
        store,
        kind.table(),
        batch,
        (row, source, file) ->
            row instanceof Accepted a && EventRows.kind(a.event()) == kind
                ? Optional.of(EventRows.toRow(a.event(), source, a.line()))
                : Optional.empty());
  }

  private static void writeRejected(TableStore store, List<Found> scans) {
    if (scans.isEmpty()) {
      return;
    }
    Landing.land(
        store,
        Tables.REJECTED_EVENTS,
        () -> {
          Map<String, Long> present = countBySource(store.read(Tables.REJECTED_EVENTS), scans);
          List<Found> missing =
              scans.stream().filter(s -> !present.containsKey(s.sourceId())).toList();
          return missing.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  frame(
                      store,
                      Tables.REJECTED_EVENTS,
                      missing,
                      (row, source, file) ->
                          row instanceof Rejected r
                              ? Optional.of(rejected(r, source, file))
                              : Optional.empty()));
        });
  }

  private static Row rejected(Rejected row, String source, FileOnDisk file) {
    return RowFactory.create(
        source,
        row.line(),
        file.name(),
        file.format().name(),
        row.reason().name(),
        row.detail(),
        row.raw());
  }

  /** Makes table rows of the rows of files. */
  private interface Picker extends Serializable {
    Optional<Row> row(Ingested row, String source, FileOnDisk file);
  }

  private static Dataset<Row> frame(
      TableStore store, Table table, List<Found> batch, Picker picker) {
    ArrayList<String> sources =
        batch.stream().map(Found::sourceId).collect(Collectors.toCollection(ArrayList::new));
    return store
        .spark()
        .createDataFrame(
            FileTasks.run(
                store.spark(),
                batch.stream().map(Found::file).toList(),
                (i, file, reader, hadoop) ->
                    new Picked(reader, row -> picker.row(row, sources.get(i), file))),
            TableSchemas.of(table));
  }

  /** Rows of each source that the table of a kind has. */
  private static Map<String, Long> stored(TableStore store, EventKind kind, List<Found> scans) {
    return countBySource(store.read(kind.table()).where(Overlaps.within(kind, scans)), scans);
  }

  private static Map<String, Long> countBySource(Dataset<Row> rows, List<Found> scans) {
    Map<String, Long> counts = new TreeMap<>();
    rows.where(col("source_id").isin(scans.stream().map(Found::sourceId).toArray()))
        .groupBy("source_id")
        .count()
        .collectAsList()
        .forEach(r -> counts.put(r.getString(0), r.getLong(1)));
    return counts;
  }
}
