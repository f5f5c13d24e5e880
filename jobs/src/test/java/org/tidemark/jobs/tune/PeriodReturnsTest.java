package org.tidemark.jobs.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Returns of folds one after the other. */
class PeriodReturnsTest {
  @Test
  void aDayThatTwoFoldsShareHasBothReturns() {
    PeriodReturns first = new PeriodReturns(List.of(10L, 20L), List.of(0.1, 0.5));
    PeriodReturns second = new PeriodReturns(List.of(20L, 30L), List.of(0.5, -0.2));
    PeriodReturns all = PeriodReturns.joined(List.of(first, PeriodReturns.NONE, second));
    assertThat(all.ends()).containsExactly(10, 20, 30);
    assertThat(all.values()).containsExactly(0.1, 1.25, -0.2);
    assertThat(PeriodReturns.joined(List.of())).isEqualTo(PeriodReturns.NONE);
  }

  @Test
  void periodsAndReturnsBelongTogether() {
    assertThatThrownBy(() -> new PeriodReturns(List.of(1L), List.of()))
        .hasMessageContaining("1 periods came with 0 returns");
    assertThatThrownBy(() -> new PeriodReturns(List.of(2L, 2L), List.of(0.0, 0.0)))
        .hasMessageContaining("order of time");
  }
}
