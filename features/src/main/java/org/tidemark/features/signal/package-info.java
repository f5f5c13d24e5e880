/** Features of signal processing and normalisation, each causal, one file for each. */
package org.tidemark.features.signal;
