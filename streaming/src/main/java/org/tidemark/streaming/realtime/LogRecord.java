package org.tidemark.streaming.realtime;

/**
 * One record of a partition of a log.
 *
 * @param arrivalNanos when the log had it, nanoseconds since the epoch; stored with the record, so
 *     the same whenever it is read
 * @param value empty for a record without one
 */
record LogRecord(int partition, long offset, long arrivalNanos, byte[] value) {}
