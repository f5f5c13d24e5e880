package org.tidemark.jobs.monitor;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.serve.Scorer;
import org.tidemark.jobs.train.ReferenceProfile;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.QueryRows;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.drift.Drift;
import org.tidemark.models.drift.DriftLevel;
import org.tidemark.models.drift.FrozenBins;
import org.tidemark.models.drift.Profile;

/**
 * Drift of what one live query reads and says, for each version that scored, on the bins frozen
 * when that version was fitted. Windows end at whole cells of event time; a window's profile is the
 * sum of its cells, so its index has the bits of the nightly check over the same rows.
 *
 * <p>Each look reads the micro-batches that are new in {@code live.progress} and counts the cells
 * that they touch anew, from all their rows: whatever is repeated after a crash gives the same
 * rows. The cells are written last and carry the micro-batch up to which they were counted.
 */
final class LiveDrift {
  private final TableStore store;
  private final String query;
  private final String model;
  private final long cell;
  private final int cells;
  private final DriftReferences references;

  /**
   * @param cell length of a cell, at least a second
   * @param window length of a window, a whole number of cells
   */
  LiveDrift(TableStore store, String query, String model, Duration cell, Duration window) {
    this.store = store;
    this.query = query;
    this.model = model;
    this.references = new DriftReferences(store);
    this.cell = cell.toNanos();
    if (cell.toSeconds() < 1 || window.toNanos() < this.cell || window.toNanos() % this.cell != 0) {
      throw new IllegalArgumentException(
          "window " + window + " must be one or more whole cells of " + cell + ", of 1 s or more");
    }
    this.cells = Math.toIntExact(window.toNanos() / this.cell);
  }

  /**
   * Drift of one column in the newest window of a version.
   *
   * @param toNanos end of the window
   */
  record Newest(String version, String feature, long toNanos, Drift drift) {}

  /** Rows to write, and what to tell. */
  private record Found(List<Row> cells, List<Row> windows, List<Newest> newest) {
    Found() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  /**
   * Counts what is new; the newest window of each version that scored in it.
   *
   * @param registered the files of the model's versions
   */
  List<Newest> look(Collection<Scorer> registered) {
    store.ensure(Tables.LIVE_DRIFT);
    store.ensure(Tables.LIVE_DRIFT_CELLS);
    Found found = new Found();
    lastBatch()
        .ifPresent(
            last -> {
              List<Row> fresh = versions(last);
              registered.stream()
                  .filter(scorer -> fresh.stream().anyMatch(row -> scored(scorer, row)))
                  .flatMap(scorer -> references.of(scorer).stream())
                  .filter(reference -> !reference.features().isEmpty())
                  .forEach(reference -> look(reference, last, found));
            });
    if (!found.cells().isEmpty()) {
      upsert(Tables.LIVE_DRIFT, found.windows());
      upsert(Tables.LIVE_DRIFT_CELLS, found.cells());
    }
    return found.newest();
  }

  /**
   * What earlier looks have found in the newest window of a file; nothing where they found none, or
   * where the query has gone on for a window without it. A look may have ended between counting and
   * telling.
   */
  List<Newest> before(Scorer scorer) {
    return references.of(scorer).map(this::before).orElse(List.of());
  }

  private List<Newest> before(DriftReference reference) {
    Row newest = mine().selectExpr("max(cell_to_nanos)").head();
    if (newest.isNullAt(0)) {
      return List.of();
    }
    Dataset<Row> ends =
        counted(reference)
            .where(col("cell_to_nanos").gt(newest.getLong(0) - cells * cell))
            .groupBy("feature")
            .agg(max("cell_to_nanos").as("window_to_nanos"));
    return store
        .read(Tables.LIVE_DRIFT)
        .where(
            col("query")
                .equalTo(query)
                .and(reference.scorer().mine())
                .and(col("window_to_nanos").minus(col("window_from_nanos")).equalTo(cells * cell)))
        .join(ends, new String[] {"feature", "window_to_nanos"})
        .select("feature", "window_to_nanos", "psi", "ks", "n_reference", "n_current")
        .collectAsList()
        .stream()
        .map(
            row ->
                new Newest(
                    reference.version(),
                    row.getString(0),
                    row.getLong(1),
                    new Drift(
                        row.getDouble(2),
                        row.getDouble(3),
                        row.getLong(4),
                        row.getLong(5),
                        DriftLevel.ofPsi(row.getDouble(2)))))
        .toList();
  }

  private void upsert(Table table, List<Row> rows) {
    store.upsert(table, store.rows(table, rows), table.key().toArray(String[]::new));
  }

  private Optional<Long> lastBatch() {
    Row last =
        store
            .read(Tables.PROGRESS)
            .where(col("query").equalTo(query))
            .selectExpr("max(batch_id)")
            .head();
    return last.isNullAt(0) ? Optional.empty() : Optional.of(last.getLong(0));
  }

  /** Versions and files with scores since the cells of any version were counted last. */
  private List<Row> versions(long last) {
    Row counted = mine().selectExpr("max(batch_id)").head();
    return store
        .read(Tables.SCORES)
        .where(
            col("model")
                .equalTo(model)
                .and(QueryRows.of(query))
                .and(col("batch_id").gt(counted.isNullAt(0) ? -1L : counted.getLong(0)))
                .and(col("batch_id").leq(last)))
        .select("model_version", "onnx_sha256")
        .distinct()
        .collectAsList();
  }

  private static boolean scored(Scorer scorer, Row fresh) {
    return scorer.version().equals(fresh.getString(0))
        && (fresh.isNullAt(1) || scorer.sha256().equals(fresh.getString(1)));
  }

  private Dataset<Row> mine() {
    return store
        .read(Tables.LIVE_DRIFT_CELLS)
        .where(col("query").equalTo(query).and(col("reference").startsWith(model + "/")));
  }

  private Dataset<Row> features(DriftReference reference, long last) {
    return store
        .read(Tables.LIVE_FEATURES)
        .where(
            col("query")
                .equalTo(query)
                .and(col("feature_set_hash").equalTo(reference.featureSetHash()))
                .and(col("batch_id").leq(last)));
  }

  private void look(DriftReference reference, long last, Found found) {
    Dataset<Row> all = features(reference, last);
    Row counted = counted(reference).selectExpr("max(batch_id)").head();
    long from = counted.isNullAt(0) ? -1 : counted.getLong(0);
    NavigableSet<Long> touched = touched(all.where(col("batch_id").gt(from)), from < 0);
    if (touched.isEmpty()) {
      return;
    }
    // A row of a touched cell may have come at any time before.
    Dataset<Row> rows =
        all.where(
            col("event_time_nanos")
                .gt(touched.first() - cell)
                .and(col("event_time_nanos").leq(touched.last())));
    new Counted(reference.features(), rows.select("event_time_nanos", "features"))
        .add(reference, touched, last, found);
    reference
        .scores()
        .ifPresent(
            of ->
                new Counted(List.of(of), scores(reference, rows))
                    .add(reference, touched, last, found));
  }

  private Dataset<Row> counted(DriftReference reference) {
    return mine()
        .where(
            col("model_version")
                .equalTo(reference.version())
                .and(col("reference").equalTo(id(reference))));
  }

  /**
   * Counts of cells of another length are no counts of these, nor those of another model, which may
   * have a version of the same name.
   */
  private String id(DriftReference reference) {
    return model + "/" + reference.id() + "/" + Duration.ofNanos(cell);
  }

  /**
   * Cells with new rows. Of a version that is new only those of the newest window: nobody asked
   * before.
   */
  private NavigableSet<Long> touched(Dataset<Row> fresh, boolean first) {
    NavigableSet<Long> cellsOf = new TreeSet<>();
    fresh
        .selectExpr("event_time_nanos + pmod(-event_time_nanos, %dL) as cell".formatted(cell))
        .distinct()
        .collectAsList()
        .forEach(row -> cellsOf.add(row.getLong(0)));
    return first && !cellsOf.isEmpty()
        ? cellsOf.tailSet(cellsOf.last() - (cells - 1) * cell, true)
        : cellsOf;
  }

  /** The version's scores of those bars, whichever arm it had, as one float32 each. */
  private Dataset<Row> scores(DriftReference reference, Dataset<Row> bars) {
    return store
        .read(Tables.SCORES)
        .where(reference.scorer().mine())
        .where(QueryRows.of(query))
        .join(
            bars.select("instrument", "offset", "batch_id"),
            new String[] {"instrument", "offset", "batch_id"},
            "left_semi")
        .select(col("event_time_nanos"), col("score"));
  }

  /** Columns that are counted together, and where their rows are. */
  private final class Counted {
    private final List<ReferenceProfile> frozen;
    private final List<FrozenBins> bins;
    private final Dataset<Row> rows;

    Counted(List<ReferenceProfile> frozen, Dataset<Row> rows) {
      this.frozen = frozen;
      this.bins = frozen.stream().map(p -> FrozenBins.fromJson(p.edges())).toList();
      this.rows = rows;
    }

    void add(DriftReference reference, NavigableSet<Long> touched, long last, Found found) {
      Map<Long, List<Profile>> fresh = LiveCells.count(rows, bins, cell);
      NavigableMap<Long, List<Profile>> known = stored(reference, touched.first());
      for (Map.Entry<Long, List<Profile>> counted : fresh.entrySet()) {
        // Between touched cells lie others; theirs are what they were.
        if (touched.contains(counted.getKey())) {
          known.put(counted.getKey(), counted.getValue());
          found.cells().addAll(rows(reference, counted.getKey(), counted.getValue(), last));
        }
      }
      if (known.isEmpty()) {
        return;
      }
      long end = known.lastKey();
      Set<Long> ends = new TreeSet<>();
      for (long at : touched) {
        for (int i = 0; i < cells && at + i * cell <= end; i++) {
          ends.add(at + i * cell);
        }
      }
      for (long to : ends) {
        known.subMap(to - cells * cell, false, to, true).values().stream()
            .reduce(LiveCells::merge)
            .ifPresent(
                profiles -> {
                  for (int i = 0; i < frozen.size(); i++) {
                    Drift drift = Drift.between(frozen.get(i).profile(), profiles.get(i));
                    found.windows().add(row(reference, frozen.get(i), to, drift));
                    if (to == end) {
                      found
                          .newest()
                          .add(new Newest(reference.version(), frozen.get(i).feature(), to, drift));
                    }
                  }
                });
      }
    }

    /** Cells counted before that share a window with a touched one. */
    private NavigableMap<Long, List<Profile>> stored(DriftReference reference, long first) {
      Map<Long, Map<String, Profile>> found = new TreeMap<>();
      Map<String, FrozenBins> named = new HashMap<>();
      for (int i = 0; i < frozen.size(); i++) {
        named.put(frozen.get(i).feature(), bins.get(i));
      }
      counted(reference)
          .where(
              col("feature")
                  .isin(named.keySet().toArray())
                  .and(col("cell_to_nanos").gt(first - cells * cell)))
          .select("cell_to_nanos", "feature", "counts")
          .collectAsList()
          .forEach(
              row ->
                  found
                      .computeIfAbsent(row.getLong(0), k -> new HashMap<>())
                      .put(
                          row.getString(1),
                          Profile.ofCounts(
                              named.get(row.getString(1)),
                              Json.read(
                                  row.getString(2).getBytes(StandardCharsets.UTF_8),
                                  long[].class))));
      NavigableMap<Long, List<Profile>> known = new TreeMap<>();
      found.forEach(
          (to, profiles) ->
              known.put(to, frozen.stream().map(p -> profiles.get(p.feature())).toList()));
      return known;
    }

    private List<Row> rows(DriftReference reference, long to, List<Profile> profiles, long last) {
      List<Row> rows = new ArrayList<>();
      String id = id(reference);
      for (int i = 0; i < frozen.size(); i++) {
        rows.add(
            RowFactory.create(
                query,
                reference.version(),
                frozen.get(i).feature(),
                to,
                id,
                profiles.get(i).total(),
                Json.line(profiles.get(i).counts()),
                last));
      }
      return rows;
    }

    private Row row(DriftReference reference, ReferenceProfile of, long to, Drift drift) {
      return RowFactory.create(
          query,
          reference.version(),
          of.feature(),
          to,
          to - cells * cell,
          model,
          drift.psi(),
          drift.ks(),
          drift.referenceCount(),
          drift.currentCount(),
          of.edges(),
          reference.scorer().sha256());
    }
  }
}
