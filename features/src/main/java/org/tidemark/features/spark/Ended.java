package org.tidemark.features.spark;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;

/** Where the fold of one instrument ended: the state to save and what it saw. */
record Ended(
    String instrument,
    byte[] snapshot,
    long lastOffset,
    long events,
    long rows,
    long lastRowNanos,
    List<Row> late)
    implements Serializable {}
