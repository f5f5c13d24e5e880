package org.tidemark.streaming.score;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tidemark.features.regime.Regime;

/**
 * Who scores a micro-batch.
 *
 * @param champion absent when there is none: then nothing is scored, or by the rule
 * @param challenger who serves a share of the champion's bars, if anyone
 * @param specialists who serve the bars of some regimes
 * @param shadows who score and do not serve
 * @param rule what serves all bars where no version may
 */
record LineUp(
    Optional<ModelVersion> champion,
    Optional<Challenger> challenger,
    List<Specialist> specialists,
    List<ModelVersion> shadows,
    Optional<Rule> rule) {
  /**
   * A version and the share of bars that it serves.
   *
   * @param share above 0, below 1
   */
  record Challenger(ModelVersion version, double share) {
    Challenger {
      if (!(share > 0 && share < 1)) {
        throw new IllegalArgumentException("share " + share + " must be above 0 and below 1");
      }
    }
  }

  /** A version and the regimes whose bars it serves. */
  record Specialist(Set<Regime> regimes, ModelVersion version) {
    Specialist {
      if (regimes.isEmpty()) {
        throw new IllegalArgumentException(version.version() + " is named for no regime");
      }
      regimes = Set.copyOf(EnumSet.copyOf(regimes));
    }
  }

  /** A rule by the name that its rows have, and why it serves. */
  record Rule(String version, String reason) {
    Rule {
      if (version.isBlank() || (version + reason).indexOf('\n') >= 0) {
        throw new IllegalArgumentException(
            "a rule's name and reason are one line each, not '" + version + "', '" + reason + "'");
      }
    }
  }

  LineUp {
    specialists = List.copyOf(specialists);
    shadows = List.copyOf(shadows);
    if (champion.isEmpty()
        && (challenger.isPresent() || !specialists.isEmpty() || !shadows.isEmpty())) {
      throw new IllegalArgumentException("nobody scores beside a champion that is not there");
    }
    if (champion.isPresent() && rule.isPresent()) {
      throw new IllegalArgumentException("no rule serves beside a champion");
    }
  }

  /** Nobody scores. */
  static LineUp nobody() {
    return alone(Optional.empty());
  }

  /** The champion alone, if there is one. */
  static LineUp alone(Optional<ModelVersion> champion) {
    return new LineUp(champion, Optional.empty(), List.of(), List.of(), Optional.empty());
  }

  /** A rule alone. */
  static LineUp of(Rule rule) {
    return new LineUp(Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.of(rule));
  }

  /** What serves first: the champion's version or the rule's name; empty where nothing does. */
  Optional<String> serving() {
    return champion.map(ModelVersion::version).or(() -> rule.map(Rule::version));
  }

  /** All versions. */
  List<ModelVersion> all() {
    List<ModelVersion> all = new ArrayList<>();
    champion.ifPresent(all::add);
    challenger.ifPresent(c -> all.add(c.version()));
    specialists.forEach(s -> all.add(s.version()));
    all.addAll(shadows);
    return all;
  }
}
