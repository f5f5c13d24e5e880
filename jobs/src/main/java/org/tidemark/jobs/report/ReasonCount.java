package org.tidemark.jobs.report;

/**
 * How many rows went to one reason.
 *
 * @param scope the instrument or source they came from
 * @param reason the reason code
 * @param count how many
 */
public record ReasonCount(String scope, String reason, long count) {
  public ReasonCount {
    Checks.atLeastZero(count, "count of " + reason);
  }
}
