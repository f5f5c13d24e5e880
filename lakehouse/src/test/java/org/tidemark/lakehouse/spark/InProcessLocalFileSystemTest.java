package org.tidemark.lakehouse.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The twin is Hadoop's own, which asks {@code chmod}. */
class InProcessLocalFileSystemTest {
  @TempDir Path folder;

  private static Configuration chosen() {
    Configuration configuration = new Configuration();
    InProcessLocalFileSystem.choose(configuration);
    return configuration;
  }

  private static FileSystem of(Path file, Configuration configuration) throws IOException {
    return new org.apache.hadoop.fs.Path(file.toUri()).getFileSystem(configuration);
  }

  private static void create(Path file, Configuration configuration) throws IOException {
    try (FSDataOutputStream out =
        of(file, configuration).create(new org.apache.hadoop.fs.Path(file.toUri()))) {
      out.writeUTF("text");
    }
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void filesTheirChecksumsAndFoldersHaveTheSameRightsAndBytes() throws IOException {
    for (String umask : List.of("022", "077", "002")) {
      Path fast = folder.resolve("fast" + umask).resolve("file");
      Path slow = folder.resolve("slow" + umask).resolve("file");
      Configuration chosen = chosen();
      Configuration usual = new Configuration();
      usual.setBoolean("fs.file.impl.disable.cache", true);
      for (Configuration each : List.of(chosen, usual)) {
        each.set("fs.permissions.umask-mode", umask);
      }
      create(fast, chosen);
      create(slow, usual);
      for (String name : List.of("file", ".file.crc", ".")) {
        assertThat(rights(fast.resolveSibling(name)))
            .as("%s with umask %s", name, umask)
            .isEqualTo(rights(slow.resolveSibling(name)));
      }
      assertThat(fast).hasSameBinaryContentAs(slow);
      assertThat(fast.resolveSibling(".file.crc"))
          .hasSameBinaryContentAs(slow.resolveSibling(".file.crc"));
    }
  }

  @Test
  void rightsThatAreAskedForAreSet() throws IOException {
    Path file = folder.resolve("file");
    create(file, chosen());
    for (int rights : new int[] {0600, 0640, 0755, 0444, 0700}) {
      of(file, chosen())
          .setPermission(
              new org.apache.hadoop.fs.Path(file.toUri()), new FsPermission((short) rights));
      assertThat(rights(file)).isEqualTo(new FsPermission((short) rights).toString());
    }
  }

  private List<String> processes(Configuration configuration) throws IOException {
    Path events = folder.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      create(folder.resolve("of-" + configuration.hashCode()), configuration);
      recording.stop();
      recording.dump(events);
    }
    return RecordingFile.readAllEvents(events).stream()
        .filter(event -> event.getEventType().getName().equals("jdk.ProcessStart"))
        .map(event -> event.getString("command").split(" ")[0])
        .toList();
  }

  @Test
  void noProcessIsStartedWhereHadoopsOwnStartsOneForAFileAndOneForItsChecksum() throws IOException {
    assertThat(processes(chosen())).isEmpty();
    assertThat(processes(new Configuration())).containsExactly("chmod", "chmod");
  }

  @Test
  void nobodyElseGetsIt() throws IOException {
    assertThat(of(folder, chosen())).isInstanceOf(InProcessLocalFileSystem.class);
    assertThat(of(folder, new Configuration())).isNotInstanceOf(InProcessLocalFileSystem.class);
  }
}
