package org.tidemark.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlobsTest {
  @TempDir Path folder;

  @BeforeEach
  void fill() throws IOException {
    for (String name : List.of("feed1.csv", "feed2.csv", "day[3].csv", "day3.csv", "all*.csv")) {
      Files.writeString(folder.resolve(name), "x");
    }
    Files.createDirectory(folder.resolve("sub[1]"));
    Files.createDirectory(folder.resolve("two[1]"));
    Files.writeString(folder.resolve("two1"), "x");
  }

  private List<String> expand(String pattern) {
    return Globs.expand(folder.resolve(pattern).toString(), new Configuration()).stream()
        .map(uri -> uri.substring(uri.lastIndexOf('/') + 1))
        .toList();
  }

  @Test
  void aPatternGivesItsFilesInTheOrderOfTheirNames() {
    assertThat(expand("feed[21].csv")).containsExactly("feed1.csv", "feed2.csv");
    assertThat(expand("day*.csv")).containsExactly("day3.csv", "day[3].csv");
  }

  @Test
  void aNameThatIsThereIsNoPattern() {
    assertThat(expand("day[3].csv")).containsExactly("day[3].csv");
    assertThat(expand("all*.csv")).containsExactly("all*.csv");
    assertThat(expand("two[1]")).as("a folder is not what is asked for").containsExactly("two1");
  }

  @Test
  void whatGivesNoFileIsSaid() {
    assertThatThrownBy(() -> expand("none*.csv")).hasMessageContaining("no file matches");
    assertThatThrownBy(() -> expand("sub[1]")).hasMessageContaining("is a folder; name the files");
  }
}
