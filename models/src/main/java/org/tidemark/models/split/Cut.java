package org.tidemark.models.split;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tidemark.market.session.Calendar;

/** What makes blocks of a timeline equally long: time, the number of rows, or sessions. */
public sealed interface Cut permits TimeCut, EventCut, SessionCut {
  /** Blocks of equal time. */
  Cut TIME = new TimeCut();

  /** What follows the other settings in a splitter's id; empty for time. */
  String id();

  /**
   * Blocks that follow each other without a gap and fill a stretch.
   *
   * @param count number of blocks, 1 or more
   * @throws IllegalArgumentException if the stretch cannot be cut so often
   */
  List<Window> blocks(RowTimes rows, Window stretch, int count);

  /** Where a training window of this length ends that begins at the first row. */
  long trainedAt(RowTimes rows, TrainLength length);

  /** Where training windows of this length begin that end at these instants. */
  long[] trainsFrom(RowTimes rows, TrainLength length, long... ends);

  /** The first instant at or after this one at which a block may begin. */
  long beginsAt(long nanos);

  /** The cut that settings {@code by} and {@code calendar} name; time where they are absent. */
  static Cut parse(Map<String, String> settings) {
    String by = settings.getOrDefault("by", "time");
    Optional<String> calendar = Optional.ofNullable(settings.get("calendar"));
    if (by.equals("session")) {
      return new SessionCut(
          Calendar.named(
              calendar.orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "by=session needs a calendar; add calendar=nyse or calendar=continuous"))));
    }
    if (calendar.isPresent()) {
      throw new IllegalArgumentException(
          "calendar=" + calendar.get() + " must come with by=session; this split is by=" + by);
    }
    return switch (by) {
      case "time" -> TIME;
      case "events" -> new EventCut();
      default ->
          throw new IllegalArgumentException(
              "by=" + by + " must be one of time, events and session");
    };
  }
}
