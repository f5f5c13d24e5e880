package org.tidemark.jobs.ingest;

import static org.apache.spark.sql.functions.col;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.Json;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.ingest.Accepted;
import org.tidemark.lakehouse.ingest.Rejected;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.TableSchemas;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Brings files into the market tables. Each file is read by one task; every data row ends in its
 * table or in {@code market.rejected_events}; a file that was ingested before adds nothing. A file
 * is read through once before anything is written, so a damaged one writes nothing.
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
      Map<String, Long> reasons) {}

  @Override
  public String name() {
    return "ingest";
  }

  @Override
  public Summary run(TableStore store, IngestArgs args) {
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
    long rejected = 0;
    for (Found scan : scans) {
      read += scan.tally().read();
      rejected += scan.tally().rejected();
      scan.tally().rejectedBy().forEach((reason, n) -> reasons.merge(reason.name(), n, Long::sum));
    }
    return new Summary(
        scans.size(), scans.size() - fresh.size(), read, read - rejected, rejected, added, reasons);
  }

  private static List<Found> scan(TableStore store, List<FileOnDisk> files) {
    if (files.isEmpty()) {
      return List.of();
    }
    // Indices and text travel, whatever serializer Spark is set to; files go with the closure.
    List<FileOnDisk> all = List.copyOf(files);
    SerializableConfiguration hadoop = hadoop(store);
    List<String> scans =
        context(store)
            .parallelize(indices(all.size()), all.size())
            .map(i -> Json.line(Scan.of(all.get(i), hadoop.value())))
            .collect();
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      found.add(
          new Found(
              all.get(i), Json.read(scans.get(i).getBytes(StandardCharsets.UTF_8), Scan.class)));
    }
    return found;
  }

  private static List<Integer> indices(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static JavaSparkContext context(TableStore store) {
    return JavaSparkContext.fromSparkContext(store.spark().sparkContext());
  }

  /** Settings of the file systems as Spark has them, in a form that travels to the tasks. */
  private static SerializableConfiguration hadoop(TableStore store) {
    return new SerializableConfiguration(store.spark().sparkContext().hadoopConfiguration());
  }

  private static long write(TableStore store, List<Found> fresh) {
    Map<EventKind, List<Found>> byKind = new TreeMap<>();
    for (Found scan : fresh) {
      if (scan.tally().accepted() > 0) {
        byKind.computeIfAbsent(scan.kind(), k -> new ArrayList<>()).add(scan);
      }
    }
    byKind.forEach((kind, scans) -> Overlaps.refuse(store, kind, scans));
    byKind.forEach((kind, scans) -> writeAccepted(store, kind, scans));
    List<Found> withRejects = fresh.stream().filter(s -> s.tally().rejected() > 0).toList();
    if (!withRejects.isEmpty()) {
      writeRejected(store, withRejects);
    }
    Map<String, Long> added = new TreeMap<>();
    Map<EventKind, Long> versions = new TreeMap<>();
    byKind.forEach(
        (kind, scans) -> {
          added.putAll(countBySource(store, kind.table(), scans));
          versions.put(kind, store.version(kind.table()));
        });
    List<Row> rows = new ArrayList<>();
    for (Found scan : fresh) {
      rows.add(account(scan, added.getOrDefault(scan.sourceId(), 0L), versions));
    }
    if (!rows.isEmpty()) {
      store.upsert(Tables.INGESTS, store.rows(Tables.INGESTS, rows), "source_id");
    }
    return added.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Row account(Found scan, long added, Map<EventKind, Long> versions) {
    boolean any = scan.tally().accepted() > 0;
    return RowFactory.create(
        scan.sourceId(),
        scan.file().format().name(),
        scan.file().uri().replaceFirst("^.*/", ""),
        any ? scan.kind().table().qualifiedName() : "",
        String.join(",", scan.spans().keySet()),
        scan.tally().read(),
        scan.tally().accepted(),
        scan.tally().rejected(),
        added,
        any ? versions.get(scan.kind()) : -1L,
        any ? EventRows.timestamp(scan.firstNanos()) : null,
        any ? EventRows.timestamp(scan.lastNanos()) : null);
  }

  private static void writeAccepted(TableStore store, EventKind kind, List<Found> scans) {
    // A commit is whole, so a source that has any row in the table has all of them: a run that died
    // between this commit and the account is picked up here without writing a row twice.
    Map<String, Long> present = countBySource(store, kind.table(), scans);
    ArrayList<Found> missing =
        scans.stream()
            .filter(s -> !present.containsKey(s.sourceId()))
            .collect(Collectors.toCollection(ArrayList::new));
    if (kind == EventKind.BARS) {
      for (ArrayList<Found> batch : Overlaps.apart(missing)) {
        store.insertNew(
            kind.table(),
            rows(store, kind, batch),
            "instrument",
            "bar_seconds",
            "event_time_nanos");
      }
    } else if (!missing.isEmpty()) {
      store.append(kind.table(), rows(store, kind, missing));
    }
  }

  private static Dataset<Row> rows(TableStore store, EventKind kind, ArrayList<Found> scans) {
    SerializableConfiguration hadoop = hadoop(store);
    return store
        .spark()
        .createDataFrame(
            context(store)
                .parallelize(indices(scans.size()), scans.size())
                .flatMap(
                    (FlatMapFunction<Integer, Row>) i -> accepted(scans.get(i), hadoop.value())),
            TableSchemas.of(kind.table()));
  }

  private static void writeRejected(TableStore store, List<Found> scans) {
    Map<String, Long> present = countBySource(store, Tables.REJECTED_EVENTS, scans);
    ArrayList<Found> missing =
        scans.stream()
            .filter(s -> !present.containsKey(s.sourceId()))
            .collect(Collectors.toCollection(ArrayList::new));
    if (!missing.isEmpty()) {
      SerializableConfiguration hadoop = hadoop(store);
      store.append(
          Tables.REJECTED_EVENTS,
          store
              .spark()
              .createDataFrame(
                  context(store)
                      .parallelize(indices(missing.size()), missing.size())
                      .flatMap(
                          (FlatMapFunction<Integer, Row>)
                              i -> rejected(missing.get(i), hadoop.value())),
                  TableSchemas.of(Tables.REJECTED_EVENTS)));
    }
  }

  private static Map<String, Long> countBySource(TableStore store, Table table, List<Found> scans) {
    Map<String, Long> counts = new TreeMap<>();
    store
        .read(table)
        .where(col("source_id").isin(scans.stream().map(Found::sourceId).toArray()))
        .groupBy("source_id")
        .count()
        .collectAsList()
        .forEach(r -> counts.put(r.getString(0), r.getLong(1)));
    return counts;
  }

  private static Iterator<Row> accepted(Found scan, Configuration hadoop) {
    return new Picked(
        scan.file().open(hadoop),
        row ->
            row instanceof Accepted a
                ? Optional.of(EventRows.toRow(a.event(), scan.sourceId(), a.line()))
                : Optional.empty());
  }

  private static Iterator<Row> rejected(Found scan, Configuration hadoop) {
    String name = scan.file().uri().replaceFirst("^.*/", "");
    return new Picked(
        scan.file().open(hadoop),
        row ->
            row instanceof Rejected r
                ? Optional.of(
                    RowFactory.create(
                        scan.sourceId(),
                        r.line(),
                        name,
                        scan.file().format().name(),
                        r.reason().name(),
                        r.detail(),
                        r.raw()))
                : Optional.empty());
  }
}
