package org.tidemark.streaming.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class TickSourceTest {
  @Test
  void addressesAreKafkaOrFolders() {
    assertThat(TickSource.at("kafka://a:9092,b:9093/my.topic", Map.of("kafka.x", "1")))
        .isEqualTo(
            new KafkaTopic(new KafkaAddress("a:9092,b:9093", "my.topic"), Map.of("kafka.x", "1")));
    assertThat(TickSource.at("/data/ticks", Map.of()))
        .isEqualTo(new TickFolder("file:/data/ticks", 64));
    assertThat(TickSource.at("s3a://bucket/ticks", Map.of()).name())
        .isEqualTo("s3a://bucket/ticks");
  }

  @Test
  void wrongAddressesNameTheForm() {
    for (String wrong : new String[] {"kafka://host/topic", "kafka://h:1/", "kafka://h:1/a b"}) {
      assertThatThrownBy(() -> TickSource.at(wrong, Map.of()))
          .hasMessageContaining("kafka://host:port");
    }
    assertThatThrownBy(() -> TickSource.at("/data", Map.of("a", "b")))
        .hasMessageContaining("Kafka options [a]");
    assertThatThrownBy(() -> TickSource.at("kafka://h:1/t", Map.of("subscribe", "x")))
        .hasMessageContaining("decided by the address");
    assertThatThrownBy(() -> TickFolder.at("/data").withMaxFiles(0))
        .hasMessageContaining("must be 1 or more");
  }

  private static List<String> lines(String content) {
    List<String> lines = new ArrayList<>();
    new Lines("file:///x")
        .call(
            RowFactory.create(
                "file:/x/ticks-1.jsonl", 42L, content.getBytes(StandardCharsets.UTF_8)))
        .forEachRemaining(
            (Row row) -> {
              assertThat(row.getString(0)).isEqualTo("file:///x");
              assertThat(row.getString(1)).isEqualTo("ticks-1.jsonl");
              assertThat(row.getLong(2)).isEqualTo(lines.size());
              assertThat(row.getLong(3)).isEqualTo(42);
              lines.add(new String((byte[]) row.get(4), StandardCharsets.UTF_8));
            });
    return lines;
  }

  private static String partition(String folder, String file) {
    return new Lines(folder)
        .call(RowFactory.create(file, 42L, new byte[] {'x'}))
        .next()
        .getString(1);
  }

  @Test
  void aFileIsNamedByItsPathBelowTheFolder() {
    assertThat(partition("file:/x", "file:///x/day=1/a")).isEqualTo("day=1/a");
    assertThat(partition("file:///x/", "file:/x/a b")).isEqualTo("a b");
    assertThat(partition("s3a://bucket", "s3a://bucket/day=1/a")).isEqualTo("day=1/a");
    assertThat(partition("hdfs:/x [1]", "hdfs://host:8020/x [1]/a")).isEqualTo("a");
    assertThat(partition("file:/x", "file:/xy/a")).as("elsewhere").isEqualTo("file:/xy/a");
  }

  @Test
  void linesAreCutAtLineFeedsOnly() {
    assertThat(lines("")).isEmpty();
    assertThat(lines("a\nb\n")).containsExactly("a", "b");
    assertThat(lines("a\r\n\nb")).containsExactly("a\r", "", "b");
    assertThat(lines("\n")).containsExactly("");
  }
}
