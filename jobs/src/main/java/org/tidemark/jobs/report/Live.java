package org.tidemark.jobs.report;

import java.time.Instant;
import java.util.List;

/**
 * What the live scorer has written to the lake so far.
 *
 * @param scores one entry per instrument and model version
 * @param deadLetters ticks not scored, by reason
 */
public record Live(List<LiveScores> scores, List<ReasonCount> deadLetters) {
  public Live {
    scores = List.copyOf(scores);
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
}
