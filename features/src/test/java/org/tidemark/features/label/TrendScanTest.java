package org.tidemark.features.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;

/** Trends worked out by hand. */
class TrendScanTest {
  private static final long MINUTE = 60_000_000_000L;

  private static List<Bar> minutes(double... closes) {
    List<Bar> bars = new ArrayList<>();
    for (double c : closes) {
      long m = bars.size() + 1;
      bars.add(new Bar(new InstrumentId("X"), m, m * MINUTE, (m - 1) * MINUTE, c, c, c, c, 1));
    }
    return bars;
  }

  private static float value(String id, double... closes) {
    return Labeler.parse(id).label(minutes(closes)).get(0).value();
  }

  @Test
  void theStrongestWindowDecides() {
    // of the first three: slope 1.5, residual sum of squares 1/6, t = 1.5 / sqrt((1/6) / 1 / 2);
    // of all four: slope 0.8, residual sum of squares 1.8, t = 0.8 / sqrt((1.8 / 2) / 5) = 1.886
    double first = 1.5 / StrictMath.sqrt(1.0 / 12);
    assertThat(first).isCloseTo(5.196, within(1e-3));
    assertThat(value("trend-3m-3b-value", 100, 101, 103, 102))
        .isCloseTo((float) first, within(1e-5f));
    assertThat(value("trend-3m-4b-value", 100, 101, 103, 102)).isCloseTo(1.886f, within(1e-3f));
    assertThat(value("trend-3m-3b", 100, 101, 103, 102)).isEqualTo(1);
    assertThat(value("trend-3m-3b-5t", 100, 101, 103, 102)).isEqualTo(2);
    assertThat(value("trend-3m-3b-6t", 100, 101, 103, 102)).isEqualTo(1);
    assertThat(value("trend-3m-3b-5t", 103, 102, 100, 101)).isEqualTo(0);
  }

  /** The window of three wins, but that is known only when the fourth bar has closed. */
  @Test
  void theSpanEndsWithTheHorizonWhicheverWindowWon() {
    Labeler labeler = Labeler.parse("trend-3m-3b");
    assertThat(labeler.label(minutes(100, 101, 103, 102)))
        .containsExactly(new Label(1, MINUTE, 4 * MINUTE, 1, 102.0 / 100 - 1));
    assertThat(labeler.label(minutes(100, 101, 103))).isEmpty();
    // had the fourth crashed, it would have won: the label needs it
    assertThat(value("trend-3m-3b", 100, 101, 100, 50)).isEqualTo(0);
    assertThat(value("trend-3m-3b", 100, 101, 102, 50)).isEqualTo(1);
  }

  @Test
  void straightAndFlatLinesHaveAFiniteT() {
    assertThat(value("trend-3m-3b-value", 100, 100, 100, 100)).isEqualTo(0);
    assertThat(value("trend-3m-3b", 100, 100, 100, 100)).isEqualTo(0);
    assertThat(value("trend-3m-3b-1t", 100, 100, 100, 100)).isEqualTo(1);
    assertThat(value("trend-3m-3b-value", 1, 2, 3, 4)).isBetween(1e6f, 1.5e6f);
    assertThat(value("trend-3m-3b-value", 4, 3, 2, 1)).isBetween(-1.5e6f, -1e6f);
  }

  @Test
  void tooFewBarsInTheHorizonAreNoTrend() {
    assertThat(Labeler.parse("trend-1m-3b").label(minutes(1, 2, 3, 4))).isEmpty();
    assertThat(Labeler.parse("trend-2m-3b").label(minutes(1, 2, 3, 4))).hasSize(2);
  }
}
