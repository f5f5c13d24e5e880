package org.tidemark.streaming.score;

import java.io.Serializable;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.streaming.feature.BarRow;

/** Who scores the bars of a batch; goes to all tasks. */
sealed interface BarScores extends Serializable permits ScoreRows, RuleRows, BarScores.Nobody {
  /** Columns of a score. */
  StructType OUTPUT =
      new StructType()
          .add("instrument", DataTypes.StringType, false)
          .add("offset", DataTypes.LongType, false)
          .add("event_time_nanos", DataTypes.LongType, false)
          .add("closed_by_offset", DataTypes.LongType, false)
          .add("close", DataTypes.DoubleType, false)
          .add("score", DataTypes.FloatType, false)
          .add("decision", DataTypes.StringType, false)
          .add("model", DataTypes.StringType, false)
          .add("model_version", DataTypes.StringType, false)
          .add("onnx_sha256", DataTypes.StringType, true)
          .add("arm", DataTypes.StringType, false)
          .add("reason", DataTypes.StringType, false)
          .add("class_scores", DataTypes.createArrayType(DataTypes.FloatType, false), true)
          .add("features", DataTypes.BinaryType, false);

  /**
   * Who scores.
   *
   * @param sha256 of the file, if there is one
   */
  record By(String model, String version, Optional<String> sha256, Arm arm, String reason) {}

  /**
   * A row of {@link #OUTPUT}.
   *
   * @param classes scores of three classes or more
   */
  static InternalRow row(
      BarRow bar, float score, String decision, By by, Optional<float[]> classes) {
    return InnerRow.of(
        bar.instrument(),
        bar.offset(),
        bar.eventTimeNanos(),
        bar.closedByOffset(),
        bar.close(),
        score,
        decision,
        by.model(),
        by.version(),
        by.sha256().orElse(null),
        by.arm().id(),
        by.reason(),
        classes.orElse(null),
        bar.features());
  }

  /** Begins in a task. */
  Scoring begin();

  /** Scores bars, one at a time. */
  interface Scoring {
    /**
     * @param bar of {@link org.tidemark.streaming.feature.FoldRows#SCHEMA}
     * @param out gets a row of {@link #OUTPUT} of who serves the bar, then one of each shadow
     */
    void score(InternalRow bar, Consumer<InternalRow> out);
  }

  /** No scores. */
  record Nobody() implements BarScores {
    @Override
    public Scoring begin() {
      return (bar, out) -> {};
    }
  }
}
