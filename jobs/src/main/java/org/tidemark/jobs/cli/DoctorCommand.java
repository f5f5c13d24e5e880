package org.tidemark.jobs.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tidemark.jobs.Environment;
import org.tidemark.jobs.Sessions;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks whether this machine, and a lake, are fit for work. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Check this machine and, with --lake, a lake; exit code 1 on a problem.",
    footer = {"", "Examples:", "  tidemark doctor", "  tidemark doctor --lake lake"})
public final class DoctorCommand implements Callable<Integer> {
  private static final long LEAST_MEMORY = 4L << 30;

  @Spec private CommandSpec spec;

  @Option(names = "--lake", paramLabel = "DIR|URI", description = "Also look into this lake.")
  private Optional<String> lake = Optional.empty();

  private final List<String> problems = new ArrayList<>();

  @Override
  public Integer call() {
    for (Map.Entry<String, String> fact : Environment.describe().entrySet()) {
      say(fact.getKey(), fact.getValue());
    }
    say("version", Environment.codeVersion());
    check(
        "java 17",
        Runtime.version().feature() == 17,
        Runtime.version().toString(),
        "install JDK 17 and set JAVA_HOME");
    long memory = physicalMemory();
    check(
        "memory",
        memory >= LEAST_MEMORY,
        (memory >> 20) + " MiB",
        "4 GiB or more are needed; lower spark.driver.memory in cluster-configs/local.conf");
    check("openmp", openmp(), "libgomp.so.1", "apt-get install -y libgomp1");
    lake.ifPresent(this::look);
    problems.forEach(p -> say("PROBLEM", p));
    say("verdict", problems.isEmpty() ? "fit for work" : problems.size() + " problem(s)");
    spec.commandLine().getOut().flush();
    return problems.isEmpty() ? 0 : 1;
  }

  private void look(String where) {
    Lake at = Lake.at(where);
    TableStore store = new TableStore(Sessions.open(), at);
    say("spark", store.spark().version() + " on " + store.spark().sparkContext().master());
    int found = 0;
    for (Table table : Tables.all()) {
      if (store.exists(table)) {
        found++;
        say(
            table.qualifiedName(),
            "version " + store.version(table) + ", " + store.read(table).count() + " rows");
      }
    }
    check(
        "tables",
        found > 0,
        found + " in " + at.root(),
        "no table yet: begin with 'tidemark ingest'");
  }

  private static long physicalMemory() {
    return java.lang.management.ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }

  private static boolean openmp() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return true;
    }
    List<Path> folders =
        List.of(
            Path.of("/usr/lib/x86_64-linux-gnu"),
            Path.of("/usr/lib/aarch64-linux-gnu"),
            Path.of("/usr/lib64"),
            Path.of("/usr/lib"));
    return folders.stream().anyMatch(f -> Files.exists(f.resolve("libgomp.so.1")));
  }

  private void check(String what, boolean holds, String found, String remedy) {
    say(what, (holds ? "ok: " : "no: ") + found);
    if (!holds) {
      problems.add(what + ": " + remedy);
    }
  }

  private void say(String what, String value) {
    spec.commandLine().getOut().printf("%-28s %s%n", what, value);
  }
}
