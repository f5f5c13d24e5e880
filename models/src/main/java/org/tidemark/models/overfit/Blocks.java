package org.tidemark.models.overfit;

import java.util.stream.IntStream;

/**
 * Returns of trials summed up by blocks of time, so that the Sharpe ratio of any choice of blocks
 * costs no look at the returns. A choice is a bit mask of blocks; choices are in rising order.
 */
final class Blocks {
  private static final int MOST = 20;
  private static final double FLAT = 1e-14;

  private final int blocks;
  private final int[] periods;
  private final double[][] sums;
  private final double[][] squares;

  Blocks(double[][] returns, int blocks) {
    if (blocks < 2 || blocks > MOST || blocks % 2 != 0) {
      throw new IllegalArgumentException("blocks = " + blocks + " must be even, from 2 to " + MOST);
    }
    if (returns.length < 2) {
      throw new IllegalArgumentException(
          returns.length + " trials: overfitting is defined for a choice among two or more");
    }
    int n = returns[0].length;
    if (n < 2 * blocks) {
      throw new IllegalArgumentException(
          n + " periods in " + blocks + " blocks; give two or more a block or fewer blocks");
    }
    this.blocks = blocks;
    periods = new int[blocks];
    sums = new double[returns.length][blocks];
    squares = new double[returns.length][blocks];
    for (int b = 0; b < blocks; b++) {
      periods[b] = end(n, b) - end(n, b - 1);
    }
    for (int k = 0; k < returns.length; k++) {
      if (returns[k].length != n) {
        throw new IllegalArgumentException(
            "trial " + k + " has " + returns[k].length + " periods, trial 0 has " + n);
      }
      for (int b = 0; b < blocks; b++) {
        for (int i = end(n, b - 1); i < end(n, b); i++) {
          double r = returns[k][i];
          if (!Double.isFinite(r)) {
            throw new IllegalArgumentException(
                "return of trial " + k + " in period " + i + " = " + r + " must be finite");
          }
          sums[k][b] += r;
          squares[k][b] += r * r;
        }
      }
    }
  }

  private int end(int n, int block) {
    return (int) ((long) n * (block + 1) / blocks);
  }

  /** Every choice of half of the blocks. */
  int[] choices() {
    return IntStream.range(0, 1 << blocks)
        .filter(mask -> Integer.bitCount(mask) == blocks / 2)
        .toArray();
  }

  int others(int choice) {
    return ~choice & ((1 << blocks) - 1);
  }

  /** Of a trial in the blocks chosen; 0 where its returns do not vary there: it did not trade. */
  double sharpe(int trial, int choice) {
    double n = 0;
    double sum = 0;
    double square = 0;
    for (int left = choice; left != 0; left &= left - 1) {
      int b = Integer.numberOfTrailingZeros(left);
      n += periods[b];
      sum += sums[trial][b];
      square += squares[trial][b];
    }
    double variance = (square - sum * sum / n) / (n - 1);
    return variance > FLAT * square / n ? sum / n / Math.sqrt(variance) : 0;
  }
}
