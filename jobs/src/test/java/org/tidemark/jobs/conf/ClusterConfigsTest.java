package org.tidemark.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.testkit.Prerequisite;

/**
 * Every file in {@code cluster-configs/} is one that Spark understands and that agrees with itself.
 */
class ClusterConfigsTest {
  private static final Path FOLDER = Prerequisite.home().resolve("cluster-configs");

  @Test
  void thereIsOneFilePerTarget() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".conf")))
          .containsExactlyInAnyOrder(
              "local.conf",
              "standalone.conf",
              "yarn.conf",
              "kubernetes.conf",
              "gpu-local.conf",
              "gpu-standalone.conf",
              "gpu-yarn.conf",
              "gpu-kubernetes.conf");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local",
        "standalone",
        "yarn",
        "kubernetes",
        "gpu-local",
        "gpu-standalone",
        "gpu-yarn",
        "gpu-kubernetes"
      })
  void isSound(String target) throws IOException {
    ConfFile conf = ConfFile.read(FOLDER.resolve(target + ".conf"));
    String master = conf.value("spark.master");

    assertThat(ConfCheck.findings(conf)).isEmpty();
    assertThat(conf.has("spark.plugins")).isEqualTo(target.startsWith("gpu-"));
    switch (target.replace("gpu-", "")) {
      case "local" -> assertThat(master).startsWith("local[");
      case "standalone" -> assertThat(master).startsWith("spark://");
      case "yarn" -> assertThat(master).isEqualTo("yarn");
      default -> assertThat(master).startsWith("k8s://");
    }
  }

  /** A sound file plus one line must give exactly the finding that the line deserves. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          standalone     | spark.executor.memry 4g                      | spark.executor.memry is unknown
          standalone     | spark.sql.shuffle.partitons 8                | spark.sql.shuffle.partitons is unknown
          standalone     | spark.databricks.delta.snapshotPartition 2   | spark.databricks.delta.snapshotPartition is unknown
          yarn           | spark.yarn.que x                             | spark.yarn.que is unknown
          gpu-yarn       | spark.rapids.sql.enable true                 | spark.rapids.sql.enable is unknown
          local          | spark.sql.catalog. x                         | spark.sql.catalog. is unknown
          standalone     | spark.executor.cores 2                       | spark.executor.cores stands twice
          standalone     | spark.executor.cores two                     | spark.executor.cores refuses 'two'
          standalone     | spark.executor.memory 6x                     | spark.executor.memory refuses '6x'
          local          | spark.ui.enabled yes                         | spark.ui.enabled refuses 'yes'
          local          | spark.sql.shuffle.partitions 0               | spark.sql.shuffle.partitions refuses '0'
          standalone     | spark.eventLog.dir                           | spark.eventLog.dir has no value
          yarn           | spark.dynamicAllocation.enabled true         | fights spark.executor.instances
          standalone     | spark.dynamicAllocation.enabled true         | fights the barrier stages
          local          | spark.executor.memory 2g                     | a local master has no executors
          standalone     | spark.memory.offHeap.enabled true            | needs spark.memory.offHeap.size
          standalone     | spark.executor.resource.gpu.amount 1         | GPU amounts without spark.plugins
          local          | spark.rapids.sql.enabled true                | spark.rapids settings without spark.plugins
          standalone     | spark.plugins com.nvidia.spark.SQLPlugin     | needs executor and task GPU amounts
          gpu-standalone | spark.task.resource.gpu.amount 0.25          | GPU amounts leave cores idle: 8 tasks x 0.25 > 1.0
          gpu-kubernetes | spark.rapids.memory.pinnedPool.size 13g      | does not fit spark.executor.memoryOverhead 12g
          standalone     | spark.driver.host 127.0.0.1                  | spark.driver.host is loopback
          local          | spark.sql.session.timeZone Europe/Berlin     | spark.sql.session.timeZone must be UTC
          local          | spark.driver.extraJavaOptions -Xss4m         | spark.driver.extraJavaOptions lacks -Duser.timezone=UTC
          yarn           | spark.executor.extraJavaOptions -Xss4m       | spark.executor.extraJavaOptions lacks -Duser.timezone=UTC
          local          | spark.sql.extensions a.B                     | spark.sql.extensions lacks io.delta.sql.DeltaSparkSessionExtension
          local          | spark.sql.catalog.spark_catalog a.B          | spark.sql.catalog.spark_catalog lacks
          """)
  void findsWhatIsWrong(String target, String line, String finding) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(FOLDER.resolve(target + ".conf")));
    lines.add(line);
    assertThat(ConfCheck.findings(ConfFile.of(target, lines)))
        .anySatisfy(text -> assertThat(text).startsWith(target + ": ").contains(finding));
  }

  @Test
  void anEmptyFileLacksTheLake() {
    assertThat(ConfCheck.findings(ConfFile.of("empty", List.of("# nothing"))))
        .hasSizeGreaterThanOrEqualTo(7);
  }
}
