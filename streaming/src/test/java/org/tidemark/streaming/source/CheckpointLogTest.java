package org.tidemark.streaming.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
                java.util.EnumSet.of(CreateFlag.CREATE))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private CheckpointLog log() {
    return new CheckpointLog(folder.toUri().toString(), new Configuration());
  }

  @Test
  void itTellsHowFarTheQueryIs() {
    assertThat(log().begun()).isTrue();
    assertThat(log().bound()).isTrue();
    assertThat(log().planned()).isEqualTo(1);
    assertThat(log().done()).isEqualTo(1);
    assertThat(log().offsets()).contains("{\"logOffset\":1}");
    assertThatCode(() -> log().demandWhole()).doesNotThrowAnyException();
  }

  @Test
  void ofAQueryThatNeverBeganThereIsNothing() {
    CheckpointLog none =
        new CheckpointLog(folder.resolve("none").toUri().toString(), new Configuration());
    assertThat(none.begun()).isFalse();
    assertThat(none.bound()).isFalse();
    assertThat(none.planned()).isEqualTo(-1);
    assertThat(none.offsets()).isEmpty();
    assertThatCode(none::demandWhole).doesNotThrowAnyException();
  }

  /** The last digit of offsets: with it flipped, files would be read twice or never. */
  @ParameterizedTest
  @ValueSource(strings = {"metadata", "offsets/1", "offsets/0", "commits/1", "sources/0/0"})
  void aFlippedBitIsFound(String name) throws IOException {
    Path file = folder.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> log().demandWhole())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(name + " is not as it was written: Checksum error")
        .hasMessageContaining("recover.md");
    Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
    assertThatCode(() -> log().demandWhole())
        .as("nothing to hold it against")
        .doesNotThrowAnyException();
  }
}
