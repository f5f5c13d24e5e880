package org.tidemark.streaming.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a checkpoint says, and that it says what was written. */
class CheckpointLogTest {
  @TempDir Path folder;

  @BeforeEach
  void twoBatches() throws IOException {
    write("metadata", "{\"id\":\"q\"}");
    for (int batch = 0; batch < 2; batch++) {
      write("offsets/" + batch, "v1\n{}\n{\"logOffset\":" + batch + "}");
      write("commits/" + batch, "v1\n{}");
      write("sources/0/" + batch, "v1\n{\"path\":\"file:///f" + batch + "\"}");
    }
  }

  /** As Spark writes a file of its checkpoint, with a checksum beside it. */
  private void write(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    try (FSDataOutputStream out =
        FileContext.getLocalFSFileContext()
            .create(
                new org.apache.hadoop.fs.Path(folder.resolve(name).toString()),
                java.util.EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private CheckpointLog log() {
    return new CheckpointLog(folder.toUri().toString(), new Configuration());
  }

  private void demandWhole() {
    demandWhole(folder);
  }

  private static void demandWhole(Path checkpoint) {
    WholeCheckpoint.demand(checkpoint.toUri().toString(), new Configuration());
  }

  @Test
  void itTellsHowFarTheQueryIs() {
    assertThat(log().begun()).isTrue();
    assertThat(log().bound()).isTrue();
    assertThat(log().planned()).isEqualTo(1);
    assertThat(log().done()).isEqualTo(1);
    assertThat(log().offsets()).contains("{\"logOffset\":1}");
    assertThatCode(() -> demandWhole()).doesNotThrowAnyException();
  }

  @Test
  void ofAQueryThatNeverBeganThereIsNothing() {
    CheckpointLog none =
        new CheckpointLog(folder.resolve("none").toUri().toString(), new Configuration());
    assertThat(none.begun()).isFalse();
    assertThat(none.bound()).isFalse();
    assertThat(none.planned()).isEqualTo(-1);
    assertThat(none.offsets()).isEmpty();
    assertThatCode(() -> demandWhole(folder.resolve("none"))).doesNotThrowAnyException();
  }

  @Test
  void aBatchOfATopicCoversWhatItsPartitionsRoseBy() throws IOException {
    TickSource topic = TickSource.at("kafka://localhost:9092/ticks", Map.of());
    write("sources/0/0", "\0v1\n{\"ticks\":{\"0\":7,\"1\":0}}");
    write("offsets/0", "v1\n{}\n{\"ticks\":{\"0\":9,\"1\":5}}");
    write("offsets/1", "v1\n{}\n{\"ticks\":{\"0\":9,\"1\":6,\"2\":30}}"); // a partition more
    assertThat(topic.covered(log(), 0)).hasValue(7);
    assertThat(topic.covered(log(), 1)).hasValue(31);
    write("offsets/2", "v1\n{}\n{\"ticks\":{\"0\":4,\"1\":8,\"2\":30}}"); // one was cut off
    assertThat(topic.covered(log(), 2)).hasValue(2);
    assertThat(topic.covered(log(), 3)).isEmpty();
    assertThat(TickSource.at("/feed", Map.of()).covered(log(), 1)).isEmpty();
  }

  /** A kill has left a file without its last bytes, which Spark never looks at. */
  @Test
  void whatWasHalfWrittenIsNoEntry() throws IOException {
    write("offsets/.2.4f1c.tmp", "v1\n{}\n{\"logOffset\":2}");
    Path half = folder.resolve("offsets/.2.4f1c.tmp");
    Files.write(half, java.util.Arrays.copyOf(Files.readAllBytes(half), 5));
    assertThat(log().planned()).isEqualTo(1);
    assertThatCode(() -> demandWhole()).doesNotThrowAnyException();
  }

  /** Of many files Spark keeps one, which has all their names. */
  @Test
  void ofACompactedSourceThatAndWhatIsNewerIsRead() throws IOException {
    write("sources/0/9.compact", "v1\n{\"path\":\"file:///f9\"}");
    Files.write(folder.resolve("sources/0/0"), new byte[] {7}); // nobody reads it any more
    assertThatCode(() -> demandWhole()).doesNotThrowAnyException();
    Path file = folder.resolve("sources/0/9.compact");
    byte[] bytes = Files.readAllBytes(file);
    bytes[9] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> demandWhole()).hasMessageContaining("sources/0/9.compact");
  }

  /** Sums are of 512 bytes, and those of what is gone do not fail. */
  @Test
  void aFileThatWasCutWhereASumEndsIsFound() throws IOException {
    write("offsets/1", "x".repeat(2_000));
    Path file = folder.resolve("offsets/1");
    for (int length : new int[] {1_024, 512, 0}) {
      Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), length));
      assertThatThrownBy(() -> demandWhole())
          .hasMessageContaining("offsets/1 is not as it was written: its checksum is of another");
    }
  }

  /** Spark has long forgotten it. */
  @Test
  void anOlderEntryMayBeDamaged() throws IOException {
    write("offsets/2", "v1");
    Files.write(folder.resolve("offsets/0"), new byte[] {7});
    assertThatCode(() -> demandWhole()).doesNotThrowAnyException();
  }

  /** The last digit of offsets: with it flipped, files would be read twice or never. */
  @ParameterizedTest
  @ValueSource(strings = {"metadata", "offsets/1", "offsets/0", "commits/1", "sources/0/0"})
  void aFlippedBitIsFound(String name) throws IOException {
    Path file = folder.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> demandWhole())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(name + " is not as it was written: Checksum error")
        .hasMessageContaining("recover.md");
    Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
    assertThatCode(() -> demandWhole()).as("nothing to hold it against").doesNotThrowAnyException();
  }

  @Test
  void whatAKillHasLeftHalfWrittenIsRemovedAndNothingElse() throws IOException {
    Path left = folder.resolve("commits/.2.c1d6a77e-e094-4bcd-9583-36b915b67311.tmp");
    Files.createFile(left);
    Files.createFile(folder.resolve("offsets/.0.5b.tmp"));
    Files.createFile(folder.resolve("offsets/.hidden"));
    log().dropHalfWritten();
    assertThat(left).as("not the first batch").exists();
    for (String entry : List.of("0", "1")) {
      Files.delete(folder.resolve("commits/" + entry));
    }
    log().dropHalfWritten();
    assertThat(left).doesNotExist();
    assertThat(folder.resolve("offsets"))
        .isDirectoryContaining(path -> path.endsWith(".hidden"))
        .isDirectoryNotContaining("glob:**/.0.5b.tmp");
    assertThat(log().planned()).isEqualTo(1);
    new CheckpointLog(folder.resolve("none").toString(), new Configuration()).dropHalfWritten();
  }
}
