package org.tidemark.models.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.CalibratedInTime;
import org.tidemark.models.evaluate.GoldenCase;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.testkit.Seeds;

/** Calibrators against scikit-learn and SciPy, a slow twin, and laws. */
class CalibrationTest {
  static Stream<GoldenCase> cases() {
    return GoldenCase.read("calibrate", "calibrators.txt").stream();
  }

  private static int[] labels(GoldenCase golden) {
    return Arrays.stream(golden.array("labels")).mapToInt(v -> (int) v).toArray();
  }

  private static double calibrated(Calibrator calibrator, double score) {
    float[] one = {(float) score};
    calibrator.calibrate(one, 0, 1);
    return one[0];
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void equalsTheOthers(GoldenCase golden) {
    double[] scores = golden.array("scores");
    int outputs = (int) golden.number("outputs");
    TemperatureScaling temperature =
        (TemperatureScaling) CalibrationMethod.TEMPERATURE.fit(scores, outputs, labels(golden));
    assertThat(temperature.t() / golden.number("temperature_t")).isCloseTo(1, within(1e-5));
    if (outputs > 1) {
      return;
    }
    for (CalibrationMethod method :
        new CalibrationMethod[] {
          CalibrationMethod.PLATT, CalibrationMethod.BETA, CalibrationMethod.TEMPERATURE
        }) {
      Calibrator calibrator = method.fit(scores, 1, labels(golden));
      double[] grid = golden.array("grid");
      double[] expected = golden.array(method.id());
      for (int i = 0; i < grid.length; i++) {
        // Both search until they are content: they agree to a part in ten thousand.
        assertThat(calibrated(calibrator, grid[i]))
            .as(method + " at " + grid[i])
            .isCloseTo(expected[i], within(1e-4));
      }
    }
    IsotonicCalibration isotonic =
        (IsotonicCalibration) CalibrationMethod.ISOTONIC.fit(scores, 1, labels(golden));
    assertThat(isotonic.x()).containsExactly(golden.array("knots_x"), within(1e-9));
    assertThat(isotonic.y()).containsExactly(golden.array("knots_y"), within(1e-9));
  }

  /** {@code value_i = max over a <= i of min over b >= i of the mean of rows a to b}. */
  @Test
  void isotonicBlocksEqualTheFormulaOfMaximaOfMinima() {
    Seeds.forEach(
        20,
        (seed, random) -> {
          int n = 50 + random.nextInt(30);
          double[] scores = new double[n];
          int[] labels = new int[n];
          for (int i = 0; i < n; i++) {
            scores[i] = (i + 0.5) / n;
            labels[i] = random.nextDouble() < scores[i] ? 1 : 0;
          }
          labels[0] = 0;
          labels[n - 1] = 1;
          IsotonicCalibration fitted =
              (IsotonicCalibration) CalibrationMethod.ISOTONIC.fit(scores, 1, labels);
          double[] slow = new double[n];
          for (int i = 0; i < n; i++) {
            slow[i] = Double.NEGATIVE_INFINITY;
            for (int a = 0; a <= i; a++) {
              double least = Double.POSITIVE_INFINITY;
              for (int b = i; b < n; b++) {
                least =
                    Math.min(least, Arrays.stream(labels, a, b + 1).sum() / (double) (b - a + 1));
              }
              slow[i] = Math.max(slow[i], least);
            }
          }
          assertThat(fitted.y()).containsExactly(Arrays.stream(slow).distinct().toArray());
        });
  }

  @ParameterizedTest
  @EnumSource(CalibrationMethod.class)
  void keepsOrderStaysAProbabilityAndIsReadBack(CalibrationMethod method) {
    Seeds.forEach(
        20,
        (seed, random) -> {
          double[] scores = new double[400];
          int[] labels = new int[400];
          for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) random.nextDouble();
            labels[i] = random.nextDouble() < scores[i] * scores[i] ? 1 : 0;
          }
          Calibrator calibrator = method.fit(scores, 1, labels);
          Calibrator read = Calibrator.parse(calibrator.id());
          double before = 0;
          for (int i = 0; i <= 1_000; i++) {
            double at = calibrated(calibrator, i / 1_000.0);
            assertThat(at).isBetween(before, 1.0);
            assertThat(calibrated(read, i / 1_000.0)).isEqualTo(at);
            before = at;
          }
          assertThat(method.fit(scores, 1, labels).id()).isEqualTo(calibrator.id());
        });
  }

  /**
   * On other rows of the same kind, whose odds are squared: what the model is sure of is less so.
   */
  @ParameterizedTest
  @EnumSource(CalibrationMethod.class)
  void takesTheErrorOutOfScoresThatAreTooSure(CalibrationMethod method) {
    Random random = new Random(5);
    double[] scores = new double[20_000];
    int[] labels = new int[20_000];
    for (int i = 0; i < scores.length; i++) {
      double truth = 0.2 + 0.6 * random.nextDouble();
      double odds = truth / (1 - truth);
      scores[i] = (float) (odds * odds / (1 + odds * odds));
      labels[i] = random.nextDouble() < truth ? 1 : 0;
    }
    int half = scores.length / 2;
    Calibrator calibrator = method.fit(Arrays.copyOf(scores, half), 1, Arrays.copyOf(labels, half));
    double raw = error(scores, labels, half);
    double[] calm = Arrays.stream(scores).map(s -> calibrated(calibrator, s)).toArray();
    assertThat(error(calm, labels, half)).isLessThan(raw - 0.005);
    if (method == CalibrationMethod.TEMPERATURE) {
      assertThat(((TemperatureScaling) calibrator).t()).isCloseTo(2, within(0.1));
    }
  }

  /** The Brier score. */
  private static double error(double[] scores, int[] labels, int from) {
    return IntStream.range(from, scores.length)
        .mapToDouble(i -> (scores[i] - labels[i]) * (scores[i] - labels[i]))
        .average()
        .orElseThrow();
  }

  /** Half of 64 rows at 0.25 are of class 1, and of those at 0.75 all but a quarter. */
  @Test
  void workedExamples() {
    double[] scores = new double[128];
    int[] labels = new int[128];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = i < 64 ? 0.25 : 0.75;
      labels[i] = i < 64 ? i % 2 : i % 4 == 0 ? 0 : 1;
    }
    IsotonicCalibration isotonic =
        (IsotonicCalibration) CalibrationMethod.ISOTONIC.fit(scores, 1, labels);
    assertThat(isotonic.x()).containsExactly(0.25, 0.75);
    assertThat(isotonic.y()).containsExactly(0.5, 0.75);
    assertThat(isotonic.bends()).containsExactly(0.5, -0.5);
    assertThat(calibrated(isotonic, 0.1)).isEqualTo(0.5);
    assertThat(calibrated(isotonic, 0.5)).isEqualTo(0.625);
    assertThat(calibrated(isotonic, 0.9)).isEqualTo(0.75);
    assertThat(calibrated(new PlattScaling(1, 0), 0.3)).isCloseTo(0.3, within(1e-7));
    assertThat(calibrated(new BetaCalibration(1, 1, 0), 0.3)).isCloseTo(0.3, within(1e-7));
    // Odds 9 to 1 at half the confidence are 3 to 1.
    assertThat(calibrated(new TemperatureScaling(2), 0.9)).isCloseTo(0.75, within(1e-6));
    float[] three = {0.64f, 0.32f, 0.04f};
    new TemperatureScaling(0.5).calibrate(three, 0, 3);
    assertThat(three[0]).isCloseTo(0.4096f / (0.4096f + 0.1024f + 0.0016f), within(1e-6f));
  }

  @Test
  void scoresThatRunAgainstTheirLabelsAreMadeFlat() {
    double[] scores = IntStream.range(0, 100).mapToDouble(i -> (i + 0.5) / 100).toArray();
    int[] labels = IntStream.range(0, 100).map(i -> i < 50 ? 1 : 0).toArray();
    for (CalibrationMethod method : CalibrationMethod.values()) {
      Calibrator calibrator = method.fit(scores, 1, labels);
      assertThat(calibrated(calibrator, 0.9)).isCloseTo(0.5, within(0.02));
      assertThat(calibrated(calibrator, 0.1)).isCloseTo(0.5, within(0.02));
    }
  }

  /** Three folds of 100 rows, a label known ten rows later. */
  private static Predictions folds(long seed) {
    int n = 300;
    Random random = new Random(seed);
    long[] times = new long[n];
    long[] ends = new long[n];
    int[] fold = new int[n];
    double[] labels = new double[n];
    double[] scores = new double[n];
    for (int i = 0; i < n; i++) {
      times[i] = i;
      ends[i] = i + 10;
      fold[i] = i / 100;
      scores[i] = (float) random.nextDouble();
      labels[i] = random.nextDouble() < 0.3 + 0.4 * scores[i] ? 1 : 0;
    }
    return new Predictions(
        new Target.Binary(), times, ends, new int[n], fold, labels, scores, new double[n]);
  }

  @Test
  void eachFoldIsCalibratedByWhatWasKnownBeforeIt() {
    Predictions p = folds(3);
    CalibratedInTime both = CalibratedInTime.of(p, CalibrationMethod.PLATT).orElseThrow();
    // Nothing is known before the first fold.
    assertThat(both.raw().rows()).isEqualTo(200);
    assertThat(both.raw().scores()).isEqualTo(Arrays.copyOfRange(p.scores(), 100, 300));
    assertThat(both.calibrated().labels()).isEqualTo(Arrays.copyOfRange(p.labels(), 100, 300));
    Calibrator first =
        CalibrationMethod.PLATT.fit(
            Arrays.copyOf(p.scores(), 91),
            1,
            Arrays.stream(p.labels(), 0, 91).mapToInt(l -> (int) l).toArray());
    for (int i = 0; i < 100; i++) {
      assertThat(both.calibrated().scores()[i]).isEqualTo(calibrated(first, p.scores()[100 + i]));
    }
    // Other labels from the second fold's beginning on change nothing of it.
    for (int i = 91; i < 300; i++) {
      p.labels()[i] = 1 - p.labels()[i];
    }
    assertThat(
            Arrays.copyOf(
                CalibratedInTime.of(p, CalibrationMethod.PLATT).orElseThrow().calibrated().scores(),
                100))
        .isEqualTo(Arrays.copyOf(both.calibrated().scores(), 100));
  }

  @Test
  void whatCannotBeCalibratedIsNamed() {
    double[] few = new double[10];
    assertThatThrownBy(() -> CalibrationMethod.PLATT.fit(few, 1, new int[10]))
        .hasMessageContaining("10 scores are too few")
        .hasMessageContaining("calibration=none");
    assertThatThrownBy(() -> CalibrationMethod.BETA.fit(new double[60], 1, new int[60]))
        .hasMessageContaining("all 60 labels are 0");
    assertThatThrownBy(() -> CalibrationMethod.ISOTONIC.fit(new double[180], 3, new int[60]))
        .hasMessageContaining("use temperature");
    double[] odd = new double[60];
    odd[7] = Double.NaN;
    int[] two = new int[60];
    two[0] = 1;
    assertThatThrownBy(() -> CalibrationMethod.PLATT.fit(odd, 1, two))
        .hasMessageContaining("score NaN is no probability");
    assertThatThrownBy(() -> CalibrationMethod.of("plat"))
        .hasMessageContaining("known: none, platt, beta, isotonic, temperature");
    assertThatThrownBy(() -> Calibrator.parse("platt")).hasMessageContaining("platt:a=1.0,b=0.0");
    assertThatThrownBy(() -> Calibrator.parse("platt:a=1.0")).hasMessageContaining("b is missing");
    assertThatThrownBy(() -> Calibrator.parse("cold:a=1.0")).hasMessageContaining("'cold'");
    assertThatThrownBy(() -> Calibrator.parse("temperature:t=1.0|2.0")).hasMessageContaining("one");
    assertThatThrownBy(() -> Calibrator.parse("isotonic:x=0.2|0.1,y=0.1|0.2"))
        .hasMessageContaining("knot 1 at (0.1, 0.2)");
    assertThatThrownBy(() -> new PlattScaling(-1, 0)).hasMessageContaining("0 or more");
    assertThatThrownBy(() -> new TemperatureScaling(0)).hasMessageContaining("above 0");
  }
}
