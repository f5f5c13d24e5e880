package org.tidemark.benchmarks.job;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.lakehouse.ingest.Accepted;
import org.tidemark.lakehouse.ingest.Formats;
import org.tidemark.lakehouse.ingest.IngestOptions;
import org.tidemark.lakehouse.ingest.IngestReader;
import org.tidemark.lakehouse.ingest.SourceFile;
import org.tidemark.market.MarketEvent;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.score.OnnxScorer;

/**
 * Whether a cache of scores helps: one row at a time through 300 trees of depth 6 on 65 columns,
 * with and without a cache by model and row, at given hit rates; and how often rows of recorded
 * data come again, of closed bars and of ticks on unfinished bars.
 */
public final class CacheBenchmark {
  private static final FeatureSet SET = FeatureSets.named("core65", Duration.ofMinutes(1));
  private static final int CAPACITY = 1_000;
  private static final Duration TTL = Duration.ofSeconds(300);
  private static final int[] HIT_PERCENT = {0, 50, 80, 95, 100};
  private static final int HOT = 100;
  private static final int POOL = 10_000;
  private static final int CALLS = 200_000;

  private CacheBenchmark() {}

  /** Arguments: {@code speed} ROUNDS, or {@code repeats} FORMAT FILE EVENTS. */
  public static void main(String[] args) throws IOException {
    if (args.length == 2 && args[0].equals("speed")) {
      speed(Integer.parseInt(args[1]));
    } else if (args.length == 4 && args[0].equals("repeats")) {
      repeats(args[1], Path.of(args[2]), Long.parseLong(args[3]));
    } else {
      System.err.println("usage: CacheBenchmark speed ROUNDS | repeats FORMAT FILE EVENTS");
      System.exit(64);
    }
  }

  /** A model and the bits of a row; NaN is NaN whatever its payload, as for the trees. */
  private record Key(String model, float[] row, int hash) {
    static Key of(String model, float[] row) {
      return new Key(model, row, 31 * model.hashCode() + Arrays.hashCode(row));
    }

    Key kept() {
      return new Key(model, row.clone(), hash);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && key.hash == hash
          && key.model.equals(model)
          && Arrays.equals(key.row, row);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** The least recently used entry leaves first; one older than the time to live is none. */
  private static final class ScoreCache {
    private record Entry(float score, long untilNanos) {}

    private final LinkedHashMap<Key, Entry> entries =
        new LinkedHashMap<>(2 * CAPACITY, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, Entry> eldest) {
            return size() > CAPACITY;
          }
        };
    private final String model;
    private final OnnxScorer scorer;
    private final float[] out = new float[1];
    private long hits;

    ScoreCache(String model, OnnxScorer scorer) {
      this.model = model;
      this.scorer = scorer;
    }

    float score(float[] row) {
      long now = System.nanoTime();
      Key key = Key.of(model, row);
      Entry entry = entries.get(key);
      if (entry != null && now - entry.untilNanos() < 0) {
        hits++;
        return entry.score();
      }
      scorer.score(row, 1, out);
      entries.put(key.kept(), new Entry(out[0], now + TTL.toNanos()));
      return out[0];
    }
  }

  private static void speed(int rounds) {
    OnnxArtifact file = OnnxExport.of(RandomTrees.of(SET, 300, 6), Map.of());
    try (OnnxScorer scorer =
        OnnxScorer.open(file.bytes(), new LoadGuard.Expected(file.sha256(), SET.hash()))) {
      System.out.println("| hits | without, ns a score | with, ns a score | ratio |");
      System.out.println("|---|---|---|---|");
      for (int percent : HIT_PERCENT) {
        float[][] calls = calls(percent);
        double[] without = new double[rounds];
        double[] with = new double[rounds];
        double found = 0;
        for (int round = -1; round < rounds; round++) {
          float[] plain = new float[CALLS];
          float[] cached = new float[CALLS];
          float[] out = new float[1];
          long begin = System.nanoTime();
          for (int i = 0; i < CALLS; i++) {
            scorer.score(calls[i], 1, out);
            plain[i] = out[0];
          }
          long middle = System.nanoTime();
          ScoreCache cache = new ScoreCache(file.sha256(), scorer);
          for (int i = 0; i < CALLS; i++) {
            cached[i] = cache.score(calls[i]);
          }
          long end = System.nanoTime();
          if (!Arrays.equals(plain, cached)) {
            throw new IllegalStateException("the cache gives other scores");
          }
          found = 100.0 * cache.hits / CALLS;
          if (round >= 0) { // the first is for the compiler
            without[round] = (middle - begin) / (double) CALLS;
            with[round] = (end - middle) / (double) CALLS;
          }
        }
        Arrays.sort(without);
        Arrays.sort(with);
        double one = without[rounds / 2];
        double other = with[rounds / 2];
        System.out.printf("| %.1f %% | %,.0f | %,.0f | %.2f |%n", found, one, other, other / one);
      }
    }
  }

  /** Rows of which the given share is among few that come again soon, the others long after. */
  private static float[][] calls(int percent) {
    SplittableRandom random = new SplittableRandom(percent);
    float[][] pool = new float[POOL][SET.width()];
    for (float[] row : pool) {
      for (int j = 0; j < row.length; j++) {
        row[j] = (float) random.nextGaussian();
      }
    }
    float[][] calls = new float[CALLS][];
    int next = HOT;
    for (int i = 0; i < CALLS; i++) {
      if (random.nextInt(100) < percent) {
        calls[i] = pool[random.nextInt(HOT)];
      } else {
        calls[i] = pool[next];
        next = next + 1 < POOL ? next + 1 : HOT;
      }
    }
    return calls;
  }

  /** Rows of one kind: how many, how many seen before, how many that a cache would have had. */
  private static final class Repeats {
    private final Set<Key> seen = new HashSet<>();
    private final LinkedHashMap<Key, Boolean> recent = new LinkedHashMap<>(2_000, 0.75f, true);
    private long rows;
    private long again;
    private long hits;

    /** All rows of one instrument make one log, so the row alone is looked up. */
    void take(FeatureRow row) {
      Key key = Key.of("", row.values());
      rows++;
      again += seen.add(key) ? 0 : 1;
      hits += recent.put(key, true) == null ? 0 : 1;
      if (recent.size() > CAPACITY) {
        recent.remove(recent.keySet().iterator().next());
      }
    }

    void print(String kind) {
      System.out.printf(
          "%s: %,d rows, %,d seen before (%.3f %%), %,d in the last %,d (%.3f %%)%n",
          kind,
          rows,
          again,
          100.0 * again / Math.max(1, rows),
          hits,
          CAPACITY,
          100.0 * hits / Math.max(1, rows));
    }
  }

  private static void repeats(String format, Path file, long most) throws IOException {
    Map<String, Replay> replays = new TreeMap<>();
    Repeats bars = new Repeats();
    Repeats ticks = new Repeats();
    long events = 0;
    long late = 0;
    long[] dropped = new long[1];
    try (IngestReader reader =
        Formats.named(format).open(SourceFile.of(file), IngestOptions.none())) {
      while (reader.hasNext() && events < most) {
        if (reader.next() instanceof Accepted accepted) {
          events++;
          MarketEvent event = accepted.event();
          Replay replay = replays.computeIfAbsent(event.instrument().value(), name -> SET.start());
          if (event.offset() <= replay.lastOffset()) {
            late++;
            continue;
          }
          replay.on(event, bars::take, older -> dropped[0]++);
          Optional<FeatureRow> soFar = replay.soFar();
          soFar.ifPresent(ticks::take);
        }
      }
    }
    System.out.printf(
        "%s: %,d events of %d instruments, %,d out of order%n",
        file.getFileName(), events, replays.size(), late + dropped[0]);
    bars.print("closed bars");
    ticks.print("ticks on unfinished bars");
  }
}
