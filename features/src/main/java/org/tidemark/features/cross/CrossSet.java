package org.tidemark.features.cross;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Sampler;
import org.tidemark.features.bar.SessionBars;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.state.StateException;

/**
 * A named, ordered list of cross-instrument features over one universe and one sampler, whose bars
 * end at the same times for all members.
 *
 * @param name lower-case letters, digits and '_'; also the name of its table
 */
public record CrossSet(
    String name, Universe universe, Sampler<?> sampler, List<CrossFeature> features)
    implements Serializable {
  public CrossSet {
    features = List.copyOf(features);
    if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException(
          "cross set name '" + name + "' must be 1 to 63 lower-case letters, digits and '_'");
    }
    if (!(sampler instanceof TimeBars) && !(sampler instanceof SessionBars)) {
      throw new IllegalArgumentException(
          "bars of "
              + sampler.id()
              + " end at other times for every instrument; a cross set needs time- or session-"
              + " bars");
    }
    Set<String> names = new HashSet<>();
    for (CrossFeature feature : features) {
      if (!names.add(feature.output().name())) {
        throw new IllegalArgumentException(
            "cross set " + name + " has two outputs named " + feature.output().name());
      }
    }
  }

  /** Columns of a row, in order. */
  public List<String> outputNames() {
    return features.stream().map(f -> f.output().name()).toList();
  }

  /** Pairs of returns that the widest feature needs, at least 1. */
  int pairs() {
    return features.stream().mapToInt(CrossFeature::pairs).max().orElse(1);
  }

  /** SHA-256, in hex, of everything that decides what the columns mean. */
  public String hash() {
    StringBuilder text =
        new StringBuilder(name).append('|').append(universe.id()).append('|').append(sampler.id());
    features.forEach(f -> text.append('|').append(f.id()));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Stage one of each member: the sampler alone, in order of arrival. */
  public FeatureSet stageOne() {
    return new FeatureSet("members", List.of(), sampler, Duration.ZERO);
  }

  /** A stage two that has seen nothing. */
  public CrossReplay start() {
    return CrossReplay.start(this);
  }

  /**
   * Goes on from {@link CrossReplay#snapshot()}.
   *
   * @throws StateException if the bytes are damaged or of another set, version or format
   */
  public CrossReplay restore(byte[] snapshot) {
    return CrossReplay.restore(this, snapshot);
  }
}
