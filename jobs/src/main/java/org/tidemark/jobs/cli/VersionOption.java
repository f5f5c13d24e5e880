package org.tidemark.jobs.cli;

import java.util.Optional;
import org.tidemark.jobs.train.ModelManifest;
import org.tidemark.lakehouse.spark.TableStore;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which registered version a verb is about. */
public final class VersionOption {
  @Parameters(paramLabel = "VERSION")
  private String version;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Its model, where several have the version.")
  private Optional<String> model = Optional.empty();

  String version() {
    return version;
  }

  ModelManifest manifest(TableStore store) {
    return ModelManifest.of(store, version, model);
  }
}
