package org.tidemark.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.models.Decisions;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.evaluate.Metric;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.evaluate.SingleMetric;
import org.tidemark.models.evaluate.TradingRule;
import org.tidemark.models.tune.Curve;
import org.tidemark.models.tune.EarlyStopping;
import org.tidemark.models.tune.Phase;

/** A fit that watches rows which it does not learn from. */
class EarlyStoppedFitTest {
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final TradingRule TRADING =
      TradingRule.aroundTheClock(0.02, 1, Duration.ofDays(1));
  private static final XgboostParameters FAST =
      XgboostParameters.standard().withTrees(60, 4, 0.3).withDraw(0.5, 0.5).withBins(64);

  private static XgboostLearner learner(XgboostParameters parameters, String rule, double share) {
    return new XgboostLearner(parameters, Rounds.parse(rule, share, TRADING));
  }

  /** Two instruments, a row each an hour, labels that reach three hours ahead. */
  private static TrainingSet rows(Target target, int rows, long seed) {
    TrainingSet plain = Samples.of(target, rows, 6, seed);
    SplittableRandom random = new SplittableRandom(seed);
    long[] times = new long[rows];
    long[] ends = new long[rows];
    int[] instruments = new int[rows];
    double[] returns = new double[rows];
    for (int i = 0; i < rows; i++) {
      times[i] = i / 2 * HOUR;
      ends[i] = times[i] + 3 * HOUR;
      instruments[i] = 5 + i % 2;
      returns[i] = 0.004 * (plain.labels()[i] - 0.5) + 0.01 * random.nextGaussian();
    }
    return decided(plain, new Decisions(times, ends, instruments, returns));
  }

  private static TrainingSet decided(TrainingSet plain, Decisions decisions) {
    return new TrainingSet(
        plain.featureNames(),
        plain.featureSetHash(),
        plain.target(),
        plain.rows(),
        plain.features(),
        plain.labels(),
        plain.weights(),
        Optional.of(decisions));
  }

  /** The rows that the fit may learn from, in the plainest words. */
  private static TrainingSet fittingRows(TrainingSet data, double share) {
    Decisions d = data.decisions().orElseThrow();
    long from = d.eventTimeNanos()[data.rows() - (int) Math.ceil(share * data.rows())];
    return data.only(
        IntStream.range(0, data.rows()).filter(i -> d.spanEndNanos()[i] <= from).toArray());
  }

  private static TrainingSet watchedRows(TrainingSet data, double share) {
    Decisions d = data.decisions().orElseThrow();
    long from = d.eventTimeNanos()[data.rows() - (int) Math.ceil(share * data.rows())];
    return data.only(
        IntStream.range(0, data.rows()).filter(i -> d.eventTimeNanos()[i] >= from).toArray());
  }

  private static byte[] plain(XgboostParameters parameters, int rounds, TrainingSet data) {
    return new XgboostLearner(
            parameters.withTrees(rounds, parameters.trees().depth(), parameters.trees().rate()))
        .fit(data, 7)
        .nativeBytes();
  }

  /** The metric of a model on the watched rows, by scoring all of its trees. */
  private static double measured(
      byte[] model, TrainingSet data, TrainingSet watched, Metric metric) {
    XgboostModel scorer =
        XgboostModel.of(model, data.target(), data.featureNames(), data.featureSetHash());
    float[] scored = scorer.score(watched.features(), watched.rows());
    Decisions d = watched.decisions().orElseThrow();
    double[] scores = new double[scored.length];
    Arrays.setAll(scores, i -> scored[i]);
    double[] labels = new double[watched.rows()];
    Arrays.setAll(labels, i -> watched.labels()[i]);
    return SingleMetric.of(
        metric,
        new Predictions(
            data.target(),
            d.eventTimeNanos(),
            d.spanEndNanos(),
            d.instrument(),
            labels,
            scores,
            d.forwardReturns()),
        TRADING);
  }

  /**
   * Ten rows an hour apart, labels that end at the next row, half of them watched: rows 5 to 9, and
   * rows 0 to 4 are learned from, the label of row 4 ending where the watch begins. The sign of the
   * one column is the label, but in the watched rows the other way round, so every round makes the
   * log loss worse: the first is kept, and patience 3 ends the fit after three more.
   */
  @Test
  void aFitThatGetsWorseKeepsItsFirstRound() {
    float[] features = {1, -1, 1, -1, 1, -1, 1, -1, 1, -1};
    float[] labels = {1, 0, 1, 0, 1, 1, 0, 1, 0, 1};
    float[] weights = new float[10];
    Arrays.fill(weights, 1);
    TrainingSet data =
        new TrainingSet(
            List.of("x"),
            "h",
            new Target.Binary(),
            10,
            features,
            labels,
            weights,
            Optional.of(
                new Decisions(
                    IntStream.range(0, 10).mapToLong(i -> i * HOUR).toArray(),
                    IntStream.range(0, 10).mapToLong(i -> (i + 1) * HOUR).toArray(),
                    new int[10],
                    new double[10])));
    XgboostParameters parameters =
        XgboostParameters.standard().withTrees(20, 2, 0.3).withLeaves(1, 0, 0).withBins(16);

    XgboostModel model =
        learner(parameters, "patience=3,min_delta=0.001,monitor=val_log_loss", 0.5).fit(data, 7);

    Growth.Seen growth = (Growth.Seen) model.growth().orElseThrow();
    assertThat(growth.grown()).isEqualTo(4);
    assertThat(growth.kept()).isEqualTo(1);
    assertThat(growth.fitted()).isEqualTo(5);
    assertThat(growth.monitored()).isEqualTo(5);
    assertThat(growth.phase()).isEqualTo(Phase.OVERFITTING);
    assertThat(model.form().trees()).hasSize(1);
    assertThat(model.nativeBytes())
        .isEqualTo(plain(parameters, 1, data.only(new int[] {0, 1, 2, 3, 4})));
  }

  /** The curve is that of fits of 1, 2, 3, ... rounds, each scored as a whole. */
  @ParameterizedTest
  @CsvSource({
    "val_sharpe, 0.2, 4000, binary",
    "val_log_loss, 0.2, 900, binary",
    "val_auc, 0.3, 900, multiclass",
    "val_rmse, 0.1, 900, regression"
  })
  void keepsTheBytesOfTheBestOfAllPlainFits(String monitor, double share, int n, String kind) {
    Target target =
        switch (kind) {
          case "binary" -> new Target.Binary();
          case "multiclass" -> new Target.MultiClass(3);
          default -> new Target.Regression();
        };
    TrainingSet data = rows(target, n, 3);
    XgboostParameters parameters = FAST.withTrees(30, 4, 0.3);
    String rule = "patience=5,min_delta=0.0001,monitor=" + monitor;
    TrainingSet fitting = fittingRows(data, share);
    TrainingSet watched = watchedRows(data, share);
    Curve curve = EarlyStopping.parse(rule).start();
    List<byte[]> fits = new ArrayList<>();
    while (fits.size() < 30 && !(curve.best().isPresent() && curve.stops())) {
      fits.add(plain(parameters, fits.size() + 1, fitting));
      curve =
          curve.after(
              measured(fits.get(fits.size() - 1), data, watched, curve.rule().metric()),
              Double.NaN);
    }

    XgboostModel model = learner(parameters, rule, share).fit(data, 7);

    int best = curve.best().orElseThrow();
    assertThat(model.growth().orElseThrow())
        .usingRecursiveComparison()
        .ignoringFields("phase")
        .isEqualTo(
            new Growth.Seen(
                fits.size(),
                best + 1,
                fitting.rows(),
                watched.rows(),
                curve.watched().get(best),
                Phase.WARMING));
    assertThat(model.nativeBytes()).isEqualTo(fits.get(best));
    assertThat(learner(parameters, rule, share).fit(data, 7).nativeBytes())
        .isEqualTo(model.nativeBytes());
  }

  @Test
  void noLabelThatIsLearnedReachesIntoTheWatchedRows() {
    TrainingSet data = rows(new Target.Binary(), 101, 5);
    MonitorSplit split = MonitorSplit.of(data, 0.2).orElseThrow();
    Decisions fitted = split.fitting().decisions().orElseThrow();
    Decisions watched = split.monitor().decisions().orElseThrow();

    // 21 rows are a fifth; the cut falls between two rows of one instant, so one more is watched
    assertThat(watched.rows()).isEqualTo(21);
    assertThat(Arrays.stream(fitted.spanEndNanos()).max().orElseThrow())
        .isLessThanOrEqualTo(watched.eventTimeNanos()[0]);
    // labels reach three hours ahead: those of the two hours before the cut reach over it
    assertThat(fitted.rows()).isEqualTo(101 - 21 - 4);
    assertThat(MonitorSplit.of(rows(new Target.Binary(), 102, 5), 0.2).orElseThrow().monitor())
        .extracting(TrainingSet::rows)
        .isEqualTo(22);
  }

  @Test
  void whatCannotBeWatchedKeepsEveryRoundOfEveryRowAndSaysWhy() {
    TrainingSet data = rows(new Target.Binary(), 600, 1);
    byte[] all = plain(FAST, 60, data);

    // 120 rows of two instruments, an hour apart: 60 hours from midnight
    assertUnseen(learner(FAST, "", 0.2).fit(data, 7), all, 60, 600, "3 periods of return");
    TrainingSet oneClass = data.only(IntStream.range(0, 600).toArray());
    Arrays.fill(oneClass.labels(), 480, 600, 1);
    assertUnseen(
        learner(FAST, "monitor=val_auc", 0.2).fit(oneClass, 7),
        plain(FAST, 60, oneClass),
        60,
        600,
        "val_auc is not defined after any round");
    Arrays.fill(oneClass.labels(), 0, 480, 0);
    assertUnseen(
        learner(FAST, "monitor=val_log_loss", 0.2).fit(oneClass, 7),
        plain(FAST, 60, oneClass),
        60,
        600,
        "rows before the watched ones have one class");
    TrainingSet two = data.only(new int[] {0, 3});
    two.labels()[0] = 0;
    two.labels()[1] = 1;
    assertUnseen(
        learner(FAST, "monitor=val_log_loss", 0.2).fit(two, 7),
        plain(FAST, 60, two),
        60,
        2,
        "no label ends before the first watched row");
  }

  private static void assertUnseen(
      XgboostModel model, byte[] bytes, int rounds, int rows, String reason) {
    Growth.Unseen growth = (Growth.Unseen) model.growth().orElseThrow();
    assertThat(growth.reason()).contains(reason);
    assertThat(growth.grown()).isEqualTo(rounds);
    assertThat(growth.kept()).isEqualTo(rounds);
    assertThat(growth.fitted()).isEqualTo(rows);
    assertThat(model.nativeBytes()).isEqualTo(bytes);
  }

  @Test
  void aFitThatIsNotWatchedSaysNothing() {
    TrainingSet data = rows(new Target.Binary(), 300, 1);
    XgboostLearner off = learner(FAST, "off", 0.2);

    assertThat(off).isEqualTo(new XgboostLearner(FAST));
    assertThat(off.parametersJson()).isEqualTo(FAST.json());
    assertThat(off.fit(data, 7).growth()).isEmpty();
    assertThat(learner(FAST, "patience=9", 0.25).parametersJson())
        .startsWith("{\"trees\":60,")
        .endsWith(
            "\"threads\":1,\"early_stopping\":\"patience=9,min_delta=0.01,monitor=val_sharpe\","
                + "\"monitor_share\":0.25,\"monitor_threshold\":0.02,\"monitor_cost_bps\":1.0,"
                + "\"monitor_period\":\"PT24H\",\"monitor_periods_per_year\":365.0}");
  }

  @Test
  void growthReadsBack() {
    List<Growth> each =
        List.of(
            new Growth.Seen(12, 7, 800, 200, 0.1234567890123, Phase.PLATEAU),
            new Growth.Unseen(100, 1_000, "a \"reason\""));
    for (Growth growth : each) {
      assertThat(Growth.parse(growth.json())).isEqualTo(growth);
    }
    assertThatThrownBy(() -> Growth.parse(new byte[] {'x'})).hasMessageContaining("rounds");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 0.51, 1, Double.NaN})
  void otherSharesAreRefused(double share) {
    assertThatThrownBy(() -> learner(FAST, "", share))
        .hasMessageContaining("monitor share = " + share)
        .hasMessageContaining("at most 0.5");
  }

  @Test
  void aMonitorThatThePredictionsDoNotHaveIsRefused() {
    TrainingSet data = rows(new Target.Binary(), 300, 1);
    assertThatThrownBy(() -> learner(FAST, "monitor=val_rmse", 0.2).fit(data, 7))
        .hasMessageContaining("monitor 'val_rmse' does not apply to target Binary")
        .hasMessageContaining("watch val_sharpe, or val_log_loss");
    assertThatThrownBy(() -> learner(FAST, "monitor=val_luck", 0.2))
        .hasMessageContaining("unknown metric 'luck'; take one of accuracy, auc");
    assertThatThrownBy(
            () -> learner(FAST, "", 0.2).fit(Samples.of(new Target.Binary(), 300, 6, 1), 7))
        .hasMessageContaining("needs the times and returns of its rows");
  }
}
