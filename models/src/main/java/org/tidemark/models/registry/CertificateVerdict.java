package org.tidemark.models.registry;

/**
 * What the parity certificate of a model found.
 *
 * @param rowsCompared rows scored by both the native model and its ONNX form
 * @param mismatches rows on which they disagreed
 */
public record CertificateVerdict(long rowsCompared, long mismatches) {
  public CertificateVerdict {
    if (rowsCompared < 0 || mismatches < 0 || mismatches > rowsCompared) {
      throw new IllegalArgumentException(
          mismatches + " mismatches in " + rowsCompared + " rows cannot be");
    }
  }

  /** Whether rows were compared and none disagreed. */
  public boolean holds() {
    return rowsCompared > 0 && mismatches == 0;
  }
}
