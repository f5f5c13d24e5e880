package org.tidemark.jobs.report;

import java.time.Instant;

/**
 * The conditions that every record of the model shares; each message names the value, the limit and
 * the remedy.
 */
final class Checks {
  private Checks() {}

  static String named(String value, String what) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(
          what + " is blank; give the name that the reader shall see");
    }
    return value;
  }

  static long atLeastZero(long value, String what) {
    if (value < 0) {
      throw new IllegalArgumentException(
          what + " is " + value + " but a count is at least 0; count the rows again");
    }
    return value;
  }

  static void inOrder(Instant start, Instant end, String what) {
    if (end.isBefore(start)) {
      throw new IllegalArgumentException(
          what + " ends at " + end + ", before its start " + start + "; swap the two");
    }
  }
}
