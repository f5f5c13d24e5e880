package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.streaming.source.TickSource;

/** A batch that is repeated is read as it was. */
class MannerNoteTest {
  @TempDir Path checkpoint;

  private void start(String... isolation) {
    Map<String, String> options =
        isolation.length == 0 ? Map.of() : Map.of("kafka.isolation.level", isolation[0]);
    new MannerNote(
            checkpoint.toString(), TickSource.at("kafka://h:1/t", options), new Configuration())
        .atStart();
  }

  private void put(String file) throws IOException {
    Files.createDirectories(checkpoint.resolve(file).getParent());
    Files.writeString(checkpoint.resolve(file), "{\"id\":\"q\"}");
  }

  private String note() throws IOException {
    return Files.readString(checkpoint.resolve("manner"));
  }

  @Test
  void onlyBetweenBatchesMayItChange() throws IOException {
    start();
    assertThat(note()).isEqualTo("json read_uncommitted\n");
    put("metadata");
    put("offsets/0");
    start("READ_UNCOMMITTED"); // the same in other words
    assertThatThrownBy(() -> start("read_committed"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("batch 0 was begun with messages read as json read_uncommitted")
        .hasMessageContaining("not as json read_committed; start once with that");
    assertThat(note()).isEqualTo("json read_uncommitted\n");
    put("commits/0");
    start("read_committed");
    assertThat(note()).isEqualTo("json read_committed\n");
  }

  @Test
  void aCheckpointOfAnEarlierProgramGetsTheNote() throws IOException {
    put("metadata");
    put("offsets/0");
    start("read_committed");
    assertThat(note()).isEqualTo("json read_committed\n");
  }
}
