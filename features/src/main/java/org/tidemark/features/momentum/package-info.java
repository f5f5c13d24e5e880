/** Momentum features of bars, M01 to M10. */
package org.tidemark.features.momentum;
