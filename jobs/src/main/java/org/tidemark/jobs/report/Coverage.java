package org.tidemark.jobs.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The data behind the run. For every source {@code accepted + rejected = read} holds, and the
 * report shows whether it does.
 *
 * @param rowsRead raw rows read by the ingests so far
 * @param rowsAccepted raw rows accepted
 * @param instruments one entry per instrument
 * @param rejected rejected rows by reason
 * @param issues findings of the quality checks
 */
public record Coverage(
    long rowsRead,
    long rowsAccepted,
    List<InstrumentCoverage> instruments,
    List<ReasonCount> rejected,
    List<QualityIssue> issues) {
  public Coverage {
    Checks.atLeastZero(rowsRead, "rows read");
    Checks.atLeastZero(rowsAccepted, "rows accepted");
    instruments = List.copyOf(instruments);
    rejected = List.copyOf(rejected);
    issues = List.copyOf(issues);
  }

  /**
   * How much of one instrument's time the data covers.
   *
   * @param instrument its name
   * @param first start of the first bar, or time of the first print or quote
   * @param last end of the last bar, or time of the last print or quote
   * @param rows bars, prints or quotes
   * @param expectedMinutes minutes of the clock between first and last
   * @param presentMinutes minutes that have at least one of them
   * @param longestGap the longest stretch without data inside expected time; zero if none
   * @param longestGapStart where that stretch begins; empty if there is none
   * @param presence share of expected minutes present (0 to 1) per stretch of time, each value
   *     dated at its stretch's start; may be empty
   */
  public record InstrumentCoverage(
      String instrument,
      Instant first,
      Instant last,
      long rows,
      long expectedMinutes,
      long presentMinutes,
      Duration longestGap,
      Optional<Instant> longestGapStart,
      List<TimeValue> presence) {
    public InstrumentCoverage {
      Checks.named(instrument, "instrument");
      Checks.inOrder(first, last, "coverage of " + instrument);
      Checks.atLeastZero(rows, "rows");
      Checks.atLeastZero(expectedMinutes, "expected minutes");
      Checks.atLeastZero(presentMinutes, "present minutes");
      presence = List.copyOf(presence);
    }
  }

  /**
   * One finding of a quality check.
   *
   * @param instrument the instrument it concerns
   * @param check the check's name
   * @param severity as the check names it, such as info, warning or error
   * @param count how many rows or stretches it concerns
   * @param detail one line for the reader
   */
  public record QualityIssue(
      String instrument, String check, String severity, long count, String detail) {}
}
