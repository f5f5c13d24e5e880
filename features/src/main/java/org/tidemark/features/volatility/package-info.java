/** Volatility features of bars, W01 to W10. */
package org.tidemark.features.volatility;
