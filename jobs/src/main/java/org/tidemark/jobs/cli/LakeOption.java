package org.tidemark.jobs.cli;

import org.apache.hadoop.conf.Configuration;
import org.tidemark.jobs.Sessions;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.spark.LakeFiles;
import org.tidemark.lakehouse.spark.TableStore;
import picocli.CommandLine.Option;

/** Which lake a verb works on. */
public final class LakeOption {
  @Option(
      names = "--lake",
      required = true,
      paramLabel = "DIR|URI",
      description = "Root of the lake: a local directory or an object-store URI.")
  private String lake;

  Lake lake() {
    return Lake.at(lake);
  }

  String text() {
    return lake;
  }

  TableStore store() {
    return new TableStore(Sessions.open(), lake());
  }

  /** The lake's files for a verb that may need no session: only a lake elsewhere opens one. */
  LakeFiles files() {
    return lake().isLocal() ? new LakeFiles(lake(), new Configuration()) : LakeFiles.of(store());
  }
}
