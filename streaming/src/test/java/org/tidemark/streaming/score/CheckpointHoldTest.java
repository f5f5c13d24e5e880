package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.set.FeatureSets;

class CheckpointHoldTest {
  private static final FeatureSet MINUTES = FeatureSets.bars40(Duration.ofMinutes(1));
  private static final FeatureSet HOURS = FeatureSets.bars40(Duration.ofHours(1));

  @TempDir Path folder;

  private void check(FeatureSet set) {
    new CheckpointFormat(folder.toString(), new Configuration(false)).check(set);
  }

  private void note(String text) throws IOException {
    Files.writeString(folder.resolve("format"), text);
    Files.deleteIfExists(folder.resolve(".format.crc"));
  }

  @Test
  void oneScorerAtATime() {
    CheckpointHold first = CheckpointHold.take("file:" + folder, "query a").orElseThrow();
    assertThatThrownBy(() -> CheckpointHold.take(folder.toString(), "query b"))
        .hasMessageContaining("is in use by this process")
        .hasMessageContaining("stop that one first");
    first.release();
    CheckpointHold.take(folder.toString(), "query b").orElseThrow().release();
    assertThat(CheckpointHold.take("s3a://bucket/checkpoint", "query a")).isEmpty();
  }

  @Test
  void aCheckpointSaysItsFormatAndFeatures() throws IOException {
    check(MINUTES);
    assertThat(Files.readString(folder.resolve("format")))
        .isEqualTo("tidemark checkpoint 1\nbars40\n" + MINUTES.hash() + "\nend\n");
    check(HOURS);
    check(MINUTES); // nothing has begun
    begin();
    check(MINUTES);
    assertThatThrownBy(() -> check(HOURS))
        .hasMessageContaining(MINUTES.hash())
        .hasMessageContaining(HOURS.hash())
        .hasMessageContaining("under a new query name");
    Files.delete(folder.resolve("format"));
    check(HOURS); // of a program before the note: the state itself will say what it is of
    assertThat(folder.resolve("format")).doesNotExist();
  }

  private void begin() throws IOException {
    Files.writeString(folder.resolve("metadata"), "{}");
  }

  @Test
  void aLaterFormatAndADamagedNoteAreRefused() throws IOException {
    begin();
    note("tidemark checkpoint 2\nwhatever\n");
    assertThatThrownBy(() -> check(MINUTES))
        .hasMessageContaining("format 2, made by a later program; this one reads formats 1 to 1");
    for (String damaged :
        new String[] {"tidemark", "tidemark checkpoint 1\nbars40\n", "\n\n\n\n"}) {
      note(damaged);
      assertThatThrownBy(() -> check(MINUTES)).hasMessageContaining("is damaged");
    }
  }
}
