package org.tidemark.streaming.score;

import java.io.Serializable;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.tidemark.models.Target;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.streaming.feature.BarRow;

/**
 * Signals of bars, each strategy's in a row; goes to all tasks.
 *
 * @param estimating versions whose score is no probability: they have no share in a signal
 * @param blends whether scores have a share
 */
record SignalRows(Signals signals, int width, Set<String> estimating, boolean blends)
    implements Serializable {
  static final StructType OUTPUT =
      new StructType()
          .add("instrument", DataTypes.StringType, false)
          .add("offset", DataTypes.LongType, false)
          .add("event_time_nanos", DataTypes.LongType, false)
          .add("closed_by_offset", DataTypes.LongType, false)
          .add("strategy", DataTypes.StringType, false)
          .add("signal", DataTypes.DoubleType, false)
          .add("gate", DataTypes.StringType, false)
          .add("score", DataTypes.FloatType, true)
          .add("model_version", DataTypes.StringType, true)
          .add("share", DataTypes.DoubleType, false)
          .add("value", DataTypes.DoubleType, false)
          .add("decision", DataTypes.StringType, false);

  private static final int SCORE = BarScores.OUTPUT.fieldIndex("score");
  private static final int VERSION = BarScores.OUTPUT.fieldIndex("model_version");
  private static final int ARM = BarScores.OUTPUT.fieldIndex("arm");
  private static final int CLASSES = BarScores.OUTPUT.fieldIndex("class_scores");

  SignalRows {
    estimating = Set.copyOf(estimating);
  }

  /**
   * The signals of a batch.
   *
   * @param files the checked file of a version of the batch at hand
   */
  static SignalRows of(
      ScorerSettings settings, LineUp lineUp, Function<ModelVersion, OnnxArtifact> files) {
    return new SignalRows(
        settings.signals().over(settings.set().outputNames(), Thresholds.ofProbability()),
        settings.set().width(),
        lineUp.all().stream()
            .filter(version -> files.apply(version).target() instanceof Target.Regression)
            .map(ModelVersion::version)
            .collect(Collectors.toSet()),
        settings.signals().blend().isPresent());
  }

  /** Whether a score is a shadow's, which serves nobody. */
  static boolean isOfShadow(InternalRow scored) {
    return scored.getUTF8String(ARM).toString().equals(Arm.SHADOW.id());
  }

  /**
   * The signals of one bar.
   *
   * @param row of {@link org.tidemark.streaming.feature.FoldRows#SCHEMA}
   * @param served the score of who serves it, of {@link BarScores#OUTPUT}, if somebody does
   * @param out gets rows of {@link #OUTPUT}
   */
  void of(InternalRow row, Optional<InternalRow> served, Consumer<InternalRow> out) {
    BarRow bar = new BarRow(row);
    float[] features = new float[width];
    bar.features(features);
    Optional<InternalRow> blended = served.filter(score -> blends);
    float score = blended.map(this::probability).orElse(Float.NaN);
    boolean given = !Float.isNaN(score);
    for (int i = 0; i < signals.strategies().size(); i++) {
      Signals.Signal signal = signals.of(i, features, score);
      out.accept(
          InnerRow.of(
              bar.instrument(),
              bar.offset(),
              bar.eventTimeNanos(),
              bar.closedByOffset(),
              signals.strategies().get(i).key(),
              signal.signal(),
              signal.gate(),
              given ? score : null, // columns of the table that are absent where no model spoke
              given ? blended.get().getUTF8String(VERSION) : null,
              signal.share(),
              signal.value(),
              signal.decision()));
    }
  }

  /** The probability of a rise that a model gave; NaN where none did. */
  private float probability(InternalRow scored) {
    UTF8String arm = scored.getUTF8String(ARM);
    if (arm.toString().equals(Arm.RULE.id())
        || estimating.contains(scored.getUTF8String(VERSION).toString())) {
      return Float.NaN;
    }
    return scored.isNullAt(CLASSES)
        ? scored.getFloat(SCORE)
        : Thresholds.direction(scored.getArray(CLASSES).toFloatArray());
  }
}
