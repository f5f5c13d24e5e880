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
        "Least distance at which a score buys or sells, above 0 and below 0.5: of a probability from",
        "0.5, of an estimate from 0. Default: ${DEFAULT-VALUE}."
      })
  private double distance;

  /** Symmetric limits. */
  Thresholds thresholds() {
    return Thresholds.at(distance);
  }
}
