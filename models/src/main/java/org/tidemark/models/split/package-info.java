/**
 * Splits of a timeline into training and test rows, as predicates over event time and label span:
 * walk-forward, purged and combinatorial cross-validation, and nests of them.
 */
package org.tidemark.models.split;
