package org.tidemark.jobs.explain;

import java.util.Optional;

/**
 * Which stored score is meant.
 *
 * @param bar what was scored
 * @param model name of the model; any where empty
 * @param version model version; the one that served where empty
 * @param query query that scored it; any where empty
 */
public record WantedScore(
    String instrument,
    Bar bar,
    Optional<String> model,
    Optional<String> version,
    Optional<String> query) {
  /** What was scored of an instrument. */
  public sealed interface Bar permits ClosedBar, OpenBar {}

  /**
   * A row of {@code live.scores}.
   *
   * @param offset of the last event of the bar
   */
  public record ClosedBar(long offset) implements Bar {}

  /**
   * A row of {@code live.provisional_scores}.
   *
   * @param tick offset of the tick that it stood at
   */
  public record OpenBar(long tick) implements Bar {}

  /** In words, for messages. */
  String text() {
    String where =
        bar instanceof ClosedBar closed
            ? "offset " + closed.offset()
            : "tick " + ((OpenBar) bar).tick();
    return "instrument '"
        + instrument
        + "' at "
        + where
        + model.map(m -> " of model '" + m + "'").orElse("")
        + version.map(v -> " by version '" + v + "'").orElse("")
        + query.map(q -> " of query '" + q + "'").orElse("");
  }
}
