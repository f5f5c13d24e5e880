package org.tidemark.jobs.report;

import java.time.Instant;

/**
 * One point of a series.
 *
 * @param time the instant that the value belongs to
 * @param value the value; NaN leaves a hole in the line
 */
public record TimeValue(Instant time, double value) {}
