package org.tidemark.features.causality;

import java.util.BitSet;

/**
 * Which rows a fold learns from and which it is judged on, by their number in a list of rows.
 * Anything that splits can be written like this, so a splitter that is wrong can be checked too.
 */
public record Fold(int number, BitSet train, BitSet test) {
  public Fold {
    train = (BitSet) train.clone();
    test = (BitSet) test.clone();
  }
}
