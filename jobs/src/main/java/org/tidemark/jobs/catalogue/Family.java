package org.tidemark.jobs.catalogue;

/** Which kind of method a model is of. */
public enum Family {
  RISK,
  VOLATILITY,
  CNN,
  LSTM,
  SIGNAL_PROCESSING,
  CLASSIFICATION,
  REGRESSION,
  META_LEARNING,
  BAYESIAN,
  TRADITIONAL
}
