package org.tidemark.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.testkit.Prerequisite;

/**
 * A session with {@code cluster-configs/standalone.conf} on a real standalone cluster reaches two
 * executors, which take Delta and the rest from {@code dist/tidemark.jar}. Run by {@code
 * .ci/cluster.sh}, which starts the cluster and names it in {@code -Dtidemark.master}.
 */
@Tag("cluster")
class StandaloneClusterIT {
  private static final long ROWS = 200_000;

  @TempDir Path lake;

  @Test
  void bothWorkersWriteAndReadADeltaTable() throws Exception {
    String master = System.getProperty("tidemark.master", "");
    Prerequisite.need("cluster", !master.isEmpty(), "no -Dtidemark.master");
    Path home = Prerequisite.home();
    SparkSession.Builder builder = SparkSession.builder();
    ConfFile.read(home.resolve("cluster-configs/standalone.conf"))
        .values()
        .forEach(builder::config);
    SparkSession spark =
        builder
            .master(master)
            .config("spark.jars", home.resolve("dist/tidemark.jar").toString())
            .config("spark.executor.memory", "1g")
            .config("spark.executor.cores", "1")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "4")
            .getOrCreate();
    spark.sparkContext().setLogLevel("WARN");
    try {
      // The driver counts as one.
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> spark.sparkContext().statusTracker().getExecutorInfos().length == 3);
      String table = lake.resolve("numbers").toUri().toString();
      spark
          .range(0, ROWS, 1, 8)
          .selectExpr("id", "id % 7 AS k")
          .write()
          .format("delta")
          .save(table);
      spark.sql("DELETE FROM delta.`" + table + "` WHERE k = 3");
      Row row =
          spark
              .read()
              .format("delta")
              .load(table)
              .selectExpr("count(*)", "sum(id)", "count(DISTINCT k)")
              .head();

      long removed = 0;
      long removedSum = 0;
      for (long id = 3; id < ROWS; id += 7) {
        removed++;
        removedSum += id;
      }
      assertThat(row.getLong(0)).isEqualTo(ROWS - removed);
      assertThat(row.getLong(1)).isEqualTo(ROWS * (ROWS - 1) / 2 - removedSum);
      assertThat(row.getLong(2)).isEqualTo(6);
      assertThat(spark.sql("DESCRIBE HISTORY delta.`" + table + "`").count()).isEqualTo(2);
    } finally {
      spark.stop();
    }
  }
}
