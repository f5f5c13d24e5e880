package org.tidemark.lakehouse.spark;

import java.net.URI;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.TableIdentifier;
import scala.Option;

/** Names that SQL knows tables by. A session may see several lakes, whose tables share them. */
final class SqlNames {
  private static final String IN_MEMORY = "in-memory";

  private SqlNames() {}

  /**
   * Makes a table known, in the place of one of another lake.
   *
   * @param name {@code schema.table}
   * @throws IllegalStateException if a catalog that outlives the session has the name elsewhere
   */
  static void register(SparkSession spark, String name, String location) {
    String schema = name.replaceFirst("\\..*", "");
    spark.sql("CREATE SCHEMA IF NOT EXISTS " + schema);
    if (spark.catalog().tableExists(name)) {
      URI there = location(spark, schema, name.substring(schema.length() + 1));
      if (there.equals(new Path(location).toUri())) {
        return;
      }
      if (!spark.conf().get("spark.sql.catalogImplementation", IN_MEMORY).equals(IN_MEMORY)) {
        throw new IllegalStateException(
            "the catalog has "
                + name
                + " at "
                + there
                + ", not at "
                + location
                + "; drop it there");
      }
      spark.sql("DROP TABLE " + name);
    }
    spark.sql("CREATE TABLE IF NOT EXISTS %s USING DELTA LOCATION '%s'".formatted(name, location));
  }

  private static URI location(SparkSession spark, String schema, String table) {
    try {
      return spark
          .sessionState()
          .catalog()
          .getTableMetadata(new TableIdentifier(table, Option.apply(schema)))
          .location();
    } catch (AnalysisException e) {
      throw new IllegalStateException(schema + "." + table + " was dropped meanwhile", e);
    }
  }
}
