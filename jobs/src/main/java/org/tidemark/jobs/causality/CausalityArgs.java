package org.tidemark.jobs.causality;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tidemark.features.bar.Samplers;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.Progress;

/**
 * What to check, and on which data.
 *
 * @param features name of a registered feature set, or a universe, such as {@code
 *     coins@1:BTCUSD,ETHUSD}, for its cross-instrument features
 * @param sampler what closes its bars
 * @param label id of a labeler
 * @param split id of a splitter; needs a label
 * @param learners learners whose fit on the first fold is checked, besides bins; need features,
 *     label and split
 * @param sql text of a query over the inputs
 * @param transformer folder of a saved spark.ml pipeline, or the name of a class
 * @param inputs tables that the query or the transformer reads; the transformer reads the first
 * @param delays how long after its stamp a row of an input is published, as ISO durations
 * @param instruments empty for all
 * @param fromNanos input after this instant
 * @param toNanos input up to this instant
 * @param cuts instants to divide past and future at
 * @param seed of the instants and of made-up input
 * @param progress told how far the reruns are
 */
public record CausalityArgs(
    Optional<String> features,
    String sampler,
    Optional<String> label,
    Optional<String> split,
    List<String> learners,
    Optional<String> sql,
    Optional<String> transformer,
    List<String> inputs,
    Map<String, String> delays,
    List<String> instruments,
    long fromNanos,
    long toNanos,
    int cuts,
    long seed,
    Progress progress) {
  public CausalityArgs {
    learners = List.copyOf(learners);
    inputs = List.copyOf(inputs);
    instruments = List.copyOf(instruments);
    delays = Map.copyOf(delays);
    Samplers.parse(sampler);
    if (features.isEmpty() && label.isEmpty() && sql.isEmpty() && transformer.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to check: give --features, --label, --sql or --transformer");
    }
    if (split.isPresent() && label.isEmpty()) {
      throw new IllegalArgumentException("--split needs --label: folds are judged by label spans");
    }
    if ((sql.isPresent() || transformer.isPresent()) && inputs.isEmpty()) {
      throw new IllegalArgumentException("--sql and --transformer need --input, for example bars");
    }
    if (!inputs.containsAll(delays.keySet())) {
      throw new IllegalArgumentException(
          "--published-after names " + delays.keySet() + " but --input is " + inputs);
    }
    if (fromNanos >= toNanos) {
      throw new IllegalArgumentException("--from must lie before --to");
    }
    if (cuts < 1) {
      throw new IllegalArgumentException("--cuts " + cuts + " must be 1 or more");
    }
  }

  /** Everything but the progress, as JSON with sorted keys. */
  String json() {
    Map<String, Object> all = new TreeMap<>();
    all.put("features", features.orElse(""));
    all.put("sampler", sampler);
    all.put("label", label.orElse(""));
    all.put("split", split.orElse(""));
    all.put("learners", learners);
    all.put("sql", sql.orElse(""));
    all.put("transformer", transformer.orElse(""));
    all.put("inputs", inputs);
    all.put("published_after", new TreeMap<>(delays));
    all.put("instruments", instruments);
    all.put("from_nanos", fromNanos);
    all.put("to_nanos", toNanos);
    all.put("cuts", cuts);
    all.put("seed", seed);
    return Json.line(all);
  }

  /** Names the check: the same question gives the same id, and its rows are replaced. */
  String checkId() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(json().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
