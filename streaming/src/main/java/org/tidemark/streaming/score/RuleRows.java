package org.tidemark.streaming.score;

import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.tidemark.streaming.feature.BarRow;

/**
 * Scores bars by a rule; for want of a model.
 *
 * @param model the model in whose place it serves
 * @param version the rule's name
 */
record RuleRows(
    String model, String version, String reason, LastResort.Scored rule, Thresholds thresholds)
    implements BarScores {
  @Override
  public Scoring begin() {
    return (bar, out) -> out.accept(scored(new BarRow(bar)));
  }

  private InternalRow scored(BarRow bar) {
    float[] row = new float[bar.features().length / Float.BYTES];
    bar.features(row);
    float score = rule.score(row);
    return BarScores.row(
        bar,
        score,
        thresholds.decide(score),
        new By(model, version, Optional.empty(), Arm.RULE, reason),
        Optional.empty());
  }
}
