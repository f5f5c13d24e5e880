package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.tidemark.features.law.Folds;
import org.tidemark.features.volatility.Garch;
import org.tidemark.features.volatility.GarchFit;
import org.tidemark.features.volatility.GarchFitted;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;

/**
 * The fitted GARCH feature: its estimates on real BTCUSD minutes against those that {@code
 * src/test/golden/garch_fitted.py} made with arch, and the laws over days long enough for fits.
 */
class GarchFittedTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final GarchFitted FEATURE = new GarchFitted(MINUTE);
  private static final int FIRST = 100_000;
  private static final int COUNT = 30_000;

  private static List<double[]> golden() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                GarchFittedTest.class.getResourceAsStream("/golden/garch_fitted.csv"),
                StandardCharsets.UTF_8))) {
      return in.lines()
          .skip(1)
          .map(l -> List.of(l.split(",")).stream().mapToDouble(Double::parseDouble).toArray())
          .toList();
    }
  }

  /** The log returns of the 1,000 bars before bar {@code end}. */
  private static double[] returns(List<Bar> bars, int end) {
    double[] returns = new double[1_000];
    for (int i = 0; i < 1_000; i++) {
      int at = end - 1_000 + i;
      returns[i] = StrictMath.log(bars.get(at).close() / bars.get(at - 1).close());
    }
    return returns;
  }

  private static int[] bits(List<int[]> rows) {
    return rows.stream().mapToInt(row -> row[0]).toArray();
  }

  private static float value(int[] row) {
    return Float.intBitsToFloat(row[0]);
  }

  @Test
  void estimatesAreAsLikelyAsThoseOfArchAndForecastTheSame() throws IOException {
    List<Bar> bars = GoldenRows.bitcoinMinutes(FIRST, COUNT);
    List<int[]> rows = Folds.rows(FEATURE, bars);
    List<double[]> golden = golden();
    assertThat(golden).hasSizeGreaterThan(15);
    for (double[] line : golden) {
      int at = (int) line[0];
      GarchFit fit = GarchFit.of(returns(bars, at)).orElseThrow();
      assertThat(fit.logLikelihood()).as("row " + at).isGreaterThan(line[5] - 1e-3);
      assertThat(fit.logLikelihood()).as("row " + at).isLessThan(line[5] + 1e-3);
      assertThat(StrictMath.sqrt(fit.nextVariance()))
          .isCloseTo(line[6], Percentage.withPercentage(0.5));
      assertThat(fit.alpha()).isCloseTo(line[3], Percentage.withPercentage(3));
      assertThat(value(rows.get(at)))
          .as("row " + at)
          .isCloseTo((float) line[7], Percentage.withPercentage(0.5));
      assertThat(value(rows.get(at + 300)))
          .as("row " + at + " + 300")
          .isCloseTo((float) line[8], Percentage.withPercentage(0.5));
    }
  }

  @Test
  void resumingAndTheFutureChangeNothingAcrossFits() {
    List<Bar> bars = GoldenRows.bitcoinMinutes(FIRST, 5_000);
    List<int[]> rows = Folds.rows(FEATURE, bars);
    GarchFitted.State state = FEATURE.initial();
    bars.forEach(bar -> FEATURE.update(state, bar));
    assertThat(state.fits()).isGreaterThanOrEqualTo(3);
    assertThat(bits(Folds.resumed(FEATURE, bars, new SplittableRandom(1)))).isEqualTo(bits(rows));
    assertThat(bits(Folds.rows(FEATURE, bars.subList(0, 3_000))))
        .isEqualTo(bits(rows.subList(0, 3_000)));
  }

  @Test
  void theSlowTwinGivesTheSameBitsAcrossFits() {
    List<Bar> bars = GoldenRows.bitcoinMinutes(FIRST, 5_000);
    List<int[]> rows = Folds.rows(FEATURE, bars);
    for (int at = 400; at < 5_000; at += 511) {
      float twin = (float) BarOracle.value("garch_fitted_volatility", bars.subList(0, at + 1));
      assertThat(value(rows.get(at))).as("row " + at).isEqualTo(twin);
    }
  }

  @Test
  void flatPricesKeepTheFixedParameters() {
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      long open = i * MINUTE.toNanos();
      long end = open + MINUTE.toNanos();
      bars.add(new Bar(new InstrumentId("X"), i, end, open, 100, 100, 100, 100, 1));
    }
    assertThat(bits(Folds.rows(FEATURE, bars)))
        .isEqualTo(bits(Folds.rows(new Garch(MINUTE), bars)));
  }

  @Test
  void aDayOfFewerThanFiveHundredReturnsIsNotEnough() {
    List<Bar> bars = GoldenRows.bitcoinMinutes(FIRST, 30_000);
    int midnight = 1;
    while (Math.floorDiv(bars.get(midnight).openTimeNanos(), Duration.ofDays(1).toNanos())
        == Math.floorDiv(bars.get(midnight - 1).openTimeNanos(), Duration.ofDays(1).toNanos())) {
      midnight++;
    }
    // 501 bars have 500 returns, 500 bars 499.
    assertThat(fits(bars.subList(midnight - 501, midnight + 1))).isEqualTo(1);
    assertThat(fits(bars.subList(midnight - 500, midnight + 1))).isZero();
  }

  private static int fits(List<Bar> bars) {
    GarchFitted.State state = FEATURE.initial();
    bars.forEach(bar -> FEATURE.update(state, bar));
    return state.fits();
  }
}
