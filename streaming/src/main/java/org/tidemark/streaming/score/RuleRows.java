package org.tidemark.streaming.score;

import java.nio.ByteBuffer;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Scores bars by a rule; rows in and out as of {@link ScoreRows}.
 *
 * @param model the model in whose place it serves
 * @param version the rule's name
 */
record RuleRows(
    String model, String version, String reason, LastResort.Scored rule, Thresholds thresholds)
    implements MapFunction<Row, Row> {
  @Override
  public Row call(Row bar) {
    ByteBuffer features = ByteBuffer.wrap(bar.getAs(5));
    float[] row = new float[features.remaining() / Float.BYTES];
    features.asFloatBuffer().get(row);
    float score = rule.score(row);
    return RowFactory.create(
        bar.getString(0),
        bar.getLong(1),
        bar.getLong(2),
        bar.getLong(3),
        bar.getDouble(4),
        score,
        thresholds.decide(score),
        model,
        version,
        null, // a column of the table that is absent where no file scored
        Arm.RULE.id(),
        reason,
        null, // a column of the table that is absent for one number
        bar.getAs(5));
  }
}
