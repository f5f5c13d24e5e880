package org.tidemark.jobs.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.network.util.JavaUtils;
import org.tidemark.lakehouse.spark.LocalLogStore;

/** Finds what is wrong in one properties file: unknown keys, bad values, settings that fight. */
final class ConfCheck {
  private static final String UTC = "-Duser.timezone=UTC";

  private final ConfFile conf;
  private final List<String> findings = new ArrayList<>();

  private ConfCheck(ConfFile conf) {
    this.conf = conf;
  }

  /** One sentence per finding, each beginning with the file's name. */
  static List<String> findings(ConfFile conf) {
    ConfCheck check = new ConfCheck(conf);
    conf.repeated().forEach(key -> check.add(key + " stands twice"));
    conf.values().forEach(check::value);
    check.lake();
    check.timeZone();
    check.allocation();
    check.gpu();
    check.network();
    return check.findings;
  }

  private void add(String finding) {
    findings.add(conf.name() + ": " + finding);
  }

  private void value(String key, String value) {
    if (!KnownKeys.known(key)) {
      add(key + " is unknown");
      return;
    }
    if (value.isEmpty()) {
      add(key + " has no value");
      return;
    }
    Optional<ConfigEntry<?>> entry = KnownKeys.entry(key);
    try {
      entry.ifPresent(e -> e.valueConverter().apply(value));
    } catch (RuntimeException e) {
      add(key + " refuses '" + value + "': " + e.getMessage());
    }
  }

  private void lake() {
    Map<String, String> parts =
        Map.of(
            "io.delta.sql.DeltaSparkSessionExtension",
            "spark.sql.extensions",
            "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
            "spark.sql.extensions",
            "org.apache.spark.sql.delta.catalog.DeltaCatalog",
            "spark.sql.catalog.spark_catalog",
            "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider",
            "spark.sql.streaming.stateStore.providerClass",
            LocalLogStore.class.getName(),
            "spark.delta.logStore.file.impl");
    parts.forEach(
        (name, key) -> {
          if (!List.of(conf.value(key).split(",")).contains(name)) {
            add(key + " lacks " + name);
          }
        });
  }

  private void timeZone() {
    if (!conf.value("spark.sql.session.timeZone").equals("UTC")) {
      add("spark.sql.session.timeZone must be UTC");
    }
    for (String key :
        conf.local()
            ? List.of("spark.driver.extraJavaOptions")
            : List.of("spark.driver.extraJavaOptions", "spark.executor.extraJavaOptions")) {
      if (!List.of(conf.value(key).split("\\s+")).contains(UTC)) {
        add(key + " lacks " + UTC);
      }
    }
  }

  private void allocation() {
    boolean dynamic = conf.value("spark.dynamicAllocation.enabled").equals("true");
    if (dynamic && conf.has("spark.executor.instances")) {
      add("spark.dynamicAllocation.enabled fights spark.executor.instances");
    }
    if (dynamic) {
      add("spark.dynamicAllocation.enabled fights the barrier stages of training");
    }
    if (conf.local()
        && (conf.has("spark.executor.instances") || conf.has("spark.executor.memory"))) {
      add("a local master has no executors of its own; set spark.driver.memory");
    }
    if (conf.value("spark.memory.offHeap.enabled").equals("true")
        && !conf.has("spark.memory.offHeap.size")) {
      add("spark.memory.offHeap.enabled needs spark.memory.offHeap.size");
    }
  }

  private void gpu() {
    boolean plugin =
        List.of(conf.value("spark.plugins").split(",")).contains("com.nvidia.spark.SQLPlugin");
    boolean resource = conf.has("spark.executor.resource.gpu.amount");
    if (!plugin && (resource || conf.has("spark.task.resource.gpu.amount"))) {
      add(
          "GPU amounts without spark.plugins com.nvidia.spark.SQLPlugin hold GPUs that nothing uses");
    }
    if (!plugin && conf.values().keySet().stream().anyMatch(k -> k.startsWith("spark.rapids."))) {
      add("spark.rapids settings without spark.plugins com.nvidia.spark.SQLPlugin do nothing");
    }
    if (plugin && !conf.local()) {
      clusterGpu(resource);
    }
  }

  private void clusterGpu(boolean resource) {
    if (!resource || !conf.has("spark.task.resource.gpu.amount")) {
      add("the RAPIDS plugin on a cluster needs executor and task GPU amounts");
      return;
    }
    double perTask = Double.parseDouble(conf.value("spark.task.resource.gpu.amount"));
    double perExecutor = Double.parseDouble(conf.value("spark.executor.resource.gpu.amount"));
    int cores = Integer.parseInt(conf.values().getOrDefault("spark.executor.cores", "1"));
    if (perTask * cores > perExecutor) {
      add(
          "GPU amounts leave cores idle: %d tasks x %s > %s"
              .formatted(cores, perTask, perExecutor));
    }
    if (!conf.has("spark.executor.resource.gpu.discoveryScript")) {
      add("GPU amounts need spark.executor.resource.gpu.discoveryScript");
    }
    String pinned = conf.values().getOrDefault("spark.rapids.memory.pinnedPool.size", "0");
    String overhead = conf.values().getOrDefault("spark.executor.memoryOverhead", "0");
    if (JavaUtils.byteStringAsBytes(pinned) > JavaUtils.byteStringAsMb(overhead) * (1L << 20)) {
      add(
          "the pinned pool of "
              + pinned
              + " does not fit spark.executor.memoryOverhead "
              + overhead);
    }
  }

  private void network() {
    boolean loopback = conf.value("spark.driver.host").startsWith("127.");
    if (loopback && !conf.local()) {
      add("spark.driver.host is loopback: executors on other machines cannot reach the driver");
    }
  }
}
