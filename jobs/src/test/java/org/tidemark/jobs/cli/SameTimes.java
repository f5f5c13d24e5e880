package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.tidemark.models.split.RowTimes;
import org.tidemark.models.split.Window;

/** That a cluster answers questions about times of rows as memory does. */
final class SameTimes {
  private SameTimes() {}

  static void check(RowTimes cluster, RowTimes memory) {
    assertThat(cluster.rows()).isEqualTo(memory.rows());
    assertThat(cluster.timeline()).isEqualTo(memory.timeline());
    long n = memory.rows();
    long[] ranks = LongStream.range(0, 23).map(i -> i * (n - 1) / 22).toArray();
    long[] times = memory.timesAt(ranks);
    assertThat(cluster.timesAt(ranks)).isEqualTo(times);
    assertThat(cluster.timesAt()).isEmpty();
    assertThat(cluster.rowsBefore(times)).isEqualTo(memory.rowsBefore(times));
    List<Window> windows = new ArrayList<>();
    for (int i = 1; i < times.length; i++) {
      windows.add(new Window(times[i - 1], times[i]));
    }
    windows.add(new Window(times[22] + 1, times[22] + 2));
    assertThat(cluster.latestSpanEnds(windows)).isEqualTo(memory.latestSpanEnds(windows));
  }
}
