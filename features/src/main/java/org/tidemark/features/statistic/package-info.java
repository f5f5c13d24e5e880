/** Numeric parts of features: windows, smoothers and time lags with a fixed summation order. */
package org.tidemark.features.statistic;
