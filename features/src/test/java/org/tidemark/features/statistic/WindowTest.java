package org.tidemark.features.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.tidemark.features.state.StateException;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.testkit.Seeds;

/** Windows: worked numbers, and bits that do not depend on where the ring stands. */
class WindowTest {
  private static Window of(int capacity, double... values) {
    Window window = new Window(capacity);
    for (double value : values) {
      window.add(value);
    }
    return window;
  }

  @Test
  void statisticsOfTheLastFourValues() {
    Window window = of(4, 99, -7, 2, 4, 4, 6);
    assertThat(window.sum()).isEqualTo(16);
    assertThat(window.sumOfSquares()).isEqualTo(72);
    assertThat(window.mean()).isEqualTo(4);
    assertThat(window.weightedMean()).isEqualTo((2 + 8 + 12 + 24) / 10.0);
    assertThat(window.populationDeviation()).isEqualTo(Math.sqrt(2));
    assertThat(window.sampleDeviation()).isCloseTo(1.6329931618554521, Offset.offset(1e-15));
    assertThat(window.meanDistance(4)).isEqualTo(1);
    assertThat(window.max()).isEqualTo(6);
    assertThat(window.min()).isEqualTo(2);
    assertThat(window.newest()).isEqualTo(6);
    assertThat(window.oldest()).isEqualTo(2);
    assertThat(window.ago(2)).isEqualTo(4);
    assertThat(window.rank()).isEqualTo(1);
    assertThat(of(4, 5, 4, 4, 4).rank()).isEqualTo(0.5);
  }

  @Test
  void equalValuesHaveExactlyThatMeanAndNoDeviation() {
    Window window = of(7, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1);
    assertThat(window.mean()).isEqualTo(0.1);
    assertThat(window.weightedMean()).isEqualTo(0.1);
    assertThat(window.sampleDeviation()).isZero();
    assertThat(window.populationDeviation()).isZero();
  }

  @Test
  void bitsDependOnTheValuesAloneNotOnWhatWasThereBefore() {
    Seeds.forEach(
        50,
        (seed, random) -> {
          int capacity = random.nextInt(1, 40);
          double[] values = random.doubles(capacity, -1e6, 1e6).toArray();
          Window fresh = of(capacity, values);
          Window used = of(capacity, random.doubles(random.nextInt(100), -1, 1e12).toArray());
          for (double value : values) {
            used.add(value);
          }
          StateWriter out = new StateWriter();
          used.save(out);
          Window loaded = Window.load(capacity, new StateReader(out.toBytes()));
          for (Window other : new Window[] {used, loaded}) {
            assertThat(other.sum()).isEqualTo(fresh.sum());
            assertThat(other.sumOfSquares()).isEqualTo(fresh.sumOfSquares());
            assertThat(other.mean()).isEqualTo(fresh.mean());
            assertThat(other.weightedMean()).isEqualTo(fresh.weightedMean());
            assertThat(other.populationDeviation()).isEqualTo(fresh.populationDeviation());
            assertThat(other.meanDistance(1)).isEqualTo(fresh.meanDistance(1));
            assertThat(other.rank()).isEqualTo(fresh.rank());
          }
        });
  }

  @Test
  void aStoredWindowThatIsTooLongIsRefused() {
    StateWriter out = new StateWriter();
    of(5, 1, 2, 3, 4, 5).save(out);
    assertThatThrownBy(() -> Window.load(4, new StateReader(out.toBytes())))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("a window of 4 values cannot take the stored 5");
    assertThatThrownBy(() -> new Window(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
