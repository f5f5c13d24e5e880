package org.tidemark.features.causality;

import java.util.BitSet;

/**
 * A step of a pipeline that learns something from rows: bins, a scaler, an imputer, a selector, a
 * calibrator, a model. It is handed all rows, as pipelines are, and told which of them train.
 */
public interface Fitting {
  /** For example {@code bins} or {@code xgboost}. */
  String name();

  /** Every bit of what it learned. */
  byte[] fit(Sample all, BitSet train);
}
