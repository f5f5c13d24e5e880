package org.tidemark.features.causality;

/**
 * A row as a splitter sees it: its time and the end of its label span.
 *
 * @param timeNanos features know nothing later
 * @param spanEndNanos the label knows nothing later
 */
public record LabelledRow(String instrument, long timeNanos, long spanEndNanos) {}
