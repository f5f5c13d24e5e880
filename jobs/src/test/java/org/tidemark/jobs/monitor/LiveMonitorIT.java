package org.tidemark.jobs.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.alarm.AlertSink;
import org.tidemark.jobs.feature.FeaturesJob;
import org.tidemark.jobs.train.FittedFacts;
import org.tidemark.jobs.train.ReferenceProfile;
import org.tidemark.jobs.train.Retraining;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.drift.Drift;
import org.tidemark.models.drift.FrozenBins;
import org.tidemark.models.drift.Profile;
import org.tidemark.testkit.TestSpark;

/** Live drift and quality over rows as a scorer writes them, and what the monitor makes of it. */
class LiveMonitorIT {
  private static final LocalDate AS_OF = LocalDate.parse("2024-01-03");
  private static final long HOUR = 3_600_000_000_000L;
  private static final long MIDNIGHT = AS_OF.toEpochDay() * 24 * HOUR;
  private static final Instant NOW = Instant.parse("2024-01-03T06:00:00Z");
  private static final NightlyArgs ARGS =
      new NightlyArgs(
          AS_OF,
          NightlyConfig.of(Map.of("drift.days", "1", "label", "fixed-15m")),
          Progress.SILENT);
  private static final int BATCHES = 4;

  @TempDir Path folder;
  private TableStore store;
  private FeatureSet set;
  private List<ReferenceProfile> reference;
  private double[] validated;

  /** A bar as both worlds have it. */
  private record LiveBar(String instrument, long offset, long nanos, int batch, float[] values) {
    float score() {
      return (float) (0.5 + 0.4 * Math.tanh(values[0]));
    }

    Timestamp time() {
      return new Timestamp(nanos / 1_000_000);
    }
  }

  @BeforeEach
  void aChampionWithFrozenBins() {
    store = new TableStore(TestSpark.session(), Lake.at(folder.resolve("lake").toString()));
    set = FeaturesJob.set(store, ARGS);
    SplittableRandom random = new SplittableRandom(11);
    reference = new ArrayList<>();
    for (String name : set.outputNames()) {
      double[] sample = random.doubles(1_000).map(u -> (float) (2 * u - 1)).toArray();
      FrozenBins bins = FrozenBins.ofQuantiles(sample, 10);
      reference.add(
          new ReferenceProfile(name, bins.toJson(), Profile.of(bins, sample).counts()));
    }
    validated = random.doubles(400, 0.1, 0.9).map(u -> (float) u).toArray();
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
            "none");
    store.append(
        Tables.MODEL_MANIFESTS,
        store.rows(
            Tables.MODEL_MANIFESTS,
            List.of(
                RowFactory.create(
                    "direction", "v1", "run-v1", "logistic", "{}", "{}", set.name(), set.hash(),
                    "fixed-15m", "none", 7L, 5L, 6L, 1_000L, "c", "j", "o", "p", "sha",
                    Json.line(facts)))));
    store.append(
        Tables.MODEL_REGISTRY,
        store.rows(
            Tables.MODEL_REGISTRY,
            List.of(
                RowFactory.create(
                    "direction", "v1", "champion", "PRODUCTION", "c", "f", "logistic", "binary",
                    "fixed-15m", set.name(), set.hash(), "sha", 1L, "p", "ALL", "score",
                    Date.valueOf(AS_OF), "run-v1", "by the test"))));
    List<Row> folds = new ArrayList<>();
    for (int i = 0; i < validated.length; i++) {
      folds.add(
          RowFactory.create(
              "run-v1", "logistic", "X", new Timestamp(i), i * 1_000_000L, (long) i, 0, 0f,
              (float) validated[i], null, 0.0, i * 1_000_000L + 1));
    }
    store.append(Tables.OOF_PREDICTIONS, store.rows(Tables.OOF_PREDICTIONS, folds));
  }

  /** Two instruments over a day and a half, some features NaN, with a shift as asked. */
  private List<LiveBar> bars(double shift) {
    SplittableRandom random = new SplittableRandom(5);
    List<LiveBar> bars = new ArrayList<>();
    for (int i = 0; i < 360; i++) {
      for (String instrument : List.of("A", "B")) {
        float[] values = new float[set.width()];
        for (int k = 0; k < values.length; k++) {
          values[k] =
              random.nextInt(20) == 0
                  ? Float.NaN
                  : (float) (2 * random.nextDouble() - 1 + (k == 3 ? shift : 0));
        }
        values[0] = Float.isNaN(values[0]) ? 0 : values[0];
        // On whole cells and within them; batches do not follow the cells.
        long nanos = MIDNIGHT - 30 * HOUR + (i + 1) * HOUR / 10;
        bars.add(
            new LiveBar(instrument, i, nanos, (i + random.nextInt(60)) * BATCHES / 420, values));
      }
    }
    return bars;
  }

  private void live(List<LiveBar> bars, int batch) {
    List<Row> features = new ArrayList<>();
    List<Row> scores = new ArrayList<>();
    for (LiveBar b : bars.stream().filter(b -> b.batch() == batch).toList()) {
      ByteBuffer bytes = ByteBuffer.allocate(b.values().length * Float.BYTES);
      for (float value : b.values()) {
        bytes.putFloat(value);
      }
      features.add(
          RowFactory.create(
              "live", b.instrument(), b.offset(), b.time(), b.nanos(), set.name(), set.hash(),
              b.offset(), bytes.array(), (long) batch));
      scores.add(
          RowFactory.create(
              b.instrument(), b.offset(), "v1", b.time(), b.nanos(), "direction", set.hash(),
              b.score(), "HOLD", 1.0, "champion", "r", b.offset(), (long) batch));
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

  private void nightly(List<LiveBar> bars) {
    List<Row> wide = new ArrayList<>();
    for (LiveBar b : bars) {
      List<Object> row =
          new ArrayList<>(
              Arrays.asList(
                  b.instrument(), b.time(), b.nanos(), b.offset(), b.nanos(), 1.0, 1.0, 1.0, 1.0,
                  1.0));
      for (float value : b.values()) {
        row.add(value);
      }
      wide.add(RowFactory.create(row.toArray()));
    }
    store.append(FeatureTable.of(set), store.rows(FeatureTable.of(set), wide));
    new DriftJob().run(store, ARGS);
  }

  private LiveDrift drift() {
    return new LiveDrift(store, "live", "direction", Duration.ofHours(1), Duration.ofHours(24));
  }

  private List<String> stored(String where) {
    return store
        .read(Tables.LIVE_DRIFT)
        .where(where)
        .orderBy("window_to_nanos", "feature")
        .selectExpr(
            "concat_ws(' ', feature, hex(psi), psi, ks, n_reference, n_current, window_from_nanos,"
                + " window_to_nanos)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /** Live over a window = nightly over the same rows = the slow twin, bit for bit. */
  @Test
  void liveDriftHasTheBitsOfTheNightlyCheckHoweverItsRowsCame() {
    List<LiveBar> bars = bars(0.8);
    for (int batch = 0; batch < BATCHES; batch++) {
      live(bars, batch);
      drift().look();
    }
    assertThat(drift().look()).as("nothing new").isEmpty();
    nightly(bars);
    List<Row> nights =
        store.read(Tables.DRIFT_METRICS).orderBy("feature").collectAsList();
    List<Row> lives =
        store
            .read(Tables.LIVE_DRIFT)
            .where("feature <> 'score' and window_to_nanos = " + MIDNIGHT)
            .orderBy("feature")
            .collectAsList();
    assertThat(lives).hasSize(set.width()).hasSameSizeAs(nights);
    for (int i = 0; i < lives.size(); i++) {
      for (String column : List.of("feature", "psi", "ks", "n_reference", "n_current")) {
        assertThat(lives.get(i).<Object>getAs(column))
            .as(column)
            .isEqualTo(nights.get(i).getAs(column));
      }
    }
    List<String> stepwise = stored("window_to_nanos >= " + MIDNIGHT);
    List<String> twin = new ArrayList<>();
    FrozenBins ofScores = FrozenBins.ofQuantiles(validated, 10);
    for (long to = MIDNIGHT; to <= MIDNIGHT + 6 * HOUR; to += HOUR) {
      long end = to;
      List<LiveBar> in =
          bars.stream().filter(b -> b.nanos() > end - 24 * HOUR && b.nanos() <= end).toList();
      for (int k = 0; k < set.width(); k++) {
        int column = k;
        FrozenBins bins = FrozenBins.fromJson(reference.get(k).edges());
        double[] values = in.stream().mapToDouble(b -> b.values()[column]).toArray();
        twin.add(
            line(
                reference.get(k).feature(),
                Drift.between(reference.get(k).profile(), Profile.of(bins, values)),
                end));
      }
      double[] scores = in.stream().mapToDouble(LiveBar::score).toArray();
      twin.add(
          line(
              "score",
              Drift.between(Profile.of(ofScores, validated), Profile.of(ofScores, scores)),
              end));
    }
    assertThat(stepwise.stream().map(LiveMonitorIT::withoutHex).sorted())
        .containsExactlyElementsOf(twin.stream().sorted().toList());

    // The monitor's tables lost: one look over everything gives the newest window's rows again.
    store.replace(Tables.LIVE_DRIFT, store.rows(Tables.LIVE_DRIFT, List.of()), "true");
    store.replace(Tables.LIVE_DRIFT_CELLS, store.rows(Tables.LIVE_DRIFT_CELLS, List.of()), "true");
    drift().look();
    String newest = "window_to_nanos = " + (MIDNIGHT + 6 * HOUR);
    assertThat(stored(newest))
        .isEqualTo(stepwise.stream().filter(l -> l.endsWith("" + (MIDNIGHT + 6 * HOUR))).toList());
  }

  private static String line(String feature, Drift d, long to) {
    return Stream.of(
            feature, d.psi(), d.ks(), d.referenceCount(), d.currentCount(), to - 24 * HOUR, to)
        .map(String::valueOf)
        .reduce((a, b) -> a + " " + b)
        .orElseThrow();
  }

  private static String withoutHex(String line) {
    return line.replaceFirst(" \\S+", "");
  }

  @Test
  void whatDriftsIsToldOnceAsksForAFitAndEnds() throws Exception {
    Path log = folder.resolve("alerts.jsonl");
    live(bars(0.8), 0);
    for (int batch = 1; batch < BATCHES; batch++) {
      live(bars(0.8), batch);
    }
    LiveMonitor.Look look = monitor(log).look(NOW);
    assertThat(look.champion()).isEqualTo("v1");
    assertThat(look.raised()).isEqualTo(1);
    assertThat(look.triggers()).isEqualTo(1);
    assertThat(look.delivered()).isEqualTo(1);
    assertThat(look.psi().get("v1").get(reference.get(3).feature())).isGreaterThan(0.3);
    // Another process, the same condition: nothing is told again.
    LiveMonitor.Look again = monitor(log).look(NOW.plusSeconds(60));
    assertThat(again.raised() + again.triggers() + again.delivered()).isZero();
    assertThat(again.open()).isEqualTo(1);
    assertThat(Files.readAllLines(log))
        .singleElement()
        .asString()
        .contains("\"rule\":\"feature-psi\"", reference.get(3).feature(), "\"event\":\"warning\"");
    Row asked = store.read(Tables.RETRAIN_TRIGGERS).head();
    assertThat(asked.<String>getAs("model")).isEqualTo("direction");
    assertThat(Retraining.waiting(store, "other")).isEmpty();
    assertThat(Retraining.waiting(store, "direction"))
        .singleElement()
        .asString()
        .startsWith("feature-psi of v1: Features against what v1 was fitted on");
    assertThat(Retraining.take(store, "direction", "nightly-a")).hasSize(1);
    assertThat(Retraining.take(store, "direction", "nightly-b")).as("taken once").isEmpty();
    assertThat(Retraining.take(store, "direction", "nightly-a")).as("a rerun").hasSize(1);
    assertThat(Retraining.waiting(store, "direction")).isEmpty();
    // Another version serves: the alert about this one is over.
    store.upsert(
        Tables.MODEL_REGISTRY,
        store.read(Tables.MODEL_REGISTRY).selectExpr("* except (alias)", "'previous' as alias"),
        "model",
        "model_version");
    assertThat(monitor(log).look(NOW.plusSeconds(120)).ended()).isEqualTo(1);
    assertThat(Files.readAllLines(log)).hasSize(2);
    assertThat(store.read(Tables.RETRAIN_TRIGGERS).count()).isEqualTo(1);
  }

  private LiveMonitor monitor(Path log) {
    return new LiveMonitor(
        store,
        "live",
        "direction",
        Duration.ofHours(1),
        Duration.ofHours(24),
        List.of(AlertSink.of("log=file:" + log)));
  }

  /** A label counts when its span is over; accuracy below the promise is told at both limits. */
  @Test
  void qualityIsASeriesOfWhatWasKnownAndADropIsTold() {
    Path log = folder.resolve("alerts.jsonl");
    List<LiveBar> bars = bars(0);
    for (int batch = 0; batch < BATCHES; batch++) {
      live(bars, batch);
    }
    store.append(
        Tables.MODEL_METRICS,
        store.rows(
            Tables.MODEL_METRICS,
            List.of(
                RowFactory.create(
                    "run-v1", "logistic", -1, "accuracy", "direction", null, "ALL", "ALL", "test",
                    0.95, null, null, 9L, "share"))));
    List<Row> labels = new ArrayList<>();
    int right = 0;
    int known = 0;
    int knownByMidnight = 0;
    for (LiveBar b : bars) {
      long span = b.nanos() + HOUR / 2;
      boolean hit = b.offset() % 10 < 8;
      float label = hit == b.score() > 0.5 ? 1 : 0;
      labels.add(
          RowFactory.create(
              "fixed-15m", b.instrument(), b.time(), b.nanos(), b.offset(), span, label, 0.001));
      if (span <= MIDNIGHT + 6 * HOUR) {
        known++;
        right += hit ? 1 : 0;
        knownByMidnight += span <= MIDNIGHT ? 1 : 0;
      }
    }
    store.append(Tables.LABELS, store.rows(Tables.LABELS, labels));
    LiveMonitor.Look look = monitor(log).look(NOW);
    assertThat(known).isLessThan(bars.size());
    assertThat(look.quality().get("v1").get("accuracy")).isEqualTo((double) right / known);
    assertThat(look.quality().get("v1"))
        .containsKeys(
            "auc", "weighted_f1", "precision_class_0", "recall_class_1", "calibration_error");
    assertThat(look.raised()).isEqualTo(1);
    assertThat(
            store
                .read(Tables.ALERTS)
                .selectExpr("concat_ws(' ', rule, subject, severity, threshold)")
                .head()
                .getString(0))
        .isEqualTo("accuracy-drop v1 critical 10.0");
    List<Row> series =
        store
            .read(Tables.LIVE_QUALITY)
            .where("metric = 'accuracy'")
            .orderBy("window_to_nanos")
            .select("window_to_nanos", "n")
            .collectAsList();
    assertThat(series)
        .extracting(Row::toString)
        .containsExactly(
            "[" + (MIDNIGHT - 24 * HOUR) + "," + before(labels, MIDNIGHT - 24 * HOUR) + "]",
            "[" + MIDNIGHT + "," + knownByMidnight + "]",
            "[" + (MIDNIGHT + 24 * HOUR) + "," + known + "]");
  }

  private static long before(List<Row> labels, long nanos) {
    return labels.stream().filter(row -> row.getLong(5) <= nanos).count();
  }
}
