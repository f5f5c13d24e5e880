package org.tidemark.jobs.alarm;

import java.util.Optional;

/**
 * What a monitor measured of one subject.
 *
 * @param rule the rule that it is held against
 * @param subject model version or stage that it is about
 * @param file content hash of that version's file; empty where it is about none
 * @param value measured, in the unit of the rule; NaN where it is undefined
 * @param n observations behind it
 * @param message one sentence with the figures
 */
public record Condition(
    String rule, String subject, Optional<String> file, double value, long n, String message) {
  /** Of what is no version. */
  public Condition(String rule, String subject, double value, long n, String message) {
    this(rule, subject, Optional.empty(), value, n, message);
  }
}
