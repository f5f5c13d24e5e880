package org.tidemark.models.tune;

/**
 * One step of one trial, to be run: for example one fold.
 *
 * @param trial number from 0
 * @param assignment what to run it with
 * @param step number from 0
 */
public record Work(int trial, Assignment assignment, int step) {}
