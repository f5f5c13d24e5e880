package org.tidemark.streaming.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Latencies are of some scores, evenly spaced. */
class LatencyProbeTest {
  @Test
  void someNumbersEvenlySpacedAndNoneTwice() {
    assertThat(LatencyProbe.spread(0, 20)).isEmpty();
    assertThat(LatencyProbe.spread(3, 20)).containsExactly(0L, 1L, 2L);
    assertThat(LatencyProbe.spread(100, 4)).containsExactly(24L, 49L, 74L, 99L);
    for (int most = 1; most < 50; most++) {
      assertThat(LatencyProbe.spread(31, most))
          .hasSize(Math.min(31, most))
          .doesNotHaveDuplicates()
          .isSorted()
          .allMatch(number -> number >= 0 && number < 31)
          .endsWith(30L);
    }
  }
}
