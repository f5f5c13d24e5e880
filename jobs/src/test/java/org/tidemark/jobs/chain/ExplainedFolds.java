package org.tidemark.jobs.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the run of the chain, with its forty features, leaves in the table of importance. */
final class ExplainedFolds {
  private static final int FEATURES = 40;

  private ExplainedFolds() {}

  /** Every learner per fold, per regime and on average; by group a row per group of columns. */
  static void check(Dataset<Row> found, List<String> learners, int folds) {
    for (String learner : learners) {
      Dataset<Row> mine = found.where("learner = '" + learner + "'");
      for (int fold = -1; fold < folds; fold++) {
        Dataset<Row> of = mine.where("fold = " + fold);
        assertThat(of.where("method = 'permutation_auc'").count()).isEqualTo(FEATURES);
        assertThat(of.where("method = 'correlation'").count()).isEqualTo(FEATURES);
        Dataset<Row> shap = of.where("method = 'shap'");
        assertThat(shap.where("regime = 'ALL' and score >= 0").count()).isEqualTo(FEATURES);
        assertThat(shap.where("regime = 'ALL' and score > 0").count()).isPositive();
        assertThat(shap.where("regime like 'volatility-%'").select("regime").distinct().count())
            .isBetween(3L, 4L);
      }
    }
    assertThat(found.where("method = 'variance'").count()).isZero();
    Dataset<Row> groups =
        found.where("method = 'grouped_permutation_auc' and learner = 'xgboost' and fold = 0");
    assertThat(groups.selectExpr("explode(split(feature, '[+]'))").distinct().count())
        .isEqualTo(FEATURES);
    assertThat(groups.where("feature like '%return_5min+log_return_5min%'").count()).isEqualTo(1);
  }
}
