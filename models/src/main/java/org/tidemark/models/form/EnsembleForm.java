package org.tidemark.models.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several models of the same columns and target, and what makes one score of theirs.
 *
 * @param members in the order in which the combiner takes their scores
 */
public record EnsembleForm(List<ModelForm> members, Combiner combiner) implements ModelForm {
  private static final long serialVersionUID = 1L;

  public EnsembleForm {
    members = List.copyOf(members);
    if (members.isEmpty() || members.size() != combiner.members()) {
      throw new IllegalArgumentException(
          "a combiner of "
              + combiner.members()
              + " came with "
              + members.size()
              + " members; give it one or more, as many as it combines");
    }
    ModelForm first = members.get(0);
    for (int m = 1; m < members.size(); m++) {
      ModelForm member = members.get(m);
      if (member.features() != first.features()
          || member.outputs() != first.outputs()
          || member.link().givesProbabilities() != first.link().givesProbabilities()) {
        throw new IllegalArgumentException(
            "member "
                + m
                + " has "
                + shape(member)
                + " but member 0 has "
                + shape(first)
                + "; combine models of the same columns and target");
      }
    }
    combiner.need(first.outputs(), first.link());
    if (combiner instanceof ByRegime chosen && chosen.column() >= first.features()) {
      throw new IllegalArgumentException(
          "column "
              + chosen.column()
              + " is to tell the regime, but the members have "
              + first.features()
              + " columns");
    }
  }

  private static String shape(ModelForm form) {
    return form.features() + " columns, " + form.outputs() + " outputs and link " + form.link();
  }

  @Override
  public int features() {
    return members.get(0).features();
  }

  @Override
  public int outputs() {
    return members.get(0).outputs();
  }

  /** That of the members: what kind of number comes out. */
  @Override
  public Link link() {
    return members.get(0).link();
  }

  /** The largest of the members', or what a combiner that multiplies them makes of theirs. */
  @Override
  public double tolerance() {
    double[] own = members.stream().mapToDouble(ModelForm::tolerance).toArray();
    double largest = Arrays.stream(own).max().orElseThrow();
    return combiner instanceof Combiner.Stack stack
        ? Math.max(largest, stack.passedOn(own))
        : largest;
  }

  /** Those of all members, and the regimes that have weights of their own. */
  @Override
  public float[][] edges() {
    List<float[][]> each = new ArrayList<>(members.stream().map(ModelForm::edges).toList());
    if (combiner instanceof ByRegime chosen) {
      float[][] regimes = new float[features()][0];
      regimes[chosen.column()] = new float[chosen.means().size()];
      int at = 0;
      for (float regime : chosen.means().keySet()) {
        regimes[chosen.column()][at++] = regime;
      }
      each.add(regimes);
    }
    return Edges.all(each, features());
  }
}
