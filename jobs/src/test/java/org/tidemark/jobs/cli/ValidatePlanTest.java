package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.models.split.Splitter;
import org.xml.sax.InputSource;

/** {@code validate --plan} for dates alone, which needs neither Spark nor a lake. */
class ValidatePlanTest {
  @TempDir Path folder;

  private Cli plan(String split, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("validate", "--lake", folder.resolve("lake") + "", "--as-of", "2024-06-01"));
    words.addAll(List.of("--plan", "--from", "2024-01-01", "--to", "2024-01-11"));
    words.addAll(List.of("--set", "split=" + split, "--set", "label=fixed-6h"));
    words.addAll(List.of(more));
    return Cli.run(words.toArray(String[]::new));
  }

  private static String text(String... lines) {
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }

  @Test
  void walkForward() {
    Cli run = plan("anchored:folds=3,train=0.4,embargo=PT12H");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo(
            text(
                "split   anchored:folds=3,train=0.4,embargo=PT12H",
                "rows    not counted, from 2024-01-01 00:00 to 2024-01-10 23:59 UTC, labels of at"
                    + " most PT6H",
                "folds   3, in 1 backtest path",
                "",
                "0 ===========================xx~~~##############..........................",
                "1 ========================================xx~~~~#############.............",
                "2 =====================================================xx~~~~#############",
                "  = train  x purge  ~ embargo  # test  . not used",
                "",
                "fold 0: train 2024-01-01 00:00 to 2024-01-04 18:00; purge 2024-01-04 18:00 to"
                    + " 2024-01-05 00:00; embargo 2024-01-05 00:00 to 2024-01-05 12:00; test"
                    + " 2024-01-05 12:00 to 2024-01-07 08:00",
                "fold 1: train 2024-01-01 00:00 to 2024-01-06 14:00; purge 2024-01-06 14:00 to"
                    + " 2024-01-06 20:00; embargo 2024-01-06 20:00 to 2024-01-07 08:00; test"
                    + " 2024-01-07 08:00 to 2024-01-09 04:00",
                "fold 2: train 2024-01-01 00:00 to 2024-01-08 10:00; purge 2024-01-08 10:00 to"
                    + " 2024-01-08 16:00; embargo 2024-01-08 16:00 to 2024-01-09 04:00; test"
                    + " 2024-01-09 04:00 to 2024-01-11 00:00"));
  }

  @Test
  void combinationsHaveTestsAndTrainingOnBothSides() {
    Cli run = plan("cpcv:groups=4,test=2,embargo=PT6H");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("folds   6, in 3 backtest paths, each through every test");
    assertThat(run.out()).contains("path 0: folds [0, 0, 1, 2]", "path 2: folds [2, 4, 5, 5]");
  }

  @Test
  void aNestShowsTheFoldsInsideEachFold() {
    Cli run = plan("nested:outer=[rolling:folds=2,train=0.5],inner=[kfold:folds=3,embargo=PT1H]");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("fold 0: ", "fold 0.0: ", "fold 0.2: ", "fold 1.2: ");
  }

  @Test
  void everyExampleOfAHelpTextOrMessageCanBePlanned() {
    for (String example : Splitter.EXAMPLES) {
      Cli run = plan(example.replace("=12", "=3"));
      assertThat(run.code()).as(example + run.err()).isZero();
      assertThat(run.out()).contains("split   " + example.replace("=12", "=3"));
    }
    String help = Cli.run("validate", "--help").out();
    for (String word : List.of("anchored", "rolling", "kfold", "cpcv", "nested", "Examples:")) {
      assertThat(help).contains(word);
    }
  }

  @Test
  void thePageIsWellFormedAndDrawsEveryFold() throws Exception {
    Path page = folder.resolve("out/plan.html");
    Cli run = plan("cpcv:groups=4,test=2,embargo=PT6H", "--html", page.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("page: " + page);
    String html = Files.readString(page);
    Files.writeString(Files.createDirectories(Path.of("target")).resolve("plan.html"), html);
    assertThat(html)
        .contains("What validation will do", "cpcv:groups=4,test=2,embargo=PT6H")
        .contains("fold 5 test: 2024-01-06 00:00 to 2024-01-08 12:00", "span-embargo")
        .contains("Backtest paths", "tidemark validate --lake", "<svg")
        .doesNotContain("NaN", "null", "<script");
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(
            new InputSource(
                new StringReader(
                    html.substring(html.indexOf("<svg"), html.indexOf("</svg>") + 6))));
  }

  @Test
  void wrongUseIsNamed() throws IOException {
    Cli far = plan("kfold:folds=2,embargo=P9D");
    assertThat(far.code()).isEqualTo(1);
    assertThat(far.err()).contains("has nothing left to train on", "shorter embargo");
    Cli unknown = plan("folds:kfold=2");
    assertThat(unknown.err()).contains("must begin with anchored, rolling, kfold, cpcv or nested");
    String[] words = {"validate", "--lake", "lake", "--as-of", "2024-06-01"};
    assertThat(Cli.run(with(words, "--html", "x")).err()).contains("belong to --plan; add it");
    assertThat(Cli.run(with(words, "--html", "x")).code()).isEqualTo(2);
    assertThat(Cli.run(with(words, "--plan", "--to", "2024-01-01")).err())
        .contains("come together; give both");
  }

  private static String[] with(String[] words, String... more) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
