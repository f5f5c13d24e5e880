package org.tidemark.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.tidemark.testkit.Prerequisite;

/** Keeps {@code docs/spec/tables.md} true; {@code -Dtidemark.update=true} rewrites it. */
class TablesSpecGoldenTest {
  @Test
  void theSpecificationIsWhatTheCodeSays() throws IOException {
    Path file = Prerequisite.home().resolve("docs/spec/tables.md");
    if (Boolean.getBoolean("tidemark.update")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, TablesSpec.markdown());
    }
    assertThat(file).exists();
    assertThat(Files.readString(file))
        .as("docs/spec/tables.md is out of date; run this test with -Dtidemark.update=true")
        .isEqualTo(TablesSpec.markdown());
  }

  @Test
  void everyTableAndColumnHasALine() {
    String text = TablesSpec.markdown();
    for (Table table : Tables.all()) {
      int begin = text.indexOf("\n### " + table.qualifiedName() + "\n");
      assertThat(begin).as(table.qualifiedName()).isPositive();
      int end = text.indexOf("\n##", begin + 5);
      String section = text.substring(begin, end < 0 ? text.length() : end);
      table.columnNames().forEach(name -> assertThat(section).contains("| `" + name + "` | "));
      table.checks().forEach(check -> assertThat(section).contains(check.sql()));
    }
  }
}
