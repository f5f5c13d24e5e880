package org.tidemark.streaming.score;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.models.Target;
import org.tidemark.models.onnx.OnnxArtifact;

/**
 * Signals of bars, each strategy's in a row.
 *
 * @param estimating versions whose score is no probability: they have no share in a signal
 */
record SignalRows(Signals signals, int width, Set<String> estimating)
    implements FlatMapFunction<Row, Row> {
  private static final String BAR =
      "struct(instrument, offset, event_time_nanos, closed_by_offset, features) as bar";
  private static final int FEATURES = 4;

  private static final StructType OUTPUT =
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

  SignalRows {
    estimating = Set.copyOf(estimating);
  }

  /**
   * The signals of a batch.
   *
   * @param bars with features
   * @param scored rows of {@link ScoreRows#OUTPUT} of the same bars, if somebody serves them
   * @param files the checked file of a version of the batch at hand
   */
  static Dataset<Row> of(
      ScorerSettings settings,
      Dataset<Row> bars,
      Optional<Dataset<Row>> scored,
      LineUp lineUp,
      Function<ModelVersion, OnnxArtifact> files) {
    SignalRows rows =
        new SignalRows(
            settings.signals().over(settings.set().outputNames(), Thresholds.ofProbability()),
            settings.set().width(),
            lineUp.all().stream()
                .filter(version -> files.apply(version).target() instanceof Target.Regression)
                .map(ModelVersion::version)
                .collect(Collectors.toSet()));
    Dataset<Row> input =
        settings.signals().blend().isPresent() && scored.isPresent()
            ? scored
                .get()
                .where("arm <> '" + Arm.SHADOW.id() + "'")
                .selectExpr(
                    BAR,
                    "if(arm = '" + Arm.RULE.id() + "', null, score) as score",
                    "class_scores",
                    "model_version")
            : bars.selectExpr(
                BAR,
                "cast(null as float) as score",
                "cast(null as array<float>) as class_scores",
                "cast(null as string) as model_version");
    return input.flatMap(rows, Encoders.row(OUTPUT));
  }

  @Override
  public Iterator<Row> call(Row input) {
    Row bar = input.getStruct(0);
    ByteBuffer features = ByteBuffer.wrap(bar.getAs(FEATURES));
    float[] row = new float[width];
    features.asFloatBuffer().get(row);
    float score = probability(input);
    boolean given = !Float.isNaN(score);
    List<Row> made = new ArrayList<>(signals.strategies().size());
    for (int i = 0; i < signals.strategies().size(); i++) {
      Signals.Signal signal = signals.of(i, row, score);
      made.add(
          RowFactory.create(
              bar.get(0),
              bar.get(1),
              bar.get(2),
              bar.get(3),
              signals.strategies().get(i).key(),
              signal.signal(),
              signal.gate(),
              given ? score : null, // columns of the table that are absent where no model spoke
              given ? input.get(3) : null,
              signal.share(),
              signal.value(),
              signal.decision()));
    }
    return made.iterator();
  }

  /** The probability of a rise that a model gave; NaN where none did. */
  private float probability(Row input) {
    if (input.isNullAt(1) || estimating.contains(input.getString(3))) {
      return Float.NaN;
    }
    if (input.isNullAt(2)) {
      return input.getFloat(1);
    }
    List<Float> classes = input.getList(2);
    float[] given = new float[classes.size()];
    for (int i = 0; i < given.length; i++) {
      given[i] = classes.get(i);
    }
    return Thresholds.direction(given);
  }
}
