package org.tidemark.models.evaluate;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The losses of two models on the same rows, as means over stretches of time.
 *
 * <p>Rows share labels and instruments move together, so tests are made on cells: all rows of all
 * instruments within one length of the longest label span. Labels reach at most into the next cell.
 * Cells without rows (a closed market) do not exist.
 *
 * @param cellNanos length of a cell: the longest label span
 * @param cellStartNanos start of each cell, increasing
 * @param first mean loss of the first model in each cell
 * @param second that of the second
 * @param firstByFold mean loss of the first model in each fold, folds in order
 * @param secondByFold that of the second
 */
public record PairedLosses(
    long cellNanos,
    long[] cellStartNanos,
    double[] first,
    double[] second,
    double[] firstByFold,
    double[] secondByFold) {

  /** Of two models' predictions, which must be of the same rows in the same order. */
  public static PairedLosses of(Predictions first, Predictions second, Loss loss) {
    check(first, second);
    double[] a = loss.of(first);
    double[] b = loss.of(second);
    long start = first.eventTimeNanos()[0];
    long length =
        IntStream.range(0, first.rows())
            .mapToLong(i -> first.spanEndNanos()[i] - first.eventTimeNanos()[i])
            .max()
            .orElseThrow();
    Map<Long, double[]> cells = new TreeMap<>();
    Map<Long, double[]> folds = new TreeMap<>();
    for (int i = 0; i < a.length; i++) {
      long cell = (first.eventTimeNanos()[i] - start) / length;
      add(cells, cell, a[i], b[i]);
      add(folds, first.fold()[i], a[i], b[i]);
    }
    return new PairedLosses(
        length,
        cells.keySet().stream().mapToLong(cell -> start + cell * length).toArray(),
        means(cells, 0),
        means(cells, 1),
        means(folds, 0),
        means(folds, 1));
  }

  private static void check(Predictions first, Predictions second) {
    boolean same =
        first.target().equals(second.target())
            && Arrays.equals(first.eventTimeNanos(), second.eventTimeNanos())
            && Arrays.equals(first.spanEndNanos(), second.spanEndNanos())
            && Arrays.equals(first.instrument(), second.instrument())
            && Arrays.equals(first.fold(), second.fold())
            && Arrays.equals(first.labels(), second.labels());
    if (!same) {
      throw new IllegalArgumentException(
          "predictions of "
              + first.rows()
              + " and "
              + second.rows()
              + " rows are not of the same rows, folds and labels; compare models where both scored");
    }
  }

  private static void add(Map<Long, double[]> sums, long key, double a, double b) {
    double[] sum = sums.computeIfAbsent(key, k -> new double[3]);
    sum[0] += a;
    sum[1] += b;
    sum[2]++;
  }

  private static double[] means(Map<Long, double[]> sums, int model) {
    return sums.values().stream().mapToDouble(s -> s[model] / s[2]).toArray();
  }

  /** Number of cells. */
  public int cells() {
    return first.length;
  }

  /**
   * Second less first in every other cell (by time), between which no label is shared: what a
   * sequential test may take one by one. Below 0 the second model is better.
   */
  public double[] differencesApart() {
    double[] out = new double[cells()];
    int count = 0;
    long free = cellStartNanos[0];
    for (int i = 0; i < cells(); i++) {
      if (cellStartNanos[i] >= free) {
        out[count++] = second[i] - first[i];
        free = cellStartNanos[i] + 2 * cellNanos;
      }
    }
    return Arrays.copyOf(out, count);
  }
}
