package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.jobs.dag.Dag;
import org.tidemark.jobs.dag.DagLint;
import org.tidemark.jobs.dag.NightlyDag;
import org.tidemark.jobs.dag.RetrainDags;
import org.tidemark.jobs.dag.Task;
import org.tidemark.lakehouse.Column;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.ingest.Format;
import org.tidemark.lakehouse.ingest.Formats;
import picocli.CommandLine.UnmatchedArgumentException;

/** The verbs that need no Spark, and the nightly tasks against the real command line. */
class TidemarkCommandTest {
  private static void parse(Task task) {
    Map<String, String> values = Map.of("lake", "lake", "ds", "2018-06-01");
    String[] args =
        task.command().stream()
            .map(
                word -> {
                  String filled = word;
                  for (Map.Entry<String, String> value : values.entrySet()) {
                    filled = filled.replace("{{" + value.getKey() + "}}", value.getValue());
                  }
                  return filled;
                })
            .toArray(String[]::new);
    TidemarkCommand.line().parseArgs(args);
  }

  @Test
  void everyNightlyTaskIsAVerbThatTakesItsOptions() {
    Set<String> verbs = TidemarkCommand.line().getSubcommands().keySet();
    assertThat(new DagLint(verbs, Set.of("lake", "ds")).findings(NightlyDag.DAG)).isEmpty();
    NightlyDag.DAG.tasks().forEach(TidemarkCommandTest::parse);
    for (Dag dag : RetrainDags.of(NightlyDag.LAKE, List.of("--set", "model=m"))) {
      assertThat(new DagLint(verbs, Set.of("lake", "ds")).findings(dag)).isEmpty();
      dag.tasks().forEach(TidemarkCommandTest::parse);
    }
    Task ingest = NightlyDag.DAG.task("ingest");
    Task wrong =
        new Task(
            "ingest",
            ingest.purpose(),
            List.of(),
            List.of("ingest", "--lake", "{{lake}}", "--as-off", "{{ds}}"),
            0,
            ingest.timeout());
    assertThatThrownBy(() -> parse(wrong))
        .isInstanceOf(UnmatchedArgumentException.class)
        .hasMessageContaining("--as-off");
  }

  @Test
  void everyVerbExplainsItself() {
    for (String verb : TidemarkCommand.line().getSubcommands().keySet()) {
      if (!verb.equals("help")) {
        Cli help = Cli.run(verb, "--help");
        assertThat(help.code()).as(verb).isZero();
        assertThat(help.out()).as(verb).contains("Usage: tidemark " + verb);
      }
    }
    assertThat(Cli.run("nonsense").code()).isEqualTo(2);
    assertThat(Cli.run("nonsense").err()).contains("nonsense");
  }

  @Test
  void featureSetsListsAllOrShowsOne() {
    Cli all = Cli.run("feature-sets");
    assertThat(all.code()).isZero();
    FeatureSets.all()
        .forEach(
            set -> assertThat(all.out()).contains(set.name() + " ", set.hash().substring(0, 12)));
    Cli one = Cli.run("feature-sets", "bars40", "--sampler", "time-300s");
    assertThat(one.out())
        .contains("bars40_300s: bars time-300s@2, reads bars")
        .contains(FeatureSets.named("bars40", Duration.ofMinutes(5)).hash())
        .contains("from Tidemark")
        .contains("rsi_14 ");
    assertThat(Cli.run("feature-sets", "bars40", "--spec").out())
        .startsWith("## Feature set bars40")
        .contains("### P01");
    assertThat(Cli.run("feature-sets", "nothing").err()).contains("known: bars40, core65");
  }

  @Test
  void tablesListsAllOrShowsOne() {
    Cli all = Cli.run("tables");
    assertThat(all.code()).isZero();
    for (Table table : Tables.all()) {
      assertThat(all.out()).contains(table.qualifiedName()).contains(table.grain());
    }
    Cli one = Cli.run("tables", "market.trades");
    assertThat(one.code()).isZero();
    assertThat(one.out()).startsWith("market.trades: one row per print");
    for (Column column : Tables.TRADES.columns()) {
      assertThat(one.out()).contains(column.name()).contains(column.meaning());
    }
    Cli none = Cli.run("tables", "market.trade");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.out()).isEmpty();
    assertThat(none.err()).contains("no table 'market.trade'").contains("tidemark tables");
  }

  @Test
  void formatsNamesEveryFormat() {
    Cli formats = Cli.run("formats");
    assertThat(formats.code()).isZero();
    for (Format format : Formats.all()) {
      assertThat(formats.out()).contains(format.name()).contains(format.describe());
    }
    assertThat(formats.out()).contains("FILE.yaml");
  }

  @Test
  void doctorSaysWhetherTheMachineIsFit() {
    Cli doctor = Cli.run("doctor");
    boolean fit = !doctor.out().contains("PROBLEM");
    assertThat(doctor.out()).containsPattern("java 17 +ok").containsPattern("memory +(ok|no)");
    assertThat(doctor.out()).containsPattern(fit ? "verdict +fit for work" : "verdict +\\d+ prob");
    assertThat(doctor.code()).isEqualTo(fit ? 0 : 1);
  }

  @Test
  void ingestNamesWhatIsWrongBeforeItStartsSpark(@TempDir Path folder) throws Exception {
    String lake = folder.resolve("lake").toString();
    String file = Files.writeString(folder.resolve("x.csv"), "a\n").toString();
    assertThat(Cli.run("ingest", "--lake", lake, file).err()).contains("give --format");
    assertThat(Cli.run("ingest", "--lake", lake, "--format", "wire").code()).isEqualTo(2);
    assertThat(Cli.run("ingest", "--lake", lake, "--format", "wire", folder + "/y*").err())
        .contains("no file matches");
    assertThat(Cli.run("ingest", "--lake", lake, "--format", "wire", folder.toString()).err())
        .contains("is a folder");
    assertThat(Files.exists(Path.of(lake))).isFalse();
  }

  @Test
  void ofAQueryThatFailedIsSaidWhatFailedAndNotItsPlan() {
    Exception root = new IOException("Checksum error: file:/lake/6.json at 512\nmore of it");
    Exception cause =
        new IllegalStateException("Job aborted: cannot read 6.json\n\tat Some.java", root);
    assertThat(TidemarkCommand.said(ended(cause)))
        .isEqualTo(
            "[STREAM_FAILED] Job aborted: cannot read 6.json; caused by IOException: Checksum error:"
                + " file:/lake/6.json at 512");
    assertThat(TidemarkCommand.said(ended(new IllegalStateException("the topic was made anew"))))
        .isEqualTo("[STREAM_FAILED] the topic was made anew");
    assertThat(TidemarkCommand.said(new IOException("all\nlines"))).isEqualTo("all\nlines");
  }

  private static StreamingQueryException ended(Exception cause) {
    return new StreamingQueryException(
        "+- LocalRelation <empty>", "a plan of many lines", cause, "0", "1", "STREAM_FAILED", null);
  }
}
