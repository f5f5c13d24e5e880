package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.RerunCommand;
import org.tidemark.lakehouse.Lake;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The stored command, pasted into a shell, gives the program the settings of the run. */
class RerunCommandTest {
  private static final NightlyArgs ARGS =
      new NightlyArgs(
          LocalDate.parse("2018-06-01"),
          NightlyConfig.of(
              Map.of(
                  "model", "breakout",
                  "cost.bps", "2.5",
                  "seed", "7",
                  "source.btc", "bitfinex-candles:BTCUSD=/data/my files/BTC_*.csv.gz",
                  "source.odd", "wire=/it's/$HOME/{a,b}/*.jsonl")),
          Progress.SILENT);

  @TempDir Path folder;

  /** Any verb of the nightly chain. */
  @Command
  private static final class Verb implements Runnable {
    @Mixin private LakeOption lake;
    @Mixin private NightlyOptions options;

    @Override
    public void run() {}
  }

  private static NightlyArgs parsed(List<String> words) {
    Verb verb = new Verb();
    CommandLine line = new CommandLine(verb);
    line.parseArgs(words.toArray(String[]::new));
    return verb.options.args(verb.lake.files(), line);
  }

  private static List<String> splitByAShell(String line) throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\n' " + line).start();
    return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  @Test
  void theStoredLineGivesTheSameSettingsWhateverTheLakesFileSaysNow() throws IOException {
    Files.writeString(folder.resolve("nightly.properties"), "seed=8\nlabel=fixed-1h\n");
    Lake lake = Lake.at(folder.toString());
    String line = RerunCommand.line(RerunCommand.words(List.of("train"), lake, ARGS));
    assertThat(line)
        .startsWith("tidemark train --lake " + folder + " --as-of 2018-06-01 --config none --set ")
        .contains(" --set cost.bps=2.5 --set model=breakout ")
        .doesNotContain("seed=7");
    List<String> words = splitByAShell(line);
    NightlyArgs again = parsed(words.subList(2, words.size()));
    assertThat(again.asOf()).isEqualTo(ARGS.asOf());
    assertThat(again.config().toMap()).isEqualTo(ARGS.config().toMap());
    // The file counts only for a call that does not refuse it.
    assertThat(parsed(List.of("--lake", folder.toString(), "--as-of", "2018-06-01")).config())
        .satisfies(config -> assertThat(config.text("label")).isEqualTo("fixed-1h"));
  }

  @Test
  void onlyWordsThatAShellWouldSplitAreQuoted() {
    assertThat(RerunCommand.quoted("split=anchored:folds=3,train=0.4"))
        .isEqualTo("split=anchored:folds=3,train=0.4");
    assertThat(RerunCommand.quoted("source.a=lean:SPY=data/*.zip"))
        .isEqualTo("'source.a=lean:SPY=data/*.zip'");
    assertThat(RerunCommand.quoted("it's")).isEqualTo("'it'\\''s'");
    assertThat(RerunCommand.quoted("")).isEqualTo("''");
  }
}
