package org.tidemark.jobs.monitor;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.jobs.serve.Registered;
import org.tidemark.jobs.serve.Scorer;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.drift.Drift;
import org.tidemark.models.drift.FrozenBins;
import org.tidemark.models.drift.Profile;

/** Live drift has the bits of the nightly check over the same rows. */
@Tag("slow")
class LiveDriftIT {
  @TempDir Path folder;
  private LiveLake lake;
  private TableStore store;

  @BeforeEach
  void aChampionWithFrozenBins() {
    lake = new LiveLake(folder.resolve("lake"));
    store = lake.store;
  }

  private List<LiveDrift.Newest> look(String model) {
    return new LiveDrift(store, "live", model, Duration.ofHours(1), Duration.ofHours(24))
        .look(Registered.of(store, model).rows().stream().map(Scorer::of).toList());
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
    List<LiveLake.LiveBar> bars = lake.bars(0.8);
    for (int batch = 0; batch < LiveLake.BATCHES; batch++) {
      lake.live(bars, batch);
      look("direction");
    }
    assertThat(look("direction")).as("nothing new").isEmpty();
    lake.nightly(bars);
    List<Row> nights = store.read(Tables.DRIFT_METRICS).orderBy("feature").collectAsList();
    List<Row> lives =
        store
            .read(Tables.LIVE_DRIFT)
            .where("feature <> 'score' and window_to_nanos = " + LiveLake.MIDNIGHT)
            .orderBy("feature")
            .collectAsList();
    assertThat(lives).hasSize(lake.set.width()).hasSameSizeAs(nights);
    for (int i = 0; i < lives.size(); i++) {
      for (String column : List.of("feature", "psi", "ks", "n_reference", "n_current")) {
        assertThat(lives.get(i).<Object>getAs(column))
            .as(column)
            .isEqualTo(nights.get(i).getAs(column));
      }
    }
    List<String> stepwise = stored("window_to_nanos >= " + LiveLake.MIDNIGHT);
    List<String> twin = new ArrayList<>();
    FrozenBins ofScores = FrozenBins.ofQuantiles(lake.validated, 10);
    for (long to = LiveLake.MIDNIGHT;
        to <= LiveLake.MIDNIGHT + 6 * LiveLake.HOUR;
        to += LiveLake.HOUR) {
      long end = to;
      List<LiveLake.LiveBar> in =
          bars.stream()
              .filter(b -> b.nanos() > end - 24 * LiveLake.HOUR && b.nanos() <= end)
              .toList();
      for (int k = 0; k < lake.set.width(); k++) {
        int column = k;
        FrozenBins bins = FrozenBins.fromJson(lake.reference.get(k).edges());
        double[] values = in.stream().mapToDouble(b -> b.values()[column]).toArray();
        twin.add(
            line(
                lake.reference.get(k).feature(),
                Drift.between(lake.reference.get(k).profile(), Profile.of(bins, values)),
                end));
      }
      double[] scores = in.stream().mapToDouble(LiveLake.LiveBar::score).toArray();
      twin.add(
          line(
              "score",
              Drift.between(Profile.of(ofScores, lake.validated), Profile.of(ofScores, scores)),
              end));
    }
    assertThat(stepwise.stream().map(LiveDriftIT::withoutHex).sorted())
        .containsExactlyElementsOf(twin.stream().sorted().toList());

    // The monitor's tables lost: one look over everything gives the newest window's rows again.
    store.replace(Tables.LIVE_DRIFT, store.rows(Tables.LIVE_DRIFT, List.of()), "true");
    store.replace(Tables.LIVE_DRIFT_CELLS, store.rows(Tables.LIVE_DRIFT_CELLS, List.of()), "true");
    look("direction");
    String newest = "window_to_nanos = " + (LiveLake.MIDNIGHT + 6 * LiveLake.HOUR);
    assertThat(stored(newest))
        .isEqualTo(
            stepwise.stream()
                .filter(l -> l.endsWith("" + (LiveLake.MIDNIGHT + 6 * LiveLake.HOUR)))
                .toList());
  }

  /** Versions of two models of one night have one name, and each model has a monitor of its own. */
  @Test
  void twoModelsOfAQueryAreCountedSideBySide() {
    List<LiveLake.LiveBar> bars = lake.bars(0.8);
    for (int batch = 0; batch < LiveLake.BATCHES; batch++) {
      lake.live(bars, batch);
    }
    for (Table table : List.of(Tables.MODEL_REGISTRY, Tables.MODEL_MANIFESTS, Tables.SCORES)) {
      store.append(table, store.read(table).withColumn("model", lit("storm")));
    }
    look("direction");
    List<String> alone = stored("model = 'direction'");
    assertThat(look("storm")).isNotEmpty();
    assertThat(stored("model = 'direction'")).isNotEmpty().isEqualTo(alone);
    assertThat(stored("model = 'storm'")).isEqualTo(alone);
    assertThat(look("direction")).as("nothing new").isEmpty();
  }

  private static String line(String feature, Drift d, long to) {
    return Stream.of(
            feature,
            d.psi(),
            d.ks(),
            d.referenceCount(),
            d.currentCount(),
            to - 24 * LiveLake.HOUR,
            to)
        .map(String::valueOf)
        .reduce((a, b) -> a + " " + b)
        .orElseThrow();
  }

  private static String withoutHex(String line) {
    return line.replaceFirst(" \\S+", "");
  }
}
