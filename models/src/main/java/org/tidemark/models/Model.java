package org.tidemark.models;

import java.io.Serializable;
import java.util.List;

/** A fitted model: immutable, scores float rows, leaves as ONNX. */
public interface Model extends Serializable {
  /** What it predicts. */
  Target target();

  /** The columns it was fitted on, in order. */
  List<String> featureNames();

  /** Identity of the feature set it was fitted on; rows of another set are refused (Q18). */
  String featureSetHash();

  /**
   * Scores rows with the native implementation (the one that was fitted).
   *
   * @param features row-major, rows x columns, NaN for missing
   * @param rows number of rows
   * @return rows x {@link Target#width()} probabilities or estimates
   */
  float[] score(float[] features, int rows);

  /** The native serialised form, deterministic bytes. */
  byte[] nativeBytes();

  /** Gain per column (share of 1), or zeros where the learner has none. */
  double[] gain();
}
