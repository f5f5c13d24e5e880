package org.tidemark.lakehouse.spark;

import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.InMemoryFileIndex;
import org.apache.spark.sql.execution.datasources.NoopCache$;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Reads files that are known by name. Spark's reader takes its paths for patterns; with that
 * switched off ({@code __globPaths__}) it reads, of several paths with a bracket in them, each file
 * as often as there are paths.
 */
final class ParquetFiles {
  private static final Map<String, String> OPTIONS =
      Map$.MODULE$.from(
          CollectionConverters.asScala(
              java.util.Map.of("ignoreMissingFiles", "false", "ignoreCorruptFiles", "false")));

  private ParquetFiles() {}

  /**
   * The rows of all files; a column that a file lacks is null. A file that is damaged is an error
   * when they are read.
   *
   * @throws IllegalStateException if a file is gone or empty; Spark would pass over it
   */
  static Dataset<Row> read(SparkSession spark, List<Path> files, StructType schema) {
    InMemoryFileIndex index =
        new InMemoryFileIndex(
            spark,
            CollectionConverters.asScala(files).toSeq(),
            OPTIONS,
            Option.apply(schema),
            NoopCache$.MODULE$,
            Option.empty(),
            Option.empty());
    List<Path> there =
        CollectionConverters.asJava(index.allFiles()).stream()
            .filter(file -> file.getLen() > 0)
            .map(FileStatus::getPath)
            .toList();
    if (there.size() != files.size()) {
      throw new IllegalStateException(
          "of the files %s only %s are there and not empty".formatted(files, there));
    }
    return ((org.apache.spark.sql.classic.SparkSession) spark)
        .baseRelationToDataFrame(
            new HadoopFsRelation(
                index,
                new StructType(),
                schema,
                Option.empty(),
                new ParquetFileFormat(),
                OPTIONS,
                spark));
  }
}
