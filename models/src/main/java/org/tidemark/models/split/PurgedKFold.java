package org.tidemark.models.split;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Purged k-fold cross-validation: the timeline is cut into blocks, and each is tested once by a
 * model that learned from all others, before and after it, less purge and embargo. Every row is
 * tested exactly once. Source: López de Prado (2018), chapter 7.4.
 *
 * <p>A model here learns from what comes after its test; only walk-forward says what would have
 * been known at the time.
 *
 * @param folds number of blocks, 2 or more
 * @param embargo gap between training label spans and the test on either side, 0 or more
 * @param cut what makes the blocks equal
 */
public record PurgedKFold(int folds, Duration embargo, Cut cut) implements Splitter {
  static final String KIND = "kfold";
  static final String EXAMPLE = "kfold:folds=5,embargo=PT1H";

  public PurgedKFold {
    if (folds < 2) {
      throw new IllegalArgumentException(
          "folds = " + folds + " must be 2 or more, so that there is a block to train on");
    }
    Embargo.check(embargo);
  }

  @Override
  public String id() {
    return KIND + ":folds=" + folds + ",embargo=" + embargo + cut.id();
  }

  static PurgedKFold parse(SplitText text) {
    text.only("folds", "embargo", "by", "calendar");
    return new PurgedKFold(text.whole("folds"), text.embargo(), text.cut());
  }

  @Override
  public List<Split> split(RowTimes rows) {
    Blocks blocks = Blocks.of(rows, cut, folds, "folds");
    List<Split> splits = new ArrayList<>(folds);
    for (int fold = 0; fold < folds; fold++) {
      BitSet tested = new BitSet();
      tested.set(fold);
      splits.add(blocks.split(fold, tested, embargo));
    }
    return List.copyOf(splits);
  }
}
