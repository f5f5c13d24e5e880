package org.tidemark.jobs.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.tidemark.jobs.Progress;

/** Counts, and the time that is left if the rest goes as what this call has done so far. */
final class TimedProgress implements Progress {
  private final PrintWriter out;
  private final InstantSource clock;
  private final Instant begin;
  private int first = -1;

  TimedProgress(PrintWriter out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
    begin = clock.instant();
  }

  @Override
  public void step(int done, int of, String what) {
    if (first < 0) {
      first = done - 1; // what an earlier call did took none of this call's time
    }
    Duration each = Duration.between(begin, clock.instant()).dividedBy(Math.max(1, done - first));
    out.println(
        "      " + done + "/" + of + " " + what + (done < of ? ", " + left(each, of - done) : ""));
    out.flush();
  }

  private static String left(Duration each, int steps) {
    long seconds = each.multipliedBy(steps).toSeconds();
    return seconds < 90
        ? "about " + seconds + " s left"
        : "about " + (seconds + 30) / 60 + " min left";
  }
}
