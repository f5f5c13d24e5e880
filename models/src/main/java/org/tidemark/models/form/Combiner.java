package org.tidemark.models.form;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How the scores of several models of one target become one score, in double, rounded once. */
public sealed interface Combiner extends Serializable permits Combiner.Fixed, ByRegime {
  /** Models that it combines. */
  int members();

  /** Refuses members whose scores it cannot combine. */
  void need(int outputs, Link link);

  /**
   * What combines a row.
   *
   * @param features of many rows
   * @param from where the row begins
   */
  Fixed of(float[] features, int from);

  /** For example {@code mean}. */
  String name();

  /** The text that {@link #parse} reads back, to the last bit. */
  String id();

  /** A combiner that is the same for every row. */
  sealed interface Fixed extends Combiner {
    /**
     * Combines one row.
     *
     * @param scores member after member, {@code outputs} numbers each
     * @param from where the row begins
     * @param out takes {@code outputs} numbers
     * @param to where they begin
     */
    void combine(float[] scores, int from, int outputs, float[] out, int to);

    @Override
    default Fixed of(float[] features, int from) {
      return this;
    }
  }

  /** The mean with equal weights: soft voting of probabilities. */
  static Mean equal(int members) {
    double[] weights = new double[members];
    Arrays.fill(weights, 1.0 / members);
    return new Mean(weights);
  }

  /**
   * The weighted mean {@code w_1 s_1 + w_2 s_2 + ...}, added in the members' order.
   *
   * @param weights one per member, 0 or more, with sum 1
   */
  record Mean(double[] weights) implements Fixed {
    private static final long serialVersionUID = 1L;
    private static final double CLOSE = 1e-9;

    public Mean {
      weights = weights.clone();
      double sum = 0;
      for (double weight : weights) {
        if (!(weight >= 0)) {
          throw new IllegalArgumentException("weight " + weight + " of a member must be 0 or more");
        }
        sum += weight;
      }
      if (!(Math.abs(sum - 1) <= CLOSE)) {
        throw new IllegalArgumentException(
            "weights " + Arrays.toString(weights) + " of members have sum " + sum + ", not 1");
      }
    }

    @Override
    public double[] weights() {
      return weights.clone();
    }

    @Override
    public int members() {
      return weights.length;
    }

    @Override
    public void need(int outputs, Link link) {}

    @Override
    public void combine(float[] scores, int from, int outputs, float[] out, int to) {
      for (int k = 0; k < outputs; k++) {
        double sum = weights[0] * scores[from + k];
        for (int m = 1; m < weights.length; m++) {
          sum += weights[m] * scores[from + m * outputs + k];
        }
        out[to + k] = (float) sum;
      }
    }

    @Override
    public String name() {
      return "mean";
    }

    @Override
    public String id() {
      return "mean:" + text(weights);
    }
  }

  /**
   * Hard voting: each member names its most probable class, and the score of a class is its share
   * of the votes. A member of two classes names class 1 from 0.5 on; of several classes the lowest
   * of equals. Where classes tie they keep equal shares: two classes end at exactly 0.5, which
   * counts as class 1 where labels are told and is not traded, several at the lowest of the first.
   */
  record Vote(int members) implements Fixed {
    private static final long serialVersionUID = 1L;

    public Vote {
      if (members < 1) {
        throw new IllegalArgumentException(members + " members cannot vote; give one or more");
      }
    }

    @Override
    public void need(int outputs, Link link) {
      if (link == Link.IDENTITY) {
        throw new IllegalArgumentException(
            "estimates of a real number have no classes to vote for; combine them by their mean");
      }
    }

    @Override
    public void combine(float[] scores, int from, int outputs, float[] out, int to) {
      int[] votes = new int[outputs];
      for (int m = 0; m < members; m++) {
        int at = from + m * outputs;
        if (outputs == 1) {
          votes[0] += scores[at] >= 0.5f ? 1 : 0;
          continue;
        }
        int best = 0;
        for (int k = 1; k < outputs; k++) {
          best = scores[at + k] > scores[at + best] ? k : best;
        }
        votes[best]++;
      }
      for (int k = 0; k < outputs; k++) {
        out[to + k] = (float) ((double) votes[k] / members);
      }
    }

    @Override
    public String name() {
      return "vote";
    }

    @Override
    public String id() {
      return "vote:" + members;
    }
  }

  /**
   * Stacking: a linear model whose columns are the members' scores, member after member.
   *
   * @param members models that are combined
   * @param over of members x outputs columns
   */
  record Stack(int members, LinearForm over) implements Fixed {
    private static final long serialVersionUID = 1L;

    /**
     * By how much a score may differ where each member's scores differ by so much: errors are
     * multiplied by coefficients over deviations and add up in the margin; of that a sigmoid passes
     * on a quarter at most, a softmax (whose margins all move) a half.
     *
     * @param tolerances one per member
     */
    double passedOn(double[] tolerances) {
      double[] deviations = over.deviations();
      double worst = 0;
      for (double[] coefficients : over.coefficients()) {
        double sum = 0;
        for (int j = 0; j < coefficients.length; j++) {
          sum += Math.abs(coefficients[j]) / deviations[j] * tolerances[j / over.outputs()];
        }
        worst = Math.max(worst, sum);
      }
      return worst
          * switch (over.link()) {
            case SIGMOID, FLOAT_SIGMOID -> 0.25;
            case SOFTMAX -> 0.5;
            case IDENTITY, PROBABILITY -> 1;
          };
    }

    public Stack {
      if (members < 1 || over.features() != members * over.outputs()) {
        throw new IllegalArgumentException(
            "a linear model of "
                + over.features()
                + " columns and "
                + over.outputs()
                + " outputs cannot stack "
                + members
                + " members; it needs members x outputs columns");
      }
    }

    @Override
    public void need(int outputs, Link link) {
      if (outputs != over.outputs()
          || link.givesProbabilities() != over.link().givesProbabilities()) {
        throw new IllegalArgumentException(
            "members of "
                + outputs
                + " outputs and link "
                + link
                + " were to be stacked by a linear model of "
                + over.outputs()
                + " and "
                + over.link());
      }
    }

    @Override
    public void combine(float[] scores, int from, int outputs, float[] out, int to) {
      over.score(scores, from, out, to);
    }

    @Override
    public String name() {
      return "stack";
    }

    @Override
    public String id() {
      double[] coefficients =
          Arrays.stream(over.coefficients()).flatMapToDouble(Arrays::stream).toArray();
      return "stack:"
          + members
          + ":"
          + over.link()
          + ":"
          + text(over.means())
          + ":"
          + text(over.deviations())
          + ":"
          + text(coefficients)
          + ":"
          + text(over.intercepts());
    }
  }

  /**
   * Reads what {@link #id} wrote.
   *
   * @throws IllegalArgumentException if it is no combiner
   */
  static Combiner parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length == 2 && parts[0].equals("mean")) {
      return new Mean(numbers(parts[1]));
    }
    if (parts.length == 2 && parts[0].equals("vote")) {
      return new Vote(Integer.parseInt(parts[1]));
    }
    if (parts.length == 7 && parts[0].equals("stack")) {
      double[] means = numbers(parts[3]);
      double[] flat = numbers(parts[5]);
      double[] intercepts = numbers(parts[6]);
      if (flat.length != means.length * intercepts.length) {
        throw new IllegalArgumentException(
            "combiner '" + text + "' has " + flat.length + " coefficients");
      }
      double[][] coefficients = new double[intercepts.length][];
      for (int k = 0; k < coefficients.length; k++) {
        coefficients[k] = Arrays.copyOfRange(flat, k * means.length, (k + 1) * means.length);
      }
      return new Stack(
          Integer.parseInt(parts[1]),
          new LinearForm(
              means, numbers(parts[4]), coefficients, intercepts, Link.valueOf(parts[2])));
    }
    if (parts[0].equals("regime")) {
      return ByRegime.parse(parts);
    }
    throw new IllegalArgumentException(
        "combiner '" + text + "' must begin with mean:, vote:, stack: or regime:");
  }

  private static String text(double[] numbers) {
    return Arrays.stream(numbers).mapToObj(Double::toString).collect(Collectors.joining("|"));
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split("\\|", -1)).mapToDouble(Double::parseDouble).toArray();
  }
}
