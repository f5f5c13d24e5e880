package org.tidemark.jobs.dag;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verbs of {@code tidemark dags}: what the pipelines look like to a scheduler. */
@Command(
    name = "dags",
    description = "Render the pipelines for Apache Airflow.",
    mixinStandardHelpOptions = true)
public final class DagsCommand {
  @Spec private CommandSpec spec;

  /** Writes the files, or prints them when no folder is given. */
  @Command(
      name = "render",
      description = "Write nightly.py and nightly.edges.json, or print the first.",
      mixinStandardHelpOptions = true)
  int render(
      @Option(
              names = "--out",
              paramLabel = "FOLDER",
              description = "A dags folder; without it nightly.py goes to standard output.")
          Optional<Path> out)
      throws IOException {
    PrintWriter print = spec.commandLine().getOut();
    AirflowRenderer renderer = new AirflowRenderer("org.tidemark.jobs.Main");
    if (out.isEmpty()) {
      print.print(renderer.python(NightlyDag.DAG));
      print.flush();
      return 0;
    }
    Files.createDirectories(out.get());
    for (Map.Entry<String, String> file :
        new TreeMap<>(renderer.files(NightlyDag.DAG)).entrySet()) {
      Path path = out.get().resolve(file.getKey());
      Files.writeString(path, file.getValue());
      print.println("wrote " + path);
    }
    print.flush();
    return 0;
  }
}
