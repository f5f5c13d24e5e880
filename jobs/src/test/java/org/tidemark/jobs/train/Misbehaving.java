package org.tidemark.jobs.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A canary that comes to the end which stands in its rows file: 1 killed, 2 out of memory, 3 out of
 * time, 4 without a word, 5 by a fault in native code.
 */
final class Misbehaving {
  private Misbehaving() {}

  /** Arguments: folder, SHA-256, hash of the feature set. */
  public static void main(String[] args) throws Exception {
    int end = (int) CanaryMain.floats(Files.readAllBytes(Path.of(args[0], CanaryMain.ROWS)))[0];
    switch (end) {
      case 1 -> signal("-KILL");
      case 2 -> {
        List<byte[]> all = new ArrayList<>();
        while (true) {
          all.add(new byte[1 << 20]);
        }
      }
      case 3 -> Thread.sleep(600_000);
      case 5 -> {
        signal("-SEGV"); // as a fault in native code
        Thread.sleep(60_000);
      }
      default -> {}
    }
  }

  private static void signal(String name) throws Exception {
    new ProcessBuilder("kill", name, Long.toString(ProcessHandle.current().pid()))
        .start()
        .waitFor();
  }
}
