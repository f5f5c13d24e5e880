/** Measurements of the feature kernel on recorded data; run on demand, never by the build. */
package org.tidemark.benchmarks;
