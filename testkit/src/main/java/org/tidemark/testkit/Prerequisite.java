package org.tidemark.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Things a test needs from outside. An absent one skips the test, and fails it when it is named in
 * {@code -Drequire=data,kafka,...}.
 */
public final class Prerequisite {
  private Prerequisite() {}

  /** The folder of recorded market data, beside the checkout; prerequisite {@code data}. */
  public static Path data() {
    Path folder = home().resolve("../shared/data").normalize();
    need("data", Files.isDirectory(folder), "no folder " + folder);
    return folder;
  }

  /** Skips or fails the running test unless {@code present}. */
  public static void need(String name, boolean present, String problem) {
    if (present) {
      return;
    }
    if (Arrays.asList(System.getProperty("require", "").split(",")).contains(name)) {
      Assertions.fail("required: " + name + ": " + problem);
    }
    Assumptions.abort("skipped: " + name + ": " + problem);
  }

  /** The root of the checkout. */
  public static Path home() {
    Path folder = Path.of(System.getProperty("tidemark.home", "")).toAbsolutePath().normalize();
    while (folder != null && !Files.isRegularFile(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("run the tests from inside the checkout");
    }
    return folder;
  }
}
