package org.tidemark.features.causality;

/**
 * One row that a subject gives.
 *
 * @param timeNanos what the row is stamped with
 * @param dueNanos from when on the row claims to be known: nothing later may matter to it. Equal to
 *     {@code timeNanos} for a feature row, the end of the label span for a label
 * @param values one per output; NaN for none
 */
public record Answer(String instrument, long timeNanos, long dueNanos, double[] values) {}
