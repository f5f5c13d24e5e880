package org.tidemark.models.ensemble;

/**
 * What a column of the features says of the market regime of each row.
 *
 * @param column its place among the features
 * @param values one per row, NaN where none is known
 */
public record RegimeColumn(int column, float[] values) {}
