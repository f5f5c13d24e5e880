/**
 * Trading signals of strategies (X02), as pure functions of a feature row, and their gate (X12).
 */
package org.tidemark.features.strategy;
