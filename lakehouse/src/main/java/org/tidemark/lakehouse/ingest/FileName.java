package org.tidemark.lakehouse.ingest;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tidemark.market.InstrumentId;

/** What file names say: instrument, venue and date. */
final class FileName {
  private static final String ENDING = "(?:\\.csv)?(?:\\.gz)?";

  private FileName() {}

  /** Matches the name without its {@code .csv} and {@code .gz}; empty when it has another form. */
  static Optional<Matcher> match(SourceFile file, String pattern) {
    Matcher matcher = Pattern.compile(pattern + ENDING).matcher(file.name());
    return matcher.matches() ? Optional.of(matcher) : Optional.empty();
  }

  /** The same, required: without it the reader cannot know the date or the venue. */
  static Matcher need(SourceFile file, String pattern, String form) {
    return match(file, pattern)
        .orElseThrow(
            () ->
                new IngestException(
                    file.name() + " must be named like " + form + "; rename the file"));
  }

  /** The given instrument, else the first group of the name in upper case. */
  static InstrumentId instrument(
      SourceFile file, IngestOptions options, Optional<Matcher> matcher) {
    return options
        .instrument()
        .or(() -> matcher.map(m -> new InstrumentId(m.group(1).toUpperCase(Locale.ROOT))))
        .orElseThrow(
            () ->
                new IngestException(
                    file.name() + " does not name its instrument; give it with --instrument"));
  }
}
