package org.tidemark.jobs.monitor;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.feature.FeaturesJob;
import org.tidemark.jobs.train.FittedFacts;
import org.tidemark.jobs.train.ReferenceProfile;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.drift.FrozenBins;
import org.tidemark.models.drift.Profile;
import org.tidemark.testkit.TestSpark;

/** A lake with a champion of frozen bins, and live rows as a scorer writes them. */
final class LiveLake {
  static final LocalDate AS_OF = LocalDate.parse("2024-01-03");
  static final long HOUR = 3_600_000_000_000L;
  static final long MIDNIGHT = AS_OF.toEpochDay() * 24 * HOUR;
  static final Instant NOW = Instant.parse("2024-01-03T06:00:00Z");
  static final NightlyArgs ARGS =
      new NightlyArgs(
          AS_OF,
          NightlyConfig.of(Map.of("drift.days", "1", "label", "fixed-15m")),
          Progress.SILENT);
  static final int BATCHES = 2;

  final TableStore store;
  final FeatureSet set;
  final List<ReferenceProfile> reference = new ArrayList<>();
  final double[] validated;
  private String sha256;

  /** A bar as both worlds have it. */
  record LiveBar(String instrument, long offset, long nanos, int batch, float[] values) {
    float score() {
      return LiveLake.score(values[0]);
    }

    Timestamp time() {
      return new Timestamp(nanos / 1_000_000);
    }
  }

  LiveLake(Path folder) {
    store = new TableStore(TestSpark.session(), Lake.at(folder.toString()));
    set = FeaturesJob.set(store, ARGS);
    SplittableRandom random = new SplittableRandom(11);
    for (String name : set.outputNames()) {
      boolean always = reference.isEmpty();
      double[] sample = new double[1_000];
      Arrays.setAll(sample, i -> value(random, always));
      FrozenBins bins = FrozenBins.ofQuantiles(sample, 10);
      reference.add(new ReferenceProfile(name, bins.toJson(), Profile.of(bins, sample).counts()));
    }
    validated = new double[400];
    Arrays.setAll(validated, i -> score(value(random, true)));
    register("sha");
    List<Row> folds = new ArrayList<>();
    for (int i = 0; i < validated.length; i++) {
      folds.add(
          RowFactory.create(
              "run-v1",
              "logistic",
              "X",
              new Timestamp(i),
              i * 1_000_000L,
              (long) i,
              0,
              0f,
              (float) validated[i],
              null,
              0.0,
              i * 1_000_000L + 1,
              null));
    }
    store.append(Tables.OOF_PREDICTIONS, store.rows(Tables.OOF_PREDICTIONS, folds));
  }

  /** Makes a file the one of the champion, in the place of the one before. */
  void register(String sha256) {
    this.sha256 = sha256;
    FittedFacts facts =
        new FittedFacts(
            "run-v1",
            "direction",
            "v1",
            "logistic",
            "{}",
            Map.of(),
            set.name(),
            set.hash(),
            "fixed-15m",
            "none",
            7,
            5,
            6,
            1_000,
            "h",
            "c",
            Map.of(),
            Map.of("label", "fixed-15m"),
            reference,
            "none",
            "none",
            List.of());
    put(
        Tables.MODEL_MANIFESTS,
        store.rows(
            Tables.MODEL_MANIFESTS,
            List.of(
                RowFactory.create(
                    "direction",
                    "v1",
                    "run-v1",
                    "logistic",
                    "{}",
                    "{}",
                    set.name(),
                    set.hash(),
                    "fixed-15m",
                    "none",
                    7L,
                    5L,
                    6L,
                    1_000L,
                    "c",
                    "j",
                    "o",
                    "p",
                    sha256,
                    Json.line(facts)))));
    put(
        Tables.MODEL_REGISTRY,
        store.rows(
            Tables.MODEL_REGISTRY,
            List.of(
                RowFactory.create(
                    "direction",
                    "v1",
                    "champion",
                    "PRODUCTION",
                    "c",
                    "f",
                    "logistic",
                    "binary",
                    "fixed-15m",
                    set.name(),
                    set.hash(),
                    sha256,
                    1L,
                    "p",
                    "ALL",
                    "score",
                    Date.valueOf(AS_OF),
                    "run-v1",
                    "by the test"))));
  }

  /** By the validation of the champion. */
  void promiseAnAccuracy(double share) {
    store.append(
        Tables.MODEL_METRICS,
        store.rows(
            Tables.MODEL_METRICS,
            List.of(
                RowFactory.create(
                    "run-v1",
                    "logistic",
                    -1,
                    "accuracy",
                    "direction",
                    null,
                    "ALL",
                    "ALL",
                    "test",
                    share,
                    null,
                    null,
                    9L,
                    "share"))));
  }

  private void put(Table table, Dataset<Row> rows) {
    store.upsert(table, rows, table.key().toArray(String[]::new));
  }

  private static float score(float x) {
    return (float) (0.5 + 0.4 * Math.tanh(x));
  }

  /** From -1 to 1, one in twenty NaN where it may be missing. */
  private static float value(SplittableRandom random, boolean always) {
    return !always && random.nextInt(20) == 0 ? Float.NaN : (float) (2 * random.nextDouble() - 1);
  }

  /** Two instruments over a day and a half, some features NaN, with a shift as asked. */
  List<LiveBar> bars(double shift) {
    SplittableRandom random = new SplittableRandom(5);
    List<LiveBar> bars = new ArrayList<>();
    for (int i = 0; i < 360; i++) {
      for (String instrument : List.of("A", "B")) {
        float[] values = new float[set.width()];
        for (int k = 0; k < values.length; k++) {
          values[k] = value(random, k == 0) + (float) (k == 3 ? shift : 0);
        }
        // On whole cells and within them; batches do not follow the cells.
        long nanos = MIDNIGHT - 30 * HOUR + (i + 1) * HOUR / 10;
        bars.add(
            new LiveBar(instrument, i, nanos, (i + random.nextInt(60)) * BATCHES / 420, values));
      }
    }
    return bars;
  }

  void live(List<LiveBar> bars, int batch) {
    List<Row> features = new ArrayList<>();
    List<Row> scores = new ArrayList<>();
    for (LiveBar b : bars.stream().filter(b -> b.batch() == batch).toList()) {
      ByteBuffer bytes = ByteBuffer.allocate(b.values().length * Float.BYTES);
      for (float value : b.values()) {
        bytes.putFloat(value);
      }
      features.add(
          RowFactory.create(
              "live",
              b.instrument(),
              b.offset(),
              b.time(),
              b.nanos(),
              set.name(),
              set.hash(),
              b.offset(),
              bytes.array(),
              (long) batch));
      scores.add(
          RowFactory.create(
              b.instrument(),
              b.offset(),
              "v1",
              b.time(),
              b.nanos(),
              "direction",
              set.hash(),
              b.score(),
              "HOLD",
              1.0,
              "champion",
              "r",
              b.offset(),
              (long) batch,
              null,
              "live",
              sha256));
    }
    store.append(Tables.LIVE_FEATURES, store.rows(Tables.LIVE_FEATURES, features));
    store.append(Tables.SCORES, store.rows(Tables.SCORES, scores));
    long n = features.size();
    store.append(
        Tables.PROGRESS,
        store.rows(
            Tables.PROGRESS,
            List.of(RowFactory.create("live", (long) batch, n, n, 0L, n, n, "v1"))));
  }

  void nightly(List<LiveBar> bars) {
    List<Row> wide = new ArrayList<>();
    for (LiveBar b : bars) {
      List<Object> row =
          new ArrayList<>(
              Arrays.asList(
                  b.instrument(),
                  b.time(),
                  b.nanos(),
                  b.offset(),
                  b.nanos(),
                  1.0,
                  1.0,
                  1.0,
                  1.0,
                  1.0));
      for (float value : b.values()) {
        row.add(value);
      }
      wide.add(RowFactory.create(row.toArray()));
    }
    store.append(FeatureTable.of(set), store.rows(FeatureTable.of(set), wide));
    new DriftJob().run(store, ARGS);
  }
}
