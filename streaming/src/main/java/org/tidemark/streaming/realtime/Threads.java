package org.tidemark.streaming.realtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Threads that keep no program alive. */
final class Threads {
  private static final long PATIENCE_SECONDS = 2;

  private Threads() {}

  static ThreadFactory daemon(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Interrupts what a thread does and waits a moment for it; whether it has ended. */
  static boolean end(ExecutorService thread) {
    thread.shutdownNow();
    try {
      return thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
