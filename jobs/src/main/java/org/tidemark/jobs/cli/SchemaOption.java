package org.tidemark.jobs.cli;

import org.tidemark.streaming.source.TickSchema;
import picocli.CommandLine.Option;

/** The option that says how the messages of a topic carry ticks. */
final class SchemaOption {
  @Option(
      names = "--schema",
      defaultValue = "json",
      paramLabel = "json|avro:FILE|protobuf:FILE#MESSAGE",
      description = {
        "How the topic's messages carry ticks: docs/how-to/kafka.md. Default: ${DEFAULT-VALUE}."
      })
  private String schema;

  /**
   * The schema.
   *
   * @throws IllegalArgumentException if it is none
   */
  TickSchema schema() {
    return TickSchema.parse(schema);
  }
}
