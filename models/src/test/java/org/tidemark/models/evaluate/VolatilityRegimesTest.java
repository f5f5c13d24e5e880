package org.tidemark.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;

/** Groups by volatility, told from the past of each instrument. */
class VolatilityRegimesTest {
  private static final String LOW = VolatilityRegimes.LOW;
  private static final String MIDDLE = VolatilityRegimes.MIDDLE;
  private static final String HIGH = VolatilityRegimes.HIGH;
  private static final String UNKNOWN = VolatilityRegimes.UNKNOWN;

  private static Predictions rows(int span, double... returns) {
    int n = returns.length;
    long[] time = new long[n];
    long[] end = new long[n];
    Arrays.setAll(time, i -> i);
    Arrays.setAll(end, i -> i + span);
    return new Predictions(
        new Target.Regression(), time, end, new int[n], new double[n], new double[n], returns);
  }

  /** With two returns behind a volatility and two earlier ones to rank it among. */
  private static List<String> groups(Predictions p) {
    return VolatilityRegimes.of(p, 2, 2);
  }

  @Test
  void aVolatilityIsRankedAmongEarlierOnesOnly() {
    // Known at row 2: root((1 + 1) / 2) = 1; row 3: root((1 + 9) / 2) = 2.2; row 4: 3; row 5:
    // root((9 + 1) / 2) = 2.2, a half of 3 below; row 6: 1, ties the lowest: 0.5 of 4 below.
    assertThat(groups(rows(1, 1, -1, 3, -3, 1, 1, 0)))
        .containsExactly(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, HIGH, MIDDLE, LOW);
  }

  @Test
  void overlappingReturnsCountOnceAndOnlyWhenTheyHaveEnded() {
    // Spans of two rows: the returns of rows 0, 2, 4, ... make the chain, known two rows later.
    Predictions p = rows(2, 1, 99, -1, 99, 3, 99, -3, 99, 9, 99);
    assertThat(groups(p))
        .containsExactly(
            UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, HIGH, HIGH);
  }

  @Test
  void whatComesLaterChangesNoEarlierGroup() {
    Predictions p = Samples.overlapping(5, 2, 3000, 5, 0.5, 0.1);
    List<String> all = VolatilityRegimes.of(p);
    assertThat(all).contains(UNKNOWN, LOW, MIDDLE, HIGH);
    int[] first = new int[4001];
    Arrays.setAll(first, i -> i);
    assertThat(VolatilityRegimes.of(p.only(first))).isEqualTo(all.subList(0, first.length));
  }

  @Test
  void eachInstrumentHasItsOwnPast() {
    Predictions p = Samples.overlapping(5, 2, 3000, 5, 0.5, 0.1);
    int[] second = new int[3000];
    Arrays.setAll(second, i -> 2 * i + 1);
    List<String> all = VolatilityRegimes.of(p);
    assertThat(VolatilityRegimes.of(p.only(second)))
        .isEqualTo(Arrays.stream(second).mapToObj(all::get).toList());
  }
}
