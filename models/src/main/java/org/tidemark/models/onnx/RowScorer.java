package org.tidemark.models.onnx;

/** Anything that scores rows: {@code features} row-major, the answer rows x target width. */
@FunctionalInterface
public interface RowScorer {
  float[] score(float[] features, int rows);
}
