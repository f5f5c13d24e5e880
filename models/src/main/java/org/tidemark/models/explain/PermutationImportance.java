package org.tidemark.models.explain;

import java.util.List;
import java.util.SplittableRandom;
import org.tidemark.models.evaluate.Accuracy;
import org.tidemark.models.form.TreeEnsemble;

/**
 * How much worse a fitted model gets when a column, or a group of columns together, no longer
 * belongs to its rows.
 *
 * <p>The columns are cut into blocks of consecutive rows and the blocks are put in a random order,
 * so they keep their values and, within a block, their course in time, but lose their tie to the
 * other columns and the label. The score is the loss after that less the loss before, averaged over
 * the repeats. Columns that stand in for each other hide each other's loss: only shuffled as one
 * group do they show it. Source: Breiman, Machine Learning 45 (2001), with blocks as for dependent
 * data (Politis and Romano 1994). The same rows, seed and model give the same bits.
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
   * The column or group with its loss, by falling score, of any model; scores the rows for each.
   */
  public List<Importance> of(FeatureGroups groups, float[] rows, float[] labels, Scorer scorer) {
    int n = labels.length;
    int width = groups.groupOf().size();
    int blocks = blocks(groups, rows, labels);
    double before = loss.of(labels, scorer.score(rows.clone(), n));
    double[] scores = new double[groups.names().size()];
    float[] shuffled = rows.clone();
    for (int group = 0; group < scores.length; group++) {
      for (int repeat = 0; repeat < repeats; repeat++) {
        place(rows, shuffled, groups.groupOf(), group, sources(blocks, n, group, repeat));
        scores[group] += (loss.of(labels, scorer.score(shuffled, n)) - before) / repeats;
      }
      for (int i = 0; i < rows.length; i++) {
        shuffled[i] = groups.groupOf().get(i % width) == group ? rows[i] : shuffled[i];
      }
    }
    return Importance.ranked(groups.names(), loss.method(), scores);
  }

  /**
   * The same of a tree ensemble, in a few walks down its trees for all groups together.
   *
   * @param groups columns that move together
   * @param rows row-major, in order of time; left as it was
   * @param labels one per row; where there are classes, 1 for the last
   */
  public List<Importance> of(
      FeatureGroups groups, float[] rows, float[] labels, TreeEnsemble ensemble) {
    int n = labels.length;
    int blocks = blocks(groups, rows, labels);
    ShuffledMargins margins = new ShuffledMargins(ensemble, groups);
    double[] scores = new double[groups.names().size()];
    for (int repeat = 0; repeat < repeats; repeat++) {
      int[][] sources = new int[scores.length][];
      for (int group = 0; group < scores.length; group++) {
        sources[group] = sources(blocks, n, group, repeat);
      }
      float[][] scored = margins.scores(rows, n, sources);
      double before = loss.of(labels, scored[0]);
      for (int group = 0; group < scores.length; group++) {
        scores[group] += (loss.of(labels, scored[group + 1]) - before) / repeats;
      }
    }
    return Importance.ranked(groups.names(), loss.method(), scores);
  }

  private int blocks(FeatureGroups groups, float[] rows, float[] labels) {
    int width = groups.groupOf().size();
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
    return blocks;
  }

  /** The row from which each row takes the shuffled columns. */
  private int[] sources(int blocks, int n, int group, int repeat) {
    int[] sources = new int[n];
    int at = 0;
    for (int block : order(blocks, new SplittableRandom(stream(group, repeat)))) {
      int end = Math.min(n, (block + 1) * rowsPerBlock);
      for (int i = block * rowsPerBlock; i < end; i++) {
        sources[at++] = i;
      }
    }
    return sources;
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

  private static void place(
      float[] from, float[] to, List<Integer> groupOf, int group, int[] sources) {
    int width = groupOf.size();
    for (int column = 0; column < width; column++) {
      for (int i = 0; i < sources.length && groupOf.get(column) == group; i++) {
        to[i * width + column] = from[sources[i] * width + column];
      }
    }
  }
}
