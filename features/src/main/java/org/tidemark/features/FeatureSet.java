package org.tidemark.features;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.tidemark.features.state.StateException;
import org.tidemark.market.EventKind;

/**
 * A named, ordered list of features over one sampler. Its {@link #hash()} covers names, order,
 * versions, outputs and sampler: a model pins it and refuses rows of any other set (Q18).
 *
 * <p>A value: two sets are equal when their parts are.
 */
public final class FeatureSet implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final List<Feature<?>> features;
  private final Sampler<?> sampler;
  private final Duration lateness;

  /**
   * Found when first asked for: every state that is written or read asks, and features are many.
   */
  private transient volatile String hash;

  /**
   * @param name lower-case letters and digits; also the name of its table
   * @param lateness how far event time may run back before an event is late; zero keeps arrival
   *     order
   */
  public FeatureSet(String name, List<Feature<?>> features, Sampler<?> sampler, Duration lateness) {
    this.name = name;
    this.features = List.copyOf(features);
    this.sampler = sampler;
    this.lateness = lateness;
    if (!name.matches("[a-z][a-z0-9]{0,30}(_[a-z0-9]{1,40})?")) {
      throw new IllegalArgumentException(
          "feature set name '"
              + name
              + "' must be lower-case letters and digits, with one '_' at most");
    }
    if (lateness.isNegative()) {
      throw new IllegalArgumentException("lateness " + lateness + " must not be negative");
    }
    Set<String> names = new HashSet<>();
    for (Feature<?> feature : features) {
      for (Output output : feature.outputs()) {
        if (!names.add(output.name())) {
          throw new IllegalArgumentException(
              "feature set " + name + " has two outputs named " + output.name());
        }
      }
    }
  }

  public String name() {
    return name;
  }

  public List<Feature<?>> features() {
    return features;
  }

  /** What closes its bars. */
  public Sampler<?> sampler() {
    return sampler;
  }

  /** How far event time may run back before an event is late. */
  public Duration lateness() {
    return lateness;
  }

  /** Columns of a row, in order. */
  public List<String> outputNames() {
    List<String> names = new ArrayList<>();
    features.forEach(f -> f.outputs().forEach(o -> names.add(o.name())));
    return List.copyOf(names);
  }

  /** Number of columns of a row. */
  public int width() {
    return features.stream().mapToInt(f -> f.outputs().size()).sum();
  }

  /**
   * The kinds of event that some feature reads beside closed bars; empty when one kind with prices,
   * whichever, is enough.
   */
  public Set<EventKind> inputs() {
    Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
    features.forEach(f -> kinds.addAll(f.inputs()));
    return Collections.unmodifiableSet(kinds);
  }

  /** SHA-256, in hex, of everything that decides what the columns mean. */
  public String hash() {
    String found = hash;
    if (found == null) {
      found = digest();
      hash = found;
    }
    return found;
  }

  private String digest() {
    StringBuilder text =
        new StringBuilder(name)
            .append('|')
            .append(sampler.id())
            .append('|')
            .append(lateness.toNanos());
    for (Feature<?> feature : features) {
      text.append('|').append(feature.id());
      feature.outputs().forEach(o -> text.append(',').append(o.name()));
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** A replay that has seen nothing. */
  public Replay start() {
    return FeatureReplay.start(this);
  }

  /**
   * Goes on from {@link Replay#snapshot()}.
   *
   * @throws StateException if the bytes are damaged or of another set, version or format
   */
  public Replay restore(byte[] snapshot) {
    return FeatureReplay.restore(this, snapshot);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureSet set
        && name.equals(set.name)
        && features.equals(set.features)
        && sampler.equals(set.sampler)
        && lateness.equals(set.lateness);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, features, sampler, lateness);
  }

  @Override
  public String toString() {
    return "feature set " + name + " of " + features.size() + " features, bars " + sampler.id();
  }
}
