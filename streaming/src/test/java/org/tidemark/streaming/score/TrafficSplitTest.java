package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrafficSplitTest {
  private static final int BARS = 100_000;

  /** From an implementation in Python of the sentence in the javadoc. */
  @Test
  void aBarHasTheSameNumberEverywhere() {
    assertThat(TrafficSplit.uniform("2018-06-01-xgboost\nBTCUSD\n0"))
        .isEqualTo(0x1.bc5d60f64fd2bp-1);
    assertThat(TrafficSplit.uniform("2018-06-01-xgboost\nBTCUSD\n1"))
        .isEqualTo(0x1.e9419d0fe2180p-5);
    assertThat(TrafficSplit.uniform("v2\nÄTH\n-1")).isEqualTo(0x1.e5fb93049de9fp-1);
    assertThat(TrafficSplit.uniform("v2\nIBM\n" + Long.MAX_VALUE)).isEqualTo(0x1.e251a5468d428p-3);
    assertThat(new TrafficSplit(0.06, "2018-06-01-xgboost").toChallenger("BTCUSD", 1)).isTrue();
    assertThat(new TrafficSplit(0.05, "2018-06-01-xgboost").toChallenger("BTCUSD", 1)).isFalse();
  }

  /** Within five standard deviations, for neighbouring bars and for each instrument alone. */
  @Test
  void theShareIsKept() {
    for (double share : new double[] {0.01, 0.1, 0.5, 0.9}) {
      for (String instrument : List.of("BTCUSD", "ETHUSD", "A")) {
        double found = count(new TrafficSplit(share, "v2"), instrument) / (double) BARS;
        assertThat(found)
            .as(instrument + " at " + share)
            .isCloseTo(share, within(5 * Math.sqrt(share * (1 - share) / BARS)));
      }
    }
    assertThat(count(TrafficSplit.NONE, "BTCUSD")).isZero();
  }

  @Test
  void aLargerShareKeepsEveryBarAndAnotherTestDrawsAnew() {
    TrafficSplit small = new TrafficSplit(0.1, "v2");
    TrafficSplit large = new TrafficSplit(0.3, "v2");
    TrafficSplit other = new TrafficSplit(0.1, "v3");
    long both = 0;
    for (long offset = 0; offset < BARS; offset++) {
      if (small.toChallenger("BTCUSD", offset)) {
        assertThat(large.toChallenger("BTCUSD", offset)).isTrue();
        both += other.toChallenger("BTCUSD", offset) ? 1 : 0;
      }
    }
    assertThat(both / (double) BARS).isCloseTo(0.01, within(5 * Math.sqrt(0.0099 / BARS)));
  }

  @Test
  void sharesAndNamesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new Rivals(1, List.of())).hasMessageContaining("below 1");
    assertThatThrownBy(() -> new Rivals(-0.1, List.of())).hasMessageContaining("0 or more");
    assertThatThrownBy(() -> new Rivals(Double.NaN, List.of())).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Rivals(0, List.of("v", "v"))).hasMessageContaining("twice");
  }

  private static long count(TrafficSplit split, String instrument) {
    return LongStream.range(0, BARS).filter(o -> split.toChallenger(instrument, o)).count();
  }
}
