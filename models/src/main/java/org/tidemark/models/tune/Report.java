package org.tidemark.models.tune;

/**
 * One line of a study's ledger: a piece of work that was done, and how it ended.
 *
 * @param work as the study gave it out
 */
public record Report(Work work, Outcome outcome) {}
