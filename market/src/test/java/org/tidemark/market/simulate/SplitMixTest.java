package org.tidemark.market.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The generator against its published numbers, and the shape of what is made from it. */
class SplitMixTest {
  /** The vector that circulates for state 1234567 (for example in the Rosetta Code entry). */
  @Test
  void givesThePublishedNumbers() {
    SplitMix random = new SplitMix(1234567);
    String[] expected = {
      "6457827717110365317",
      "3203168211198807973",
      "9817491932198370423",
      "4593380528125082431",
      "16408922859458223821"
    };
    for (String number : expected) {
      assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo(number);
    }
  }

  @Test
  void symmetricHasMeanZeroVarianceOneAndIsNeverZero() {
    SplitMix random = SplitMix.of(7, "X", "test");
    int n = 1_000_000;
    double sum = 0;
    double squares = 0;
    double cubes = 0;
    for (int i = 0; i < n; i++) {
      double z = random.symmetric();
      assertThat(z != 0 && Math.abs(z) < 3).isTrue();
      sum += z;
      squares += z * z;
      cubes += z * z * z;
    }
    assertThat(Math.abs(sum / n)).isLessThan(0.004);
    assertThat(Math.abs(squares / n - 1)).isLessThan(0.006);
    assertThat(Math.abs(cubes / n)).isLessThan(0.01);
  }

  @Test
  void purposesNamesAndSeedsShareNothing() {
    long first = SplitMix.of(1, "A", "trades").nextLong();
    assertThat(SplitMix.of(1, "A", "trades").nextLong()).isEqualTo(first);
    assertThat(SplitMix.of(2, "A", "trades").nextLong()).isNotEqualTo(first);
    assertThat(SplitMix.of(1, "B", "trades").nextLong()).isNotEqualTo(first);
    assertThat(SplitMix.of(1, "A", "quotes").nextLong()).isNotEqualTo(first);
  }
}
