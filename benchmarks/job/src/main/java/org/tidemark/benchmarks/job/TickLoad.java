package org.tidemark.benchmarks.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Bars of many instruments sent to a topic at an even rate, each of which closes a row of features
 * at once, and what became of them: when each was sent and when its score was seen.
 */
final class TickLoad {
  private static final int INSTRUMENTS = 200;
  private static final long BEGIN = 1_500_000_000L * 1_000_000_000L;
  private static final long MINUTE = 60_000_000_000L;

  /** A score this late belongs to a pause. */
  private static final double PAUSE_MILLIS = 50;

  private final int ticks;
  private final long everyNanos;
  private final AtomicLongArray sent;
  private final AtomicLongArray seen;
  private final AtomicLong seenCount = new AtomicLong();
  private final double[] prices = new double[INSTRUMENTS];
  private final SplittableRandom random = new SplittableRandom(7);

  TickLoad(int perSecond, int seconds) {
    this.ticks = perSecond * seconds;
    this.everyNanos = 1_000_000_000L / perSecond;
    this.sent = new AtomicLongArray(ticks);
    this.seen = new AtomicLongArray(ticks);
    Arrays.fill(prices, 100);
  }

  int ticks() {
    return ticks;
  }

  /**
   * Sends all ticks, evenly; a tick that is late is sent at once and its latency runs from then.
   */
  void send(String servers, String topic) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "linger.ms", "0", "acks", "1"),
            new StringSerializer(),
            new StringSerializer())) {
      long begin = System.nanoTime();
      for (int i = 0; i < ticks; i++) {
        long due = begin + i * everyNanos;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        String line = line(i);
        sent.set(i, System.nanoTime());
        producer.send(new ProducerRecord<>(topic, name(i), line));
      }
    }
  }

  private static String name(int i) {
    return "I" + i % INSTRUMENTS;
  }

  private String line(int i) {
    int k = i % INSTRUMENTS;
    double open = prices[k];
    prices[k] *= 1 + (random.nextDouble() - 0.5) * 0.002;
    double close = prices[k];
    long end = BEGIN + (1 + i / INSTRUMENTS) * MINUTE;
    return String.format(
        Locale.ROOT,
        "{\"type\":\"bar\",\"instrument\":\"%s\",\"offset\":%d,\"eventTimeNanos\":%d,"
            + "\"openTimeNanos\":%d,\"open\":\"%.4f\",\"high\":\"%.4f\",\"low\":\"%.4f\","
            + "\"close\":\"%.4f\",\"volume\":\"%d\"}",
        name(i),
        i,
        end,
        end - MINUTE,
        open,
        Math.max(open, close) + 0.01,
        Math.min(open, close) - 0.01,
        close,
        1 + random.nextInt(1000));
  }

  /** The score of a tick is there now; the first time counts. */
  void seen(int tick) {
    if (seen.compareAndSet(tick, 0, System.nanoTime())) {
      seenCount.incrementAndGet();
    }
  }

  long seen() {
    return seenCount.get();
  }

  /**
   * Latencies in ms, ascending, of the scores seen of ticks that were sent at such moments.
   *
   * @param when of {@link System#nanoTime}
   */
  double[] sentWhen(LongPredicate when) {
    return IntStream.range(0, ticks)
        .filter(i -> seen.get(i) != 0 && when.test(sent.get(i)))
        .mapToDouble(i -> (seen.get(i) - sent.get(i)) / 1e6)
        .sorted()
        .toArray();
  }

  /** One row of the result table. */
  String report(String name, int warmUp) {
    double[] millis = new double[ticks - warmUp];
    List<Double> pauses = new ArrayList<>();
    int missing = 0;
    int late = 0;
    long lastLate = Long.MIN_VALUE;
    int n = 0;
    for (int i = warmUp; i < ticks; i++) {
      if (seen.get(i) == 0) {
        missing++;
        continue;
      }
      double latency = (seen.get(i) - sent.get(i)) / 1e6;
      millis[n++] = latency;
      if (latency > PAUSE_MILLIS) {
        late++;
        if (lastLate == Long.MIN_VALUE || sent.get(i) - lastLate > 1_000_000_000L) {
          pauses.add(0.0);
        }
        pauses.set(pauses.size() - 1, Math.max(pauses.get(pauses.size() - 1), latency));
        lastLate = sent.get(i);
      }
    }
    double[] sorted = Arrays.copyOf(millis, n);
    Arrays.sort(sorted);
    return n == 0
        ? "| " + name + " | nothing seen |"
        : String.format(
            Locale.ROOT,
            "| %s | %,d | %d | %.2f | %.2f | %.2f | %.1f | %d | %s | %.3f %% |",
            name,
            n,
            missing,
            sorted[n / 2],
            sorted[(int) (n * 0.99)],
            sorted[(int) (n * 0.999)],
            sorted[n - 1],
            pauses.size(),
            pauses.stream().limit(8).map(p -> String.format(Locale.ROOT, "%.0f", p)).toList(),
            100.0 * late / n);
  }
}
