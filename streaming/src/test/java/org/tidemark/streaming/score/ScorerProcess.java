package org.tidemark.streaming.score;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.streaming.source.TickFolder;
import org.tidemark.testkit.Prerequisite;

/** A scorer in a process of its own, so that it can be killed. */
final class ScorerProcess {
  private ScorerProcess() {}

  /** Arguments: lake folder, tick folder. Runs until it is killed. */
  public static void main(String[] args) throws Exception {
    TestLake lake = new TestLake(Path.of(args[0]));
    new LiveScorer(
            lake.store,
            ScorerSettings.of(
                lake.store.lake(),
                "live",
                "direction",
                TickFolder.at(args[1]).withMaxFiles(1),
                RecordedTicks.SET,
                new Schedule.Every(Duration.ZERO)))
        .start()
        .awaitTermination();
  }

  /** Starts it with the class path and options of this process. */
  static Process start(Path lake, Path ticks, File log) throws IOException {
    return start(ScorerProcess.class, log, lake.toString(), ticks.toString());
  }

  /** Starts a main class of the tests the same way. */
  static Process start(Class<?> main, File log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!option.startsWith("-Xmx") && !option.startsWith("-javaagent")) {
        command.add(option);
      }
    }
    command.add("-Xmx1g");
    command.add("-XX:TieredStopAtLevel=1"); // it lives for seconds
    command.add("-Dtidemark.home=" + Prerequisite.home());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
  }
}
