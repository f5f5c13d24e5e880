package org.tidemark.jobs.alarm;

/**
 * What a monitor measured of one subject.
 *
 * @param rule the rule that it is held against
 * @param subject model version or stage that it is about
 * @param value measured, in the unit of the rule; NaN where it is undefined
 * @param n observations behind it
 * @param message one sentence with the figures
 */
public record Condition(String rule, String subject, double value, long n, String message) {}
