package org.tidemark.models.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tidemark.models.compare.PairTest;

/**
 * What a test of a challenger and whom it would replace must say before it is promoted. A pair that
 * could not be tested never helps a challenger.
 *
 * @param demand what must be shown
 * @param kind of the test
 * @param level largest p value, corrected after Holm, at which a difference counts; above 0, below
 *     1
 */
public record PromotionTest(Demand demand, PairTest.Kind kind, double level) {
  /** The setting's word for no test at all. */
  public static final String NONE = "none";

  /** What must be shown. */
  public enum Demand {
    /** The challenger is better, and the difference counts. */
    BETTER("better"),
    /** The challenger is not worse by a difference that counts: no proof that both are equal. */
    NOT_WORSE("not-worse");

    private final String id;

    Demand(String id) {
      this.id = id;
    }
  }

  public PromotionTest {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "level " + level + " of a promotion test must be above 0 and below 1, for example 0.05");
    }
  }

  /**
   * Tests as a setting names them: {@code none}, or {@code better:TEST:LEVEL} and {@code
   * not-worse:TEST:LEVEL}, comma separated.
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  public static List<PromotionTest> parse(String text) {
    return text.equals(NONE)
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(part -> one(part.strip(), text)).toList();
  }

  private static PromotionTest one(String part, String whole) {
    String[] words = part.split(":", -1);
    if (words.length == 3) {
      for (Demand demand : Demand.values()) {
        for (PairTest.Kind kind : PairTest.Kind.values()) {
          if (words[0].equals(demand.id) && words[1].equals(kind.id())) {
            return new PromotionTest(demand, kind, level(words[2], whole));
          }
        }
      }
    }
    throw unreadable(whole);
  }

  private static double level(String word, String whole) {
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw unreadable(whole);
    }
  }

  private static IllegalArgumentException unreadable(String whole) {
    String kinds =
        Arrays.stream(PairTest.Kind.values())
            .map(PairTest.Kind::id)
            .collect(Collectors.joining(", "));
    return new IllegalArgumentException(
        "promotion test '"
            + whole
            + "' must be none, or DEMAND:TEST:LEVEL, comma separated, with better or not-worse, one"
            + " of "
            + kinds
            + ", and a level, for example better:diebold-mariano:0.05");
  }

  /**
   * A decision after these tests: one to keep stays, one to promote holds only if every test does.
   *
   * @param asked tests; none change nothing
   * @param challenger name of the challenger in the tests
   * @param rival name of whom it would replace
   * @param made tests of their pair, either of them first
   */
  public static PromotionDecision judge(
      List<PromotionTest> asked,
      PromotionDecision decision,
      String challenger,
      String rival,
      List<PairTest> made) {
    if (asked.isEmpty() || decision instanceof PromotionDecision.Keep) {
      return decision;
    }
    List<String> met = new ArrayList<>(decision.reasons());
    List<String> failed = new ArrayList<>();
    for (PromotionTest test : asked) {
      made.stream()
          .filter(m -> m.kind() == test.kind)
          .filter(m -> m.isOf(challenger, rival) && !Double.isNaN(m.holm()))
          .findFirst()
          .ifPresentOrElse(
              m -> (test.holds(m, challenger) ? met : failed).add(test.sentence(m, challenger)),
              () ->
                  failed.add(
                      "%s and %s could not be tested by %s: too few observations, or nothing varies."
                          .formatted(challenger, rival, test.kind.id())));
    }
    return failed.isEmpty()
        ? new PromotionDecision.Promote(met)
        : new PromotionDecision.Keep(failed);
  }

  private boolean holds(PairTest test, String challenger) {
    boolean counts = test.holm() <= level;
    double lead = test.lead(challenger);
    return demand == Demand.BETTER ? counts && lead > 0 : !(counts && lead < 0);
  }

  private String sentence(PairTest test, String challenger) {
    String rival = test.first().equals(challenger) ? test.second() : test.first();
    double lead = test.lead(challenger);
    String found =
        test.holm() <= level && lead != 0
            ? lead > 0 ? "better" : "worse"
            : demand == Demand.BETTER ? "not surely better" : "not surely worse";
    return String.format(
        Locale.ROOT,
        "%s is %s than %s by %s: p = %.4f after Holm over %d observations (asked: %s at %s).",
        challenger,
        found,
        rival,
        test.kind().id(),
        test.holm(),
        test.observations(),
        demand.id,
        level);
  }
}
