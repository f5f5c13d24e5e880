package org.tidemark.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExactShareTest {
  /** By hand where a power says it; else by bisection of the binomial tail. */
  @Test
  void theIntervalIsThatOfClopperAndPearson() {
    ExactShare none = new ExactShare(0, 100);
    assertThat(none.low()).isZero();
    assertThat(none.high()).isCloseTo(1 - Math.pow(0.025, 1.0 / 100), within(1e-12));
    ExactShare all = new ExactShare(50, 50);
    assertThat(all.low()).isCloseTo(Math.pow(0.025, 1.0 / 50), within(1e-12));
    assertThat(all.high()).isEqualTo(1);
    ExactShare five = new ExactShare(5, 100);
    assertThat(five.low()).isCloseTo(0.0164, within(1e-4));
    assertThat(five.high()).isCloseTo(0.1128, within(1e-4));
  }

  @Test
  void anIntervalThatMissesTooRarelyIsAsWrongAsOneThatMissesTooOften() {
    assertThat(new ExactShare(0, 100).canBe(0.05)).isFalse();
    assertThat(new ExactShare(1, 100).canBe(0.05)).isTrue();
    assertThat(new ExactShare(10, 100).canBe(0.05)).isTrue();
    assertThat(new ExactShare(11, 100).canBe(0.05)).isFalse();
  }

  @Test
  void refusesWhatIsNoShare() {
    assertThatThrownBy(() -> new ExactShare(3, 2)).hasMessageContaining("3 of 2");
    assertThatThrownBy(() -> new ExactShare(-1, 2)).hasMessageContaining("-1 of 2");
  }
}
