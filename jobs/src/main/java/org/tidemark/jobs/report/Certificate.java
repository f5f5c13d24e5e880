package org.tidemark.jobs.report;

/**
 * An ONNX parity certificate.
 *
 * @param modelVersion the model
 * @param learner the learner that made it
 * @param rows rows compared
 * @param flips rows whose label differs between native and ONNX
 * @param maxDifference largest absolute difference of scores
 * @param outcome whether it holds
 * @param sha256 hash of the ONNX file, hexadecimal
 */
public record Certificate(
    String modelVersion,
    String learner,
    long rows,
    long flips,
    double maxDifference,
    Outcome outcome,
    String sha256) {
  /** Whether a certificate holds. */
  public enum Outcome {
    /** The exported model answers as the native one. */
    HOLDS,
    /** It does not; such a model is never served. */
    FAILS
  }
}
