package org.tidemark.jobs.tune;

import static org.apache.spark.sql.functions.col;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.Sha256;
import org.tidemark.models.split.Splitter;
import org.tidemark.models.tune.Objective;
import org.tidemark.models.tune.Pruner;
import org.tidemark.models.tune.Sampler;
import org.tidemark.models.tune.Space;

/**
 * The study that a night's settings {@code tune.*} ask for: made anew every {@code tune.days}, and
 * what it has chosen is what the chain fits until then. It sees the training rows of the first fold
 * of setting {@code split}, so a walk-forward validation of its choice is untouched by it.
 *
 * <p>Its name holds its date and a hash of everything else that makes it, so other settings make
 * another study.
 *
 * @param args of the study if it is made on this night
 * @param days how long a choice is used
 * @param hash of all that is not the date
 */
public record NightlyStudy(TuneArgs args, int days, String hash) {
  private static final String PREFIX = "tune.";
  private static final int HASH_LETTERS = 12;
  private static final int BATCH = 5;

  /** What the night asks for; empty when it names nothing to choose. */
  public static Optional<NightlyStudy> of(NightlyArgs night) {
    NightlyConfig config = night.config();
    String space = config.text("tune.space");
    if (space.isEmpty()) {
      return Optional.empty();
    }
    Space parsed = Space.parse(space.replace(';', ','));
    if (parsed.parameters().stream().anyMatch(p -> p.name().equals("learners"))) {
      throw new IllegalArgumentException(
          "setting tune.space = '"
              + space
              + "' chooses a learner, but a night fits every one of setting learners; leave it out,"
              + " or tune with --study");
    }
    int days = config.whole("tune.days");
    if (days < 1) {
      throw new IllegalArgumentException("setting tune.days = " + days + " must be 1 or more");
    }
    String hash = hash(config);
    Map<String, String> base = new TreeMap<>();
    NightlyConfig.SETTINGS.stream()
        .filter(s -> s.key().startsWith(PREFIX))
        .forEach(s -> base.put(s.key(), s.standard()));
    base.put("learners", config.list("learners").get(0));
    String inner = config.text("tune.inner");
    TuneArgs args =
        new TuneArgs(
            new NightlyArgs(night.asOf(), config.with(base), night.progress()),
            name(night.asOf(), hash),
            parsed,
            Sampler.parse(config.text("tune.sampler")),
            Pruner.parse(config.text("tune.pruner")),
            Objective.parse(config.text("tune.metric")),
            config.whole("tune.trials"),
            BATCH,
            config.whole("seed"),
            inner.isEmpty() ? Optional.empty() : Optional.of(Splitter.parse(inner)),
            inner.isEmpty() ? OptionalInt.empty() : OptionalInt.of(0));
    return Optional.of(new NightlyStudy(args, days, hash));
  }

  private static String name(LocalDate date, String hash) {
    return "nightly-" + date + "-" + hash;
  }

  /** Of every setting but those that change no study. */
  private static String hash(NightlyConfig config) {
    Map<String, String> settings = config.toMap();
    settings.keySet().removeIf(key -> key.startsWith("source.") || key.startsWith("registry."));
    settings.keySet().removeAll(List.of("tune.days", "promote.test", "drift.days"));
    return Sha256.of(Json.line(settings).getBytes(StandardCharsets.UTF_8))
        .substring(0, HASH_LETTERS);
  }

  /** The study whose choice is used on this night: the newest that is done and not too old. */
  Optional<String> done(TableStore store) {
    if (!store.exists(Tables.STUDIES)) {
      return Optional.empty();
    }
    LocalDate today = args.nightly().asOf();
    Object[] names =
        Stream.iterate(today, day -> day.minusDays(1))
            .limit(days)
            .map(day -> name(day, hash))
            .toArray();
    return store
        .read(Tables.STUDIES)
        .where(col("status").equalTo("done").and(col("study").isin(names)))
        .select("study")
        .orderBy(col("study").desc())
        .limit(1)
        .collectAsList()
        .stream()
        .findFirst()
        .map((Row row) -> row.getString(0));
  }

  /**
   * The night with what its study has chosen; as it is when it asks for none.
   *
   * @throws IllegalStateException if the study is not there yet
   */
  public static NightlyArgs chosen(TableStore store, NightlyArgs night) {
    Optional<NightlyStudy> asked = of(night);
    if (asked.isEmpty()) {
      return night;
    }
    String name =
        asked
            .get()
            .done(store)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no study of the last "
                            + asked.get().days()
                            + " days has chosen settings for "
                            + night.asOf()
                            + "; run 'tidemark tune' with the same options first"));
    return new NightlyArgs(
        night.asOf(),
        night.config().with(BestSettings.of(store, name).best().settings()),
        night.progress());
  }
}
