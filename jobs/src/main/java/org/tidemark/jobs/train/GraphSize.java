package org.tidemark.jobs.train;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.models.Target;
import org.tidemark.models.ensemble.CombineMethod;
import org.tidemark.models.form.ByRegime;
import org.tidemark.models.form.Combiner;
import org.tidemark.models.form.EnsembleForm;
import org.tidemark.models.form.LinearForm;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.ModelForm;
import org.tidemark.models.form.TreeEnsemble;
import org.tidemark.models.learn.QuantileLearner;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxExport;

/**
 * Whether the files of a run's models can pass the guard of model files, told before anything is
 * fitted: how many operators a file has follows from its learners, not from what they learn.
 * Counted is the least: a net and a mixture as if they were linear, no blend, no calibrator and no
 * regime.
 */
public final class GraphSize {
  private GraphSize() {}

  /**
   * Refuses settings whose models would be refused once they are fitted.
   *
   * @throws IllegalArgumentException naming the model, its operators and what to change
   */
  public static void check(NightlyConfig config) {
    Target target = TrainingFrame.target(Labeler.parse(config.text("label")));
    List<ModelForm> each =
        config.list("learners").stream().map(name -> form(name, config, target)).toList();
    for (int i = 0; i < each.size(); i++) {
      check(config.list("learners").get(i), each.get(i));
    }
    Optional<CombineMethod> method = RunEnsemble.method(config);
    method.ifPresent(
        how -> check(RunEnsemble.NAME, new EnsembleForm(each, combiner(how, each.size(), target))));
  }

  private static void check(String model, ModelForm form) {
    int operators = OnnxExport.operators(form);
    int most = LoadGuard.standard().operators();
    if (operators > most) {
      throw new IllegalArgumentException(
          "the file of model "
              + model
              + " would have at least "
              + operators
              + " operators, more than the "
              + most
              + " that the guard of model files takes; set bagging.members lower, or combine fewer"
              + " learners");
    }
  }

  private static ModelForm form(String learner, NightlyConfig config, Target target) {
    if (QuantileLearner.loss(learner).isPresent()) {
      return trees(target, boosted(target));
    }
    return switch (learner) {
      case "xgboost" -> trees(target, boosted(target));
      case "gbt" -> trees(target, link(target));
      case "random-forest" ->
          trees(target, target instanceof Target.Regression ? Link.IDENTITY : Link.PROBABILITY);
      case "bagging" -> {
        int members = config.whole("bagging.members");
        yield new EnsembleForm(
            Collections.nCopies(members, trees(target, boosted(target))), Combiner.equal(members));
      }
      default -> linear(1, target);
    };
  }

  private static Combiner combiner(CombineMethod method, int members, Target target) {
    return switch (method) {
      case WEIGHTED, SOFT -> Combiner.equal(members);
      case VOTE -> new Combiner.Vote(members);
      case REGIME -> new ByRegime(0, new TreeMap<>(), Combiner.equal(members));
      case STACKING -> new Combiner.Stack(members, linear(members * target.width(), target));
    };
  }

  private static ModelForm trees(Target target, Link link) {
    return new TreeEnsemble(1, Collections.nCopies(target.width(), 0f), List.of(), link);
  }

  private static LinearForm linear(int columns, Target target) {
    double[] ones = new double[columns];
    Arrays.fill(ones, 1);
    return new LinearForm(
        new double[columns],
        ones,
        new double[target.width()][columns],
        new double[target.width()],
        link(target));
  }

  private static Link boosted(Target target) {
    return link(target) == Link.SIGMOID ? Link.FLOAT_SIGMOID : link(target);
  }

  private static Link link(Target target) {
    if (target instanceof Target.Regression) {
      return Link.IDENTITY;
    }
    return target.width() == 1 ? Link.SIGMOID : Link.SOFTMAX;
  }
}
