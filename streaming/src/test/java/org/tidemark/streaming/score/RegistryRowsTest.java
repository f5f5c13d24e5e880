package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import org.junit.jupiter.api.Test;

/** A query that stops is no trouble of the registry, and trouble of the registry no stop. */
class RegistryRowsTest {
  private static boolean isStop(Throwable cause) {
    return RegistryRows.isStop(new IllegalStateException("reading failed", cause));
  }

  @Test
  void aStopIsToldFromATrouble() {
    assertThat(isStop(new InterruptedException())).isTrue();
    assertThat(isStop(new ClosedByInterruptException())).isTrue();
    assertThat(isStop(new InterruptedIOException())).isTrue();
    assertThat(isStop(new SocketTimeoutException())).isFalse();
    assertThat(isStop(new IOException("no such file"))).isFalse();
    Thread.currentThread().interrupt();
    try {
      assertThat(isStop(new IOException("no such file"))).isTrue();
    } finally {
      Thread.interrupted();
    }
  }
}
