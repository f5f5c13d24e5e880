package org.tidemark.jobs.train;

import java.util.Optional;
import org.tidemark.lakehouse.spark.LakeFiles;
import org.tidemark.lakehouse.spark.TableStore;

/** Bytes of models and documents below the lake's root, on any file system that Spark can reach. */
public final class ModelFiles {
  private final LakeFiles files;

  public ModelFiles(TableStore store) {
    this.files = LakeFiles.of(store);
  }

  /** Path of a fold's model, native form. */
  public static String fold(String runId, String learner, int fold) {
    return "artifacts/runs/" + runId + "/" + learner + "-fold-" + fold + ".native";
  }

  /** Path of what a fold's fit wrote of its rounds, JSON. */
  public static String growth(String runId, String learner, int fold) {
    return "artifacts/runs/" + runId + "/" + learner + "-fold-" + fold + ".growth.json";
  }

  /** Path of the mark of a validation that has not ended. */
  public static String unfinished(String runId) {
    return "artifacts/runs/" + runId + "/validation-unfinished.json";
  }

  /** Path of the model fitted on all rows of a run, native form. */
  public static String full(String runId, String learner) {
    return "artifacts/runs/" + runId + "/" + learner + ".native";
  }

  /** Path of the facts about a fitted model, JSON. */
  public static String facts(String runId, String learner) {
    return "artifacts/runs/" + runId + "/" + learner + ".json";
  }

  /** Path of an exported model, named by its content. */
  public static String artifact(String sha256) {
    return "artifacts/" + sha256 + ".onnx";
  }

  /** Puts the bytes there, all or nothing. */
  public void write(String name, byte[] bytes) {
    files.write(name, bytes);
  }

  /** All bytes of a file, if it is there. */
  public Optional<byte[]> find(String name) {
    return files.read(name);
  }

  /** Removes a file; nothing happens when there is none. */
  public void delete(String name) {
    files.delete(name);
  }

  /** All bytes of a file. */
  public byte[] read(String name) {
    return files
        .read(name)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no file "
                        + files.location(name)
                        + "; run the task that makes it first (see 'tidemark run --dry-run')"));
  }
}
