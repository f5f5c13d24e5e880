package org.tidemark.features.causality;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Pipeline steps that learn; each is a leak when handed all rows and right when handed its own. */
final class FitZoo {
  private FitZoo() {}

  /** A step: the rows it may look at, and the rows that the fold trains on, to what it learns. */
  record Step(String name, BiFunction<Sample, int[], double[]> learn) {
    /** The step as it is meant: it looks at training rows only. */
    Fitting right() {
      return fitting(name + ", training rows only", false);
    }

    /** The step as it is often written: before the split. */
    Fitting wrong() {
      return fitting(name + ", all rows", true);
    }

    private Fitting fitting(String title, boolean all) {
      return new Fitting() {
        @Override
        public String name() {
          return title;
        }

        @Override
        public byte[] fit(Sample sample, BitSet train) {
          int[] rows = all ? IntStream.range(0, sample.rows()).toArray() : train.stream().toArray();
          double[] learned = learn.apply(sample, rows);
          ByteBuffer bytes = ByteBuffer.allocate(learned.length * Double.BYTES);
          Arrays.stream(learned).forEach(bytes::putDouble);
          return bytes.array();
        }
      };
    }
  }

  static List<Step> steps() {
    return List.of(
        new Step("standard scaler", (s, rows) -> concat(means(s, rows), deviations(s, rows))),
        new Step("imputer", FitZoo::means),
        new Step("quantile bins", FitZoo::bins),
        new Step("selector by correlation", FitZoo::selected),
        new Step("calibrator", (s, rows) -> line(column(s, 0, rows), labels(s, rows))),
        new Step(
            "class weights",
            (s, rows) -> new double[] {Series.mean(labels(s, rows), 0, rows.length)}),
        new Step("threshold of the best accuracy", FitZoo::threshold));
  }

  /** Rounds of boosting stopped where the error on rows outside the window is least. */
  static Fitting earlyStoppingOnTheTest() {
    return new Fitting() {
      @Override
      public String name() {
        return "early stopping on the test fold";
      }

      @Override
      public byte[] fit(Sample sample, BitSet train) {
        int[] rows = train.stream().toArray();
        int[] rest = IntStream.range(0, sample.rows()).filter(i -> !train.get(i)).toArray();
        double[] line = line(column(sample, 0, rows), labels(sample, rows));
        double least = Double.POSITIVE_INFINITY;
        double stop = 0;
        for (double rounds = 0; rounds <= 1; rounds += 0.01) {
          double miss = 0;
          for (int i : rest) {
            miss += Math.abs(sample.labels()[i] - rounds * (line[0] + line[1] * sample.at(i, 0)));
          }
          if (miss < least) {
            least = miss;
            stop = rounds;
          }
        }
        return ByteBuffer.allocate(16).putDouble(stop * line[0]).putDouble(stop * line[1]).array();
      }
    };
  }

  /** A calibrator that is fitted on what stands behind the training window, and on it alone. */
  static Fitting calibratorOnTheTest() {
    Step calibrator = steps().get(4);
    return new Fitting() {
      @Override
      public String name() {
        return "calibrator on test rows";
      }

      @Override
      public byte[] fit(Sample sample, BitSet train) {
        BitSet rest = new BitSet();
        rest.set(train.length(), sample.rows());
        return calibrator.right().fit(sample, rest);
      }
    };
  }

  /**
   * Weights by uniqueness, one per training row: a part of 1 for each span that meets its own. As
   * they are meant, spans of the window are counted; as they are often written, all spans.
   */
  static Fitting uniqueness(boolean ofAllRows) {
    return new Fitting() {
      @Override
      public String name() {
        return "uniqueness weights, " + (ofAllRows ? "all spans counted" : "training spans only");
      }

      @Override
      public byte[] fit(Sample sample, BitSet train) {
        BitSet counted = (BitSet) train.clone();
        counted.set(0, ofAllRows ? sample.rows() : 0);
        ByteBuffer bytes = ByteBuffer.allocate(train.cardinality() * Double.BYTES);
        train.stream()
            .map(i -> (int) counted.stream().filter(k -> meet(sample, i, k)).count())
            .forEach(spans -> bytes.putDouble(1.0 / spans));
        return bytes.array();
      }
    };
  }

  private static boolean meet(Sample sample, int i, int k) {
    LabelledRow one = sample.stamps().get(i);
    LabelledRow other = sample.stamps().get(k);
    return one.timeNanos() < other.spanEndNanos() && other.timeNanos() < one.spanEndNanos();
  }

  static Sample sample(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = random.doubles(400 * 4, -1, 1).toArray();
    double[] y = new double[400];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i * 4] + x[i * 4 + 1] / 2 + random.nextDouble(-1, 1) > 0 ? 1 : 0;
    }
    return new Sample(FoldZoo.rows(), 4, x, y, 2);
  }

  private static double[] column(Sample s, int j, int[] rows) {
    return Arrays.stream(rows).mapToDouble(i -> s.at(i, j)).toArray();
  }

  private static double[] labels(Sample s, int[] rows) {
    return Arrays.stream(rows).mapToDouble(i -> s.labels()[i]).toArray();
  }

  private static double[] means(Sample s, int[] rows) {
    return Series.each(s.width(), j -> Series.mean(column(s, j, rows), 0, rows.length));
  }

  private static double[] deviations(Sample s, int[] rows) {
    return Series.each(s.width(), j -> Series.deviation(column(s, j, rows), 0, rows.length));
  }

  private static double[] bins(Sample s, int[] rows) {
    return Series.each(
        s.width() * 4,
        k -> Series.quantile(column(s, k / 4, rows), 0, rows.length, 0.2 * (1 + k % 4)));
  }

  /** The two columns that go best with the label, and how well. */
  private static double[] selected(Sample s, int[] rows) {
    List<double[]> found = new ArrayList<>();
    for (int j = 0; j < s.width(); j++) {
      found.add(new double[] {Math.abs(line(column(s, j, rows), labels(s, rows))[1]), j});
    }
    found.sort((a, b) -> Double.compare(b[0], a[0]));
    return concat(found.get(0), found.get(1));
  }

  private static double[] threshold(Sample s, int[] rows) {
    double best = 0;
    double most = -1;
    for (int i : rows) {
      double at = s.at(i, 0);
      double right = 0;
      for (int k : rows) {
        right += s.at(k, 0) > at == s.labels()[k] > 0 ? 1 : 0;
      }
      if (right > most) {
        most = right;
        best = at;
      }
    }
    return new double[] {best};
  }

  /** Intercept and slope of least squares. */
  private static double[] line(double[] x, double[] y) {
    double meanX = Series.mean(x, 0, x.length);
    double meanY = Series.mean(y, 0, y.length);
    double across = 0;
    double along = 0;
    for (int i = 0; i < x.length; i++) {
      across += (x[i] - meanX) * (y[i] - meanY);
      along += (x[i] - meanX) * (x[i] - meanX);
    }
    double slope = across / along;
    return new double[] {meanY - slope * meanX, slope};
  }

  private static double[] concat(double[] a, double[] b) {
    double[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
