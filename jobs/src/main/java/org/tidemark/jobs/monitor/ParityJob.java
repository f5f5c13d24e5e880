package org.tidemark.jobs.monitor;

import static org.apache.spark.sql.functions.col;

import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Sampler;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Replays in batch what live queries took since the last replay, up to the as-of date, and compares
 * every value with the one that live computed, bit for bit: a certificate for each feature, and an
 * error when one does not hold.
 *
 * <p>A replay begins where the one before ended, the first one with the very state that live began
 * with, so each tick is replayed once and each live row compared once, also after nights without a
 * run.
 */
public final class ParityJob implements Job<NightlyArgs, ParityJob.Summary> {
  /**
   * What was compared.
   *
   * @param message one line for people
   * @param day replayed: the one before the as-of date
   * @param queries live queries with something new
   * @param instruments replayed
   * @param ticks replayed
   * @param rows compared
   * @param features certificates written
   * @param notComparable instruments whose beginning or features are not known
   */
  public record Summary(
      String message,
      String day,
      int queries,
      long instruments,
      long ticks,
      long rows,
      int features,
      long notComparable) {}

  @Override
  public String name() {
    return "parity";
  }

  /**
   * {@inheritDoc}
   *
   * @throws ParityException after the certificates are written, if live and batch differ or ticks
   *     are lost
   */
  @Override
  public Summary run(TableStore store, NightlyArgs args) {
    LocalDate day = args.asOf().minusDays(1);
    try (LiveLog log = LiveLog.of(store, args)) {
      return log.isEmpty() ? none(day) : compare(store, args, day, log);
    }
  }

  private static Summary compare(TableStore store, NightlyArgs args, LocalDate day, LiveLog log) {
    Map<String, Certificates> found = new TreeMap<>();
    HashMap<String, FeatureSet> sets = new HashMap<>();
    for (Row row : log.sets()) {
      Optional<FeatureSet> set = set(row.getString(1), row.getString(2), row.getString(3));
      set.ifPresent(known -> sets.put(row.getString(0), known));
      found.put(
          row.getString(0),
          new Certificates(
              new Certificates.Subject(
                  row.getString(0),
                  row.getString(1),
                  row.getString(2),
                  set.map(FeatureSet::outputNames).orElse(List.of()))));
    }
    Dataset<Row> replayed =
        log.rows()
            .mapPartitions(new LiveReplay(sets), Encoders.row(LiveReplay.OUTPUT))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      replayed
          .drop("snapshot")
          .collectAsList()
          .forEach(row -> certificates(found, row.getString(0)).add(row));
      log.lossy()
          .forEach(
              row ->
                  certificates(found, row.getString(0))
                      .addLossy(row.getLong(1), row.getLong(2), row.getLong(3)));
      found.values().removeIf(Certificates::isEmpty);
      if (found.isEmpty()) {
        return none(day);
      }
      write(store, args, day, found, log.states(replayed));
    } finally {
      replayed.unpersist();
    }
    return judged(day, found);
  }

  private static Certificates certificates(Map<String, Certificates> found, String query) {
    return found.computeIfAbsent(
        query, q -> new Certificates(new Certificates.Subject(q, "unknown", "unknown", List.of())));
  }

  private static Summary none(LocalDate day) {
    return new Summary("no live events up to the end of " + day, day.toString(), 0, 0, 0, 0, 0, 0);
  }

  /** The set of that name, if this program computes it just so. */
  private static Optional<FeatureSet> set(String name, String hash, String samplerId) {
    try {
      Sampler<?> sampler = Samplers.parse(samplerId);
      String suffix = FeatureSets.suffix(sampler);
      String plain =
          name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
      FeatureSet set = FeatureSets.named(plain, sampler);
      return Optional.of(set).filter(s -> s.hash().equals(hash));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a set or a sampler of another program
    }
  }

  private static void write(
      TableStore store,
      NightlyArgs args,
      LocalDate day,
      Map<String, Certificates> found,
      Dataset<Row> states) {
    List<Row> rows = new ArrayList<>();
    found.values().forEach(c -> rows.addAll(c.rows(day)));
    store.settle(Tables.PARITY, store.rows(Tables.PARITY, rows), "date = DATE'%s'".formatted(day));
    store.settle(
        Tables.PARITY_STATE,
        states.where(col("query").isin(found.keySet().toArray())),
        "until_date = DATE'%s'".formatted(Date.valueOf(args.asOf())));
  }

  private static Summary judged(LocalDate day, Map<String, Certificates> found) {
    List<String> problems =
        found.values().stream().map(Certificates::problem).filter(p -> !p.isEmpty()).toList();
    if (!problems.isEmpty()) {
      throw new ParityException(
          "live and batch differ up to the end of "
              + day
              + ": "
              + String.join("; ", problems)
              + "; see features.parity where date = '"
              + day
              + "'");
    }
    long instruments = found.values().stream().mapToLong(Certificates::instruments).sum();
    long ticks = found.values().stream().mapToLong(Certificates::ticks).sum();
    long rows = found.values().stream().mapToLong(Certificates::compared).sum();
    long unknown = found.values().stream().mapToLong(Certificates::notComparable).sum();
    int features = found.values().stream().mapToInt(c -> c.rows(day).size()).sum();
    long values =
        found.values().stream().mapToLong(c -> c.compared() * c.subject().outputs().size()).sum();
    String message =
        "%d ticks of %d instruments replayed in batch: %d rows, %d values, 0 bits differ from live"
                .formatted(ticks, instruments, rows, values)
            + (unknown > 0 ? "; " + unknown + " instruments not comparable" : "");
    return new Summary(
        message, day.toString(), found.size(), instruments, ticks, rows, features, unknown);
  }
}
