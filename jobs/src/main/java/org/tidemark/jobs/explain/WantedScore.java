package org.tidemark.jobs.explain;

import java.util.Optional;

/**
 * Which stored score is meant.
 *
 * @param place what was scored
 * @param model name of the model; any where empty
 * @param version model version; the one that served where empty
 * @param query query that scored it; any where empty
 */
public record WantedScore(
    String instrument,
    Place place,
    Optional<String> model,
    Optional<String> version,
    Optional<String> query) {
  /** What was scored of an instrument. */
  public sealed interface Place permits ClosedBar, OpenBar {}

  /**
   * A row of {@code live.scores}.
   *
   * @param offset of the last event of the bar
   */
  public record ClosedBar(long offset) implements Place {}

  /**
   * A row of {@code live.provisional_scores}.
   *
   * @param tick offset of the tick that it stood at
   */
  public record OpenBar(long tick) implements Place {}

  /** In words, for messages. */
  String text() {
    String where =
        place instanceof ClosedBar bar
            ? "offset " + bar.offset()
            : "tick " + ((OpenBar) place).tick();
    return "instrument '"
        + instrument
        + "' at "
        + where
        + model.map(m -> " of model '" + m + "'").orElse("")
        + version.map(v -> " by version '" + v + "'").orElse("")
        + query.map(q -> " of query '" + q + "'").orElse("");
  }
}
