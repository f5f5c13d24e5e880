package org.tidemark.jobs.cli;

import java.util.Optional;
import org.tidemark.streaming.score.SignalSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Signals of strategies beside live scores. */
public final class SignalOptions {
  @Mixin private StrategyOptions chosen;

  @Option(
      names = "--signal-blend",
      paramLabel = "SHARE[;NAME>LIMIT:SHARE]...",
      description = {
        "Blend the signals with the model's score: its share, and others where columns of the",
        "features say so, as 0.30;historical_volatility_20>0.04:0.15. Default: signals alone."
      })
  private Optional<String> blend = Optional.empty();

  @Option(
      names = "--ungated",
      description = "Let every signal through, whatever market quality and regime are.")
  private boolean ungated;

  SignalSettings settings() {
    return new SignalSettings(
        chosen.strategies(),
        chosen.thresholds(),
        blend,
        ungated ? SignalSettings.Gate.OFF : SignalSettings.Gate.QUALITY);
  }
}
