package org.tidemark.models.overfit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What makes a trial the same trial when it is run again: the model it is for and every setting
 * that can change its result.
 *
 * <p>The scope of a ledger is the model's name alone. A label, a feature set, a sampler, a split or
 * a seed is a choice like any other: trying five labels and keeping the best is five trials.
 *
 * @param model name of the model, the scope of its ledger
 * @param settings name and value, in order of name; one or more
 */
public record TrialIdentity(String model, SortedMap<String, String> settings) {
  public TrialIdentity {
    if (model.isBlank()) {
      throw new IllegalArgumentException("a trial is of a model: its name is blank");
    }
    if (settings.isEmpty()) {
      throw new IllegalArgumentException(
          "a trial of model " + model + " without settings: name all that can change its result");
    }
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /** With settings in any order. */
  public static TrialIdentity of(String model, Map<String, String> settings) {
    return new TrialIdentity(model, new TreeMap<>(settings));
  }

  /**
   * Equal for equal trials and for no others: SHA-256, as 64 hexadecimal digits, of the texts each
   * behind its length, so that no two lists of settings read the same.
   */
  public String id() {
    StringBuilder text = new StringBuilder();
    append(text, model);
    settings.forEach(
        (name, value) -> {
          append(text, name);
          append(text, value);
        });
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void append(StringBuilder text, String part) {
    text.append(part.length()).append(':').append(part);
  }
}
