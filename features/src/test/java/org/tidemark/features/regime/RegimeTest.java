package org.tidemark.features.regime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;

class RegimeTest {
  private static final InstrumentId X = new InstrumentId("X");
  private static final long MINUTE = 60_000_000_000L;

  private static Bar bar(int at, double open, double close, double volume) {
    return new Bar(
        X,
        at,
        (at + 1) * MINUTE,
        at * MINUTE,
        open,
        Math.max(open, close),
        Math.min(open, close),
        close,
        volume);
  }

  @Test
  void weightsMustAddUpToOne() {
    assertThatThrownBy(() -> new MqWeights(2, 0.15, 0.15, 0.15, 0.15, 0.20, 0.21))
        .hasMessageContaining("add up to 1");
    assertThatThrownBy(() -> new MqWeights(2, -0.1, 0.3, 0.2, 0.2, 0.2, 0.2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MqWeights(1, 0.2, 0.2, 0.2, 0.2, 0.1, 0.1))
        .hasMessageContaining("give other weights another version");
  }

  @Test
  void codesAreTheirPlacesAndNoOthers() {
    for (Regime regime : Regime.values()) {
      assertThat(Regime.of(regime.code())).isEqualTo(regime);
    }
    assertThatThrownBy(() -> Regime.of(12)).hasMessageContaining("0 to 11");
  }

  /** One day's walk with calm, storms, trends, turns and droughts in it. */
  @Test
  void everyRegimeIsReached() {
    MarketRegime feature = new MarketRegime(3);
    MarketRegime.State state = feature.initial();
    Set<Regime> reached = EnumSet.noneOf(Regime.class);
    SplittableRandom random = new SplittableRandom(3);
    double price = 100;
    for (int at = 0; at < 40_000; at++) {
      int phase = at / 90 % 6;
      double drift = phase == 1 ? 4e-4 : phase == 4 ? -4e-4 : 0;
      double step = phase == 2 ? 3e-3 : phase == 5 ? 1e-4 : 6e-4;
      double volume = at / 400 % 7 == 3 ? 0.01 : 1 + random.nextDouble();
      double next = price * StrictMath.exp(drift + step * random.nextGaussian());
      feature.onBar(state, bar(at, price, next, volume));
      price = next;
      if (!Double.isNaN(feature.value(state))) {
        reached.add(Regime.of((int) feature.value(state)));
      }
    }
    assertThat(reached).isEqualTo(EnumSet.allOf(Regime.class));
  }

  @Test
  void aChangeWaitsForItsConfirmations() {
    MarketRegime patient = new MarketRegime(5);
    MarketRegime hasty = new MarketRegime(1);
    MarketRegime.State slow = patient.initial();
    MarketRegime.State quick = hasty.initial();
    SplittableRandom random = new SplittableRandom(8);
    double price = 100;
    int slowChanges = 0;
    int quickChanges = 0;
    double slowBefore = Double.NaN;
    double quickBefore = Double.NaN;
    for (int at = 0; at < 5_000; at++) {
      double next = price * StrictMath.exp(1e-3 * random.nextGaussian());
      patient.onBar(slow, bar(at, price, next, 1));
      hasty.onBar(quick, bar(at, price, next, 1));
      price = next;
      slowChanges += patient.value(slow) == slowBefore ? 0 : 1;
      quickChanges += hasty.value(quick) == quickBefore ? 0 : 1;
      slowBefore = patient.value(slow);
      quickBefore = hasty.value(quick);
    }
    assertThat(slowChanges).isLessThan(quickChanges / 2);
  }
}
