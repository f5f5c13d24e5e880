package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Verbs that need no Spark, through the shell. */
class ShellCommandTest {
  private static Cli fed(String lines, String... options) {
    String[] words = new String[options.length + 1];
    words[0] = "shell";
    System.arraycopy(options, 0, words, 1, options.length);
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    try {
      return Cli.run(words);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void verbsRunOneAfterTheOther() {
    Cli ran = fed("# tables\n\ntables models.certificates\nfeature-sets\nexit\nluck\n");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("model_version", "core65");
    assertThat(ran.err().lines()).hasSize(2).allMatch(line -> line.startsWith("exit 0 after "));
  }

  @Test
  void aScriptEndsAtTheFirstVerbThatFails() {
    Cli ran = fed("luck\ntables\n");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("luck", "exit 2 after ").doesNotContain("exit 0");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void keptGoingItEndsWithTheLastFailure() {
    Cli ran = fed("shell\ntables models.none\ntables\n", "--keep-going");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .contains("this is the shell", "exit 2 after", "exit 1 after", "exit 0 after");
  }

  @Test
  void theLakeGoesToVerbsThatTakeOneAndNameNone() {
    // What is asked first is whether there is a lake, then what the format is.
    assertThat(fed("sql 'select 1' --format none\n").err()).contains("--lake");
    assertThat(fed("sql 'select 1' --format none\n", "--lake", "there").err())
        .contains("'none'")
        .doesNotContain("Missing required");
    assertThat(fed("feature-sets\nmodels promote --help\n", "--lake", "there").code()).isZero();
  }

  @Test
  void wordsArePartedAtBlanksOutsideQuotes() {
    assertThat(
            ShellCommand.words(" sql --lake a  'select \"x y\"' --set=blend=\"a b\" '' \"it's\""))
        .containsExactly("sql", "--lake", "a", "select \"x y\"", "--set=blend=a b", "", "it's");
    assertThat(fed("sql 'select 1\n").err()).contains("' is not closed in: sql 'select 1");
  }
}
