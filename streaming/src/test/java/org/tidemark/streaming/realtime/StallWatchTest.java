package org.tidemark.streaming.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who stands still while records wait, and where everybody stands. */
class StallWatchTest {
  @TempDir Path folder;

  @Test
  void onlyWhoStandsStillForLongWhileRecordsWaitIsStalled() {
    StallWatch watch = new StallWatch(2);
    for (int look = 0; look < 6; look++) {
      // 0 moves, 1 stands still, 2 has nothing to do, 3 has not begun.
      Set<Integer> stalled =
          watch.look(Map.of(0, 10L + look, 1, 10L, 2, 10L), Map.of(0, 100L, 1, 11L, 2, 10L, 3, 5L));
      assertThat(stalled).as("look %d", look).isEqualTo(look < 3 ? Set.of() : Set.of(1, 3));
    }
    assertThat(watch.look(Map.of(1, 11L, 3, 1L), Map.of(1, 12L, 3, 5L))).isEmpty();
  }

  @Test
  void positionsComeBackAsTheyWereWrittenAndStrangeFilesAreNone() throws IOException {
    Path place = folder.resolve("positions");
    assertThat(Positions.read(place)).isEmpty();
    try (Positions positions = new Positions(place)) {
      positions.of(0).set(17);
      positions.of(3);
      positions.write();
      assertThat(Positions.read(place)).isEqualTo(Map.of(0, 17L));
      positions.of(0).set(18);
      positions.of(3).set(0);
    }
    Positions.clear(place);
    assertThat(Positions.read(place)).isEmpty();
    Files.writeString(place.resolve("0"), "18\n");
    Files.writeString(place.resolve("3"), "0\n");
    Files.writeString(place.resolve(".1"), "5");
    Files.writeString(place.resolve("7"), "half");
    assertThat(Positions.read(place)).isEqualTo(Map.of(0, 18L, 3, 0L));
  }
}
