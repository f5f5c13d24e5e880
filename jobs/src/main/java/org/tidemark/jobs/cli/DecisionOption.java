package org.tidemark.jobs.cli;

import org.tidemark.streaming.score.Thresholds;
import picocli.CommandLine.Option;

/** Which scores buy and which sell, of the verbs that score live ticks. */
public final class DecisionOption {
  @Option(
      names = "--decide-at",
      defaultValue = "0.05",
      paramLabel = "DISTANCE",
      description = {
        "Least distance of a score from indifference that buys or sells, as trade.threshold of a",
        "night: of a probability from 0.5, of an estimate from 0. Default: ${DEFAULT-VALUE}."
      })
  private double distance;

  /** Symmetric limits. */
  Thresholds thresholds() {
    return Thresholds.at(distance);
  }
}
