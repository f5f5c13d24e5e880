/** A universe of instruments live: its cross-instrument rows, written exactly once. */
package org.tidemark.streaming.cross;
