package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.streaming.source.KafkaAddress;
import org.tidemark.streaming.source.KafkaTopic;
import org.tidemark.streaming.source.TickFolder;

/** A query goes on with the source that its offsets are of, or not at all. */
class SourceNoteTest {
  @TempDir Path checkpoint;

  @BeforeEach
  void begun() throws IOException {
    Files.writeString(checkpoint.resolve("metadata"), "{\"id\":\"q\"}");
    Files.createDirectories(checkpoint.resolve("offsets"));
  }

  private void planned(String offsets) throws IOException {
    Files.writeString(checkpoint.resolve("offsets/3"), "v1\n{}\n" + offsets);
  }

  private void start(String folder) {
    new SourceNote(checkpoint.toString(), TickFolder.at(folder), new Configuration()).atStart();
  }

  private String note() throws IOException {
    return Files.readString(checkpoint.resolve("source"));
  }

  @Test
  void anotherFolderIsRefused() throws IOException {
    planned("{\"logOffset\":2}");
    start("/data/feed"); // a checkpoint of before has no note
    assertThat(note()).isEqualTo("folder file:/data/feed\n");
    start("file:///data/feed");
    assertThatThrownBy(() -> start("/data/other"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the offsets of this query are of folder file:/data/feed, but there is folder"
                + " file:/data/other now; give the source that the query began with, or start"
                + " under a new query name (where "
                + checkpoint.resolve("source")
                + " is damaged, delete it)");
    assertThat(note()).isEqualTo("folder file:/data/feed\n");
  }

  @Test
  void offsetsOfATopicAreNotGoneOnFromInAFolder() throws IOException {
    planned("{\"ticks\":{\"0\":17}}");
    assertThatThrownBy(() -> start("/data/feed"))
        .hasMessageContaining("are {\"ticks\":{\"0\":17}}, which is no folder file:/data/feed");
    assertThat(checkpoint.resolve("source")).as("nothing is noted").doesNotExist();
    Files.writeString(checkpoint.resolve("source"), "topic ticks with id x\n");
    assertThatThrownBy(() -> start("/data/feed"))
        .hasMessageContaining("are of topic ticks with id x, but there is folder")
        .hasMessageContaining("new query name");
  }

  /** A typing error at the first start binds nobody to a folder that never had a file. */
  @Test
  void whatAnEarlierStartNotedCountsOnlyWhenAnOffsetIsOfIt() throws IOException {
    Files.writeString(checkpoint.resolve("source"), "folder file:/data/fed\n");
    start("/data/feed");
    assertThat(note()).isEqualTo("folder file:/data/feed\n");
    Files.createDirectories(checkpoint.resolve("sources/0"));
    Files.writeString(checkpoint.resolve("sources/0/0"), "v1\n");
    assertThatThrownBy(() -> start("/data/fed")).hasMessageContaining("of folder file:/data/feed");
    Files.delete(checkpoint.resolve("metadata"));
    start("/data/fed");
    assertThat(note()).isEqualTo("folder file:/data/fed\n");
  }

  @Test
  void offsetsTellWhoseTheyAre() {
    KafkaTopic topic = new KafkaTopic(new KafkaAddress("localhost:9092", "ticks"), Map.of());
    assertThat(topic.owns("{\"ticks\":{\"0\":17,\"1\":4}}")).isTrue();
    assertThat(topic.owns("{\"other\":{\"0\":17}}")).isFalse();
    assertThat(TickFolder.at("/feed").owns("{\"logOffset\":{\"0\":17}}")).isFalse();
    assertThat(topic.owns("{\"logOffset\":2}")).isFalse();
    assertThat(TickFolder.at("/feed").owns("{\"logOffset\":2}")).isTrue();
    assertThat(TickFolder.at("/feed").owns("{\"ticks\":{\"0\":17}}")).isFalse();
  }
}
