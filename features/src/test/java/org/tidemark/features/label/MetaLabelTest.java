package org.tidemark.features.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;

/** Meta-labels, primary rules and bands worked out by hand. */
class MetaLabelTest {
  private static final long MINUTE = 60_000_000_000L;
  private static final InstrumentId NAME = new InstrumentId("X");
  private static final int WINDOW = EwmVolatility.STANDARD.window();
  private static final TripleBarrier BARRIERS = new TripleBarrier(Duration.ofMinutes(4), 2, 1);

  private static Bar bar(long minute, double open, double high, double low, double close) {
    return new Bar(NAME, minute, minute * MINUTE, (minute - 1) * MINUTE, open, high, low, close, 1);
  }

  private static Bar flat(long minute, double close) {
    return bar(minute, close, close, close, close);
  }

  /** Closes 100 and 101 in turn, the last 100: volatility of four minutes about 1.99 %. */
  private static List<Bar> warmUp() {
    List<Bar> bars = new ArrayList<>();
    for (int minute = 0; minute <= WINDOW; minute++) {
      bars.add(flat(minute, minute % 2 == 0 ? 100 : 101));
    }
    return bars;
  }

  private static List<Label> sided(int side, Bar... later) {
    List<Bar> bars = warmUp();
    bars.addAll(List.of(later));
    int[] sides = new int[bars.size()];
    sides[WINDOW] = side;
    return MetaLabel.label(bars, sides, BARRIERS);
  }

  private static Label label(long endMinute, float value, double forwardReturn) {
    return new Label(WINDOW, WINDOW * MINUTE, endMinute * MINUTE, value, forwardReturn);
  }

  @Test
  void profitAndLossAreSeenFromTheSide() {
    // long: profit at about 103.98, loss at 98.01; short: profit at 96.02, loss at 101.99
    Bar up = bar(201, 100, 104, 99, 103);
    Bar down = bar(201, 100, 101, 96, 97);
    assertThat(sided(1, up)).containsExactly(label(201, 1, 103.0 / 100 - 1));
    assertThat(sided(-1, up)).containsExactly(label(201, 0, -(103.0 / 100 - 1)));
    assertThat(sided(1, down)).containsExactly(label(201, 0, 97.0 / 100 - 1));
    assertThat(sided(-1, down)).containsExactly(label(201, 1, -(97.0 / 100 - 1)));
    assertThat(sided(0, up)).isEmpty();
  }

  @Test
  void aBarThatTouchesBothIsALossForEitherSide() {
    Bar wild = bar(201, 100, 105, 95, 100.5);
    assertThat(sided(1, wild)).containsExactly(label(201, 0, 100.5 / 100 - 1));
    assertThat(sided(-1, wild)).containsExactly(label(201, 0, -(100.5 / 100 - 1)));
  }

  @Test
  void withoutATouchTheReturnOfTheSideDecides() {
    Bar drift = flat(204, 100.5);
    assertThat(sided(1, drift)).containsExactly(label(204, 1, 100.5 / 100 - 1));
    assertThat(sided(-1, drift)).containsExactly(label(204, 0, -(100.5 / 100 - 1)));
    assertThat(sided(1, flat(204, 100)).get(0).value()).isZero();
    assertThat(sided(1, flat(203, 100.5))).isEmpty();
  }

  @Test
  void rulesSayTheirSideFromThePastAlone() {
    double[] closes = {3, 2, 1, 4, 5, 1};
    assertThat(new PrimaryRule.Momentum(2).sides(closes)).containsExactly(0, 0, -1, 1, 1, -1);
    assertThat(new PrimaryRule.Momentum(1).sides(new double[] {1, 1})).containsExactly(0, 0);
    // means of two: 2.5, 1.5, 2.5, 4.5, 3
    assertThat(new PrimaryRule.Cross(1, 2).sides(closes)).containsExactly(0, 0, 0, 1, 0, -1);
    assertThat(PrimaryRule.sidesOf(new double[] {0.2, -0.3, 0.1, Double.NaN}, 0.1))
        .containsExactly(1, -1, 0, 0);
  }

  @Test
  void sidesComeOnePerBar() {
    assertThatThrownBy(() -> MetaLabel.label(warmUp(), new int[3], BARRIERS))
        .hasMessageContaining("3 sides");
    assertThatThrownBy(() -> PrimaryRule.sidesOf(new double[0], -1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new PrimaryRule.Cross(5, 5)).hasMessageContaining("below slow = 5");
    assertThatThrownBy(() -> new EwmVolatility(1)).hasMessageContaining("from 2 to 1000");
  }

  @Test
  void aMoveOutsideTheBandIsBoughtOrSold() {
    List<Bar> bars = List.of(flat(1, 100), flat(2, 100.2), flat(3, 100.1), flat(4, 99.9));
    assertThat(Labeler.parse("three-1m-10bp").label(bars))
        .extracting(Label::value)
        .containsExactly(2f, 1f, 0f);
    assertThat(Labeler.parse("three-1m-30bp").label(bars))
        .extracting(Label::value)
        .containsExactly(1f, 1f, 1f);
    // volatility of a minute is near 1 %: 0.5x is a band of near 0.5 %
    List<Bar> long3 = warmUp();
    long3.addAll(List.of(flat(201, 100.6), flat(202, 100.3), flat(203, 99)));
    assertThat(Labeler.parse("three-1m-0.5x").label(long3))
        .extracting(Label::value)
        .containsExactly(2f, 1f, 0f);
  }
}
