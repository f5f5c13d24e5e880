package org.tidemark.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The one Spark session of a test JVM, with the product's own embedded defaults from {@code
 * cluster-configs/local.conf}, two cores and a warehouse that is thrown away. Plans are interpreted
 * ({@link GeneratedCode} says why and how a test asks otherwise).
 */
public final class TestSpark {
  private static SparkSession session;

  private TestSpark() {}

  /** The shared session; never stop it. */
  public static synchronized SparkSession session() {
    if (session == null) {
      session = build();
    }
    return session;
  }

  private static SparkSession build() {
    SparkSession.Builder builder = SparkSession.builder();
    try {
      for (String line :
          Files.readAllLines(Prerequisite.home().resolve("cluster-configs/local.conf"))) {
        String text = line.strip();
        if (!text.isEmpty() && !text.startsWith("#")) {
          String[] pair = text.split("\\s+", 2);
          builder.config(pair[0], pair[1]);
        }
      }
      Path warehouse = Files.createTempDirectory("tidemark-warehouse");
      builder.config("spark.sql.warehouse.dir", warehouse.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SparkSession spark =
        builder.master("local[2]").config("spark.sql.shuffle.partitions", "2").getOrCreate();
    spark.sparkContext().setLogLevel("WARN");
    GeneratedCode.interpret(spark);
    return spark;
  }
}
