package org.tidemark.streaming.source;

import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import org.apache.spark.sql.execution.datasources.PartitioningAwareFileIndex;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The files of a batch, all of them: between the listing of a feed and a batch a mount may drop, or
 * somebody may delete files, and Spark would take those for empty ones and never read them again.
 * Asked when the batch is read and not when it is made: at a start Spark makes the batch before
 * once more, whose files may rightly be gone.
 */
final class WholeBatch implements FileIndex {
  private final PartitioningAwareFileIndex files;

  WholeBatch(PartitioningAwareFileIndex files) {
    this.files = files;
  }

  /**
   * @throws IllegalStateException if a file is gone
   */
  @Override
  public Seq<PartitionDirectory> listFiles(
      Seq<Expression> partitionFilters, Seq<Expression> dataFilters) {
    if (files.allFiles().size() < files.rootPaths().size()) {
      throw gone();
    }
    return files.listFiles(partitionFilters, dataFilters);
  }

  private IllegalStateException gone() {
    Set<Path> there =
        CollectionConverters.asJava(files.allFiles()).stream()
            .map(FileStatus::getPath)
            .collect(Collectors.toSet());
    return new IllegalStateException(
        files.rootPaths().size()
            - there.size()
            + " of "
            + files.rootPaths().size()
            + " files of the batch are gone since the folder was listed: "
            + CollectionConverters.asJava(files.rootPaths()).stream()
                .filter(path -> !there.contains(path))
                .limit(5)
                .map(Path::toString)
                .collect(Collectors.joining(", "))
            + "; put them back with their times of modification, and start again");
  }

  @Override
  public Seq<Path> rootPaths() {
    return files.rootPaths();
  }

  @Override
  public String[] inputFiles() {
    return files.inputFiles();
  }

  @Override
  public void refresh() {
    files.refresh();
  }

  @Override
  public long sizeInBytes() {
    return files.sizeInBytes();
  }

  @Override
  public StructType partitionSchema() {
    return new StructType();
  }

  @Override
  public Option<Object> metadataOpsTimeNs() {
    return files.metadataOpsTimeNs();
  }
}
