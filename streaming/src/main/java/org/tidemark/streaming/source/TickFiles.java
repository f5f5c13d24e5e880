package org.tidemark.streaming.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.InMemoryFileIndex;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation$;
import org.apache.spark.sql.execution.datasources.NoopCache$;
import org.apache.spark.sql.execution.datasources.PartitioningAwareFileIndex;
import org.apache.spark.sql.execution.streaming.Offset;
import org.apache.spark.sql.execution.streaming.Source;
import org.apache.spark.sql.execution.streaming.runtime.FileStreamSource;
import org.apache.spark.sql.sources.StreamSourceProvider;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark's source of whole files, for names that look like patterns. Spark's own takes a folder
 * whose name has a bracket or another character of patterns for a pattern, and reads the files of a
 * batch several times when one of them has such a name (SPARK-58518); one that is gone since it was
 * listed is an empty file to it, here it fails the batch ({@link WholeBatch}). It keeps the same
 * notes. Subfolders named {@code column=value} give files and no columns.
 *
 * <p>Public because Spark makes it, by its name.
 */
public final class TickFiles implements StreamSourceProvider {
  private static final String FORMAT = "binaryFile";

  @Override
  public Tuple2<String, StructType> sourceSchema(
      SQLContext context,
      Option<StructType> schema,
      String provider,
      Map<String, String> parameters) {
    String folder = parameters.apply("path");
    Path path = new Path(folder);
    try {
      if (!path.getFileSystem(context.sparkSession().sessionState().newHadoopConf()).exists(path)) {
        throw new IllegalArgumentException(
            "folder " + folder + " does not exist; make it first (its name is no pattern)");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("folder " + folder + " cannot be looked for", e);
    }
    return new Tuple2<>("TickFiles", schema.get());
  }

  @Override
  public Source createSource(
      SQLContext context,
      String metadata,
      Option<StructType> schema,
      String provider,
      Map<String, String> parameters) {
    String literal = literal(parameters.apply("path"));
    java.util.Map<String, String> options = new HashMap<>(CollectionConverters.asJava(parameters));
    options.put("path", literal);
    return new Files(
        (SparkSession) context.sparkSession(),
        literal,
        schema.get(),
        metadata,
        Map$.MODULE$.from(CollectionConverters.asScala(options)));
  }

  /** All but the scheme and the host, as a pattern that nothing else fits. */
  static String literal(String folder) {
    int path = folder.contains("://") ? folder.indexOf('/', folder.indexOf("://") + 3) : 0;
    if (path < 0) {
      return folder; // a host and no path
    }
    return folder.substring(0, path)
        + folder.substring(path).replaceAll("[\\[\\]{}*?\\\\]", "\\\\$0");
  }

  /** Reads each file of a batch once. */
  private static final class Files extends FileStreamSource {
    /** Subfolders make no columns, and no file is passed over, whatever the session says. */
    private static final Map<String, String> OPTIONS =
        Map$.MODULE$.from(
            CollectionConverters.asScala(
                java.util.Map.of(
                    "recursiveFileLookup", "true",
                    "ignoreMissingFiles", "false",
                    "ignoreCorruptFiles", "false")));

    private final SparkSession spark;

    Files(
        SparkSession spark,
        String path,
        StructType schema,
        String metadata,
        Map<String, String> options) {
      super(
          spark,
          path,
          FORMAT,
          schema,
          CollectionConverters.asScala(List.<String>of()).toSeq(),
          metadata,
          options);
      this.spark = spark;
    }

    @Override
    public Dataset<Row> getBatch(Option<Offset> start, Offset end) {
      Dataset<Row> batch = super.getBatch(start, end);
      HadoopFsRelation files =
          (HadoopFsRelation) ((LogicalRelation) batch.logicalPlan()).relation();
      List<Path> paths = CollectionConverters.asJava(files.location().rootPaths());
      LinkedHashSet<Path> once = new LinkedHashSet<>(paths);
      if (once.size() == paths.size() && files.partitionSchema().isEmpty()) {
        return of(new WholeBatch((PartitioningAwareFileIndex) files.location()), files);
      }
      InMemoryFileIndex index =
          new InMemoryFileIndex(
              spark,
              CollectionConverters.asScala(once).toSeq(),
              OPTIONS,
              Option.apply(schema()),
              NoopCache$.MODULE$,
              Option.empty(),
              Option.empty());
      return of(new WholeBatch(index), files);
    }

    private Dataset<Row> of(FileIndex index, HadoopFsRelation like) {
      return Dataset$.MODULE$.ofRows(
          spark,
          LogicalRelation$.MODULE$.apply(
              new HadoopFsRelation(
                  index,
                  new StructType(),
                  schema(),
                  Option.empty(),
                  like.fileFormat(),
                  OPTIONS,
                  spark),
              true));
    }
  }
}
