package org.tidemark.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.models.CalibratedModel;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.calibrate.PlattScaling;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.evaluate.TradingRule;
import org.tidemark.models.spark.FrameTimes;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;
import org.tidemark.testkit.TestSpark;

class SharedFrameIT {
  private static final int ROWS = FrameBlock.ROWS + 5_000;
  private static final TrainingColumns COLUMNS =
      new TrainingColumns(List.of("f0", "f1", "f2"), "hash", "label", Optional.empty());

  private static final Target BINARY = new Target.Binary();

  /** The second watches itself. */
  private static final List<WindowLearner.InTask> LEARNERS =
      List.of(
          learner(5, Rounds.OFF), learner(12, "patience=4,min_delta=0,monitor=val_profit_factor"));

  private static WindowLearner.InTask learner(int trees, String stopping) {
    return new WindowLearner.InTask(
        new XgboostLearner(
            XgboostParameters.standard().withTrees(trees, 4, 0.3),
            Rounds.parse(
                stopping, 0.2, TradingRule.aroundTheClock(0.02, 1, Duration.ofMinutes(30)))));
  }

  private static XgboostModel model(FormedModel fitted) {
    return (XgboostModel) fitted;
  }

  /**
   * Three instruments at every minute, each with its own label span; a value is missing at times.
   */
  private static Dataset<Row> frame() {
    return TestSpark.session()
        .range(0, ROWS, 1, 5)
        .selectExpr(
            "concat('S', id % 3) instrument",
            "id div 3 * 60000000000L event_time_nanos",
            "(id div 3 + 1 + id % 3 * 7) * 60000000000L span_end_nanos",
            "cast(pmod(hash(id), 100) < 50 + 20 * sin(id) AS INT) label",
            "0.001 * sin(id) + 0.0001 * (pmod(hash(id, 2), 100) - 50) forward_return",
            "cast(sin(id) AS FLOAT) f0",
            "CASE WHEN id % 11 > 0 THEN cast(pmod(hash(id, 1), 1000) AS FLOAT) END f1",
            "cast(id AS DOUBLE) f2")
        .repartition(7);
  }

  @Test
  void aFitOnASharedFrameGivesTheBytesOfAFitOnTheWindowsOwnRows() {
    Dataset<Row> frame = frame();
    try (SharedFrame shared = SharedFrame.of(frame, COLUMNS)) {
      for (String text :
          List.of("rolling:folds=2,train=P3D,embargo=PT1H", "cpcv:groups=4,test=2,embargo=PT1H")) {
        List<Split> splits = Splitter.parse(text).split(FrameTimes.of(frame));
        for (Split split : splits.subList(0, 2)) {
          Dataset<Row> window =
              frame.where(split.trainPredicateSql("event_time_nanos", "span_end_nanos"));
          long rows = window.count();
          for (WindowLearner.InTask learner : LEARNERS) {
            XgboostModel own = model(learner.fit(window, COLUMNS, BINARY, rows, 3));
            XgboostModel same = model(learner.fit(shared, split, BINARY, 3));

            assertThat(same.nativeBytes())
                .as("%s fold %d", text, split.fold())
                .isEqualTo(own.nativeBytes());
            assertThat(same.growth()).isEqualTo(own.growth());
          }
        }
      }
    }
  }

  /** In the task of the fit, as by reading the rows of the test and asking the model for each. */
  @Test
  void whatAFitSaysOfItsTestIsWhatItsModelSays() {
    // The first by name comes last, so that numbers by appearance are not those by name.
    Dataset<Row> frame =
        frame().where("instrument <> 'S0' OR event_time_nanos > 5 * 60 * 60000000000L");
    try (SharedFrame shared = SharedFrame.of(frame, COLUMNS)) {
      for (Split split :
          Splitter.parse("cpcv:groups=4,test=2,embargo=PT1H").split(FrameTimes.of(frame))) {
        WindowLearner.InTask learner = LEARNERS.get(0);
        SharedFrame.Tested tested =
            learner.fitAndTest(
                shared, split, BINARY, 3, own -> new CalibratedModel(own, new PlattScaling(2, 1)));
        FormedModel own = learner.fit(shared, split, BINARY, 3);
        assertThat(tested.model().nativeBytes()).isEqualTo(own.nativeBytes());

        FormedModel asked = new CalibratedModel(own, new PlattScaling(2, 1));
        List<Row> rows =
            frame
                .where(split.testPredicateSql("event_time_nanos"))
                .orderBy("event_time_nanos", "instrument")
                .collectAsList();
        Predictions said = tested.predictions();
        assertThat(said.rows()).isEqualTo(rows.size());
        for (int i = 0; i < rows.size(); i++) {
          Row row = rows.get(i);
          float f1 = row.isNullAt(6) ? Float.NaN : row.getFloat(6);
          float[] features = {row.getFloat(5), f1, (float) row.getDouble(7)};
          assertThat(said.scores()[i]).isEqualTo(asked.score(features, 1)[0]);
          assertThat("S" + said.instrument()[i]).isEqualTo(row.getString(0));
          assertThat(said.eventTimeNanos()[i]).isEqualTo(row.getLong(1));
          assertThat(said.spanEndNanos()[i]).isEqualTo(row.getLong(2));
          assertThat(said.labels()[i]).isEqualTo(row.getInt(3));
          assertThat(said.forwardReturns()[i]).isEqualTo(((Number) row.get(4)).doubleValue());
          assertThat(said.fold()[i]).isEqualTo(split.fold());
        }
      }
    }
  }

  /** By the metrics of all tasks: six fits of combinatorial cross-validation read each row once. */
  @Test
  void theTableIsReadOnceHoweverManyFitsThereAre(@TempDir Path folder) throws Exception {
    String table = folder.resolve("frame").toString();
    frame().write().parquet(table);
    Dataset<Row> frame = TestSpark.session().read().parquet(table);
    List<Split> splits =
        Splitter.parse("cpcv:groups=4,test=2,embargo=PT1H").split(FrameTimes.of(frame));
    assertThat(splits).hasSize(6);
    AtomicLong read = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd task) {
            read.addAndGet(task.taskMetrics().inputMetrics().recordsRead());
          }
        };
    SparkContext spark = TestSpark.session().sparkContext();
    spark.listenerBus().waitUntilEmpty();
    spark.addSparkListener(listener);
    try (SharedFrame shared = SharedFrame.of(frame, COLUMNS)) {
      for (Split split : splits) {
        LEARNERS.get(0).fit(shared, split, BINARY, 3);
      }
      spark.listenerBus().waitUntilEmpty();
      assertThat(read.get()).isEqualTo(ROWS);

      Split first = splits.get(0);
      Dataset<Row> own = frame.where(first.trainPredicateSql("event_time_nanos", "span_end_nanos"));
      LEARNERS.get(0).fit(own, COLUMNS, BINARY, own.count(), 3);
      spark.listenerBus().waitUntilEmpty();
      assertThat(read.get()).as("a fit on its own rows reads them anew").isGreaterThan(ROWS);
    } finally {
      spark.removeSparkListener(listener);
    }
  }

  /** In a task that reads the frame, as in the task's own arithmetic on the rows it was given. */
  @Test
  void aFitThatIsWatchedKeepsTheRoundsOfAPlainFit() {
    Dataset<Row> frame = frame();
    Split split =
        Splitter.parse("rolling:folds=2,train=P3D,embargo=PT1H").split(FrameTimes.of(frame)).get(1);
    try (SharedFrame shared = SharedFrame.of(frame, COLUMNS)) {
      XgboostModel watched = model(LEARNERS.get(1).fit(shared, split, BINARY, 3));
      Growth.Seen growth = (Growth.Seen) watched.growth().orElseThrow();
      long from = lastFifthBegins(frame, split);
      Dataset<Row> fitting =
          frame
              .where(split.trainPredicateSql("event_time_nanos", "span_end_nanos"))
              .where("span_end_nanos <= " + from);
      WindowLearner.InTask plain = learner(growth.kept(), Rounds.OFF);

      assertThat(growth.kept()).isLessThan(growth.grown());
      assertThat(growth.fitted()).isEqualTo(fitting.count());
      assertThat(plain.fit(fitting, COLUMNS, BINARY, growth.fitted(), 3).nativeBytes())
          .isEqualTo(watched.nativeBytes());
    }
  }

  private static long lastFifthBegins(Dataset<Row> frame, Split split) {
    List<Row> times =
        frame
            .where(split.trainPredicateSql("event_time_nanos", "span_end_nanos"))
            .select("event_time_nanos")
            .orderBy("event_time_nanos")
            .collectAsList();
    return times.get(times.size() - (int) Math.ceil(0.2 * times.size())).getLong(0);
  }

  @Test
  void rowsThatAreWeighedAndFramesThatAreTooLargeAreNotShared() {
    TrainingColumns weighed =
        new TrainingColumns(List.of("f0"), "hash", "label", Optional.of("f2"));
    assertThatThrownBy(() -> SharedFrame.of(frame(), weighed))
        .hasMessageContaining("column f2 weighs them");

    assertThat(SharedFrame.holds(SharedFrame.MOST_VALUES / 64, 64)).isTrue();
    assertThat(SharedFrame.holds(SharedFrame.MOST_VALUES / 64 + 1, 64)).isFalse();
    assertThat(SharedFrame.holds(0, 64)).isFalse();
  }
}
