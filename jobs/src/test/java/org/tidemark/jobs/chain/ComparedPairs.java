package org.tidemark.jobs.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * What a lake says of pairs after a night that found a champion of an earlier one.
 *
 * @param later the run that had to decide between two
 * @param earlier the run that found the champion
 */
record ComparedPairs(TableStore store, NightlyArgs later, NightlyArgs earlier) {
  private Dataset<Row> mine(Table table) {
    return store.read(table).where(later.mine());
  }

  void check() {
    List<Row> tests =
        mine(Tables.MODEL_COMPARISONS)
            .where("rival is not null")
            .orderBy("against", "test")
            .collectAsList();
    assertThat(tests.stream().map(r -> r.getAs("against") + " " + r.getAs("test")))
        .containsExactly(
            "champion diebold-mariano",
            "champion mann-whitney",
            "champion paired-t",
            "learner diebold-mariano",
            "learner mann-whitney",
            "learner paired-t");
    for (Row test : tests) {
      boolean champion = test.getAs("against").equals("champion");
      assertThat(test.<String>getAs("learner")).isEqualTo("xgboost");
      assertThat(test.<String>getAs("rival"))
          .isEqualTo(champion ? earlier.asOf() + "-xgboost" : "logistic");
      assertThat(test.<Double>getAs("p_value")).isBetween(0.0, 1.0);
      // One pair: there is nothing to correct for.
      assertThat(test.<Double>getAs("p_holm")).isEqualTo(test.getAs("p_value"));
      assertThat(test.<Double>getAs("p_bh")).isEqualTo(test.getAs("p_value"));
      assertThat(test.<String>getAs("outcome"))
          .isIn("no difference", "xgboost", test.getAs("rival"));
      assertThat(test.<Boolean>getAs("winner")).isEqualTo(test.getAs("outcome").equals("xgboost"));
    }
    losses(tests.get(3));
    // History: the learners and the pair of the first date stay; no champion served then.
    Dataset<Row> first = store.read(Tables.MODEL_COMPARISONS).where(earlier.mine());
    assertThat(first.where("rival is null").count()).isEqualTo(2);
    assertThat(first.where("against = 'learner'").count()).isEqualTo(3);
    assertThat(first.where("against = 'champion'").count()).isZero();
  }

  private void losses(Row losses) {
    // Losses from the stored scores: the mean over quarters of an hour of the mean over bars.
    for (String side : List.of("xgboost", "logistic")) {
      Dataset<Row> scored = mine(Tables.OOF_PREDICTIONS).where("learner = '" + side + "'");
      long start = scored.selectExpr("min(event_time_nanos)").head().getLong(0);
      Row mean =
          scored
              .selectExpr(
                  "(event_time_nanos - %dL) div 900000000000L as cell".formatted(start),
                  "-ln(if(label = 1, double(score), 1 - double(score))) as loss")
              .groupBy("cell")
              .avg("loss")
              .selectExpr("avg(`avg(loss)`)", "count(*)")
              .head();
      assertThat(losses.<Double>getAs(side.equals("xgboost") ? "value" : "rival_value"))
          .isCloseTo(mean.getDouble(0), within(1e-9));
      assertThat(losses.<Long>getAs("observations")).isEqualTo(mean.getLong(1));
    }
  }
}
