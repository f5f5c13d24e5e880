/**
 * The real-time path: features and scores from Kafka to Kafka in milliseconds. The state of a
 * partition lives in a long-running task and is a pure function of the log's prefix: snapshots are
 * caches, what is lost is replayed. Delivery is at least once with the same bytes under the same
 * id; an audit compares it with the path that is exactly once.
 */
package org.tidemark.streaming.realtime;
