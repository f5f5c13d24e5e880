package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Map;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

/** A query that stops is no trouble of the registry, and trouble of the registry no stop. */
class RegistryRowsTest {
  private static boolean isStop(Throwable cause) {
    return RegistryRows.isStop(new IllegalStateException("reading failed", cause));
  }

  private static SparkException cancelled(String reason) {
    return new SparkException(
        "SPARK_JOB_CANCELLED",
        scala.jdk.javaapi.CollectionConverters.asScala(Map.of("jobId", "1", "reason", reason))
            .toMap(scala.$less$colon$less$.MODULE$.refl()),
        null);
  }

  @Test
  void aStopIsToldFromATrouble() {
    assertThat(isStop(new InterruptedException())).isTrue();
    assertThat(isStop(new ClosedByInterruptException())).isTrue();
    assertThat(isStop(cancelled("Query live [id = 7] was stopped"))).isTrue();
    assertThat(isStop(cancelled("because killed via the Web UI"))).isFalse();
    assertThat(isStop(new InterruptedIOException("a store that timed out"))).isFalse();
    assertThat(isStop(new IOException("no such file"))).isFalse();
    Thread.currentThread().interrupt();
    try {
      assertThat(isStop(new IOException("no such file"))).isTrue();
    } finally {
      Thread.interrupted();
    }
  }
}
