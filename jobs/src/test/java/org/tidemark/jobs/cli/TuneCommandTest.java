package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code tune} says before it opens a lake. */
class TuneCommandTest {
  @TempDir Path folder;

  private Cli tune(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("tune", "--lake", folder.resolve("lake") + "", "--as-of", "2024-01-05"));
    words.addAll(List.of("--study", "depth", "--set", "learners=xgboost"));
    words.addAll(Arrays.asList(more));
    return Cli.run(words.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "--space=max.depth=int(2,8);parameter 'max.depth' cannot be tuned",
        "--space=xgboost.depth=int(2,8) --metric=sharp;unknown metric 'sharp'; take one of",
        "--space=xgboost.depth=int(2,8) --metric=turnover;has no better direction",
        "--space=xgboost.depth=int(2,8) --sampler=gp;it must begin with random, grid or tpe",
        "--space=xgboost.depth=int(2,8) --pruner=half;it must begin with none, median or asha",
        "--space=xgboost.depth=int(2,8) --outer-fold=1;needs folds inside it; give --inner too",
        "--space=xgboost.depth=int(2,8) --inner=folds:n=2;must begin with anchored",
        "--space=xgboost.depth=int(2,8) --study=a/b;study 'a/b' must be at most 60 letters",
        "--space=depth;must be written like xgboost.depth=int(3,9)",
        "--trials=3;Missing required option: '--space=SPACE'"
      })
  void wrongUseIsNamedBeforeAnythingIsDone(String words, String why) {
    String[] given = words.split(" ");
    Cli run = words.contains("--study") ? replaced(given) : tune(given);
    assertThat(run.err()).contains(why.strip());
    assertThat(run.code()).isEqualTo(2);
    assertThat(Files.exists(folder.resolve("lake"))).isFalse();
  }

  private Cli replaced(String[] given) {
    List<String> words =
        new ArrayList<>(List.of("tune", "--lake", folder + "/lake", "--as-of", "2024-01-05"));
    words.addAll(List.of("--set", "learners=xgboost"));
    words.addAll(Arrays.asList(given));
    return Cli.run(words.toArray(String[]::new));
  }

  @Test
  void theDeviceIsAnOptionOfItsOwn() {
    for (List<String> verb :
        List.of(
            List.of("train"),
            List.of("validate"),
            List.of("run", "nightly"),
            List.of("tune", "--study", "s", "--space", "xgboost.depth=int(2,8)"))) {
      List<String> words = new ArrayList<>(verb);
      words.addAll(List.of("--lake", folder.resolve("lake") + "", "--as-of", "2024-01-05"));
      words.addAll(List.of("--set", "xgboost.device=cpu", "--device", "cuda"));
      Cli differs = Cli.run(words.toArray(String[]::new));
      assertThat(differs.err())
          .contains("--device cuda and --set xgboost.device=cpu differ; give one");
      assertThat(differs.code()).isEqualTo(2);
      words.set(words.size() - 1, "gpu");
      assertThat(Cli.run(words.toArray(String[]::new)).err()).contains("'--device'");
    }
    assertThat(Files.exists(folder.resolve("lake"))).isFalse();
  }

  @Test
  void eachVerbSaysWhatItNeeds() {
    assertThat(Cli.run("tune").err()).contains("--lake=DIR|URI");
    assertThat(Cli.run("tune", "--lake", "x").err()).contains("--as-of=DATE");
    assertThat(Cli.run("tune", "--lake", "x", "--as-of", "2024-01-05", "--trials", "3").err())
        .contains("--study=NAME");
    assertThat(Cli.run("tune", "best", "--lake", "x").err()).contains("--study=NAME");
    assertThat(Cli.run("tune", "list").err()).contains("--lake=DIR|URI");
    assertThat(Cli.run("tune", "list").code()).isEqualTo(2);
  }

  @Test
  void helpSaysWhichRowsAreSeen() {
    String help = Cli.run("tune", "--help").out();
    assertThat(help).contains("Rows seen:", "--inner", "Examples:", "best", "list", "Exit codes");
    assertThat(Cli.run("tune", "best", "--help").out()).contains("text, json, csv or set");
  }

  @Test
  void progressCountsAndForeseesFromThisCallAlone() {
    Instant[] now = {Instant.EPOCH};
    InstantSource clock = () -> now[0];
    StringWriter text = new StringWriter();
    TimedProgress progress = new TimedProgress(new PrintWriter(text), clock);
    now[0] = Instant.ofEpochSecond(10);
    progress.step(41, 44, "fits");
    now[0] = Instant.ofEpochSecond(60);
    progress.step(42, 62, "fits");
    progress.step(62, 62, "fits");
    assertThat(text.toString().lines())
        .containsExactly(
            "      41/44 fits, about 30 s left",
            "      42/62 fits, about 10 min left",
            "      62/62 fits");
  }
}
