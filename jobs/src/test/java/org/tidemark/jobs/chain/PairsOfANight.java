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
 * The tests of pairs that a night leaves in {@code models.model_comparisons}.
 *
 * @param first the night that found a champion
 * @param later one that had to decide between two
 */
record PairsOfANight(TableStore store, NightlyArgs first, NightlyArgs later) {
  private Dataset<Row> mine(Table table) {
    return store.read(table).where(later.mine());
  }

  private List<Row> tests() {
    return mine(Tables.MODEL_COMPARISONS)
        .where("rival is not null")
        .orderBy("against", "test")
        .collectAsList();
  }

  void assertTested() {
    List<Row> tests = tests();
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
          .isEqualTo(champion ? first.asOf() + "-xgboost" : "logistic");
      assertThat(test.<Double>getAs("p_value")).isBetween(0.0, 1.0);
      // One pair: there is nothing to correct for.
      assertThat(test.<Double>getAs("p_holm")).isEqualTo(test.getAs("p_value"));
      assertThat(test.<Double>getAs("p_bh")).isEqualTo(test.getAs("p_value"));
      assertThat(test.<String>getAs("outcome"))
          .isIn("no difference", "xgboost", test.getAs("rival"));
      assertThat(test.<Boolean>getAs("winner")).isEqualTo(test.getAs("outcome").equals("xgboost"));
    }
  }

  /** The mean over quarters of an hour of the mean over bars. */
  void assertLossesAreThoseOfTheScores() {
    Row losses = tests().get(3);
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

  /** The learners and the pair of the first date; no champion served then. */
  void assertEarlierNightsStay() {
    Dataset<Row> early = store.read(Tables.MODEL_COMPARISONS).where(first.mine());
    assertThat(early.where("rival is null").count()).isEqualTo(2);
    assertThat(early.where("against = 'learner'").count()).isEqualTo(3);
    assertThat(early.where("against = 'champion'").count()).isZero();
  }
}
