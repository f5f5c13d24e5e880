package org.tidemark.jobs.train;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tidemark.lakehouse.spark.TableStore;

/** Bytes of models and documents below the lake's root, on any file system that Spark can reach. */
public final class ModelFiles {
  private final TableStore store;

  public ModelFiles(TableStore store) {
    this.store = store;
  }

  /** Path of a fold's model, native form. */
  public static String fold(String runId, String learner, int fold) {
    return "artifacts/runs/" + runId + "/" + learner + "-fold-" + fold + ".native";
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

  /** Writes beside and renames, so that a reader sees all of it or nothing. */
  public void write(String name, byte[] bytes) {
    Path path = new Path(store.lake().folder(name));
    Path beside = new Path(path.getParent(), "." + path.getName() + ".writing");
    try {
      FileSystem files = files(path);
      try (FSDataOutputStream out = files.create(beside, true)) {
        out.write(bytes);
      }
      files.delete(path, false);
      if (!files.rename(beside, path)) {
        throw new IOException("could not rename " + beside + " to " + path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + path, e);
    }
  }

  /** All bytes of a file. */
  public byte[] read(String name) {
    Path path = new Path(store.lake().folder(name));
    try (var in = files(path).open(path)) {
      return in.readAllBytes();
    } catch (FileNotFoundException e) {
      throw new IllegalStateException(
          "no file " + path + "; run the task that makes it first (see 'tidemark run --dry-run')",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + path, e);
    }
  }

  private FileSystem files(Path path) throws IOException {
    return FileSystem.get(
        URI.create(path.toString()), store.spark().sparkContext().hadoopConfiguration());
  }
}
