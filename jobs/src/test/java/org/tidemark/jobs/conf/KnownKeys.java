package org.tidemark.jobs.conf;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.ConfigEntry$;

/** What Spark, Delta and the documented extensions know about a configuration key. */
final class KnownKeys {
  /** Open-ended families whose members Spark itself does not list. */
  private static final List<String> PREFIXES =
      List.of(
          "spark.hadoop.",
          "spark.sql.catalog.",
          "spark.executorEnv.",
          "spark.kubernetes.driverEnv.",
          "spark.yarn.appMasterEnv.");

  /**
   * Documented keys without an entry, or of parts not on this class path (YARN, Kubernetes,
   * RAPIDS).
   */
  private static final Set<String> DOCUMENTED =
      Set.of(
          "spark.master",
          "spark.app.name",
          // The RocksDB store reads its settings from the session itself.
          "spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled",
          // Delta reads the store of each scheme's commits from Spark's own settings.
          "spark.delta.logStore.file.impl",
          "spark.yarn.queue",
          "spark.kubernetes.namespace",
          "spark.kubernetes.container.image",
          "spark.kubernetes.authenticate.driver.serviceAccountName",
          "spark.executor.resource.gpu.amount",
          "spark.executor.resource.gpu.discoveryScript",
          "spark.executor.resource.gpu.vendor",
          "spark.task.resource.gpu.amount",
          "spark.rapids.sql.enabled",
          "spark.rapids.sql.concurrentGpuTasks",
          "spark.rapids.memory.pinnedPool.size",
          "spark.rapids.memory.gpu.allocFraction",
          "spark.rapids.sql.batchSizeBytes");

  static {
    // Entries register themselves when the objects that hold them are loaded.
    for (String holder :
        List.of(
            "org.apache.spark.internal.config.package$",
            "org.apache.spark.internal.config.Kryo$",
            "org.apache.spark.internal.config.Network$",
            "org.apache.spark.internal.config.Status$",
            "org.apache.spark.internal.config.UI$",
            "org.apache.spark.internal.config.Worker$",
            "org.apache.spark.sql.internal.SQLConf$",
            "org.apache.spark.sql.internal.StaticSQLConf$",
            "org.apache.spark.sql.delta.sources.DeltaSQLConf$")) {
      try {
        Class.forName(holder);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("this Spark keeps its settings elsewhere: " + holder, e);
      }
    }
  }

  private KnownKeys() {}

  static Optional<ConfigEntry<?>> entry(String key) {
    ConfigEntry<?> entry = ConfigEntry$.MODULE$.findEntry(key);
    return Optional.ofNullable(entry);
  }

  static boolean known(String key) {
    return DOCUMENTED.contains(key)
        || PREFIXES.stream().anyMatch(p -> key.startsWith(p) && key.length() > p.length())
        || entry(key).isPresent();
  }
}
