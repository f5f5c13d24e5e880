package org.tidemark.jobs.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What the live scorer has written to the lake so far.
 *
 * @param scores one entry per instrument and model version
 * @param parity what the newest batch replay of each query found
 * @param deadLetters ticks not scored, by reason
 */
public record Live(List<LiveScores> scores, List<Parity> parity, List<ReasonCount> deadLetters) {
  public Live {
    scores = List.copyOf(scores);
    parity = List.copyOf(parity);
    deadLetters = List.copyOf(deadLetters);
  }

  /**
   * Live scores of one model on one instrument.
   *
   * @param instrument the instrument
   * @param modelVersion the model
   * @param count rows scored
   * @param first event time of the first
   * @param last event time of the last
   * @param meanScore mean score
   * @param longShare share of scores above one half
   * @param latencyMedianMillis median latency, NaN if not measured
   * @param latencyP99Millis 99th percentile of latency, NaN if not measured
   */
  public record LiveScores(
      String instrument,
      String modelVersion,
      long count,
      Instant first,
      Instant last,
      double meanScore,
      double longShare,
      double latencyMedianMillis,
      double latencyP99Millis) {}

  /**
   * The certificates of one live query on one day.
   *
   * @param query the query
   * @param day the day that was replayed
   * @param verdict of all its features: the gravest one
   * @param rows compared
   * @param features certificates
   * @param differing features of which a value differs
   * @param missing rows that live lacks or has alone
   * @param lost ticks that are not kept
   */
  public record Parity(
      String query,
      LocalDate day,
      String verdict,
      long rows,
      long features,
      long differing,
      long missing,
      long lost) {
    public Parity {
      Checks.named(query, "query of a parity certificate");
      Checks.atLeastZero(rows, "rows compared of query " + query);
    }
  }
}
