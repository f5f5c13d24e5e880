package org.tidemark.features.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
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
  void wholeNumbersAddUpToTheBitsOfAPlainLoop() {
    Seeds.forEach(
        50,
        (seed, random) -> {
          int capacity = random.nextInt(1, 60);
          Window counts = Window.ofCounts(capacity);
          Window plain = new Window(capacity);
          // Long stretches of whole numbers, with fractions, huge values and zeros between them.
          double odd = random.nextInt(8) == 0 ? 0.1 : 0.01;
          int whole = 0;
          for (int i = 0; i < 600; i++) {
            double value = random.nextInt(-1_000_000_000, 1_000_000_000);
            if (random.nextDouble() < odd) {
              value = new double[] {0.1, -0.0, 0x1p40, Math.PI, Double.NaN}[random.nextInt(5)];
            }
            if (random.nextInt(40) == 0) {
              double[] block = {value, 7, random.nextInt(3) * 0.5};
              counts.addAll(block, 3);
              plain.addAll(block, 3);
            }
            counts.add(value);
            plain.add(value);
            whole += counts.isWhole() ? 1 : 0;
            int count = random.nextInt(1, counts.size() + 1);
            assertBits(counts.sum(), plain.sum());
            assertBits(
                counts.sum(counts.size() - count, count), plain.sum(counts.size() - count, count));
            assertBits(counts.mean(), plain.mean());
            if (i % 50 == 0) {
              StateWriter out = new StateWriter();
              counts.save(out);
              counts = Window.loadCounts(capacity, new StateReader(out.toBytes()));
              assertBits(counts.sum(), plain.sum());
            }
          }
          assertThat(plain.isWhole()).isFalse();
          assertThat(whole).isPositive();
        });
  }

  private static void assertBits(double found, double wanted) {
    assertThat(Double.doubleToRawLongBits(found)).isEqualTo(Double.doubleToRawLongBits(wanted));
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
  void severalWindowsAtATimeHaveTheBitsOfOne() {
    Seeds.forEach(
        50,
        (seed, random) -> {
          int capacity = random.nextInt(1, 40);
          int rows = random.nextInt(1, 40);
          double[] before = random.doubles(capacity + random.nextInt(50), 0, 9).toArray();
          double[] more = random.ints(rows, 0, 9).mapToDouble(i -> i / 7.0).toArray();
          double limit = random.nextDouble(2);
          Window one = of(capacity, before);
          Window all = of(capacity, before);
          all.addAll(more, rows);
          Trailing windows = all.trailing(rows);
          double[] limits = new double[rows];
          Arrays.fill(limits, limit);
          for (int r = 0; r < rows; r++) {
            one.add(more[r]);
            assertThat(windows.ago(0)[r]).isEqualTo(one.newest());
            assertThat(windows.oldest()[r]).isEqualTo(one.oldest());
            assertThat(windows.sums()[r]).isEqualTo(one.sum());
            assertThat(windows.sum(r)).isEqualTo(one.sum());
            assertThat(windows.at(0, capacity).sums()[r]).isEqualTo(one.sum(0, capacity));
            assertThat(windows.sumsOfSquares()[r]).isEqualTo(one.sumOfSquares());
            assertThat(windows.means()[r]).isEqualTo(one.mean());
            assertThat(windows.weightedMeans()[r]).isEqualTo(one.weightedMean());
            assertThat(windows.populationDeviations()[r]).isEqualTo(one.populationDeviation());
            assertThat(windows.meanDistances(limits)[r]).isEqualTo(one.meanDistance(limit));
            assertThat(windows.maxima()[r]).isEqualTo(one.max());
            assertThat(windows.minima()[r]).isEqualTo(one.min());
            assertThat(windows.ranks()[r]).isEqualTo(one.rank());
            double largest = 0;
            double run = 0;
            for (double value : one.ordered()) {
              run = value > limit ? run + value : 0;
              largest = Math.max(largest, run);
            }
            assertThat(windows.largestRunsAbove(limits)[r]).isEqualTo(largest);
          }
          assertThat(all.ordered()).isEqualTo(one.ordered());
        });
    Window negative = of(2, 1, -1);
    negative.addAll(new double[] {-3}, 1);
    assertThatThrownBy(() -> negative.trailing(1).ranks())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs values of 0 or more, not -1.0");
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
