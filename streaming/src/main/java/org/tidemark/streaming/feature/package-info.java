/** Drives the feature replay over a stream of ticks: one fold per instrument, in offset order. */
package org.tidemark.streaming.feature;
