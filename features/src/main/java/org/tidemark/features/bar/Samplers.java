package org.tidemark.features.bar;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tidemark.features.Sampler;
import org.tidemark.market.session.Calendar;

/** The registered samplers, named by their ids in settings. */
public final class Samplers {
  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Pattern AMOUNT =
      Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,40})?(e[0-9]{1,2})?");
  private static final Pattern SECONDS = Pattern.compile("([1-9][0-9]{0,8})s");

  /** Turns what follows the word of an id into a sampler; empty when it is malformed. */
  private interface Reader {
    Optional<? extends Sampler<?>> read(String rest);
  }

  /**
   * One sampler of the registry.
   *
   * @param form how its ids look
   * @param example an id
   * @param meaning one line
   */
  public record Kind(String form, String example, String meaning) {}

  private record Entry(String word, Kind kind, Reader reader) {}

  // A word that begins another one comes after it.
  private static final List<Entry> ENTRIES =
      List.of(
          new Entry(
              "time-",
              new Kind("time-SECONDSs", "time-60s", "a fixed length on the UTC grid"),
              rest -> seconds(rest).map(TimeBars::new)),
          new Entry(
              "session-",
              new Kind(
                  "session-CALENDAR-SECONDSs",
                  "session-nyse-1800s",
                  "a fixed length from each session's open, cut at its close"),
              Samplers::session),
          new Entry(
              "tick-imbalance-",
              new Kind(
                  "tick-imbalance-TICKS",
                  "tick-imbalance-100",
                  "until buys and sells differ in number as much as is expected of so many trades"),
              rest -> count(rest).map(TickImbalanceBars::new)),
          new Entry(
              "volume-imbalance-",
              new Kind(
                  "volume-imbalance-TICKS",
                  "volume-imbalance-100",
                  "until buys and sells differ in volume as much as is expected of so many trades"),
              rest -> count(rest).map(VolumeImbalanceBars::new)),
          new Entry(
              "tick-",
              new Kind("tick-COUNT", "tick-100", "a fixed number of trades"),
              rest -> count(rest).map(TickBars::new)),
          new Entry(
              "volume-",
              new Kind("volume-SIZE", "volume-5000", "a volume in base units"),
              rest -> amount(rest).map(VolumeBars::new)),
          new Entry(
              "dollar-",
              new Kind("dollar-VALUE", "dollar-1e6", "a value in quote currency"),
              rest -> amount(rest).map(DollarBars::new)));

  private Samplers() {}

  /** Every kind that {@link #parse} knows. */
  public static List<Kind> kinds() {
    return ENTRIES.stream().map(Entry::kind).toList();
  }

  /** How ids look, in one line. */
  public static String forms() {
    return String.join(", ", kinds().stream().map(Kind::form).toList());
  }

  /**
   * The sampler of an id. {@code parse(s.id())} is {@code s}; a number may also be written another
   * way ({@code dollar-1000000}), the id of the sampler is the same.
   *
   * @throws IllegalArgumentException if no sampler has such an id, or a number is out of range
   */
  public static Sampler<?> parse(String id) {
    int at = id.indexOf('@');
    if (at >= 0) {
      Sampler<?> today = parse(id.substring(0, at));
      if (!today.id().equals(id)) {
        throw new IllegalArgumentException(
            "sampler '" + id + "' is of another version than '" + today.id() + "'; recompute");
      }
      return today;
    }
    for (Entry entry : ENTRIES) {
      if (id.startsWith(entry.word)) {
        return entry
            .reader
            .read(id.substring(entry.word.length()))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "sampler '"
                            + id
                            + "' is not of the form "
                            + entry.kind.form
                            + ", for example "
                            + entry.kind.example));
      }
    }
    throw new IllegalArgumentException("no sampler is named '" + id + "'; known forms: " + forms());
  }

  private static Optional<SessionBars> session(String rest) {
    int dash = rest.lastIndexOf('-');
    return dash < 0
        ? Optional.empty()
        : seconds(rest.substring(dash + 1))
            .map(length -> new SessionBars(Calendar.named(rest.substring(0, dash)), length));
  }

  private static Optional<Duration> seconds(String text) {
    Matcher match = SECONDS.matcher(text);
    return match.matches()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(match.group(1))))
        : Optional.empty();
  }

  private static Optional<Integer> count(String text) {
    return COUNT.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  private static Optional<Double> amount(String text) {
    return AMOUNT.matcher(text).matches()
        ? Optional.of(new BigDecimal(text).doubleValue())
        : Optional.empty();
  }
}
