package org.tidemark.models.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.form.Combiner;
import org.tidemark.models.form.EnsembleForm;

/**
 * Several fitted models of the same columns and target, and what makes one score of theirs.
 *
 * @param members in the order in which the combiner takes their scores
 */
public record EnsembleModel(List<FormedModel> members, Combiner combiner) implements FormedModel {
  private static final long serialVersionUID = 1L;

  public EnsembleModel {
    members = List.copyOf(members);
    // Says what does not go together.
    new EnsembleForm(members.stream().map(FormedModel::form).toList(), combiner);
    FormedModel first = members.get(0);
    for (FormedModel member : members) {
      if (!member.target().equals(first.target())
          || !member.featureNames().equals(first.featureNames())
          || !member.featureSetHash().equals(first.featureSetHash())) {
        throw new IllegalArgumentException(
            "members predict "
                + first.target()
                + " and "
                + member.target()
                + " from "
                + first.featureNames()
                + " and "
                + member.featureNames()
                + "; fit them on the same columns and target");
      }
    }
  }

  /**
   * A model from {@link #nativeBytes()}.
   *
   * @param members what reads each member's own bytes
   */
  public static EnsembleModel load(byte[] bytes, List<Function<byte[], FormedModel>> members) {
    Framed framed = Framed.of(bytes, members.size());
    List<FormedModel> read = new ArrayList<>();
    for (int m = 0; m < members.size(); m++) {
      read.add(members.get(m).apply(framed.parts().get(m)));
    }
    return new EnsembleModel(read, Combiner.parse(framed.text()));
  }

  @Override
  public Target target() {
    return members.get(0).target();
  }

  @Override
  public List<String> featureNames() {
    return members.get(0).featureNames();
  }

  @Override
  public String featureSetHash() {
    return members.get(0).featureSetHash();
  }

  @Override
  public float[] score(float[] features, int rows) {
    return combined(features, memberScores(features, rows), rows);
  }

  private float[] combined(float[] features, float[] scores, int rows) {
    int columns = featureNames().size();
    int outputs = target().width();
    int all = members.size() * outputs;
    float[] out = new float[rows * outputs];
    for (int row = 0; row < rows; row++) {
      combiner.of(features, row * columns).combine(scores, row * all, outputs, out, row * outputs);
    }
    return out;
  }

  /** What each member says of each row: rows x members x target width. */
  public float[] memberScores(float[] features, int rows) {
    int outputs = target().width();
    int all = members.size() * outputs;
    float[] scores = new float[Math.multiplyExact(rows, all)];
    for (int m = 0; m < members.size(); m++) {
      float[] own = members.get(m).score(features, rows);
      for (int row = 0; row < rows; row++) {
        System.arraycopy(own, row * outputs, scores, row * all + m * outputs, outputs);
      }
    }
    return scores;
  }

  /**
   * What comes out, and how far the members lie apart there.
   *
   * @param scores rows x target width
   * @param spread {@link MemberSpread} of the same
   */
  public record Spread(float[] scores, double[] spread) {}

  /** {@link #score} and {@link #spread}, members being asked once. */
  public Spread scoredWithSpread(float[] features, int rows) {
    float[] scores = memberScores(features, rows);
    return new Spread(combined(features, scores, rows), spread(scores, rows, target().width()));
  }

  /**
   * How far the members lie apart: {@link MemberSpread}.
   *
   * @return rows x target width, in the unit of the scores
   */
  public double[] spread(float[] features, int rows) {
    return scoredWithSpread(features, rows).spread();
  }

  private double[] spread(float[] scores, int rows, int outputs) {
    int all = members.size() * outputs;
    double[] spread = new double[rows * outputs];
    for (int at = 0; at < spread.length; at++) {
      spread[at] =
          MemberSpread.of(scores, at / outputs * all + at % outputs, members.size(), outputs);
    }
    return spread;
  }

  @Override
  public byte[] nativeBytes() {
    return new Framed(combiner.id(), members.stream().map(FormedModel::nativeBytes).toList())
        .bytes();
  }

  /** The mean of the members' gains; those without count as zeros. */
  @Override
  public double[] gain() {
    double[] mean = new double[featureNames().size()];
    for (FormedModel member : members) {
      double[] own = member.gain();
      for (int j = 0; j < mean.length; j++) {
        mean[j] += own[j] / members.size();
      }
    }
    return mean;
  }

  @Override
  public EnsembleForm form() {
    return new EnsembleForm(members.stream().map(FormedModel::form).toList(), combiner);
  }
}
