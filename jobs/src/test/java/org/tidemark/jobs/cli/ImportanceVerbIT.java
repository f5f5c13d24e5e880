package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.TestSpark;

/** The features that matter, by verb and by SQL, of two runs that were written by hand. */
class ImportanceVerbIT {
  @TempDir static Path folder;

  @Test
  void theFeaturesThatMatterAreShownAndComparedWithAnEarlierRun() {
    String lake = folder.resolve("lake").toString();
    TableStore store = new TableStore(TestSpark.session(), Lake.at(lake));
    List<String> features = List.of("a", "b", "c", "d");
    List<Row> rows = new ArrayList<>();
    for (int run = 1; run <= 2; run++) {
      for (int fold = -1; fold < 2; fold++) {
        for (int i = 0; i < features.size(); i++) {
          // The second run has the first two features the other way round.
          int rank = run == 2 && i < 2 ? 2 - i : i + 1;
          rows.add(
              RowFactory.create(
                  "run-" + run,
                  "xgboost",
                  "shap",
                  features.get(i),
                  fold,
                  1.0 / rank,
                  rank,
                  null,
                  "ALL"));
          rows.add(
              RowFactory.create(
                  "run-" + run, "xgboost", "shap", features.get(i), fold, 9.0, 1, null, "CALM"));
        }
      }
    }
    store.append(Tables.FEATURE_IMPORTANCE, store.rows(Tables.FEATURE_IMPORTANCE, rows));

    Cli top = Cli.run("models", "importance", "--lake", lake, "run-1", "--top", "2");
    assertThat(top.code()).as(top.err()).isZero();
    assertThat(top.out().lines().skip(2))
        .containsExactly("1     a        1.00000", "2     b        0.500000");
    Cli moved = Cli.run("models", "importance", "--lake", lake, "run-2", "--against", "run-1");
    assertThat(moved.code()).as(moved.err()).isZero();
    assertThat(moved.out())
        .containsPattern("1 +b +1.00000 +2 +\\+1")
        .containsPattern("2 +a +0.500000 +1 +-1")
        .contains(
            "Kendall 0.667, Spearman 0.800 over 4 features; by chance as alike with p = 0.1667")
        .contains("fold by fold: Kendall 1.000 within a run, 0.667 between the two");
    Cli none = Cli.run("models", "importance", "--lake", lake, "run-3");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("in run 'run-3'").contains("run-1 xgboost shap");
    Cli sql =
        Cli.run(
            "sql",
            "--lake",
            lake,
            "--format",
            "csv",
            "select feature from top_features where run_id = 'run-2' and rank <= 2 order by rank");
    assertThat(sql.code()).as(sql.err()).isZero();
    assertThat(sql.out().lines()).containsExactly("feature", "b", "a");
  }
}
