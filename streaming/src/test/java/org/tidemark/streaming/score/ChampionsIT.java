package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.models.onnx.OnnxArtifact;

/** Who serves a path without micro-batches, look by look. */
class ChampionsIT {
  private static final OnnxArtifact FIRST = TestLake.onnx(RecordedTicks.SET, 1);
  private static final OnnxArtifact OTHER = TestLake.onnx(RecordedTicks.SET, 2);

  @TempDir Path folder;
  private final List<String> told = new ArrayList<>();

  private Champion look(Champions champions) {
    told.clear();
    return champions
        .now((rule, subject, message) -> told.add(rule + " " + subject))
        .orElseThrow(champions::nobody);
  }

  @Test
  void aFileIsTriedWhenTheRegistryChangesAndAsLongAsItIsRefused() throws Exception {
    TestLake lake = new TestLake(folder.resolve("lake"));
    Champions champions = new Champions(lake.store, "direction", RecordedTicks.SET);
    assertThatThrownBy(() -> look(champions)).hasMessageContaining("promote one");
    assertThat(told).containsExactly("champion-none direction");

    lake.champion("v1", FIRST);
    Champion first = look(champions);
    assertThat(first.version()).isEqualTo("v1");
    assertThat(told).isEmpty();
    assertThat(look(champions)).isSameAs(first);

    lake.champion("v2", OTHER);
    lake.beside("v1", FIRST, "previous", "PRODUCTION");
    Path file = lake.store.lake().localPath("artifacts/" + OTHER.sha256() + ".onnx");
    Files.write(file, new byte[] {1});
    for (int again = 0; again < 2; again++) {
      assertThat(look(champions).version()).isEqualTo("v1");
      assertThat(told).containsExactly("champion-refused v2");
    }
    Files.write(file, OTHER.bytes()); // mended, and nobody has touched the registry
    assertThat(look(champions).version()).isEqualTo("v2");
    assertThat(told).isEmpty();
  }

  @Test
  void whileTheRegistryCannotBeReadWhatItSaidBeforeStands() throws Exception {
    TestLake lake = new TestLake(folder.resolve("lake"));
    lake.champion("v1", FIRST);
    Champions champions = new Champions(lake.store, "direction", RecordedTicks.SET);
    Champion first = look(champions);
    Path registry = folder.resolve("lake/models/model_registry");
    Files.move(registry, folder.resolve("unmounted"));
    assertThat(look(champions)).isSameAs(first);
    assertThat(told).containsExactly("registry-unreadable direction");
    Files.move(folder.resolve("unmounted"), registry);
    assertThat(look(champions)).isSameAs(first);
    assertThat(told).isEmpty();
  }
}
