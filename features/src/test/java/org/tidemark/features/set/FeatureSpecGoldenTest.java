package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.tidemark.testkit.Prerequisite;

/** Keeps {@code docs/spec/features.md} true; {@code -Dtidemark.update=true} rewrites it. */
class FeatureSpecGoldenTest {
  @Test
  void theSpecificationIsWhatTheCodeSays() throws IOException {
    Path file = Prerequisite.home().resolve("docs/spec/features.md");
    if (Boolean.getBoolean("tidemark.update")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, FeatureSpec.markdown());
    }
    assertThat(file).exists();
    assertThat(Files.readString(file))
        .as("docs/spec/features.md is out of date; run this test with -Dtidemark.update=true")
        .isEqualTo(FeatureSpec.markdown());
  }
}
