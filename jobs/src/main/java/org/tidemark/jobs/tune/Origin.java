package org.tidemark.jobs.tune;

import java.time.LocalDate;

/**
 * What a study was made from, beside its own settings.
 *
 * @param settings those that no trial changes, as one line of JSON
 * @param split whose folds are its steps
 * @param seen which rows it sees, in words
 * @param rows number of the rows seen
 * @param fromNanos event time of the first
 * @param toNanos event time of the last
 * @param labelsToNanos last instant that a label of them uses
 * @param hash of the rows, whatever their order
 * @param codeVersion of the program that began it
 */
record Origin(
    String model,
    String runId,
    LocalDate asOf,
    String settings,
    String metric,
    String split,
    String seen,
    long rows,
    long fromNanos,
    long toNanos,
    long labelsToNanos,
    String hash,
    String codeVersion) {}
