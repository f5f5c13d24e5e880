package org.tidemark.offenders.jobs.train;

/** A task. */
public final class Task {}
