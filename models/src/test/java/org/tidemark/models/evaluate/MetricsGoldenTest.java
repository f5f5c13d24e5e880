package org.tidemark.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.models.Target;

/** Metrics against scikit-learn, SciPy, pandas, NumPy and arch (make_goldens.py). */
class MetricsGoldenTest {

  static Stream<GoldenCase> predictionCases() {
    return GoldenCase.read("metrics.txt").stream();
  }

  static Stream<GoldenCase> pinballCases() {
    return GoldenCase.read("pinball.txt").stream();
  }

  static Stream<GoldenCase> tradingCases() {
    return GoldenCase.read("trading.txt").stream();
  }

  static Stream<GoldenCase> blockCases() {
    return GoldenCase.read("blocks.txt").stream();
  }

  @ParameterizedTest
  @MethodSource("predictionCases")
  void predictionMetrics(GoldenCase golden) {
    Predictions p =
        Samples.minutes(
            golden.name().startsWith("multi")
                ? new Target.MultiClass((int) golden.number("classes"))
                : target(golden),
            golden.array("labels"),
            golden.array("scores"));
    Evaluation evaluation = Evaluation.of(p, TradingRule.aroundTheClock(0, 1, Duration.ofHours(1)));
    int checked = 0;
    for (MetricValue value : evaluation.metrics()) {
      if (golden.values().containsKey(value.metric())) {
        golden.check(value.metric(), value.value());
        assertThat(value.n()).isEqualTo(p.rows());
        checked++;
      }
    }
    assertThat(checked).isGreaterThanOrEqualTo(expected(p.target()));
    if (golden.values().containsKey("within")) {
      BrierParts parts = BrierParts.of(Calibration.equallyFilled(p, 10));
      golden.check("within", parts.within(golden.number("brier")));
    }
    if (golden.values().containsKey("observed")) {
      checkCurve(golden, Calibration.equallyFilled(p, 10), "");
      checkCurve(golden, Calibration.equallyWide(p, 10), "_wide");
    }
  }

  private static int expected(Target target) {
    if (target instanceof Target.Regression) {
      return 2;
    }
    int classes = target instanceof Target.MultiClass many ? many.classes() : 2;
    return 8 + 2 * classes + (classes == 2 ? 5 : 0);
  }

  private static void checkCurve(GoldenCase golden, Calibration curve, String suffix) {
    golden.check(
        "observed" + suffix,
        curve.bins().stream().mapToDouble(Calibration.Bin::observedShare).toArray());
    golden.check(
        "predicted" + suffix,
        curve.bins().stream().mapToDouble(Calibration.Bin::meanProbability).toArray());
  }

  @ParameterizedTest
  @MethodSource("pinballCases")
  void pinballLossOfAQuantile(GoldenCase golden) {
    Predictions p =
        Samples.minutes(new Target.Regression(), golden.array("labels"), golden.array("scores"));
    double level = golden.number("level");
    Evaluation evaluation =
        Evaluation.of(
            p, TradingRule.aroundTheClock(0, 1, Duration.ofHours(1)), OptionalDouble.of(level));
    golden.check("pinball_loss", evaluation.find(Metric.PINBALL_LOSS).orElseThrow().value());
    golden.check("pinball_loss", Arrays.stream(Loss.pinball(level).of(p)).average().orElseThrow());
    double[] labels = golden.array("labels");
    double[] scores = golden.array("scores");
    float[] ofLabels = new float[labels.length];
    float[] ofScores = new float[labels.length];
    for (int i = 0; i < labels.length; i++) {
      ofLabels[i] = (float) labels[i];
      ofScores[i] = (float) scores[i];
    }
    golden.check("pinball_loss_float32", Accuracy.pinballLoss(ofLabels, ofScores, level));
  }

  @ParameterizedTest
  @MethodSource("tradingCases")
  void tradingMetrics(GoldenCase golden) {
    long[] time = longs(golden.array("time"));
    int[] instrument = new int[time.length];
    for (int i = 0; i < time.length; i++) {
      instrument[i] = (int) golden.array("instrument")[i];
    }
    Predictions p =
        new Predictions(
            target(golden),
            time,
            longs(golden.array("end")),
            instrument,
            new double[time.length],
            golden.array("scores"),
            golden.array("forward"));
    TradingRule rule =
        new TradingRule(
            golden.number("threshold"),
            golden.number("cost"),
            Duration.ofSeconds((long) golden.number("period_seconds")),
            golden.number("per_year"));
    Backtest backtest = Backtest.of(p, rule);
    assertThat(backtest.periodEndNanos()).isEqualTo(longs(golden.array("period_end")));
    golden.check("returns", backtest.returns());
    double[] values = new Trading(backtest, rule).values();
    for (int m = 0; m < values.length; m++) {
      golden.check(Trading.METRICS.get(m).id(), values[m]);
    }
  }

  /**
   * arch begins its search for the last correlated lag one lag earlier than the paper, so block
   * lengths may differ by the effect of one lag.
   */
  @ParameterizedTest
  @MethodSource("blockCases")
  void automaticBlockLength(GoldenCase golden) {
    double block = BlockLength.automatic(golden.array("series"));
    assertThat(block / golden.number("block")).isBetween(0.6, 1.67);
  }

  @Test
  void everyPredictionMetricHasAGolden() {
    List<String> keys =
        Stream.concat(predictionCases(), pinballCases())
            .flatMap(c -> c.values().keySet().stream())
            .distinct()
            .toList();
    List<String> trading =
        tradingCases().flatMap(c -> c.values().keySet().stream()).distinct().toList();
    for (Metric metric : Metric.values()) {
      assertThat(keys.contains(metric.id()) || trading.contains(metric.id()))
          .as(metric.id())
          .isTrue();
      assertThat(Metric.of(metric.id())).isEqualTo(metric);
      assertThat(metric.formula()).isNotBlank();
    }
    assertThat(Optional.of(Metric.AUC.unit())).contains("share");
  }

  private static Target target(GoldenCase golden) {
    return switch (golden.name().split("-")[0]) {
      case "binary" -> new Target.Binary();
      case "multi" -> new Target.MultiClass(3);
      default -> new Target.Regression();
    };
  }

  private static long[] longs(double[] values) {
    long[] out = new long[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (long) values[i];
    }
    return out;
  }
}
