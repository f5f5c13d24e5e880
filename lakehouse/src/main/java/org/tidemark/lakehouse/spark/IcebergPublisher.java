package org.tidemark.lakehouse.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tidemark.lakehouse.Table;

/**
 * Publishes tables as Iceberg twins with equal rows. The catalog is the one configured as {@code
 * spark.sql.catalog.iceberg}; without one, a JDBC catalog on SQLite inside a local lake, or
 * Iceberg's catalog of folders inside a lake elsewhere, which has no place for SQLite's file.
 */
public final class IcebergPublisher {
  private static final String CATALOG = "spark.sql.catalog.iceberg";

  /**
   * What a twin was compared with.
   *
   * @param rows number of rows of the table and of its twin
   * @param contentHash sum of row hashes, the same for both
   */
  public record Twin(String name, long rows, String contentHash) {}

  private final TableStore store;

  public IcebergPublisher(TableStore store) {
    this.store = store;
  }

  /**
   * Replaces the twin by the table of today, in one commit.
   *
   * @throws IllegalStateException if the twin does not have the same rows
   */
  public Twin publish(Table table) {
    SparkSession spark = store.spark();
    configure(spark);
    String name = "iceberg." + table.qualifiedName();
    Dataset<Row> rows = store.read(table);
    spark.sql("CREATE NAMESPACE IF NOT EXISTS iceberg." + table.schema());
    rows.createOrReplaceTempView("tidemark_publish");
    spark.sql(
        "CREATE OR REPLACE TABLE %s USING iceberg COMMENT '%s' AS SELECT * FROM tidemark_publish"
            .formatted(name, table.grain().replace("'", "\\'")));
    Fingerprint here = Fingerprint.of(rows);
    Fingerprint there = Fingerprint.of(spark.table(name));
    if (!here.equals(there)) {
      throw new IllegalStateException(
          "the Iceberg twin of "
              + table.qualifiedName()
              + " has "
              + there
              + " but the table has "
              + here
              + "; publish again while nothing writes");
    }
    return new Twin(name, here.rows(), here.hash());
  }

  private void configure(SparkSession spark) {
    if (spark.conf().getOption(CATALOG).isDefined()) {
      return;
    }
    if (!store.lake().isLocal()) {
      spark.conf().set(CATALOG + ".type", "hadoop");
      spark.conf().set(CATALOG + ".warehouse", store.lake().folder("iceberg"));
      spark.conf().set(CATALOG, "org.apache.iceberg.spark.SparkCatalog");
      return;
    }
    try {
      Files.createDirectories(store.lake().localPath("iceberg"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String folder = store.lake().localPath("iceberg").toString();
    spark.conf().set(CATALOG + ".type", "jdbc");
    spark.conf().set(CATALOG + ".uri", "jdbc:sqlite:" + folder + "/catalog.db");
    spark.conf().set(CATALOG + ".jdbc.schema-version", "V1");
    spark.conf().set(CATALOG + ".warehouse", folder);
    spark.conf().set(CATALOG, "org.apache.iceberg.spark.SparkCatalog");
  }
}
