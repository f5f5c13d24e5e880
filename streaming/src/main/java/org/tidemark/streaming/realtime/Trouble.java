package org.tidemark.streaming.realtime;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is wrong with a running query.
 *
 * @param rule stable name of the kind of problem
 * @param subject partition, or part of the query, that it is about
 * @param message one sentence: what is wrong, and what to do
 */
record Trouble(String rule, String subject, String message) {
  static final String STALLED = "realtime-stalled";
  static final String UNSAVED = "realtime-unsaved";
  static final String DROPPED = "realtime-dropped";
  static final String UNWATCHED = "realtime-unwatched";

  static Trouble of(String rule, int partition, String message) {
    return new Trouble(rule, "partition " + partition, message);
  }

  /** For people who read a log. */
  String line() {
    return rule + ": " + message;
  }

  /**
   * All that is known.
   *
   * @param met what is wrong now
   * @param unknown rules of which it is not known yet whether they are met
   */
  record Known(List<Trouble> met, Set<String> unknown) {
    /** Before anybody has looked. */
    static final Known NOTHING_YET =
        new Known(List.of(), Set.of(STALLED, UNSAVED, DROPPED, UNWATCHED));

    Known {
      met = List.copyOf(met);
      unknown = Set.copyOf(unknown);
    }

    /** What two know together. */
    Known and(Known other) {
      return new Known(
          Stream.concat(met.stream(), other.met.stream()).toList(),
          Stream.concat(unknown.stream(), other.unknown.stream()).collect(Collectors.toSet()));
    }
  }
}
