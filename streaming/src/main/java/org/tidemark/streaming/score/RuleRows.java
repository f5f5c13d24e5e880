package org.tidemark.streaming.score;

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
    return InnerRow.of(
        bar.instrument(),
        bar.offset(),
        bar.eventTimeNanos(),
        bar.closedByOffset(),
        bar.close(),
        score,
        thresholds.decide(score),
        model,
        version,
        null, // a column of the table that is absent where no file scored
        Arm.RULE.id(),
        reason,
        null, // a column of the table that is absent for one number
        bar.features());
  }
}
