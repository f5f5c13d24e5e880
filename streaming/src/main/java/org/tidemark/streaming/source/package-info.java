/**
 * Where live ticks come from, as raw messages with their place in the log, and the replayer that
 * turns recorded events into such a source.
 */
package org.tidemark.streaming.source;
