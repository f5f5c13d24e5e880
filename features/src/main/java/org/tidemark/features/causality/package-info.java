/**
 * The look-ahead detector: reruns a computation on worlds that differ only in what was not yet
 * known, and compares what it says about the past.
 */
package org.tidemark.features.causality;
