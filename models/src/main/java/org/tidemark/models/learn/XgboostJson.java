package org.tidemark.models.learn;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tidemark.models.Target;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.Tree;
import org.tidemark.models.form.TreeEnsemble;

/**
 * Reads the JSON text of an XGBoost model (schema of versions 2 to 3) into plain trees.
 *
 * <p>Source: XGBoost documentation, "Introduction to Model IO". A node whose left child is -1 is a
 * leaf and keeps its value in {@code split_conditions}; {@code base_score} is text, a number before
 * 3.1 and a list of numbers since, in the space of the output and not of the margin.
 *
 * @param rounds boosting rounds that score: up to the best iteration when the text names one
 */
record XgboostJson(String objective, TreeEnsemble ensemble, int rounds, List<Double> gains) {
  private static final ObjectReader JSON =
      new ObjectMapper().reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final int LEAF = -1;

  XgboostJson {
    gains = List.copyOf(gains);
  }

  static XgboostJson parse(byte[] json) {
    JsonNode learner;
    try {
      learner = need(JSON.readTree(json), "learner");
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "not the JSON text of an XGBoost model; save it in format json: " + e.getMessage(), e);
    }
    String objective = need(need(learner, "objective"), "name").asText();
    Link link = link(objective);
    JsonNode shape = need(learner, "learner_model_param");
    int features = need(shape, "num_feature").asInt();
    int outputs = Math.max(1, need(shape, "num_class").asInt());
    int targets = shape.path("num_target").asInt(1);
    if (targets > 1) {
      throw new IllegalArgumentException(
          "the model estimates "
              + targets
              + " targets or quantile levels at once; fit one model for each");
    }
    JsonNode booster = need(learner, "gradient_booster");
    if (!booster.path("name").asText().equals("gbtree")) {
      throw new IllegalArgumentException(
          "booster " + booster.path("name").asText() + " is not read here; fit with gbtree");
    }
    JsonNode model = need(booster, "model");
    int perRound = outputs * need(need(model, "gbtree_model_param"), "num_parallel_tree").asInt();
    JsonNode texts = need(model, "trees");
    int rounds = texts.size() / perRound;
    JsonNode best = learner.path("attributes").path("best_iteration");
    if (!best.isMissingNode()) {
      rounds = Math.min(rounds, best.asInt() + 1);
    }
    List<Tree> trees = new ArrayList<>();
    double[] gains = new double[features];
    for (int at = 0; at < rounds * perRound; at++) {
      int output = need(model, "tree_info").get(at).asInt();
      trees.add(tree(texts.get(at), output, gains));
    }
    List<Float> base = base(need(shape, "base_score").asText(), outputs, link);
    List<Double> boxed = new ArrayList<>();
    for (double gain : gains) {
      boxed.add(gain);
    }
    return new XgboostJson(objective, new TreeEnsemble(features, base, trees, link), rounds, boxed);
  }

  /** Total loss reduction of each column's splits, as a share of the sum; zeros without splits. */
  double[] gainShares() {
    double sum = 0;
    for (double gain : gains) {
      sum += gain;
    }
    double[] shares = new double[gains.size()];
    for (int column = 0; column < shares.length && sum > 0; column++) {
      shares[column] = gains.get(column) / sum;
    }
    return shares;
  }

  void needObjectiveOf(Target target) {
    Link wanted =
        target instanceof Target.Binary
            ? Link.FLOAT_SIGMOID
            : target instanceof Target.MultiClass ? Link.SOFTMAX : Link.IDENTITY;
    if (link(objective) != wanted) {
      throw new IllegalArgumentException(
          "objective " + objective + " does not give what target " + target + " promises");
    }
  }

  private static Link link(String objective) {
    return switch (objective) {
      case "binary:logistic" -> Link.FLOAT_SIGMOID;
      case "multi:softprob" -> Link.SOFTMAX;
      case "reg:squarederror", "reg:absoluteerror", "reg:quantileerror", "reg:pseudohubererror" ->
          Link.IDENTITY;
      default ->
          throw new IllegalArgumentException(
              "objective "
                  + objective
                  + " is not read here; use binary:logistic, multi:softprob, reg:squarederror,"
                  + " reg:absoluteerror or reg:quantileerror");
    };
  }

  /** Nodes in pre-order from the root, so that pruned nodes, which stay in the text, fall away. */
  private static Tree tree(JsonNode text, int output, double[] gains) {
    JsonNode left = need(text, "left_children");
    JsonNode right = need(text, "right_children");
    List<Integer> order = new ArrayList<>();
    Map<Integer, Integer> position = new HashMap<>();
    ArrayDeque<Integer> open = new ArrayDeque<>(List.of(0));
    while (!open.isEmpty()) {
      int at = open.pop();
      if (position.put(at, order.size()) != null) {
        throw new IllegalArgumentException(
            "tree node " + at + " of the XGBoost text has two parents");
      }
      order.add(at);
      if (left.get(at).asInt() != LEAF) {
        open.push(right.get(at).asInt());
        open.push(left.get(at).asInt());
      }
    }
    List<Tree.Node> nodes = new ArrayList<>();
    List<Float> covers = new ArrayList<>();
    for (int at : order) {
      nodes.add(node(text, at, position));
      covers.add(need(text, "sum_hessian").get(at).floatValue());
      if (left.get(at).asInt() != LEAF) {
        gains[need(text, "split_indices").get(at).asInt()] +=
            need(text, "loss_changes").get(at).asDouble();
      }
    }
    return new Tree(output, nodes, covers);
  }

  private static Tree.Node node(JsonNode text, int at, Map<Integer, Integer> position) {
    if (text.path("split_type").path(at).asInt() != 0) {
      throw new IllegalArgumentException(
          "the model splits on categories, which features never are; fit on numbers");
    }
    // Read as a decimal and rounded once: the way over double could round twice.
    float value = need(text, "split_conditions").get(at).decimalValue().floatValue();
    int left = text.get("left_children").get(at).asInt();
    if (left == LEAF) {
      return new Tree.Leaf(value);
    }
    return new Tree.Split(
        need(text, "split_indices").get(at).asInt(),
        value,
        position.get(left),
        position.get(text.get("right_children").get(at).asInt()),
        need(text, "default_left").get(at).asInt() != 0);
  }

  private static List<Float> base(String text, int outputs, Link link) {
    String[] parts = text.replace("[", "").replace("]", "").split(",");
    if (parts.length != 1 && parts.length != outputs) {
      throw new IllegalArgumentException(
          "base_score has " + parts.length + " values for " + outputs + " outputs");
    }
    List<Float> base = new ArrayList<>();
    for (int k = 0; k < outputs; k++) {
      float score = Float.parseFloat(parts[parts.length == 1 ? 0 : k].strip());
      base.add(link == Link.FLOAT_SIGMOID ? logit(score) : score);
    }
    return base;
  }

  /** In float32 steps, as XGBoost computes it. */
  private static float logit(float probability) {
    float odds = 1.0f / probability - 1.0f;
    return (float) -StrictMath.log(odds);
  }

  private static JsonNode need(JsonNode node, String name) {
    JsonNode found = node.path(name);
    if (found.isMissingNode()) {
      throw new IllegalArgumentException(
          "the XGBoost text has no '" + name + "'; it is truncated or of an unknown version");
    }
    return found;
  }
}
