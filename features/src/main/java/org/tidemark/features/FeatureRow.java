package org.tidemark.features;

import org.tidemark.market.Bar;

/**
 * What is known about an instrument when a bar closes.
 *
 * @param bar the bar that closed; its event time is the row's point in time
 * @param values one float per output of the feature set, NaN where not ready; owned by the receiver
 */
public record FeatureRow(Bar bar, float[] values) {}
