package org.tidemark.models.onnx;

/**
 * The evidence that an ONNX file scores like the native model it was written from.
 *
 * @param sha256 of the ONNX file
 * @param sampleRows real rows compared, as a rule the out-of-fold rows
 * @param missingRows generated rows: all columns NaN, then each column in turn at NaN, at the
 *     lowest and highest float32 and at both infinities
 * @param edges distinct (column, value) pairs at which the model changes: tree thresholds, or means
 *     and clipping points of a linear model
 * @param edgeRows generated rows: a real row with one column at an edge, one ulp below, one above
 * @param singleRows rows scored once more one by one, as a stream does
 * @param labelFlips rows whose label differs: p at or above 0.5, or the class of highest
 *     probability (the lower class on a tie); always 0 for a regression
 * @param mismatches rows whose label differs, whose score differs by more than the tolerance, or of
 *     which one score is NaN
 * @param maxDifference greatest difference of a score; for a regression divided by max(1, |native|)
 * @param maxFlipDistance how far the native score of a flipped row lies from its decision boundary
 *     (|p - 0.5|, or the lead of the highest class); 0 without flips. A value below the tolerance
 *     says that only undecided rows flipped; they count as mismatches all the same
 * @param tolerance greatest difference allowed
 */
public record ParityCertificate(
    String sha256,
    int sampleRows,
    int missingRows,
    int edges,
    int edgeRows,
    int singleRows,
    long labelFlips,
    long mismatches,
    double maxDifference,
    double maxFlipDistance,
    double tolerance) {
  /** Allowed difference: float32 sums and exponentials in another order. */
  public static final double TOLERANCE = 1e-6;

  /** Whether the file may serve: nothing differs. */
  public boolean holds() {
    return mismatches == 0 && labelFlips == 0 && maxDifference <= tolerance;
  }

  /** Rows compared, real and generated. */
  public long rows() {
    return (long) sampleRows + missingRows + edgeRows;
  }
}
