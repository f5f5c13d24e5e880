package org.tidemark.jobs.dag;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tidemark.jobs.NightlyConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
      description = "Write ID.py and ID.edges.json, or print the first.",
      mixinStandardHelpOptions = true)
  int render(
      @Option(
              names = "--out",
              paramLabel = "FOLDER",
              description = "A dags folder; without it ID.py goes to standard output.")
          Optional<Path> out,
      @Option(
              names = "--id",
              defaultValue = NightlyDag.ID,
              paramLabel = "ID",
              description = "Id of the DAG and name of its files; default: ${DEFAULT-VALUE}.")
          String id,
      @Option(
              names = "--lake",
              defaultValue = NightlyDag.LAKE,
              paramLabel = "DIR|URI",
              description = "Lake of every task; default: Airflow's Variable tidemark_lake.")
          String lake,
      @Option(
              names = "--config",
              paramLabel = "FILE",
              description = "Settings file of every task, where the driver runs.")
          Optional<String> config,
      @Option(
              names = "--set",
              paramLabel = "KEY=VALUE",
              description = "One setting of every task; may be given often.")
          Map<String, String> said,
      @Option(
              names = "--calendar",
              description = {
                "Beside it the DAGs of retraining: "
                    + RetrainDags.WEEKLY
                    + ", "
                    + RetrainDags.MONTHLY,
                RetrainDags.QUARTERLY + " and " + RetrainDags.TRIGGERED + "; needs --out."
              })
          boolean calendar)
      throws IOException {
    PrintWriter print = spec.commandLine().getOut();
    Map<String, String> settings = said == null ? Map.of() : said;
    if (calendar && out.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--calendar writes files: add --out FOLDER");
    }
    Dag dag = dag(id, lake, config, settings);
    AirflowRenderer renderer = new AirflowRenderer("org.tidemark.jobs.Main");
    if (out.isEmpty()) {
      print.print(renderer.python(dag));
      print.flush();
      return 0;
    }
    Files.createDirectories(out.get());
    Map<String, String> files = new TreeMap<>(renderer.files(dag));
    if (calendar) {
      RetrainDags.of(lake, options(config, settings))
          .forEach(one -> files.putAll(renderer.files(one)));
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = out.get().resolve(file.getKey());
      Files.writeString(path, file.getValue());
      print.println("wrote " + path);
    }
    print.flush();
    return 0;
  }

  private Dag dag(String id, String lake, Optional<String> config, Map<String, String> settings) {
    try {
      NightlyConfig.of(settings);
      return NightlyDag.of(id, lake, options(config, settings));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static List<String> options(Optional<String> config, Map<String, String> settings) {
    List<String> options = new ArrayList<>();
    config.ifPresent(file -> options.addAll(List.of("--config", file)));
    settings.forEach((key, value) -> options.addAll(List.of("--set", key + "=" + value)));
    return options;
  }
}
