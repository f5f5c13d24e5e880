package org.tidemark.jobs.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** What a run says about the features of its models. */
record ExplainedModels(TableStore store, NightlyArgs args) {

  /** Both learners, per fold, per regime and on average; by group a row per group of columns. */
  void check(List<String> learners, int folds) {
    Dataset<Row> found = store.read(Tables.FEATURE_IMPORTANCE).where(args.mine());
    for (String learner : learners) {
      Dataset<Row> shap = found.where("method = 'shap' and learner = '" + learner + "'");
      for (int fold = -1; fold < folds; fold++) {
        Dataset<Row> of = shap.where("fold = " + fold);
        assertThat(of.where("regime = 'ALL' and score >= 0").count()).isEqualTo(40);
        assertThat(of.where("regime = 'ALL' and score > 0").count()).isPositive();
        assertThat(of.where("regime like 'volatility-%'").select("regime").distinct().count())
            .isBetween(3L, 4L);
      }
      assertThat(found.where("method = 'correlation' and fold = 0").count()).isEqualTo(80);
    }
    assertThat(found.where("method = 'variance'").count()).isZero();
    Dataset<Row> groups =
        found.where("method = 'grouped_permutation_auc' and learner = 'xgboost' and fold = 0");
    assertThat(groups.selectExpr("explode(split(feature, '[+]'))").distinct().count())
        .isEqualTo(40);
    assertThat(groups.where("feature like '%return_5min+log_return_5min%'").count()).isEqualTo(1);
  }
}
