package org.tidemark.models.split;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Combinatorial purged cross-validation: the timeline is cut into N groups, and every choice of k
 * of them is tested by a model that learned from the other N - k, less purge and embargo. That is
 * C(N, k) folds, in which every group is tested C(N - 1, k - 1) times: so many backtest {@linkplain
 * BacktestPaths paths} run through all rows. Source: López de Prado (2018), chapter 12.
 *
 * @param groups N, 2 or more
 * @param test k, from 1 to N - 1
 * @param embargo gap between training label spans and each test on either side, 0 or more
 * @param cut what makes the groups equal
 */
public record CombinatorialPurged(int groups, int test, Duration embargo, Cut cut)
    implements Splitter {
  static final String KIND = "cpcv";
  static final String EXAMPLE = "cpcv:groups=10,test=2,embargo=PT1H";

  /** Folds beyond which nobody waits for the fits. */
  static final int MOST_FOLDS = 10_000;

  public CombinatorialPurged {
    if (groups < 2) {
      throw new IllegalArgumentException("groups = " + groups + " must be 2 or more");
    }
    if (test < 1 || test >= groups) {
      throw new IllegalArgumentException(
          "test = "
              + test
              + " must be from 1 to "
              + (groups - 1)
              + ", so that of "
              + groups
              + " groups one at least trains");
    }
    if (choices(groups, test) > MOST_FOLDS) {
      throw new IllegalArgumentException(
          "groups = "
              + groups
              + " and test = "
              + test
              + " make more than "
              + MOST_FOLDS
              + " folds, which must all be fitted; ask for fewer groups or another test");
    }
    Embargo.check(embargo);
  }

  /** Number of folds: C(N, k). */
  public int folds() {
    return choices(groups, test);
  }

  /** Number of paths: C(N, k) k / N = C(N - 1, k - 1). */
  public int paths() {
    return choices(groups - 1, test - 1);
  }

  /** C(n, k), or more than {@link #MOST_FOLDS} where it is more than that. */
  private static int choices(int n, int k) {
    long count = 1;
    for (int i = 1; i <= Math.min(k, n - k) && count <= MOST_FOLDS; i++) {
      count = count * (n - i + 1) / i;
    }
    return (int) Math.min(count, MOST_FOLDS + 1);
  }

  @Override
  public String id() {
    return KIND + ":groups=" + groups + ",test=" + test + ",embargo=" + embargo + cut.id();
  }

  static CombinatorialPurged parse(SplitText text) {
    text.only("groups", "test", "embargo", "by", "calendar");
    return new CombinatorialPurged(
        text.whole("groups"), text.whole("test"), text.embargo(), text.cut());
  }

  /** {@inheritDoc} Folds come in lexicographic order of the groups that they test. */
  @Override
  public List<Split> split(RowTimes rows) {
    Blocks blocks = Blocks.of(rows, cut, groups, "groups");
    List<Split> splits = new ArrayList<>(folds());
    int[] chosen = new int[test];
    for (int i = 0; i < test; i++) {
      chosen[i] = i;
    }
    for (boolean more = true; more; more = next(chosen)) {
      BitSet tested = new BitSet();
      for (int group : chosen) {
        tested.set(group);
      }
      splits.add(blocks.split(splits.size(), tested, embargo));
    }
    return List.copyOf(splits);
  }

  /** Moves to the next choice in lexicographic order; false after the last one. */
  private boolean next(int[] chosen) {
    int at = test - 1;
    while (at >= 0 && chosen[at] == groups - test + at) {
      at--;
    }
    if (at < 0) {
      return false;
    }
    chosen[at]++;
    for (int i = at + 1; i < test; i++) {
      chosen[i] = chosen[i - 1] + 1;
    }
    return true;
  }
}
