/** Features of order flow, illiquidity and toxicity, one file for each. */
package org.tidemark.features.flow;
