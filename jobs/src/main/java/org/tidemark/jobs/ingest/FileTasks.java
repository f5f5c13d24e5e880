package org.tidemark.jobs.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.tidemark.lakehouse.ingest.IngestReader;
import org.tidemark.lakehouse.spark.MappedParquet;

/** Reads files in Spark tasks, one file a task, whatever container their rows are in. */
final class FileTasks {
  /** What a task makes of the rows of the file at a position in the list. */
  interface Work<T> extends Serializable {
    Iterator<T> of(int position, FileOnDisk file, IngestReader reader, Configuration hadoop);
  }

  private FileTasks() {}

  static <T> JavaRDD<T> run(SparkSession spark, List<FileOnDisk> files, Work<T> work) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    // Positions travel, whatever serializer Spark is set to; files go with the closure.
    ArrayList<FileOnDisk> all = new ArrayList<>(files);
    SerializableConfiguration hadoop =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    List<Integer> texts = new ArrayList<>();
    List<JavaRDD<T>> results = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).parquet().isPresent()) {
        results.add(parquet(spark, i, all.get(i), hadoop, work));
      } else {
        texts.add(i);
      }
    }
    if (!texts.isEmpty()) {
      results.add(
          context
              .parallelize(texts, texts.size())
              .flatMap(
                  (FlatMapFunction<Integer, T>)
                      i ->
                          work.of(i, all.get(i), all.get(i).open(hadoop.value()), hadoop.value())));
    }
    return results.stream().reduce(JavaRDD::union).orElseGet(context::emptyRDD);
  }

  private static <T> JavaRDD<T> parquet(
      SparkSession spark,
      int position,
      FileOnDisk file,
      SerializableConfiguration hadoop,
      Work<T> work) {
    return MappedParquet.rows(spark, file.uri(), file.parquet().orElseThrow())
        .javaRDD()
        .mapPartitions(
            (FlatMapFunction<Iterator<Row>, T>)
                rows -> work.of(position, file, file.open(rows), hadoop.value()));
  }
}
