/**
 * Splits of a timeline into training and test rows, as predicates over event time and label span.
 */
package org.tidemark.models.split;
