package org.tidemark.jobs.tune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.train.LearnerChoice;
import org.tidemark.jobs.validate.ValidationTrial;
import org.tidemark.models.learn.Rounds;
import org.tidemark.models.tune.Assignment;
import org.tidemark.models.tune.Domain;
import org.tidemark.models.tune.Parameter;
import org.tidemark.models.tune.Space;
import org.tidemark.models.tune.Value;

/**
 * Which settings a study may choose: the learner, its hyperparameters, and the distance at which a
 * score trades. All trials of a study read the same rows, so labels, features and folds cannot be
 * chosen by it; cost and seed are facts and luck, not choices. How a fit stops early is no single
 * number or word; the share of rows that it watches is.
 */
final class TunedSettings {
  private static final String LEARNERS = "learners";
  private static final String THRESHOLD = "trade.threshold";

  /** Where a fit runs, and what it leaves behind on its way, is no choice of a study. */
  private static final Set<String> PLACE =
      Set.of("xgboost.workers", "xgboost.task.values", "xgboost.device", "momentum-nn.checkpoints");

  private TunedSettings() {}

  /** Names that a space may have. */
  static List<String> names() {
    return Stream.concat(
            Stream.of(LEARNERS, THRESHOLD),
            NightlyConfig.SETTINGS.stream()
                .map(NightlyConfig.Setting::key)
                .filter(ValidationTrial::isOfALearner)
                .filter(key -> !PLACE.contains(key) && !key.endsWith(LearnerChoice.STOPPING)))
        .toList();
  }

  /** The settings of a trial. */
  static NightlyConfig of(NightlyConfig base, Assignment assignment) {
    Map<String, String> changes = new LinkedHashMap<>();
    assignment.values().forEach((name, value) -> changes.put(name, value.text()));
    return base.with(changes);
  }

  /**
   * The learner of a trial.
   *
   * @throws IllegalArgumentException if the settings name several
   */
  static String learner(NightlyConfig config) {
    List<String> learners = config.list(LEARNERS);
    if (learners.size() != 1) {
      throw new IllegalArgumentException(
          "a trial fits one learner, but setting learners = '"
              + config.text(LEARNERS)
              + "' names "
              + learners.size()
              + "; give --set learners=xgboost, or learners=choice("
              + String.join("|", learners)
              + ") in the space");
    }
    return learners.get(0);
  }

  /**
   * Refuses a space that some trial could not be fitted with, before anything is.
   *
   * @throws IllegalArgumentException if there is one; it names the parameter
   */
  static void check(Space space, NightlyConfig base) {
    for (Parameter parameter : space.parameters()) {
      if (!names().contains(parameter.name())) {
        throw new IllegalArgumentException(
            "parameter '"
                + parameter.name()
                + "' cannot be tuned; a study may choose "
                + String.join(", ", names()));
      }
    }
    checkWatched(space, base);
    for (Parameter parameter : space.parameters()) {
      for (String learner : learners(space, base, parameter)) {
        checkEffect(parameter, learner);
        for (Value end : ends(parameter.domain())) {
          checkEnd(
              parameter,
              base.with(Map.of(LEARNERS, learner)).with(Map.of(parameter.name(), end.text())));
        }
      }
    }
  }

  /** The learners that a parameter may be set beside. */
  private static List<String> learners(Space space, NightlyConfig base, Parameter parameter) {
    Optional<Domain.Choice> choice =
        space.parameters().stream()
            .filter(p -> p.name().equals(LEARNERS))
            .findFirst()
            .map(TunedSettings::words);
    if (choice.isEmpty()) {
      return List.of(learner(base));
    }
    return parameter
        .condition()
        .filter(condition -> condition.parent().equals(LEARNERS))
        .map(Parameter.Condition::words)
        .orElse(choice.get().words());
  }

  private static Domain.Choice words(Parameter parameter) {
    if (parameter.domain() instanceof Domain.Choice choice) {
      return choice;
    }
    throw new IllegalArgumentException(
        "parameter " + parameter.id() + " must be written like learners=choice(xgboost|logistic)");
  }

  private static void checkEffect(Parameter parameter, String learner) {
    String name = parameter.name();
    if (ValidationTrial.isOfALearner(name) && !ValidationTrial.isSettingOf(learner, name)) {
      String own = name.substring(0, name.indexOf('.'));
      throw new IllegalArgumentException(
          "parameter "
              + parameter.id()
              + " changes nothing of learner "
              + learner
              + "; give --set learners="
              + own
              + ", or write "
              + name
              + "="
              + parameter.domain().id()
              + "@learners="
              + own
              + " beside a choice of learners");
    }
  }

  private static void checkWatched(Space space, NightlyConfig base) {
    for (Parameter parameter : space.parameters()) {
      if (!parameter.name().endsWith(LearnerChoice.SHARE)) {
        continue;
      }
      String learner = parameter.name().substring(0, parameter.name().indexOf('.'));
      String stopping = LearnerChoice.earlyStopping(learner);
      if (base.text(stopping).equals(Rounds.OFF)) {
        throw new IllegalArgumentException(
            "parameter "
                + parameter.name()
                + " changes nothing while "
                + stopping
                + " is off; give --set "
                + stopping
                + "=patience=50");
      }
    }
  }

  private static void checkEnd(Parameter parameter, NightlyConfig config) {
    try {
      LearnerChoice.named(learner(config), config);
      config.tradingRule();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "parameter " + parameter.id() + ": " + e.getMessage() + "; change its range", e);
    }
  }

  private static List<Value> ends(Domain domain) {
    if (domain instanceof Domain.Choice choice) {
      List<Value> words = new ArrayList<>();
      choice.words().forEach(word -> words.add(choice.read(word)));
      return words;
    }
    return List.of(domain.at(0), domain.at(1));
  }
}
