package org.tidemark.lakehouse.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.lakehouse.Lake;

/** Files of a lake named by a path, by a file URI and by a file system known by settings alone. */
class LakeFilesTest {
  private static final String NAME = "_runs/nightly/2018-06-01/ingest.json";

  @TempDir Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private LakeFiles at(String lake) {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.viewfs.mounttable.tidemark.link./lake", folder.toUri().toString());
    return new LakeFiles(Lake.at(lake.replace("FOLDER", folder.toString())), hadoop);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FOLDER", "file://FOLDER", "file:FOLDER/", "viewfs://tidemark/lake"})
  void whatIsWrittenIsReadUntilItIsDeleted(String lake) throws IOException {
    LakeFiles files = at(lake);
    assertThat(files.read(NAME)).isEmpty();
    files.delete(NAME);

    files.write(NAME, bytes("one"));
    files.write(NAME, bytes("another"));
    assertThat(files.read(NAME)).hasValue(bytes("another"));
    assertThat(Files.readString(folder.resolve(NAME))).isEqualTo("another");
    assertThat(files.location(NAME)).endsWith("/" + NAME);

    files.delete(NAME);
    assertThat(files.read(NAME)).isEmpty();
    assertThat(folder.resolve(NAME)).doesNotExist();
  }

  @Test
  void aLocalFileMayBeEditedByHandAndLeavesNothingBeside() throws IOException {
    LakeFiles files = at("FOLDER");
    files.write("nightly.properties", bytes("seed=1"));
    assertThat(folder.toFile().list()).containsExactly("nightly.properties");

    Files.writeString(folder.resolve("nightly.properties"), "seed=22");
    assertThat(files.read("nightly.properties")).hasValue(bytes("seed=22"));
  }

  /** As a champion that is exported again while a scorer opens it. */
  @Test
  void aFileThatIsWrittenAgainIsNeverGone() throws Exception {
    LakeFiles files = at("FOLDER");
    files.write("a.onnx", bytes("0"));
    AtomicInteger gone = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    Thread reader =
        new Thread(
            () -> {
              while (!over.get()) {
                if (files.read("a.onnx").isEmpty()) {
                  gone.incrementAndGet();
                }
              }
            });
    reader.start();
    for (int i = 1; i <= 200; i++) {
      files.write("a.onnx", bytes("" + i));
    }
    over.set(true);
    reader.join();
    assertThat(gone).hasValue(0);
    Object same =
        Files.readAttributes(folder.resolve("a.onnx"), BasicFileAttributes.class).fileKey();
    files.write("a.onnx", bytes("200"));
    assertThat(Files.readAttributes(folder.resolve("a.onnx"), BasicFileAttributes.class).fileKey())
        .isEqualTo(same);
  }

  @Test
  void aFileSystemThatNoSettingNamesIsAnErrorAndNotAnEmptyLake() {
    LakeFiles files = new LakeFiles(Lake.at("nowhere://bucket/lake"), new Configuration());

    assertThatThrownBy(() -> files.read(NAME))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("nowhere://bucket/lake/" + NAME);
  }
}
