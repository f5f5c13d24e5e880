package org.tidemark.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.RerunCommand;
import org.tidemark.lakehouse.Lake;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The date and the settings of a nightly task. */
public final class NightlyOptions {
  private static final String FILE = "nightly.properties";

  @Option(
      names = "--as-of",
      required = true,
      paramLabel = "DATE",
      description = "Logical date: only what was known at 00:00 UTC of it counts.")
  private LocalDate asOf;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Settings file, or 'none'; default: nightly.properties in the lake, if it is there.")
  private Optional<String> file = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; may be given often. See 'tidemark run settings'.")
  private Map<String, String> settings = new LinkedHashMap<>();

  LocalDate asOf() {
    return asOf;
  }

  /** What the task is told; progress lines go to the output of the verb. */
  NightlyArgs args(Lake lake, CommandLine verb) {
    try {
      return new NightlyArgs(asOf, config(lake), progress(verb.getOut()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(verb, e.getMessage(), e);
    }
  }

  private NightlyConfig config(Lake lake) {
    Map<String, String> merged = new LinkedHashMap<>();
    file(lake).ifPresent(path -> merged.putAll(read(path)));
    merged.putAll(settings);
    return NightlyConfig.of(merged);
  }

  private Optional<Path> file(Lake lake) {
    if (file.isPresent()) {
      return file.filter(name -> !name.equals(RerunCommand.NO_FILE)).map(Path::of);
    }
    return lake.isLocal() && Files.isRegularFile(lake.localPath(FILE))
        ? Optional.of(lake.localPath(FILE))
        : Optional.empty();
  }

  private static Map<String, String> read(Path path) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the settings in " + path, e);
    }
    Map<String, String> values = new LinkedHashMap<>();
    properties.stringPropertyNames().forEach(k -> values.put(k, properties.getProperty(k)));
    return values;
  }

  private static Progress progress(PrintWriter out) {
    return (done, of, what) -> {
      out.println("      " + done + "/" + of + " " + what);
      out.flush();
    };
  }
}
