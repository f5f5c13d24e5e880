package org.tidemark.jobs.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Option;

/** The options that say how to reach Kafka; their values are never printed. */
final class KafkaSettings {
  @Option(
      names = {"--kafka", "--kafka-option"},
      paramLabel = "KEY=VALUE",
      description = {
        "Setting of the Kafka client, for example security.protocol=SASL_SSL; may be repeated.",
        "docs/how-to/kafka.md"
      })
  private Map<String, String> given = new LinkedHashMap<>();

  @Option(
      names = "--kafka-file",
      paramLabel = "FILE",
      description = {
        "Properties file of such settings: for passwords, which a command line shows to others."
      })
  private Optional<Path> file = Optional.empty();

  /** All settings; those given one by one go before those of the file. */
  Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    file.ifPresent(
        path -> {
          Properties properties = new Properties();
          try (Reader in = Files.newBufferedReader(path)) {
            properties.load(in);
          } catch (IOException e) {
            throw new UncheckedIOException("Kafka settings " + path + " cannot be read", e);
          }
          properties
              .stringPropertyNames()
              .forEach(key -> all.put(key, properties.getProperty(key)));
        });
    all.putAll(given);
    return all;
  }
}
