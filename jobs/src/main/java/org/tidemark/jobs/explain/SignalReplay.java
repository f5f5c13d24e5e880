package org.tidemark.jobs.explain;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.tidemark.features.strategy.Strategy;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.score.SignalSettings;
import org.tidemark.streaming.score.Signals;
import org.tidemark.streaming.score.Thresholds;

/**
 * A signal of {@code live.signals} computed again from the features of its bar, the score that was
 * blended in and the rule in its row.
 *
 * @param stored what the row says
 */
public record SignalReplay(Strategy strategy, Signals.Signal stored, Signals.Signal again) {
  /** Whether the very bits come out again. */
  public boolean sameBits() {
    return stored.equals(again); // of records: doubles by their bits
  }

  /**
   * All signals of a bar, in the order of their strategies.
   *
   * @param query whose signals
   * @param score row of {@code live.scores} of the bar
   * @param names of the features, in order
   */
  static List<SignalReplay> of(
      TableStore store, String query, Row score, List<String> names, float[] features) {
    List<SignalReplay> all = new ArrayList<>();
    if (store.exists(Tables.LIVE_SIGNALS)) {
      store
          .read(Tables.LIVE_SIGNALS)
          .where(
              col("query")
                  .equalTo(query)
                  .and(col("instrument").equalTo(score.getAs("instrument")))
                  .and(col("offset").equalTo(score.getAs("offset")))
                  .and(col("feature_set_hash").equalTo(score.getAs("feature_set_hash"))))
          .orderBy("strategy")
          .collectAsList()
          .forEach(row -> all.add(of(row, names, features)));
    }
    return all;
  }

  private static SignalReplay of(Row row, List<String> names, float[] features) {
    if (names.size() != features.length) {
      throw new IllegalArgumentException(
          "features.feature_sets does not have the columns that stored signals are computed again"
              + " from; the nightly task features writes them");
    }
    Strategy strategy = Strategy.of(row.getAs("strategy"));
    Float score = row.getAs("score");
    return new SignalReplay(
        strategy,
        new Signals.Signal(
            row.getAs("signal"),
            row.getAs("gate"),
            row.getAs("share"),
            row.getAs("value"),
            row.getAs("decision")),
        SignalSettings.parse(row.getAs("rule"), List.of(strategy))
            .over(names, Thresholds.ofProbability())
            .of(0, features, score == null ? Float.NaN : score));
  }
}
