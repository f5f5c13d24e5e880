package org.tidemark.jobs.report.fill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.tidemark.jobs.report.Calibration;
import org.tidemark.jobs.report.EquityCurve;
import org.tidemark.jobs.report.TimeValue;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.evaluate.TradingRule;

/** Curves of two days traded by hand. */
class ScoreReaderTest {
  private static final long DAY = Duration.ofDays(1).toNanos();

  private static Predictions twoDays() {
    return new Predictions(
        new Target.Binary(),
        new long[] {10 * DAY, 11 * DAY},
        new long[] {11 * DAY, 12 * DAY},
        new int[] {0, 0},
        new double[] {1, 0},
        new double[] {0.9, 0.3},
        new double[] {0.02, -0.01});
  }

  @Test
  void equityBeginsAtOneAndCompoundsAfterCost() {
    EquityCurve curve =
        ScoreReader.curve("tree", twoDays(), TradingRule.aroundTheClock(0, 10, Duration.ofDays(1)));
    assertThat(curve.costBasisPoints()).isEqualTo(10);
    assertThat(curve.points().stream().map(TimeValue::time))
        .containsExactly(
            Instant.EPOCH.plus(Duration.ofDays(10)),
            Instant.EPOCH.plus(Duration.ofDays(11)),
            Instant.EPOCH.plus(Duration.ofDays(12)));
    // Long from flat trades 1, long to short trades 2, and the close at the end trades 1.
    assertThat(curve.points().get(0).value()).isEqualTo(1);
    assertThat(curve.points().get(1).value()).isCloseTo(1.019, within(1e-12));
    assertThat(curve.points().get(2).value()).isCloseTo(1.019 * 1.007, within(1e-12));
  }

  @Test
  void calibrationBinsAreEquallyWideAndTheErrorIsThatOfTheMetric() {
    Calibration calibration = ScoreReader.calibration("tree", twoDays());
    assertThat(calibration.bins())
        .extracting(Calibration.CalibrationBin::n, Calibration.CalibrationBin::positiveShare)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, 0.0),
            org.assertj.core.groups.Tuple.tuple(1L, 1.0));
    assertThat(calibration.bins().get(0).high() - calibration.bins().get(0).low())
        .isCloseTo(0.04, within(1e-12));
    assertThat(calibration.expectedCalibrationError()).isCloseTo(0.2, within(1e-12));
  }
}
