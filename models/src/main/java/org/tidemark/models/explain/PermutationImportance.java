package org.tidemark.models.explain;

import java.util.List;
import java.util.SplittableRandom;
import org.tidemark.models.evaluate.Accuracy;

/**
 * How much worse a fitted model gets when one column no longer belongs to its rows.
 *
 * <p>The column is cut into blocks of consecutive rows and the blocks are put in a random order, so
 * the column keeps its values and, within a block, its course in time, but loses its tie to the
 * other columns and the label. The score is the loss after that less the loss before, averaged over
 * the repeats. Source: Breiman, Machine Learning 45 (2001), with blocks as for dependent data
 * (Politis and Romano 1994). The same rows, seed and model give the same bits.
 *
 * @param loss what is measured
 * @param rowsPerBlock rows that stay together; as many as a label spans, or more
 * @param repeats random orders per column, 1 or more
 * @param seed of the orders; each column and repeat has its own stream
 */
public record PermutationImportance(Loss loss, int rowsPerBlock, int repeats, long seed) {

  /** A fitted model: rows in, row-major; one probability or estimate per row out. */
  @FunctionalInterface
  public interface Scorer {
    float[] score(float[] rows, int n);
  }

  /** What a shuffled column makes worse; lower is better. */
  public enum Loss {
    /** Fall of the area under the ROC curve. */
    AUC_DROP("permutation_auc"),
    /** Rise of the log loss. */
    LOG_LOSS_RISE("permutation_log_loss"),
    /** Rise of the root mean squared error. */
    RMSE_RISE("permutation_rmse");

    private final String method;

    Loss(String method) {
      this.method = method;
    }

    /** The method's name in tables. */
    public String method() {
      return method;
    }

    private double of(float[] labels, float[] scores) {
      return switch (this) {
        case AUC_DROP -> -Accuracy.auc(labels, scores);
        case LOG_LOSS_RISE -> Accuracy.logLoss(labels, scores);
        case RMSE_RISE -> Accuracy.rmse(labels, scores);
      };
    }
  }

  public PermutationImportance {
    if (rowsPerBlock < 1) {
      throw new IllegalArgumentException("rows per block = " + rowsPerBlock + " must be 1 or more");
    }
    if (repeats < 1) {
      throw new IllegalArgumentException("repeats = " + repeats + " must be 1 or more");
    }
  }

  /**
   * Importance of every column, by falling score.
   *
   * @param features names of the columns
   * @param rows row-major, in order of time; left as it was
   * @param labels one per row
   */
  public List<Importance> of(List<String> features, float[] rows, float[] labels, Scorer scorer) {
    int width = features.size();
    int n = labels.length;
    if ((long) n * width != rows.length) {
      throw new IllegalArgumentException(
          n + " labels of " + width + " features came with " + rows.length + " values");
    }
    int blocks = (n + rowsPerBlock - 1) / rowsPerBlock;
    if (blocks < 2) {
      throw new IllegalArgumentException(
          n
              + " rows make "
              + blocks
              + " block of "
              + rowsPerBlock
              + "; two are needed to change their order: give more rows or shorter blocks");
    }
    double before = loss.of(labels, scorer.score(rows.clone(), n));
    double[] scores = new double[width];
    float[] shuffled = rows.clone();
    for (int column = 0; column < width; column++) {
      for (int repeat = 0; repeat < repeats; repeat++) {
        int[] order = order(blocks, new SplittableRandom(stream(column, repeat)));
        place(rows, shuffled, column, width, n, order);
        scores[column] += (loss.of(labels, scorer.score(shuffled, n)) - before) / repeats;
      }
      for (int i = 0; i < n; i++) {
        shuffled[i * width + column] = rows[i * width + column];
      }
    }
    return Importance.ranked(features, loss.method(), scores);
  }

  private long stream(int column, int repeat) {
    return seed + 0x9E3779B97F4A7C15L * (1L + column * (long) repeats + repeat);
  }

  /** A uniform order other than the one that changes nothing. */
  private static int[] order(int blocks, SplittableRandom random) {
    int[] order = new int[blocks];
    boolean same;
    do {
      same = true;
      for (int i = 0; i < blocks; i++) {
        int j = random.nextInt(i + 1);
        order[i] = order[j];
        order[j] = i;
      }
      for (int i = 0; i < blocks; i++) {
        same &= order[i] == i;
      }
    } while (same);
    return order;
  }

  private void place(float[] from, float[] to, int column, int width, int n, int[] order) {
    int at = 0;
    for (int block : order) {
      int end = Math.min(n, (block + 1) * rowsPerBlock);
      for (int i = block * rowsPerBlock; i < end; i++) {
        to[at++ * width + column] = from[i * width + column];
      }
    }
  }
}
