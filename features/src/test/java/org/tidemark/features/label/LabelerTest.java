package org.tidemark.features.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;

/** Labels worked out by hand. */
class LabelerTest {
  private static final long MINUTE = 60_000_000_000L;
  private static final InstrumentId NAME = new InstrumentId("X");
  private static final int WINDOW = EwmVolatility.STANDARD.window();

  /** The bar that ends at a minute. */
  private static Bar bar(long minute, double open, double high, double low, double close) {
    return new Bar(NAME, minute, minute * MINUTE, (minute - 1) * MINUTE, open, high, low, close, 1);
  }

  private static Bar flat(long minute, double close) {
    return bar(minute, close, close, close, close);
  }

  private static Label label(long minute, long endMinute, float value, double forwardReturn) {
    return new Label(minute, minute * MINUTE, endMinute * MINUTE, value, forwardReturn);
  }

  @Test
  void fixedHorizonTakesTheLastCloseKnownAtItsEnd() {
    List<Bar> bars =
        List.of(flat(1, 100), flat(2, 110), flat(3, 99), flat(7, 99), flat(8, 198), flat(9, 1));
    // 1 -> 3: 99/100; 2 -> 4: 99/110 (of minute 3); 3 -> 5: nothing closes in (3, 5]: no label;
    // 7 -> 9: 1/99; 8 -> 10 and 9 -> 11 are not complete
    assertThat(Labeler.parse("fixed-2m").label(bars))
        .containsExactly(
            label(1, 3, 0, 99.0 / 100 - 1),
            label(2, 4, 0, 99.0 / 110 - 1),
            label(7, 9, 0, 1.0 / 99 - 1));
    assertThat(Labeler.parse("fixed-1m").label(bars))
        .containsExactly(
            label(1, 2, 1, 110.0 / 100 - 1),
            label(2, 3, 0, 99.0 / 110 - 1),
            label(7, 8, 1, 1),
            label(8, 9, 0, 1.0 / 198 - 1));
    // 3 -> 7 has no change: not up
    assertThat(Labeler.parse("fixed-4m").label(bars).get(2)).isEqualTo(label(3, 7, 0, 0));
    assertThat(Labeler.parse("fixed-1m-value").label(bars).get(0).value())
        .isEqualTo((float) (110.0 / 100 - 1));
  }

  @Test
  void riskAheadIsThatOfThePath() {
    List<Bar> bars =
        List.of(flat(1, 100), bar(2, 100, 112, 99, 110), bar(3, 110, 110, 88, 99), flat(4, 99));
    // 1 -> 3: falls 100 -> 99, then 110 -> 88; 2 -> 4: 110 -> 88
    assertThat(Labeler.parse("drawdown-2m").label(bars))
        .containsExactly(
            label(1, 3, (float) (1 - 88.0 / 110), 99.0 / 100 - 1),
            label(2, 4, (float) (1 - 88.0 / 110), 99.0 / 110 - 1));
    assertThat(Labeler.parse("volatility-2m").label(bars).get(0).value())
        .isCloseTo((float) Math.hypot(Math.log(1.1), Math.log(0.9)), within(1e-7f));
    assertThat(Labeler.parse("drawdown-1m").label(List.of(flat(1, 100), flat(2, 101))))
        .containsExactly(label(1, 2, 0, 101.0 / 100 - 1));
  }

  @Test
  void aGapIsCountedFromCloseToCloseAndToTheHorizon() {
    List<Bar> bars = List.of(flat(1, 1), flat(2, 1), flat(3, 1), flat(7, 2), flat(8, 2));
    // 1 -> 4: 3 -> 4 is a minute; 2 -> 5: 3 -> 5 is silent; 3 -> 6: all of it
    assertThat(Labeler.parse("gap-3m-90s").label(bars))
        .containsExactly(label(1, 4, 0, 0), label(2, 5, 1, 0), label(3, 6, 1, 0));
    assertThatThrownBy(() -> Labeler.parse("gap-1m-60s")).hasMessageContaining("shorter");
  }

  @Test
  void fixedHorizonOfNothingIsNothing() {
    assertThat(Labeler.parse("fixed-1m").label(List.of())).isEmpty();
    assertThat(Labeler.parse("fixed-1m").label(List.of(flat(1, 1)))).isEmpty();
    assertThat(Labeler.parse("triple-1m-1x-1x").label(List.of(flat(1, 1)))).isEmpty();
  }

  /**
   * 201 bars whose closes alternate between 100 and 101, so that each return is +1 % or -1/101; the
   * last closes at 100. Then the volatility of a minute lies between 0.99 % and 1 %.
   */
  private static List<Bar> warmUp() {
    List<Bar> bars = new ArrayList<>();
    for (int minute = 0; minute <= WINDOW; minute++) {
      bars.add(flat(minute, minute % 2 == 0 ? 100 : 101));
    }
    return bars;
  }

  private static List<Label> triple(String id, Bar... later) {
    List<Bar> bars = warmUp();
    bars.addAll(List.of(later));
    return Labeler.parse(id).label(bars).stream()
        .filter(label -> label.offset() == WINDOW)
        .toList();
  }

  @Test
  void tripleBarrierIsTouchedByHighsAndLows() {
    // 4 minutes: s is about 1.99 %, so the barriers at 1x are about 101.99 and 98.01
    Bar quiet = bar(201, 100, 101.9, 98.1, 100.5);
    Bar quiet2 = flat(204, 99.5);
    assertThat(triple("triple-4m-1x-1x", quiet, bar(202, 100, 102, 99, 101), quiet2))
        .containsExactly(label(200, 202, 2, 101.0 / 100 - 1));
    assertThat(triple("triple-4m-1x-1x", quiet, bar(202, 100, 101, 98, 99), quiet2))
        .containsExactly(label(200, 202, 0, 99.0 / 100 - 1));
    // both in one bar: the lower
    assertThat(triple("triple-4m-1x-1x", quiet, bar(202, 100, 102, 98, 101), quiet2))
        .containsExactly(label(200, 202, 0, 101.0 / 100 - 1));
    // neither: the horizon, with the last close known
    assertThat(triple("triple-4m-1x-1x", quiet, quiet2))
        .containsExactly(label(200, 204, 1, 99.5 / 100 - 1));
    // neither, and the data ends before the horizon
    assertThat(triple("triple-4m-1x-1x", quiet)).isEmpty();
    // touched before the data ends before the horizon: known
    assertThat(triple("triple-4m-1x-1x", bar(201, 100, 102, 99, 101)))
        .containsExactly(label(200, 201, 2, 101.0 / 100 - 1));
    // a touch after the horizon is none; no bar within the horizon is no label
    assertThat(triple("triple-4m-1x-1x", quiet, bar(205, 100, 200, 99, 101)))
        .containsExactly(label(200, 204, 1, 100.5 / 100 - 1));
    assertThat(triple("triple-4m-1x-1x", bar(205, 100, 200, 99, 101))).isEmpty();
    // asymmetric multiples
    assertThat(triple("triple-4m-0.5x-3x", bar(201, 100, 101, 98, 99.25)))
        .containsExactly(label(200, 201, 2, 99.25 / 100 - 1));
  }

  @Test
  void withoutVolatilityThereAreNoBarriers() {
    List<Bar> bars = new ArrayList<>();
    for (int minute = 0; minute < 300; minute++) {
      bars.add(flat(minute, 100));
    }
    assertThat(Labeler.parse("triple-4m-1x-1x").label(bars)).isEmpty();
  }

  @Test
  void theWeightsSumToNearlyTheSpan() {
    // the infinite sum is 1 / (2/101) = 50.5; the window holds 98.2 % of it
    double sum = 0;
    for (int age = 0; age < WINDOW; age++) {
      sum += StrictMath.pow(EwmVolatility.STANDARD.decay(), age);
    }
    assertThat(sum / 50.5).isCloseTo(0.9817, within(1e-3));
  }

  @ParameterizedTest
  @CsvSource({
    "fixed-15m,fixed-15m,2,0",
    "fixed-60m,fixed-1h,2,0",
    "fixed-90s,fixed-90s,2,0",
    "fixed-24h-value,fixed-1d-value,0,0",
    "triple-1h-2x-2x,triple-1h-2x-2x,3,200",
    "triple-3600s-2.50x-0.001x,triple-1h-2.5x-0.001x,3,200",
    "triple-1h-2x-2x-span100,triple-1h-2x-2x,3,200",
    "triple-1h-2x-2x-span50,triple-1h-2x-2x-span50,3,100",
    "three-15m-10.0bp,three-15m-10bp,3,0",
    "three-15m-0.5x-span20,three-15m-0.5x-span20,3,40",
    "trend-60m-5b,trend-1h-5b,2,0",
    "trend-1h-5b-2.0t,trend-1h-5b-2t,3,0",
    "trend-1h-5b-value,trend-1h-5b-value,0,0",
    "meta-momentum300-1h-2x-1x,meta-momentum300-1h-2x-1x,2,300",
    "meta-cross10over50-1h-2x-1x-span5,meta-cross10over50-1h-2x-1x-span5,2,50"
  })
  void idsReadBack(String id, String canonical, int classes, int warmUp) {
    Labeler labeler = Labeler.parse(id);
    assertThat(labeler.id()).isEqualTo(canonical);
    assertThat(Labeler.parse(canonical)).isEqualTo(labeler);
    assertThat(labeler.classes()).isEqualTo(classes);
    assertThat(labeler.warmUpBars()).isEqualTo(warmUp);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fixed",
        "fixed-",
        "fixed-0m",
        "fixed-15",
        "fixed-15M",
        "fixed--15m",
        "fixed-15m-sign",
        "triple-1h-2x",
        "triple-1h-2-2",
        "triple-1h--2x-2x",
        "triple-1h-2x-2x-",
        "Fixed-15m",
        "fixed-99999d",
        "triple-1h-0x-1x",
        "triple-1h-1x-5000x",
        "triple-1h-1x-1x-span1",
        "triple-1h-1x-1x-span",
        "fixed-15m-span50",
        "span50",
        "three-15m",
        "three-15m-10",
        "three-15m-0bp",
        "three-15m-10bp-span50",
        "trend-1h",
        "trend-1h-2b",
        "trend-1h-5b-2",
        "trend-1h-5b-value-span5",
        "trend-1h-1001b",
        "meta-1h-2x-1x",
        "meta-momentum0-1h-2x-1x",
        "meta-momentum-1h-2x-1x",
        "meta-cross50over10-1h-2x-1x",
        "meta-cross10-1h-2x-1x"
      })
  void otherIdsAreRefused(String id) {
    assertThatThrownBy(() -> Labeler.parse(id)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void barsOutOfOrderOverlappingOrMixedAreRefused() {
    Labeler labeler = Labeler.parse("fixed-1m");
    assertThatThrownBy(() -> labeler.label(List.of(flat(2, 1), flat(1, 1))))
        .hasMessageContaining("offset 1");
    assertThatThrownBy(() -> labeler.label(List.of(flat(1, 1), flat(1, 1))))
        .hasMessageContaining("drop repeats");
    Bar other = new Bar(new InstrumentId("Y"), 2, 2 * MINUTE, MINUTE, 1, 1, 1, 1, 1);
    assertThatThrownBy(() -> labeler.label(List.of(flat(1, 1), other)))
        .hasMessageContaining("X and Y");
    assertThatThrownBy(() -> new FixedHorizon(Duration.ofMillis(1500), FixedHorizon.Kind.SIGN))
        .hasMessageContaining("whole seconds");
    assertThatThrownBy(() -> new TripleBarrier(Duration.ofHours(1), Double.NaN, 1))
        .hasMessageContaining("upper = NaN");
  }
}
