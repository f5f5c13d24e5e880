package org.tidemark.models.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.GBTRegressor;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.tidemark.models.split.SortedRowTimes;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;
import org.tidemark.testkit.TestSpark;

class WalkForwardValidatorIT {
  private static final int ROWS = 400;
  private static final long MINUTE = 60_000_000_000L;
  private static final String PLAIN = "anchored:folds=3,train=0.4,embargo=PT5M";
  private static final StructType TYPE =
      new StructType()
          .add("event_time_nanos", "long")
          .add("span_end_nanos", "long")
          .add("label", "double")
          .add("features", SQLDataTypes.VectorType());

  /** A row a minute; the first feature says something of the label, which spans ten minutes. */
  private static List<Row> rows() {
    SplittableRandom random = new SplittableRandom(3);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double known = random.nextDouble(-1, 1);
      double label = known + random.nextDouble(-1, 1) > 0 ? 1 : 0;
      rows.add(
          RowFactory.create(
              i * MINUTE,
              (i + 10) * MINUTE,
              label,
              Vectors.dense(known, random.nextDouble(-1, 1))));
    }
    return rows;
  }

  private static Dataset<Row> frame(List<Row> rows) {
    return TestSpark.session().createDataFrame(rows, TYPE).repartition(3);
  }

  private static WalkForwardValidator validator(LogisticRegression learner, ParamMap... maps) {
    return new WalkForwardValidator()
        .setEstimator(learner)
        .setEvaluator(new BinaryClassificationEvaluator())
        .setEstimatorParamMaps(maps);
  }

  /** The same by hand: folds of the splitter, fitted and measured one by one. */
  @Test
  void everyCandidateOnEveryFoldEqualsALoop() {
    LogisticRegression learner = new LogisticRegression();
    ParamMap[] maps = {
      new ParamMap().put(learner.regParam().w(10.0), learner.elasticNetParam().w(1.0)),
      new ParamMap().put(learner.regParam().w(0.01), learner.elasticNetParam().w(0.0))
    };
    Dataset<Row> frame = frame(rows());
    WalkForwardModel model =
        validator(learner, maps)
            .setSplitter(PLAIN)
            .setFoldModels("keep")
            .setParallelism(2)
            .fit(frame);

    long[] times = rows().stream().mapToLong(r -> r.getLong(0)).toArray();
    long[] ends = rows().stream().mapToLong(r -> r.getLong(1)).toArray();
    List<Split> splits = Splitter.parse(PLAIN).split(SortedRowTimes.of(times, ends));
    BinaryClassificationEvaluator evaluator = new BinaryClassificationEvaluator();
    double[] sums = new double[maps.length];
    int at = 0;
    for (Split split : splits) {
      Dataset<Row> train =
          frame(rows().stream().filter(r -> split.trains(r.getLong(0), r.getLong(1))).toList());
      Dataset<Row> test = frame(rows().stream().filter(r -> split.tests(r.getLong(0))).toList());
      for (int k = 0; k < maps.length; k++) {
        double metric = evaluator.evaluate(learner.fit(train, maps[k]).transform(test));
        FoldScore score = model.scores().get(at++);
        assertThat(score.fold()).isEqualTo(split.fold());
        assertThat(score.candidate()).isEqualTo(k);
        assertThat(score.metric()).isCloseTo(metric, within(1e-9));
        sums[k] += metric / splits.size();
      }
    }
    assertThat(model.meanMetrics()[1]).isCloseTo(sums[1], within(1e-9)).isGreaterThan(0.7);
    assertThat(model.meanMetrics()[0]).isEqualTo(0.5); // so much shrinkage leaves a constant
    assertThat(model.bestCandidate()).isEqualTo(1);
    assertThat(model.tested()).hasSize(3).allMatch(s -> s.candidate() == 1);
    assertThat(model.transform(frame).columns()).contains("prediction");
    // A row without a label, at the end, is neither fitted nor scored.
    Row open = RowFactory.create(ROWS * MINUTE - 1, null, null, Vectors.dense(0, 0));
    Dataset<Row> outOfFold = model.outOfFold(frame.union(frame(List.of(open))));
    assertThat(outOfFold.count())
        .isEqualTo(
            Arrays.stream(times).filter(t -> splits.stream().anyMatch(s -> s.tests(t))).count());
    assertThat(evaluator.evaluate(outOfFold.where(col("fold").equalTo(0))))
        .isCloseTo(model.tested().get(0).metric(), within(1e-9));
  }

  @Test
  void aCandidateThatFailsIsRecordedAndTheOthersGoOn() {
    LogisticRegression learner = new LogisticRegression();
    ParamMap wrong = new ParamMap().put(learner.featuresCol().w("nowhere"));
    WalkForwardModel model =
        validator(learner, wrong, ParamMap.empty()).setSplitter(PLAIN).fit(frame(rows()));
    assertThat(model.bestCandidate()).isEqualTo(1);
    assertThat(model.meanMetrics()[0]).isNaN();
    assertThat(model.scores().get(0).reason().orElseThrow()).contains("nowhere");
    assertThatThrownBy(() -> model.outOfFold(frame(rows())))
        .hasMessageContaining("setFoldModels(\"keep\")");
    assertThatThrownBy(() -> validator(learner, wrong).setSplitter(PLAIN).fit(frame(rows())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("none of 1 candidates has a metric on every fold")
        .hasMessageContaining("nowhere");
  }

  @Test
  void nestedChoosesInsideEachTrainingWindow() {
    LogisticRegression learner = new LogisticRegression();
    ParamMap[] maps = {
      new ParamMap().put(learner.regParam().w(10.0), learner.elasticNetParam().w(1.0)),
      ParamMap.empty()
    };
    WalkForwardModel model =
        validator(learner, maps)
            .setSplitter(
                "nested:outer=[anchored:folds=2,train=0.5,embargo=PT5M],inner=[kfold:folds=2]")
            .fit(frame(rows()));
    assertThat(model.scores()).hasSize(2 * 2 * 2).allMatch(s -> s.inner() >= 0);
    assertThat(model.tested()).hasSize(2).allMatch(s -> s.candidate() == 1 && s.inner() == -1);
    assertThat(model.tested()).allMatch(s -> s.metric() > 0.65);
  }

  @Test
  void whatIsMissingOrTooShortIsNamed() {
    assertThatThrownBy(() -> new WalkForwardValidator().fit(frame(rows())))
        .hasMessageContaining("no evaluator; call setEvaluator");
    WalkForwardValidator validator = validator(new LogisticRegression(), ParamMap.empty());
    assertThatThrownBy(() -> validator.fit(frame(rows())))
        .hasMessageContaining("no splitter; call setSplitter");
    validator.setSplitter(PLAIN);
    assertThatThrownBy(() -> validator.setSplitter("sometimes")).hasMessageContaining("sometimes");
    assertThatThrownBy(() -> validator.fit(frame(rows()).drop("span_end_nanos")))
        .hasMessageContaining("no bigint column 'span_end_nanos'");
    assertThatThrownBy(() -> validator.fit(frame(rows().subList(0, 1))))
        .hasMessageContaining("1 rows have a label");
    assertThatThrownBy(
            () ->
                validator
                    .setEstimator(new GBTRegressor().setFeaturesCol("missing"))
                    .fit(frame(rows())))
        .hasMessageContaining("missing");
    assertThatThrownBy(
            () ->
                validator.setSplitter("anchored:folds=3,train=0.4,embargo=PT2H").fit(frame(rows())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
