package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.train.FittedFacts;
import org.tidemark.jobs.train.ModelFiles;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.simulate.MarketModel;
import org.tidemark.models.learn.DistributedXgboost;
import org.tidemark.models.learn.XgboostParameters;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;
import org.tidemark.testkit.TestSpark;

/** Rows that one task may not hold: how verbs say where they are fitted, and what comes out. */
@Tag("slow")
class DistributedFitsIT {
  private static final String DAY = "2024-01-03";
  private static final Map<String, String> SETTINGS =
      Map.of(
          "learners", "xgboost",
          "label", "fixed-15m",
          "sampler", "time-300s",
          "split", "kfold:folds=2,embargo=PT30M",
          "xgboost.trees", "3",
          "xgboost.depth", "2");

  @TempDir static Path folder;
  private static String lake;
  private static TableStore store;

  @BeforeAll
  static void fill() throws IOException {
    lake = folder.resolve("lake").toString();
    store = new TableStore(TestSpark.session(), Lake.at(lake));
    MarketModel market =
        MarketModel.standard(11, 2)
            .withSpan(Instant.parse("2024-01-01T00:00:00Z"), 2)
            .withTradesPerMinute(2);
    Cli.ingest(lake, market, folder.resolve("events.jsonl"));
    verb("features");
    verb("labels");
  }

  private static String verb(String verb, String... more) {
    List<String> words = new ArrayList<>(List.of(verb, "--lake", lake, "--as-of", DAY));
    SETTINGS.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
    words.addAll(List.of(more));
    Cli run = Cli.run(words.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return run.out();
  }

  private static TrainingFrame frame() {
    return TrainingFrame.load(
        store, new NightlyArgs(LocalDate.parse(DAY), NightlyConfig.of(SETTINGS), Progress.SILENT));
  }

  /** A task may hold three quarters of the rows. */
  private static String limit(TrainingFrame frame) {
    long values = frame.count() * frame.columns().features().size();
    return "xgboost.task.values=" + values * 3 / 4;
  }

  @Test
  void foldsAndTheModelOfAllRowsAreFittedByWorkers() {
    try (TrainingFrame frame = frame()) {
      String limit = limit(frame);
      assertThat(verb("validate", "--explain", "--set", limit))
          .containsPattern(
              "fits    xgboost: 2, 1 at a time; 2 workers: they fit together, each on its part of"
                  + " the rows of the window, as [0-9,]+ values exceed xgboost.task.values = ");
      assertThat(verb("validate", "--explain", "--set", limit, "--set", "xgboost.workers=1"))
          .contains(
              "xgboost: 2, 2 at a time; one task a fit,",
              ", as xgboost.workers = 1; on cpu, as xgboost.device = cpu (");

      verb("validate", "--set", limit);
      assertThat(verb("train", "--set", limit)).contains("2 workers: they fit together");

      DistributedXgboost direct =
          new DistributedXgboost(XgboostParameters.standard().withTrees(3, 2, 0.1), 2);
      Split fold = Splitter.parse(SETTINGS.get("split")).split(frame.times()).get(1);
      byte[] model =
          direct
              .fit(
                  frame.rows().where(fold.trainPredicateSql("event_time_nanos", "span_end_nanos")),
                  frame.columns(),
                  frame.target(),
                  7)
              .nativeBytes();
      ModelFiles files = new ModelFiles(store);
      String run = "nightly-" + DAY + "-direction";
      assertThat(files.read(ModelFiles.fold(run, "xgboost", 1))).isEqualTo(model);
      assertThat(
              Json.read(files.read(ModelFiles.facts(run, "xgboost")), FittedFacts.class)
                  .hyperparameters())
          .isEqualTo(direct.parametersJson());
    }
  }
}
