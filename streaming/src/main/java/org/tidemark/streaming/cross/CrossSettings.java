package org.tidemark.streaming.cross;

import org.tidemark.features.cross.CrossSet;
import org.tidemark.lakehouse.Lake;
import org.tidemark.streaming.feature.TickLimits;
import org.tidemark.streaming.score.Beginning;
import org.tidemark.streaming.score.Schedule;
import org.tidemark.streaming.source.TickSource;

/**
 * One query over a universe.
 *
 * @param query its name: lower-case letters, digits and dashes; names its rows and its checkpoint,
 *     and no scoring query may have it
 * @param set the features; the checkpoint of a query belongs to one set
 * @param checkpoint folder of the query's progress and state; belongs to the query for life
 * @param beginning what a new query begins with
 */
public record CrossSettings(
    String query,
    TickSource source,
    CrossSet set,
    TickLimits limits,
    String checkpoint,
    Schedule schedule,
    Beginning beginning) {
  public CrossSettings {
    if (!query.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw new IllegalArgumentException(
          "query name '" + query + "' must be lower-case letters, digits and dashes");
    }
  }

  /**
   * The usual settings: standard limits, checkpoint in the lake, and the newest saved states to
   * begin with.
   */
  public static CrossSettings of(
      Lake lake, String query, TickSource source, CrossSet set, Schedule schedule) {
    return new CrossSettings(
        query,
        source,
        set,
        TickLimits.standard(),
        lake.folder("checkpoints/" + query),
        schedule,
        Beginning.newest());
  }

  /** The same query with another beginning. */
  public CrossSettings beginningWith(Beginning other) {
    return new CrossSettings(query, source, set, limits, checkpoint, schedule, other);
  }
}
