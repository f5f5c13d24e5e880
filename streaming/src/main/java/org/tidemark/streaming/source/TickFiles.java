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
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.InMemoryFileIndex;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.NoopCache$;
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
 * Spark's source of whole files, for a folder and files of any name. Spark's own takes a folder
 * whose name has a bracket or another character of patterns for a pattern, and reads the files of a
 * batch several times when one of them has such a name (SPARK-58518). It keeps the same notes.
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
        throw new IllegalArgumentException("folder " + folder + " does not exist; make it first");
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
    String literal = parameters.apply("path").replaceAll("[\\[\\]{}*?\\\\]", "\\\\$0");
    java.util.Map<String, String> options = new HashMap<>(CollectionConverters.asJava(parameters));
    options.put("path", literal);
    return new Files(
        (SparkSession) context.sparkSession(),
        literal,
        schema.get(),
        metadata,
        Map$.MODULE$.from(CollectionConverters.asScala(options)));
  }

  /** Reads each file of a batch once. */
  private static final class Files extends FileStreamSource {
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
      LogicalRelation rows = (LogicalRelation) batch.logicalPlan();
      HadoopFsRelation files = (HadoopFsRelation) rows.relation();
      List<Path> paths = CollectionConverters.asJava(files.location().rootPaths());
      LinkedHashSet<Path> once = new LinkedHashSet<>(paths);
      if (once.size() == paths.size()) {
        return batch;
      }
      InMemoryFileIndex index =
          new InMemoryFileIndex(
              spark,
              CollectionConverters.asScala(once).toSeq(),
              files.options(),
              Option.apply(schema()),
              NoopCache$.MODULE$,
              Option.empty(),
              Option.empty());
      return Dataset$.MODULE$.ofRows(
          spark,
          rows.copy(
              files.copy(
                  index,
                  files.partitionSchema(),
                  files.dataSchema(),
                  files.bucketSpec(),
                  files.fileFormat(),
                  files.options(),
                  files.sparkSession()),
              rows.output(),
              rows.catalogTable(),
              rows.isStreaming(),
              rows.stream()));
    }
  }
}
